"""The keys of a terminal, and the letters that stand on its digits.

The customer's PIN pad has digits, Clear, Cancel and Confirm of its own; what is pressed there is no key of this pad.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

__all__ = ["LETTERS", "PIN_PAD", "Key"]


class Key(Enum):
    """A key; the value is what a face calls it."""

    ZERO = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT = "8"
    NINE = "9"
    DOUBLE_ZERO = "00"
    CLEAR = "clear"
    CANCEL = "cancel"
    CONFIRM = "confirm"
    FUNCTION = "function"
    UP = "up"
    DOWN = "down"
    POWER = "power"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow

    @property
    def digits(self) -> str:
        """Return the digits it keys, or nothing."""
        return self.value if self in _DIGITS else ""


_DIGITS: Final = frozenset(key for key in Key if key.value[0] in "0123456789")

PIN_PAD: Final = frozenset({*_DIGITS, Key.CLEAR, Key.CANCEL, Key.CONFIRM} - {Key.DOUBLE_ZERO})
"""The keys that the customer's pad has too."""

LETTERS: Final = ("0 -", "1QZ", "2ABC", "3DEF", "4GHI", "5JKL", "6MNO", "7PRS", "8TUV", "9WXY")
"""What each digit key gives, one after the other, each time the letter key is pressed behind it."""
