"""Editors: one question each, answered by keys. An editor tells what the screen may show of what was keyed.

    press(key) ──► EDITING           the question stands
               ──► LEFT              the person pressed Cancel
               ──► Entered(value)    the answer

Amounts enter from the right in minor units: every digit shifts the others, Clear steps back one. A PIN is keyed on the
customer's pad and shown as its number of digits alone.
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
    "CardEntry",
    "ChoiceEntry",
    "DigitsEntry",
    "Entered",
    "Entry",
    "PanEntry",
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
    """An editor; `hints` are message ids of what its keys do."""

    @property
    def hints(self) -> tuple[str, ...]:
        """What the keys do here."""

    @property
    def shown(self) -> str:
        """What the screen shows of what was keyed."""

    def press(self, key: Key) -> Pressed:
        """Take a key."""
        ...


class AmountEntry:
    """An amount above zero in minor units, keyed from the right."""

    __slots__ = ("_minor",)
    hints = ("front.hint_amount",)

    def __init__(self) -> None:
        self._minor = 0

    @property
    def shown(self) -> str:
        """The amount as a decimal."""
        return str(Amount(self._minor))

    def press(self, key: Key) -> Pressed:
        """Shift a digit in, step back, confirm; a digit that finds no room is not taken."""
        if key is Key.CANCEL:
            return LEFT
        if key is Key.CONFIRM and self._minor:
            return Entered(self._minor)
        if key is Key.CLEAR:
            self._minor //= 10
        for digit in key.digits:
            wider = self._minor * 10 + int(digit)
            if wider < 10**_AMOUNT_DIGITS:
                self._minor = wider
        return EDITING


class DigitsEntry:
    """A number of `shortest` to `longest` digits; the answer is text."""

    __slots__ = ("_digits", "_longest", "_shortest")
    hints = ("front.hint_digits",)

    def __init__(self, shortest: int, longest: int) -> None:
        self._digits = ""
        self._shortest = shortest
        self._longest = longest

    @property
    def shown(self) -> str:
        """The digits keyed."""
        return self._digits

    def press(self, key: Key) -> Pressed:
        """Append, step back, confirm."""
        if key is Key.CANCEL:
            return LEFT
        if key is Key.CONFIRM and len(self._digits) >= self._shortest:
            return Entered(self._answer(self._digits))
        if key is Key.CLEAR:
            self._digits = self._digits[:-1]
        self._digits = (self._digits + key.digits)[: self._longest]
        return EDITING

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

    def press(self, key: Key) -> Pressed:
        """As any digits, but a number too short for a PIN is no answer."""
        if key is Key.CONFIRM and 0 < len(self._digits) < _SHORTEST_PIN:
            return EDITING
        return super().press(key)

    def _answer(self, digits: str) -> Pin | None:
        return Pin(digits) if digits else None


class TextEntry:
    """Letters and digits, up to `longest`: a digit key, and behind it the letter key for the letters on it."""

    __slots__ = ("_longest", "_text")
    hints = ("front.hint_text",)

    def __init__(self, longest: int) -> None:
        self._text = ""
        self._longest = longest

    @property
    def shown(self) -> str:
        """The text keyed."""
        return self._text

    def press(self, key: Key) -> Pressed:
        """Append, change the last letter, step back, confirm."""
        if key is Key.CANCEL:
            return LEFT
        if key is Key.CONFIRM and self._text:
            return Entered(self._text)
        if key is Key.CLEAR:
            self._text = self._text[:-1]
        elif key is Key.FUNCTION and self._text:
            self._text = self._text[:-1] + _next_letter(self._text[-1])
        self._text = (self._text + key.digits)[: self._longest]
        return EDITING


def _next_letter(letter: str) -> str:
    group = next(letters for letters in LETTERS if letter in letters)
    return group[(group.index(letter) + 1) % len(group)]


class YesNoEntry:
    """Confirm is yes, Cancel no."""

    __slots__ = ()
    hints = ("front.hint_yes_no",)
    shown = ""

    def press(self, key: Key) -> Pressed:
        """Answer yes or no."""
        if key in (Key.CONFIRM, Key.CANCEL):
            return Entered(key is Key.CONFIRM)
        return EDITING


class ChoiceEntry:
    """One of a few values: its digit from 1, or the arrows and Confirm. `shown` is the digit pointed at."""

    __slots__ = ("_place", "_values")
    hints = ("front.hint_choice",)

    def __init__(self, values: Sequence[Any]) -> None:
        assert 0 < len(values) < 10, "a choice has one digit for each value"
        self._values = tuple(values)
        self._place = 0

    @property
    def shown(self) -> str:
        """The digit of the value that Confirm would choose."""
        return str(self._place + 1)

    def press(self, key: Key) -> Pressed:
        """Choose, or move."""
        if key is Key.CANCEL:
            return LEFT
        if key is Key.CONFIRM:
            return Entered(self._values[self._place])
        if len(key.digits) == 1 and 0 < int(key.digits) <= len(self._values):
            return Entered(self._values[int(key.digits) - 1])
        self._place = (self._place + (key is Key.DOWN) - (key is Key.UP)) % len(self._values)
        return EDITING


class PanEntry(DigitsEntry):
    """A card number of 13 to 19 digits; the screen shows the last four."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(13, 19)

    @property
    def shown(self) -> str:
        """Stars, and the last four digits."""
        return "*" * (len(self._digits) - 4) + self._digits[-4:]


class CardEntry:
    """A card: the reader answers; or its number is keyed, and behind it its expiry (YYMM), which may be left out.

    Whether a number that is keyed will do is the terminal's matter.
    """

    __slots__ = ("_expiry", "_number", "_pan")
    hints = ("front.hint_card",)

    def __init__(self) -> None:
        self._number = PanEntry()
        self._expiry = DigitsEntry(0, 4)
        self._pan: str | None = None

    @property
    def shown(self) -> str:
        """The last digits of the number, and the expiry."""
        return self._number.shown if self._pan is None else f"{self._number.shown} {self._expiry.shown}"

    def press(self, key: Key) -> Pressed:
        """Leave, or key the number and the expiry."""
        if self._pan is None:
            pressed = self._number.press(key)
            if isinstance(pressed, Entered):
                self._pan = pressed.value
                return EDITING
            return pressed
        pressed = self._expiry.press(key)
        if not isinstance(pressed, Entered):
            return pressed
        return Entered({"card_number": self._pan, **({"expiry": pressed.value} if pressed.value else {})})
