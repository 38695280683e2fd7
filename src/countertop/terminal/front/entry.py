"""Editors: one question each, answered by keys. An editor tells what the screen may show of what was keyed.

    press(key) ──► EDITING           the question stands
               ──► LEFT              the person pressed Cancel
               ──► Entered(value)    the answer

Amounts enter from the right in minor units: every digit shifts the others, Clear steps back one. A PIN is keyed on the
customer's pad and shown as its number of digits alone; a card number is for the machine's own screen. What is wrong
with an answer is remarked on, and what was keyed stays to be mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, NamedTuple, Protocol

from countertop.terminal.front.keys import LETTERS, Key
from countertop.values import Amount, Pin, Secret

__all__ = [
    "EDITING",
    "LEFT",
    "AmountEntry",
    "ChoiceEntry",
    "DigitsEntry",
    "Editor",
    "Entered",
    "Entry",
    "PasswordEntry",
    "PinEntry",
    "Pressed",
    "TextEntry",
    "YesNoEntry",
]

_AMOUNT_DIGITS: Final = 12
_SHORTEST_PIN, _LONGEST_PIN = 4, 12


class _Open(Enum):
    EDITING = "the question stands"
    LEFT = "the person left it"


EDITING: Final = _Open.EDITING
LEFT: Final = _Open.LEFT


class Entered(NamedTuple):
    """The answer."""

    value: Any


Pressed = _Open | Entered


class Entry(Protocol):
    """An editor; all that it tells but `shown` are message ids."""

    @property
    def asks(self) -> str | None:
        """What it asks for at present, where that is a part of the question."""

    @property
    def hints(self) -> tuple[str, ...]:
        """What the keys do here."""

    @property
    def remark(self) -> str | None:
        """What is wrong with what was keyed."""

    @property
    def shown(self) -> str | Secret[str] | None:
        """What the screen shows of what was keyed, None where nothing can be."""

    def press(self, key: Key) -> Pressed:
        """Take a key."""
        ...


class Editor:
    """What editors have in common: Cancel leaves, and a remark stands until the next key."""

    __slots__ = ("remark",)
    asks: str | None = None

    def __init__(self) -> None:
        self.remark: str | None = None

    def press(self, key: Key) -> Pressed:
        """Take a key."""
        self.remark = None
        return LEFT if key is Key.CANCEL else self._taken(key)

    def _taken(self, key: Key) -> Pressed:
        raise NotImplementedError

    def _refused(self, remark: str) -> Pressed:
        """Say what is wrong; the question stands."""
        self.remark = remark
        return EDITING


class AmountEntry(Editor):
    """An amount above zero in minor units, keyed from the right."""

    __slots__ = ("_minor",)
    hints = ("front.hint_amount",)

    def __init__(self) -> None:
        super().__init__()
        self._minor = 0

    @property
    def shown(self) -> str:
        """The amount as a decimal."""
        return str(Amount(self._minor))

    def _taken(self, key: Key) -> Pressed:
        """Shift a digit in, step back, confirm; a digit that finds no room is not taken."""
        if key is Key.CONFIRM:
            return Entered(self._minor) if self._minor else self._refused("front.no_amount")
        if key is Key.CLEAR:
            self._minor //= 10
        for digit in key.digits:
            wider = self._minor * 10 + int(digit)
            if wider < 10**_AMOUNT_DIGITS:
                self._minor = wider
        return EDITING


class DigitsEntry(Editor):
    """A number of `shortest` to `longest` digits; the answer is text."""

    __slots__ = ("_digits", "_longest", "_shortest")
    hints = ("front.hint_digits",)

    def __init__(self, shortest: int, longest: int) -> None:
        super().__init__()
        self._digits = ""
        self._shortest = shortest
        self._longest = longest

    @property
    def shown(self) -> str:
        """The digits keyed."""
        return self._digits

    def _taken(self, key: Key) -> Pressed:
        """Append, step back, confirm."""
        if key is Key.CONFIRM:
            fault = self._fault(self._digits)
            return Entered(self._answer(self._digits)) if fault is None else self._refused(fault)
        if key is Key.CLEAR:
            self._digits = self._digits[:-1]
        self._digits = (self._digits + key.digits)[: self._longest]
        return EDITING

    def _fault(self, digits: str) -> str | None:
        """Return what is wrong with the digits."""
        return "front.too_short" if len(digits) < self._shortest else None

    def _answer(self, digits: str) -> Any:
        return digits


class PasswordEntry(DigitsEntry):
    """An operator's password: 4 to 8 digits, shown as stars, answered as a secret."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(4, 8)

    @property
    def shown(self) -> str:
        """A star for each digit."""
        return "*" * len(self._digits)

    def _answer(self, digits: str) -> Secret[str]:
        return Secret(digits)


