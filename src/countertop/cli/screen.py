"""The terminal full screen in a shell: its screen, its keys, and the paper that comes out of it.

It watches the running terminal and touches it, nothing more: closing it changes nothing there. Digits go to the
customer's pad while a PIN is asked, and to the machine's own pad at all other times.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static

from countertop.cli.language import LANGUAGE, tell
from countertop.demo import Card
from countertop.runtime.desk_watch import DeskWatch
from countertop.runtime.errors import RuntimeFault
from countertop.words import Language

__all__ = ["TerminalScreen", "show"]

_KEYS: Final[Mapping[str, str]] = {
    **{digit: digit for digit in "0123456789"},
    "full_stop": "00",
    "enter": "confirm",
    "escape": "cancel",
    "backspace": "clear",
    "up": "up",
    "down": "down",
    "f": "function",
}
"""Keys of the keyboard, as the library calls them, and what they press."""

_PAD: Final = (
    *("1", "2", "3", "cancel"),
    *("4", "5", "6", "clear"),
    *("7", "8", "9", "function"),
    *("00", "0", "power", "confirm"),
)
_BUTTON: Final = "key-"
_HELP: Final = {"off": "face.help-off", "power_save": "face.help-asleep"}
"""What is said below the machine where its own screen is dark."""

MOST_PAPER: Final = 400
"""Lines of paper kept on the roll beside the machine."""


class CardChoice(ModalScreen[dict[str, str] | None]):
    """Which card of the wallet is drawn through the slot, and how; ends with what the reader reads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("t", "spoil('turned')", show=False),
        Binding("u", "spoil('unreadable')", show=False),
    ]

    def __init__(self, cards: Mapping[str, Card]) -> None:
        super().__init__()
        self._cards = cards

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical(id="wallet"):
            yield OptionList(*self._cards, id="cards")
            yield Static(tell("face.help-card"), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Draw the card as it should be."""
        card = list(self._cards.values())[event.option_index]
        self.dismiss({"track2": card.track2.reveal()})

    def action_spoil(self, fault: str) -> None:
        """Draw it so that nothing is read."""
        self.dismiss({"fault": fault})


class TerminalScreen(App[RuntimeFault | None]):
    """The application; ends with the fault that ended it, or nothing."""

    CSS = """
    #machine { width: 46; height: 100%; border: round $primary; padding: 0 1; }
    #screen { height: 1fr; border: heavy $accent; padding: 0 1; }
    #screen.dark { background: black; color: black; }
    #pad { grid-size: 4 4; height: 14; grid-gutter: 0 1; }
    #pad Button { width: 100%; min-width: 6; height: 3; }
    #roll { border: round $secondary; padding: 0 2; }
    #help { height: 2; }
    .-short #pad { display: none; }
    CardChoice { align: center middle; }
    #wallet { width: 50; height: auto; border: thick $accent; background: $surface; }
    #cards { height: auto; max-height: 20; border: none; }
    """
    ENABLE_COMMAND_PALETTE = False
    # In a low window the keyboard is enough, and the screen needs the room.
    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]  # noqa: RUF012 - the library declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "hold_power", priority=True),
        Binding("c", "choose_card", priority=True),
        Binding("q", "quit", priority=True),
    ]

    def __init__(self, terminal: Path, cards: Mapping[str, Card]) -> None:
        super().__init__()
        self._terminal = terminal
        self._cards = cards
        self._watch: DeskWatch | None = None
        self._asks_pin = False
        self._roll: list[str] = []
        self.shown = ""

    def compose(self) -> ComposeResult:
        """Lay out machine and paper."""
        with Horizontal():
            with Vertical(id="machine"):
                yield Static(id="screen", markup=False)
                with Grid(id="pad"):
                    for key in _PAD:
                        button = Button(_label(key), id=f"{_BUTTON}{key}")
                        button.can_focus = False
                        yield button
                yield Static(tell("face.help"), id="help", markup=False)
            with VerticalScroll(id="roll"):
                yield Static(id="paper", markup=False)

    def on_mount(self) -> None:
        """Begin to watch."""
        self.run_worker(self._look_on(), exclusive=True)

    async def _look_on(self) -> None:
        try:
            self._watch = await DeskWatch.open(self._terminal)
            async for seen in self._watch.seen():
                if "screen" in seen:
                    self._show(seen["screen"])
                elif "paper" in seen:
                    self._let_out(seen["document"])
        except RuntimeFault as fault:
            self.exit(fault)

    def on_unmount(self) -> None:
        """Go away; the machine goes on."""
        if self._watch is not None:
            self._watch.close()

    # What is seen

    def _show(self, screen: dict[str, Any]) -> None:
        title = screen["title"]
        self._asks_pin = title is not None and title["message"] == "ask.pin"
        self.shown = "" if not screen["light"] else picture(screen)
        glass = self.query_one("#screen", Static)
        glass.set_class(not screen["light"], "dark")
        glass.update(self.shown)
        self.query_one("#help", Static).update(tell(_HELP.get(screen["state"], "face.help")))

    def _let_out(self, document: dict[str, Any]) -> None:
        lines = document["en" if LANGUAGE is Language.ENGLISH else "zh"]
        self._roll = [*self._roll, *lines, "- " * (document["columns"] // 2), ""][-MOST_PAPER:]
        self.query_one("#paper", Static).update("\n".join(self._roll))
        self.query_one("#roll", VerticalScroll).scroll_end(animate=False)

    # What is done

    def on_key(self, event: Any) -> None:
        """Press what the keyboard means."""
        key = _KEYS.get(event.key)
        if key is not None and not isinstance(self.screen, ModalScreen):
            event.stop()
            self._press(key)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Press a drawn key; the power key is held."""
        key = (event.button.id or "").removeprefix(_BUTTON)
        if key == "power":
            self.action_hold_power()
        else:
            self._press(key)

    def _press(self, key: str) -> None:
        pad = "pin_press" if self._asks_pin and key not in ("cancel", "up", "down", "function") else "press"
        self._touch(pad, {"key": key})

    def action_hold_power(self) -> None:
        """Hold the power key."""
        self._touch("long_press", {"key": "power"})

    def action_choose_card(self) -> None:
        """Draw a card of the wallet through the slot."""
        if not isinstance(self.screen, ModalScreen):
            self.push_screen(CardChoice(self._cards), self._swipe)

    def _swipe(self, read: dict[str, str] | None) -> None:
        if read is not None:
            self._touch("swipe", read)

    def _touch(self, verb: str, arguments: Mapping[str, Any]) -> None:
        if self._watch is not None:
            self._watch.touch(verb, arguments)


def picture(screen: Mapping[str, Any]) -> str:
    """Return a lit screen as text: condition, title, lines, what is being keyed, hints."""
    rows = [" · ".join(_text(line) for line in screen["bar"]), ""]
    if screen["title"] is not None:
        rows += [_text(screen["title"]), ""]
    rows += [_row(line) for line in screen["lines"]]
    if screen["entry"] is not None:
        rows += ["", f"> {screen['entry']}"]
    rows += ["", *(tell(hint) for hint in screen["hints"])]
    return "\n".join(rows)


def _row(line: Mapping[str, Any]) -> str:
    mark = ">" if line["chosen"] else " "
    return f"{mark}{line['digit']} {_text(line)}" if line["digit"] else _text(line)


def _text(line: Mapping[str, Any]) -> str:
    return tell(line["message"], **line["arguments"])


def _label(key: str) -> str:
    return key if key[0].isdigit() else tell(f"key.{key}")


def show(terminal: Path, cards: Mapping[str, Card]) -> None:
    """Run until the person leaves; raises the fault when the terminal goes away."""
    fault = TerminalScreen(terminal, cards).run()
    if fault is not None:
        raise fault
