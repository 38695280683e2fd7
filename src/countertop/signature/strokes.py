"""Strokes of a pen on a pad, and how they are drawn: straight from point to point, with a round pen, in whole dots.

The box is 474 dots wide and 158 high, as terminals with a signature pad have it; strokes come as lists of [x, y].
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from countertop.signature.bitmap import Bitmap
from countertop.signature.errors import StrokesError

__all__ = ["HEIGHT", "MOST_POINTS", "WIDTH", "Strokes", "drawn", "read_strokes"]

WIDTH: Final = 474
HEIGHT: Final = 158
MOST_POINTS: Final = 5_000
"""Of all strokes together: who signs for a minute leaves fewer."""

_LEAST_REACH: Final = 16
"""Dots between the outermost points, across or down: a dot or a touch of the hand is no signature."""

_PEN: Final = (0b010, 0b111, 0b010)
"""The tip, row by row, three dots wide."""

Point = tuple[int, int]


class Strokes:
    """What a pen wrote; it is never shown as text."""

    __slots__ = ("_strokes",)

    def __init__(self, strokes: tuple[tuple[Point, ...], ...]) -> None:
        self._strokes = strokes

    def __iter__(self) -> Iterator[tuple[Point, ...]]:
        return iter(self._strokes)

    def __repr__(self) -> str:
        return "Strokes(…)"

    @property
    def is_empty(self) -> bool:
        """Tell whether too little was written to be a signature."""
        across = [point[0] for stroke in self._strokes for point in stroke]
        down = [point[1] for stroke in self._strokes for point in stroke]
        return not across or max(max(across) - min(across), max(down) - min(down)) < _LEAST_REACH


def read_strokes(told: Any) -> Strokes:
    """Return strokes told as lists of [x, y]; raises StrokesError, without what was told."""
    if isinstance(told, Strokes):
        return told
    if not isinstance(told, list) or not all(isinstance(stroke, list) and stroke for stroke in told):
        raise StrokesError("a signature is a list of strokes, each a list of points")
    if sum(map(len, told)) > MOST_POINTS:
        raise StrokesError(f"a signature has at most {MOST_POINTS} points")
    return Strokes(tuple(tuple(map(_point, stroke)) for stroke in told))


def _point(told: Any) -> Point:
    if isinstance(told, list) and len(told) == 2:
        across, down = told
        if type(across) is int and type(down) is int and 0 <= across < WIDTH and 0 <= down < HEIGHT:
            return across, down
    raise StrokesError(f"a point is [x, y] in whole dots, inside {WIDTH} x {HEIGHT}")


def drawn(strokes: Strokes) -> Bitmap:
    """Return the drawing."""
    rows = [0] * HEIGHT
    for stroke in strokes:
        before = stroke[0]
        for point in stroke:
            for across, down in _between(before, point):
                _touched(rows, across, down)
            before = point
    return Bitmap(WIDTH, tuple(rows))


def _touched(rows: list[int], across: int, down: int) -> None:
    """Put the tip of the pen down; what lies outside the box is cut off."""
    everything = (1 << WIDTH) - 1
    for row, tip in enumerate(_PEN, down - 1):
        if 0 <= row < HEIGHT:
            shift = WIDTH - 2 - across
            rows[row] |= (tip << shift if shift >= 0 else tip >> 1) & everything


def _between(begin: Point, end: Point) -> Iterator[Point]:
    """Give the dots of a straight line, both ends among them (J. Bresenham, IBM Systems Journal 4/1, 1965)."""
    (across, down), (last_across, last_down) = begin, end
    width, height = abs(last_across - across), -abs(last_down - down)
    step, fall = (1 if across < last_across else -1), (1 if down < last_down else -1)
    error = width + height
    while True:
        yield across, down
        if (across, down) == (last_across, last_down):
            return
        doubled = 2 * error
        if doubled >= height:
            error += height
            across += step
        if doubled <= width:
            error += width
            down += fall
