"""Sheets as PDF pages of their own size, with text that can be searched and copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import groupby

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

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
from countertop.printing.sheet import PrintedRow, Sheet
from countertop.signature import Bitmap

__all__ = ["pdf"]

_POINTS = 72 / 203.2
"""Points of a dot."""
_BASELINE = 4
"""Of the characters above the bottom of their cell."""


def pdf(sheets: Sequence[Sheet], title: str) -> bytes:
    """Return a PDF file with a page for each sheet; two of the same sheets are the same bytes."""
    _register()
    file = BytesIO()
    page = Canvas(file, invariant=True)
    page.setTitle(title)
    for sheet in sheets:
        _draw(page, sheet)
    page.save()
    return file.getvalue()


def _draw(page: Canvas, sheet: Sheet) -> None:
    paper, height = PAPER[sheet.columns], height_of(sheet)
    page.setPageSize((paper * _POINTS, height * _POINTS))
    page.scale(_POINTS, _POINTS)
    left, top = (paper - sheet.columns * CELL_WIDTH) // 2, height - MARGIN
    for row in sheet.rows:
        _put(page, row, left, top)
        top -= row_height(row)
    page.showPage()


def _put(page: Canvas, row: PrintedRow, left: int, top: int) -> None:
    if row.picture is not None:
        _put_picture(page, row.picture, left, top)
        return
    bottom = top - CELL_HEIGHT * row.height
    for column, width, text in _runs(row):
        put = page.beginText()
        put.setFont(_NAME, WIDE_SIZE if width > 1 else LATIN_SIZE)
        put.setTextTransform(1, 0, 0, row.height, left + column * CELL_WIDTH, bottom + _BASELINE * row.height)
        put.textOut(text)
        page.drawText(put)


def _put_picture(page: Canvas, picture: Bitmap, left: int, top: int) -> None:
    """Draw a picture as rectangles, a run of dots each: sharp at any size, and the same bytes every time."""
    for down, line in enumerate(picture.lines(), 1):
        across = 0
        for is_black, run in groupby(line):
            width = sum(1 for _ in run)
            if is_black:
                page.rect(left + across, top - down, width, 1, stroke=0, fill=1)
            across += width


def _runs(row: PrintedRow) -> Iterator[tuple[int, int, str]]:
    """Return the row in pieces of one width: column, width of a character, text."""
    for width, cells in groupby(row.cells, lambda cell: cell.width):
        run = list(cells)
        yield run[0].column, width, "".join(cell.character for cell in run)


_NAME = "slip"


@cache
def _register() -> None:
    registerFont(TTFont(_NAME, font_path(), subfontIndex=FACE))
