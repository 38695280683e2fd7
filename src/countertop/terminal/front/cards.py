"""Editors for cards: one that the reader reads, one whose number and expiry may be keyed, a number alone."""

from __future__ import annotations

import re
from typing import Final

from countertop.terminal.front.entry import EDITING, DigitsEntry, Editor, Entered, Pressed
from countertop.terminal.front.keys import Key
from countertop.values import Pan

__all__ = ["CARD_ENTRIES", "CardEntry", "ExpiryEntry", "KeyedCardEntry", "PanEntry"]

_SHORTEST_PAN, _LONGEST_PAN = 13, 19
_EXPIRY: Final = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])")


class PanEntry(Editor):
    """A card number of 13 to 19 digits with its check digit; one that is wrong is told, and stays to be mended."""

    __slots__ = ("_digits",)
    hints = ("front.hint_digits",)

    def __init__(self) -> None:
        super().__init__()
        self._digits = ""

    @property
    def shown(self) -> str | Pan:
        """The number, for the machine's own screen."""
        return Pan(self._digits) if self._digits else ""

    def _taken(self, key: Key) -> Pressed:
        if key is Key.CONFIRM:
            fault = self._fault()
            return Entered(self._digits) if fault is None else self._refused(fault)
        if key is Key.CLEAR:
            self._digits = self._digits[:-1]
        self._digits = (self._digits + key.digits)[:_LONGEST_PAN]
        return EDITING

    def _fault(self) -> str | None:
        if len(self._digits) < _SHORTEST_PAN:
            return "front.pan_short"
        try:
            Pan(self._digits).check()
        except ValueError:
            return "front.check_digit"
        return None


class ExpiryEntry(DigitsEntry):
    """An expiry, YYMM; Confirm alone says that the card has none."""

    __slots__ = ()
    hints = ("front.hint_expiry",)

    def __init__(self) -> None:
        super().__init__(0, 4)

    def _fault(self, digits: str) -> str | None:
        return None if not digits or _EXPIRY.fullmatch(digits) else "front.expiry_form"


class CardEntry(Editor):
    """A card that the reader reads: no key answers."""

    __slots__ = ()
    hints = ("front.hint_card",)
    shown = None

    def _taken(self, _: Key) -> Pressed:
        return EDITING


class KeyedCardEntry:
    """A card that the reader reads, or whose number is keyed, and behind it its expiry.

    Clear, where no expiry is keyed, goes back to the number.
    """

    __slots__ = ("_expiry", "_number", "_pan")

    def __init__(self) -> None:
        self._number = PanEntry()
        self._expiry = ExpiryEntry()
        self._pan: str | None = None

    @property
    def _part(self) -> PanEntry | ExpiryEntry:
        return self._number if self._pan is None else self._expiry

    @property
    def asks(self) -> str | None:
        """The expiry, once the number is there."""
        return None if self._pan is None else "ask.expiry"

    @property
    def hints(self) -> tuple[str, ...]:
        """What the keys do here."""
        return ("front.hint_keyed_card",) if self._pan is None else self._expiry.hints

    @property
    def remark(self) -> str | None:
        """What is wrong with the number or the expiry."""
        return self._part.remark

    @property
    def shown(self) -> str | Pan:
        """The number, then the expiry."""
        return self._part.shown

    def press(self, key: Key) -> Pressed:
        """Leave, or key the number and the expiry."""
        if self._pan is not None and key is Key.CLEAR and not self._expiry.shown:
            self._pan = None
            return EDITING
        pressed = self._part.press(key)
        if not isinstance(pressed, Entered):
            return pressed
        if self._pan is None:
            self._pan = pressed.value
            return EDITING
        return Entered({"card_number": self._pan, **({"expiry": pressed.value} if pressed.value else {})})


CARD_ENTRIES: Final = (CardEntry, KeyedCardEntry)
"""The editors that a swipe answers."""
