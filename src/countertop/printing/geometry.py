"""The measures of receipt paper in dots of 1/8 mm: what printers of 203 dpi do, and pictures with them."""

from __future__ import annotations

from typing import Final

from countertop.printing.sheet import PrintedRow, Sheet

__all__ = [
    "CELL_HEIGHT",
    "CELL_WIDTH",
    "LATIN_SIZE",
    "MARGIN",
    "PAPER",
    "PITCH",
    "WIDE_SIZE",
    "height_of",
    "row_height",
]

CELL_WIDTH: Final = 12
CELL_HEIGHT: Final = 24
PITCH: Final = 30
"""From one plain row to the next."""

PAPER: Final = {32: 464, 48: 640}
"""Columns -> width of the paper: 58 mm with 384 printed dots, 80 mm with 576."""

MARGIN: Final = 24
"""Above the first row and below the last."""

WIDE_SIZE: Final = 24
LATIN_SIZE: Final = 20
"""The font's half-width characters are 0.6 of its size wide: at 20 dots they fill their cells of 12."""


def row_height(row: PrintedRow) -> int:
    """Return the dots that a row takes on the paper."""
    if row.picture is not None:
        return row.picture.height
    return PITCH + (row.height - 1) * CELL_HEIGHT


def height_of(sheet: Sheet) -> int:
    """Return the length of a sheet."""
    return 2 * MARGIN + sum(map(row_height, sheet.rows))
