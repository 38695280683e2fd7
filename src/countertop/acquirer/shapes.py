"""Whether a request has the fields its kind must have: held to the matrix once for each shape, then remembered.

The shape of a message is its MTI and bitmap as they came, and the codes by which the matrix tells kinds and card rules
apart. Terminals send a handful of shapes, so nearly every message costs one look-up.
"""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.iso8583.errors import MatrixError
from countertop.iso8583.matrix import Direction, check

__all__ = ["MOST_SHAPES", "Shapes", "opening_of"]

MOST_SHAPES = 1024
"""Shapes remembered; all are forgotten when there are more."""

_OPENING = slice(11, 21)
"""MTI and bitmap in a payload, behind TPDU and header."""


def opening_of(payload: bytes) -> bytes:
    """Return MTI and bitmap of a payload of the POS dialect."""
    return payload[_OPENING]


class Shapes:
    """The shapes found complete."""

    __slots__ = ("_complete",)

    def __init__(self) -> None:
        self._complete: set[tuple[bytes | str | None, ...]] = set()

    def fault(self, opening: bytes, request: Message) -> str:
        """Return 30 for a request that lacks a field of its kind or has one too many, else nothing."""
        info = request.transaction_info or ""
        shape = (
            opening,
            request.processing_code,
            request.condition_code,
            request.entry_mode,
            info[:2],
            info[8:],
        )
        if shape in self._complete:
            return ""
        try:
            check(request, Direction.REQUEST)
        except MatrixError:
            return "30"
        if len(self._complete) >= MOST_SHAPES:
            self._complete.clear()
        self._complete.add(shape)
        return ""
