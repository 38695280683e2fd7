"""Binary-coded decimal: two digits a byte, the rule of every `n` field of the POS dialect.

An odd count of digits leaves one nibble over, filled with zero on the left (a number) or on the right (a string
of digits such as a card number). Digits are ASCII digits only: `int()` would also take `-3`, `1_0` or full-width
ones.
"""

from __future__ import annotations

from binascii import unhexlify

from countertop.codec.errors import BcdError

__all__ = ["BCD_VALUES", "NOT_BCD", "is_digits", "pack", "unpack"]

NOT_BCD = 1_000_000
"""Stands in `BCD_VALUES` for a byte that is not two digits: larger than any length, so one comparison refuses it."""

BCD_VALUES = tuple(
    high * 10 + low if high < 10 and low < 10 else NOT_BCD for high, low in (divmod(byte, 16) for byte in range(256))
)
"""The number a byte means as two digits; index it by the byte."""


def is_digits(text: str) -> bool:
    """Tell whether the text is one or more of the ASCII digits, and nothing else."""
    # Within ASCII, isdigit() knows the ten digits only; the traps (² and full-width digits) lie outside it.
    return text.isascii() and text.isdigit()


def pack(digits: str, *, left: bool = False) -> bytes:
    """Return the digits as BCD; an odd count gets a zero nibble on the right, or on the `left`.

    Raises BcdError when there is anything but ASCII digits.
    """
    if not digits:
        return b""
    if not is_digits(digits):
        raise BcdError("bcd", 0, "only the digits 0-9 can be packed")
    if len(digits) % 2:
        digits = f"0{digits}" if left else f"{digits}0"
    return unhexlify(digits)


def unpack(data: bytes, count: int, *, left: bool = False) -> str:
    """Return the `count` digits that BCD bytes hold, their filler nibble on the right, or on the `left`.

    Raises BcdError, with the offset of the byte, for a length that does not fit the count, a nibble above 9, or a
    filler that is not zero.
    """
    if len(data) != (count + 1) // 2:
        raise BcdError("bcd", 0, f"{count} digits take {(count + 1) // 2} bytes, not {len(data)}")
    text = data.hex()
    for place, nibble in enumerate(text):
        if nibble > "9":
            raise BcdError("bcd", place // 2, "a nibble is above 9")
    if count % 2 == 0:
        return text
    if text[0 if left else -1] != "0":
        raise BcdError("bcd", 0 if left else len(data) - 1, "the filler nibble is not zero")
    return text[1:] if left else text[:-1]
