"""A code that a telephone scans, as a picture in an address (`data:`), which a page shows and asks nobody for."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Final
from urllib.parse import quote

from countertop.qr.symbol import symbol

__all__ = ["picture"]

_QUIET: Final = 4
"""Modules of white around it (ISO/IEC 18004, 6.3.8)."""


@lru_cache(maxsize=16)
def picture(text: str) -> str | None:
    """Return the address of the picture, None for a text that is too long for a code."""
    try:
        rows = symbol(text)
    except ValueError:
        return None
    size = len(rows) + 2 * _QUIET
    strokes = "".join(_stroke(row, top) for top, row in enumerate(rows, _QUIET))
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{strokes}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"


def _stroke(row: tuple[bool, ...], top: int) -> str:
    """Return the dark runs of a row as paths."""
    left, strokes = _QUIET, []
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            strokes.append(f"M{left} {top}h{length}v1h-{length}z")
        left += length
    return "".join(strokes)