class PinEntry(DigitsEntry):
    """The customer's PIN, of 4 to 12 digits; Confirm alone says that there is none."""

    __slots__ = ()
    hints = ("front.hint_pin",)

    def __init__(self) -> None:
        super().__init__(0, _LONGEST_PIN)

    @property
    def shown(self) -> str:
        """A star for each digit."""
        return "*" * len(self._digits)

    def _fault(self, digits: str) -> str | None:
        """Return what is wrong: a number too short for a PIN is no answer."""
        return "front.too_short" if 0 < len(digits) < _SHORTEST_PIN else None

    def _answer(self, digits: str) -> Pin | None:
        return Pin(digits) if digits else None


class TextEntry(Editor):
    """Letters and digits, up to `longest`: a digit key, and behind it the letter key for the letters on it."""

    __slots__ = ("_longest", "_text")
    hints = ("front.hint_text",)

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._text = ""
        self._longest = longest

    @property
    def shown(self) -> str:
        """The text keyed."""
        return self._text

    def _taken(self, key: Key) -> Pressed:
        """Append, change the last letter, step back, confirm."""
        if key is Key.CONFIRM:
            return Entered(self._text) if self._text else self._refused("front.too_short")
        if key is Key.CLEAR:
            self._text = self._text[:-1]
        elif key is Key.FUNCTION and self._text:
            self._text = self._text[:-1] + _next_letter(self._text[-1])
        self._text = (self._text + key.digits)[: self._longest]
        return EDITING


def _next_letter(letter: str) -> str:
    group = next(letters for letters in LETTERS if letter in letters)
    return group[(group.index(letter) + 1) % len(group)]


class YesNoEntry(Editor):
    """Confirm is yes, Cancel no."""

    __slots__ = ()
    hints = ("front.hint_yes_no",)
    shown = None

    def press(self, key: Key) -> Pressed:
        """Answer yes or no."""
        if key in (Key.CONFIRM, Key.CANCEL):
            return Entered(key is Key.CONFIRM)
        return EDITING


class ChoiceEntry(Editor):
    """One of a few values: its digit from 1, or the arrows and Confirm. `shown` is the digit pointed at."""

    __slots__ = ("_place", "_values")
    hints = ("front.hint_choice",)

    def __init__(self, values: Sequence[Any]) -> None:
        assert 0 < len(values) < 10, "a choice has one digit for each value"
        super().__init__()
        self._values = tuple(values)
        self._place = 0

    @property
    def shown(self) -> str:
        """The digit of the value that Confirm would choose."""
        return str(self._place + 1)

    def _taken(self, key: Key) -> Pressed:
        """Choose, or move."""
        if key is Key.CONFIRM:
            return Entered(self._values[self._place])
        if len(key.digits) == 1 and 0 < int(key.digits) <= len(self._values):
            return Entered(self._values[int(key.digits) - 1])
        self._place = (self._place + (key is Key.DOWN) - (key is Key.UP)) % len(self._values)
        return EDITING
