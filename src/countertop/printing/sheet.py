"""A sheet as it came out of a printer: characters in their cells, row by row, until the cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from countertop.signature import Bitmap

__all__ = ["Cell", "PrintedRow", "Sheet"]


class Cell(NamedTuple):
    """A character, the column it begins at, and how many columns it takes."""

    character: str
    column: int
    width: int


@dataclass(slots=True)
class PrintedRow:
    """A row; `height` is 1, or 2 where the characters are twice as high. A `picture` is a row of its own."""

    cells: list[Cell] = field(default_factory=list)
    height: int = 1
    picture: Bitmap | None = None

    @property
    def width(self) -> int:
        """Columns that are taken."""
        return sum(cell.width for cell in self.cells)

    def text(self) -> str:
        """Return the characters."""
        return "".join(cell.character for cell in self.cells)


@dataclass(slots=True)
class Sheet:
    """Rows on paper of so many columns; `is_cut` once it is off the roll."""

    columns: int
    rows: list[PrintedRow] = field(default_factory=list)
    is_cut: bool = False
