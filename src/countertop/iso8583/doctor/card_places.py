"""Where card numbers and tracks may lie in bytes of unknown structure, so that a wrong reading cannot show them.

Two marks give them away in any alignment: a separator behind 13 to 19 digits (a track), and a length of 13 to 19 (or
the tag 5A) in front of as many digits whose check digit is right.
"""

from __future__ import annotations

import re

from countertop.values import Pan

__all__ = ["card_places", "card_runs"]

_TRACK = re.compile(r"[0-9]{13,19}[D=d][0-9]{4,24}")
_LENGTH = re.compile(r"(?=(1[3-9]))")
_TAG = re.compile(r"(?=5A0[789A])")
_DIGITS = re.compile(r"[0-9]{15,}")
_FIRST = frozenset("234569")

Place = tuple[int, int]
"""First byte and the byte behind the last."""


def card_places(data: bytes) -> list[Place]:
    """Return where card data may lie, in bytes."""
    packed = [(first // 2, (last + 1) // 2) for first, last in _in_text(data.hex().upper())]
    return [
        *packed,
        *_in_text(data.decode("latin-1")),
        *_in_text(data.decode("cp037").translate({ord(" "): "?"})),
    ]


def card_runs(text: str) -> list[Place]:
    """Return where runs of 15 to 19 digits stand in a text that may be card numbers, in characters."""
    return [
        (run.start() + at, run.start() + at + size)
        for run in _DIGITS.finditer(text)
        for size in range(15, 20)
        for at in range(len(run[0]) - size + 1)
        if _is_card(run[0][at : at + size])
    ]


def _in_text(text: str) -> list[Place]:
    found = [match.span() for match in _TRACK.finditer(text)]
    for match in _LENGTH.finditer(text):
        at = match.start() + 2
        if _is_card(text[at : at + int(match[1])]):
            found.append((at, at + int(match[1])))
    for match in _TAG.finditer(text):
        at = match.start() + 4
        digits = text[at : at + 2 * int(text[at - 1], 16)].rstrip("F")
        if _is_card(digits):
            found.append((at, at + len(digits)))
    return found


def _is_card(digits: str) -> bool:
    try:
        Pan(digits).check()
    except ValueError:
        return False
    return digits[0] in _FIRST
