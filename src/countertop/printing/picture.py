"""A sheet as a picture of its dots, black on white, as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from countertop.printing.font import FACE, font_path
from countertop.printing.geometry import (
    CELL_HEIGHT,
    CELL_WIDTH,
    LATIN_SIZE,
    MARGIN,
    PAPER,
    WIDE_SIZE,
    height_of,
    row_height,
)
from countertop.printing.sheet import Cell, PrintedRow, Sheet
from countertop.signature import Bitmap

__all__ = ["picture", "png"]

_BASELINE = 20
"""Of the characters in their cell, from its top."""


def picture(sheet: Sheet) -> Image.Image:
    """Return a sheet, a dot a pixel; 1 is white."""
    paper = PAPER[sheet.columns]
    drawn = Image.new("1", (paper, height_of(sheet)), 1)
    left, top = (paper - sheet.columns * CELL_WIDTH) // 2, MARGIN
    for row in sheet.rows:
        if row.picture is not None:
            drawn.paste(_drawn_picture(row.picture), (left, top))
        elif row.cells:
            drawn.paste(_drawn_row(row, sheet.columns), (left, top))
        top += row_height(row)
    return drawn


def png(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets, one below the other as they came off the roll, as a PNG file of 203 dpi."""
    pictures = [picture(sheet) for sheet in sheets]
    roll = Image.new("1", (max(each.width for each in pictures), sum(each.height for each in pictures)), 1)
    top = 0
    for each in pictures:
        roll.paste(each, (0, top))
        top += each.height
    file = BytesIO()
    roll.save(file, "PNG", dpi=(203, 203), optimize=True)
    return file.getvalue()


def _drawn_row(row: PrintedRow, columns: int) -> Image.Image:
    drawn = Image.new("1", (columns * CELL_WIDTH, CELL_HEIGHT), 1)
    pen = ImageDraw.Draw(drawn)
    pen.fontmode = "1"
    for cell in row.cells:
        pen.text((cell.column * CELL_WIDTH, _BASELINE), cell.character, fill=0, font=_font(_size(cell)), anchor="ls")
    if row.height == 1:
        return drawn
    return drawn.resize((drawn.width, CELL_HEIGHT * row.height), Image.Resampling.NEAREST)


def _drawn_picture(given: Bitmap) -> Image.Image:
    """Return a picture that was printed; black is 1 there and 0 here."""
    return Image.frombytes("1", (given.width, given.height), given.packed, "raw", "1;I")


def _size(cell: Cell) -> int:
    return WIDE_SIZE if cell.width > 1 else LATIN_SIZE


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_path(), size, index=FACE, layout_engine=ImageFont.Layout.BASIC)
