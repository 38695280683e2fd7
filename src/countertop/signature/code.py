"""The transaction code (交易特征码): eight hexadecimal digits drawn into the picture, so that it signs nothing else.

It is made of settlement date, reference number, STAN and amount: their digits, four bytes at a time, combined by
exclusive or. Terminals of the field make theirs of date and reference number in the same way; STAN and amount are our
addition.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from countertop.signature.bitmap import Bitmap
from countertop.signature.strokes import HEIGHT, WIDTH

__all__ = ["bears", "marked", "transaction_code"]

_DIGITS: Final = 8
_SCALE: Final = 3
"""Dots of the picture for one of a glyph."""

_GLYPH_WIDTH, _GLYPH_HEIGHT, _PITCH = 5, 7, 7

_GLYPHS: Final = {
    "0": "0E 11 13 15 19 11 0E",
    "1": "04 0C 04 04 04 04 0E",
    "2": "0E 11 01 02 04 08 1F",
    "3": "1F 02 04 02 01 11 0E",
    "4": "02 06 0A 12 1F 02 02",
    "5": "1F 10 1E 01 01 11 0E",
    "6": "06 08 10 1E 11 11 0E",
    "7": "1F 01 02 04 08 08 08",
    "8": "0E 11 11 0E 11 11 0E",
    "9": "0E 11 11 0F 01 02 0C",
    "A": "0E 11 11 11 1F 11 11",
    "B": "1E 11 11 1E 11 11 1E",
    "C": "0E 11 10 10 10 11 0E",
    "D": "1C 12 11 11 11 12 1C",
    "E": "1F 10 10 1E 10 10 1F",
    "F": "1F 10 10 1E 10 10 10",
}
"""Five dots a row, the leftmost the highest bit."""


def transaction_code(settlement_date: str, rrn: str, stan: str, amount: int) -> str:
    """Return the code; the date is MMDD, the amount minor units. Of what is no digit the low half counts."""
    digits = f"{settlement_date:0>4}{rrn:0>12}{stan:0>6}{amount:012d}"
    digits += "0" * (-len(digits) % _DIGITS)
    code = 0
    for at in range(0, len(digits), _DIGITS):
        group = "".join(f"{ord(digit) & 0xF:X}" for digit in digits[at : at + _DIGITS])
        code ^= int(group, 16)
    return f"{code:0{_DIGITS}X}"


def marked(picture: Bitmap, code: str) -> Bitmap:
    """Return a picture with the code drawn into it."""
    return picture.over(_drawn(code))


def bears(picture: Bitmap, code: str) -> bool:
    """Tell whether a picture bears the code: every dot of it is black."""
    return picture.covers(_drawn(code))


@lru_cache(maxsize=64)
def _drawn(code: str) -> Bitmap:
    """Return the code alone, in the middle of the box."""
    assert len(code) == _DIGITS, "a code has eight digits"
    left = (WIDTH - (_PITCH * (_DIGITS - 1) + _GLYPH_WIDTH) * _SCALE) // 2
    top = (HEIGHT - _GLYPH_HEIGHT * _SCALE) // 2
    rows = [0] * HEIGHT
    for place, digit in enumerate(code):
        end = left + (place * _PITCH + _GLYPH_WIDTH) * _SCALE
        for line, row in enumerate(bytes.fromhex(_GLYPHS[digit])):
            wide = int("".join(dot * _SCALE for dot in f"{row:0{_GLYPH_WIDTH}b}"), 2)
            for below in range(_SCALE):
                rows[top + line * _SCALE + below] |= wide << (WIDTH - end)
    return Bitmap(WIDTH, tuple(rows))
