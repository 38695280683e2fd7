"""Parts of a screen: the welcome of an idle machine, the rows of a menu or a choice, a page of what is too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from countertop.terminal.front.entry import ChoiceEntry, Entry
from countertop.terminal.front.menu import Item
from countertop.terminal.front.screen import Line
from countertop.terminal.front.standing import Standing
from countertop.terminal.lifecycle import MachineState

__all__ = ["PAGE", "choice_rows", "menu_rows", "turned", "welcome", "welcome_hints"]

PAGE: Final = 12
"""Lines of a result that stand on the screen at a time."""


def welcome(standing: Standing) -> Line:
    """Return what an idle machine asks of whoever comes."""
    if standing.lock is not None:
        return Line("front.locked")
    if standing.operator is None:
        return Line("front.log_in_first")
    if standing.state is MachineState.SIGNED_OUT:
        return Line("front.sign_in_first")
    return Line("front.ready")


def welcome_hints(standing: Standing) -> tuple[str, ...]:
    """Return what the keys do at an idle machine: while nobody is logged in, its title says that."""
    return () if standing.operator is None or standing.lock is not None else ("front.hint_idle", "front.hint_power")


def menu_rows(items: Sequence[Item], place: int) -> tuple[Line, ...]:
    """Return the rows of a menu; `place` is what Confirm would take."""
    return tuple(Line(item.label, digit=item.digit, chosen=number == place) for number, item in enumerate(items))


def choice_rows(question: Line | None, editor: Entry) -> tuple[Line, ...]:
    """Return the rows of a question with a choice, nothing for another."""
    if not isinstance(editor, ChoiceEntry) or question is None:
        return ()
    return tuple(
        Line(f"choice.{value}", digit=str(digit), chosen=editor.shown == str(digit))
        for digit, value in enumerate(question.arguments["choices"], 1)
    )


def turned(place: int, lines: int, step: int) -> int:
    """Return the first line of the page before (-1) or behind (1) the one that begins at `place`."""
    return min(max(place + step * PAGE, 0), max(lines - 1, 0) // PAGE * PAGE)
