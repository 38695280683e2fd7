"""Where in the program a fault came up, for a line to whoever runs the house: without values, so without secrets."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import Final

__all__ = ["fault_places"]

MOST_PLACES: Final = 4


def fault_places(fault: BaseException) -> str:
    """Return the kind of a fault and the innermost lines of the program that it passed."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(fault.__traceback__)]
    return f"{type(fault).__name__} {' '.join(places[-MOST_PLACES:])}"
