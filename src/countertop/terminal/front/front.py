"""The front: which screen a person sees, what each key does there, and what is asked of the terminal because of it.

    OFF ──long power──► STARTING ──► SELF_TEST ──► RESULT ──any key──► log-in, then IDLE
    IDLE ◄──Cancel── MENU ◄──Confirm── IDLE           a card swiped in either begins a sale with it
    IDLE, MENU ──a row, a short cut, a card──► WORKING ◄──► QUESTION ──► RESULT ──key or time──► IDLE
    IDLE, MENU ──30 s──► POWER_SAVE ──any key, which is swallowed──► IDLE
    IDLE, MENU, RESULT, POWER_SAVE ──long power──► STOPPING ──Confirm──► OFF

WORKING and QUESTION belong to a request of this front: there the machine neither sleeps nor stops. All of it is
forgotten at a power cut without harm; what must survive is the terminal's own and begins again by itself. OFF is the
end of the terminal's life; a machine that gets its power from the mains begins one by itself (`plugged_in`).

Every input comes with the moment and returns what is to be done about it. `due` is when `tick` should come, in
monotonic microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from countertop.signature import Strokes
from countertop.stage import Ask, Document, Show
from countertop.terminal.front.cards import CARD_ENTRIES
from countertop.terminal.front.codes import CodeEntry
from countertop.terminal.front.entry import EDITING, LEFT, Entered, Entry, PinEntry
from countertop.terminal.front.guide import next_step
from countertop.terminal.front.keys import PIN_PAD, Key
from countertop.terminal.front.menu import GIVING_UP, MENU, Item, offered
from countertop.terminal.front.outputs import (
    Answer,
    Aside,
    Begin,
    Cancel,
    Changed,
    Look,
    Output,
    Paper,
    SwitchOff,
    SwitchOn,
)
from countertop.terminal.front.picture import PAGE, choice_rows, menu_rows, turned, welcome, welcome_hints
from countertop.terminal.front.questions import editor_of
from countertop.terminal.front.results import STAYING, lines_of
from countertop.terminal.front.screen import DARK, Line, Screen
from countertop.terminal.front.signatures import SignatureEntry
from countertop.terminal.front.standing import Standing
from countertop.terminal.front.state import BUSY, FREE, State
from countertop.terminal.lifecycle import MachineState
from countertop.values import SECOND, Instant

__all__ = ["ANY_KEY", "POWER_SAVE_AFTER", "RESULT_SHOWN", "Front"]

POWER_SAVE_AFTER: Final = 30 * SECOND
RESULT_SHOWN: Final = 10 * SECOND
MOST_SHOWN: Final = 6
"""Messages of one request that stand on the screen at a time."""

ANY_KEY: Final = "any"

Outputs = list[Output]


class Front:
    """One machine's keys and screen. `built` are the verbs that the terminal knows.

    `sign_in_key` is the key that signs in while the terminal is signed out, or `any`.
    """

    def __init__(
        self,
        built: Collection[str],
        *,
        power_save_after: int = POWER_SAVE_AFTER,
        result_shown: int = RESULT_SHOWN,
        sign_in_key: str = "1",
    ) -> None:
        self.state = State.OFF
        self.screen = DARK
        self.standing = Standing()
        self.due: int | None = None
        self._built = frozenset(built)
        self._power_save_after = power_save_after
        self._result_shown = result_shown
        self._sign_in_key = sign_in_key
        self._touched = 0
        self._verb = ""
        self._card: Any = None
        self._begun_by: Mapping[str, Any] = {}
        self._greeting = False
        self._lasting = False
        self._shown: list[Line] = []
        self._question: Line | None = None
        self._editor: Entry | None = None
        self._own: Item | None = None
        self._guide: Begin | None = None
        self._guided = False
        self._menus: list[Item] = []
        self._place = 0
        self._keys: dict[State, Callable[[Key], Outputs]] = {
            **dict.fromkeys((State.OFF, State.STARTING, State.SELF_TEST), _nothing),
            State.WORKING: self._working_key,
            State.IDLE: self._idle_key,
            State.MENU: self._menu_key,
            State.QUESTION: self._question_key,
            State.RESULT: self._result_key,
            State.POWER_SAVE: lambda _: self._home(),
            State.STOPPING: self._stopping_key,
        }

    # What a person does

    def key(self, key: Key, now: Instant) -> Outputs:
        """Take a key of the machine's pad; a short press of the power key does no more than wake it."""
        if key is Key.POWER and self.state is not State.POWER_SAVE:
            return []
        return self._after(self._keys[self.state](key), now)

    def pin(self, key: Key, now: Instant) -> Outputs:
        """Take a key of the customer's pad; it is dead but while a PIN is asked."""
        if not (key in PIN_PAD and self.state is State.QUESTION and isinstance(self._editor, PinEntry)):
            return []
        return self._after(self._edited(key), now)

    def long_power(self, now: Instant) -> Outputs:
        """Take a long press of the power key: on; or, after a question, off. Nothing is broken off by it."""
        if self.state is State.OFF:
            self.state = State.STARTING
            return self._after([SwitchOn(), self._changed()], now)
        if self.state in BUSY:
            return self._after([self._changed(Line("front.finish_first"))], now)
        self.state = State.STOPPING
        return self._after([self._changed()], now)

    def card(self, swipe: Any, now: Instant) -> Outputs:
        """Take a swipe: the answer where a card is asked, a sale in the idle screen, nothing elsewhere."""
        if self.state is State.POWER_SAVE:
            return self._after(self._home(), now)
        if self.state is State.QUESTION and isinstance(self._editor, CARD_ENTRIES):
            return self._after(self._answered(swipe), now)
        if self.state in (State.IDLE, State.MENU) and self.standing.lock is None:
            self._card = swipe
            return self._after(self._begun("sale"), now)
        return []

    def scan(self, code: Any, now: Instant) -> Outputs:
        """Take what the scanner read: the answer where a payment code is asked, nothing elsewhere."""
        if self.state is State.QUESTION and isinstance(self._editor, CodeEntry):
            return self._after(self._answered(code), now)
        return []

    def sign(self, strokes: Strokes, now: Instant) -> Outputs:
        """Take what was written on the pad: the answer where a signature is asked, nothing elsewhere."""
        if self.state is State.QUESTION and isinstance(self._editor, SignatureEntry):
            return self._after(self._answered(strokes), now)
        return []

    def begin(self, verb: str, arguments: Mapping[str, Any], now: Instant) -> Outputs | None:
        """Begin what another program of the shop asks for; None while the machine is off or in use."""
        if self.state not in FREE:
            return None
        return self._after(self._begun(verb, arguments=dict(arguments)), now)

    def leave(self, arguments: Mapping[str, Any], now: Instant) -> Outputs | None:
        """Leave the question of what a program began, named by something of its arguments; None where none is open."""
        if self.state is not State.QUESTION or not arguments.items() <= self._begun_by.items():
            return None
        return self._after([Cancel(), *self._works()], now)

    def tick(self, now: Instant) -> Outputs:
        """Let time pass: results make way, an idle machine goes dark."""
        if self.due is None or now.monotonic < self.due:
            return []
        if self.state in (State.RESULT, State.STOPPING):
            return self._after(self._home(), now)
        self.state = State.POWER_SAVE
        return self._after([self._changed()], now)

    # What the terminal says

    def plugged_in(self, now: Instant) -> Outputs:
        """Be on, because the power came and the terminal lives already."""
        self.state = State.IDLE
        return self._after([Look(), self._changed()], now)

    def started(self, now: Instant) -> Outputs:
        """Test the machine: the terminal lives."""
        if self.state is not State.STARTING:
            return []
        self._greeting = True
        return self._after([Look(), *self._begun("self_test", State.SELF_TEST)], now)

    def asked(self, ask: Ask, now: Instant) -> Outputs:
        """Put the terminal's question to the person; a card swiped before is the answer to the first that asks one."""
        editor = editor_of(ask.question, ask.arguments)
        if isinstance(editor, CARD_ENTRIES) and self._card is not None:
            swipe, self._card = self._card, None
            return self._after([Answer(swipe)], now)
        self.state, self._own, self._editor = State.QUESTION, None, editor
        self._question = Line(ask.question, ask.arguments, sensitive=False)
        return self._after([self._changed()], now)

    def wrong(self, now: Instant) -> Outputs:
        """Ask again: the answer did not fit."""
        assert self._question is not None, "only an answer can be wrong"
        self._shown.append(Line("front.key_again"))
        return self.asked(Ask(self._question.message, 0, **self._question.arguments), now)

    def shown(self, show: Show, now: Instant) -> Outputs:
        """Show a message; the older ones make room."""
        self._shown = [*self._shown, Line(show.message, show.arguments, show.sensitive)][-MOST_SHOWN:]
        return self._after([self._changed()], now)

    def printed(self, copy: str, document: Document, now: Instant) -> Outputs:
        """Let the paper come out."""
        return self._after([Paper(copy, document)], now)

    def ended(self, status: int, body: Mapping[str, Any], now: Instant) -> Outputs:
        """Show how the request ended."""
        self._editor = self._question = self._card = None
        self.state, self._lasting = State.RESULT, status != 0 or self._greeting
        staying = [line for line in self._shown if line.message in STAYING]
        self._shown, self._place = [*lines_of(self._verb, body), *staying], 0
        self._guide = next_step(self._verb, body, guided=self._guided)
        return self._after([Look(), self._changed()], now)

    def stands(self, facts: Mapping[str, Any], now: Instant) -> Outputs:
        """Learn where the terminal stands."""
        if self.state is State.OFF or "state" not in facts:
            return []  # it is not there: switched off, or its store is being opened again
        standing = Standing.of(facts)
        if standing == self.standing:
            return []
        self.standing = standing
        return self._kept_time([self._changed()], now)

    # Keys by state

    def _result_key(self, key: Key) -> Outputs:
        if key in (Key.UP, Key.DOWN) and len(self._shown) > PAGE:
            self._place = turned(self._place, len(self._shown), 1 if key is Key.DOWN else -1)
            return [self._changed()]
        guide, self._guide = self._guide, None
        if guide is None or key is Key.CANCEL:
            return self._home()
        outputs = self._begun(guide.verb, arguments=guide.arguments)
        self._guided = True
        return outputs

    def _idle_key(self, key: Key) -> Outputs:
        standing = self.standing
        if standing.lock is not None:
            return self._begun("unlock_terminal")
        if standing.operator is None:
            return self._begun("log_in")
        if standing.state is MachineState.SIGNED_OUT and self._signs_in(key):
            return self._begun("sign_in")
        if key in (Key.CONFIRM, Key.FUNCTION):
            return self._opened([])
        return self._picked(key)

    def _signs_in(self, key: Key) -> bool:
        at_any = self._sign_in_key == ANY_KEY
        return key not in (Key.CONFIRM, Key.FUNCTION) if at_any else key.value == self._sign_in_key

    def _menu_key(self, key: Key) -> Outputs:
        rows = self._rows()
        if key is Key.CANCEL:
            return self._opened(self._menus[:-1]) if self._menus else self._home()
        if key is Key.CONFIRM and rows:
            return self._taken(rows[self._place])
        if key in (Key.UP, Key.DOWN) and rows:
            self._place = (self._place + (1 if key is Key.DOWN else -1)) % len(rows)
            return [self._changed()]
        return self._picked(key)

    def _picked(self, key: Key) -> Outputs:
        item = next((item for item in self._rows() if item.digit == key.value), None)
        return [] if item is None else self._taken(item)

    def _taken(self, item: Item) -> Outputs:
        if item.items:
            return self._opened([*self._menus, item])
        if not item.question:
            return self._begun(item.verb, arguments=dict(item.arguments))
        self.state, self._own, self._verb, self._shown = State.QUESTION, item, item.verb, []
        self._editor, self._question = editor_of(item.question, {}), Line(item.question)
        return [self._changed()]

    def _rows(self) -> tuple[Item, ...]:
        return offered(self._menus[-1].items if self._menus else MENU, self.standing, self._built)

    def _working_key(self, key: Key) -> Outputs:
        gives_up = GIVING_UP.get(self._verb)
        return [] if key is not Key.CANCEL or gives_up not in self._built else [Aside(gives_up)]

    def _question_key(self, key: Key) -> Outputs:
        if isinstance(self._editor, PinEntry) and key is not Key.CANCEL:
            return []  # a PIN is keyed on the customer's pad only
        return self._edited(key)

    def _stopping_key(self, key: Key) -> Outputs:
        if key is not Key.CONFIRM:
            return self._home()
        self.state, self.standing = State.OFF, Standing()
        return [SwitchOff(), self._changed()]

    def _edited(self, key: Key) -> Outputs:
        assert self._editor is not None, "a question has its editor"
        pressed = self._editor.press(key)
        if pressed is EDITING:
            return [self._changed()]
        if isinstance(pressed, Entered):
            return self._answered(pressed.value)
        assert pressed is LEFT
        if self._own is not None:
            return self._home()
        return [Cancel(), *self._works()]

    def _answered(self, value: Any) -> Outputs:
        if self._own is not None:
            return self._begun(self._own.verb, arguments={self._own.question.removeprefix("ask."): value})
        return [Answer(value), *self._works()]

    # Ways

    def _begun(self, verb: str, state: State = State.WORKING, arguments: dict[str, Any] | None = None) -> Outputs:
        self.state, self._verb = state, verb
        self._editor = self._question = self._own = None
        self._shown, self._menus, self._place = [], [], 0
        self._guide, self._guided, self._begun_by = None, False, arguments or {}
        return [Begin(verb, arguments or {}), self._changed()]

    def _works(self) -> Outputs:
        """Wait for the terminal; what was shown beside the question, a card number too, goes."""
        self.state, self._editor, self._shown = State.WORKING, None, []
        return [self._changed()]

    def _opened(self, menus: list[Item]) -> Outputs:
        self.state, self._menus, self._place = State.MENU, menus, 0
        return [self._changed()]

    def _home(self) -> Outputs:
        greeting, self._greeting, self.state = self._greeting, False, State.IDLE
        self._menus, self._shown, self._own, self._editor = [], [], None, None
        if greeting and self.standing.operator is None and self.standing.lock is None:
            return self._begun("log_in")
        return [Look(), self._changed()]

    # Time and picture

    def _after(self, outputs: Outputs, now: Instant) -> Outputs:
        self._touched = now.monotonic
        return self._kept_time(outputs, now)

    def _kept_time(self, outputs: Outputs, _: Instant) -> Outputs:
        waits = {
            **dict.fromkeys((State.IDLE, State.MENU, State.STOPPING), self._power_save_after),
            State.RESULT: None if self._lasting or self._guide is not None else self._result_shown,
        }
        wait = waits.get(self.state)
        self.due = None if wait is None else self._touched + wait
        return outputs

    def _changed(self, remark: Line | None = None) -> Changed:
        self.screen = self._picture(remark)
        return Changed(self.screen)

    def _picture(self, remark: Line | None) -> Screen:
        if self.state in (State.OFF, State.POWER_SAVE):
            return Screen(self.state.value, light=False)
        title, lines, hints = self._content()
        entry = None if (editor := self._editor) is None else editor.shown
        if editor is not None and editor.remark is not None:
            remark = Line(editor.remark)
        more = lines if remark is None else (*lines, remark)
        return Screen(self.state.value, True, self.standing.bar(), title, more, entry, hints)

    def _content(self) -> tuple[Line | None, tuple[Line, ...], tuple[str, ...]]:
        if self.state is State.IDLE:
            return welcome(self.standing), (), welcome_hints(self.standing)
        if self.state is State.MENU:
            title = Line(self._menus[-1].label if self._menus else "menu.main")
            return title, menu_rows(self._rows(), self._place), ("front.hint_menu",)
        if self.state is State.QUESTION and self._editor is not None:
            asked = self._question if self._editor.asks is None else Line(self._editor.asks)
            return asked, (*self._shown, *choice_rows(self._question, self._editor)), self._editor.hints
        if self.state is State.STOPPING:
            return Line("front.switch_off"), (), ("front.hint_yes_no",)
        if self.state in (State.STARTING, State.SELF_TEST):
            return Line(f"front.{self.state.value}"), tuple(self._shown), ()
        return (Line("front.working"), tuple(self._shown), ()) if self.state is State.WORKING else self._result()

    def _result(self) -> tuple[None, tuple[Line, ...], tuple[str, ...]]:
        hint = "front.hint_pages" if len(self._shown) > PAGE else "front.hint_any_key"
        return None, tuple(self._shown[self._place : self._place + PAGE]), (hint,)


def _nothing(_: Key) -> Outputs:
    return []
