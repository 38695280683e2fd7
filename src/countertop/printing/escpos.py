"""Rows of a slip as the bytes that a receipt printer takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from countertop.printing.commands import (
    BEGIN,
    CHINESE,
    CUT,
    DOUBLE_HEIGHT,
    ENCODING,
    FEED,
    LINE_FEED,
    PLAIN,
    RASTER,
    SIZE,
)
from countertop.signature import Bitmap
from countertop.slips import PaperRow

__all__ = ["escpos"]

_MISSING: Final = "〓".encode(ENCODING)
"""What stands for a character that no printer has, as typesetters mark one: two columns, as most of those take."""
_TAIL: Final = 3
"""Lines fed before the cut, so that the last one is clear of the cutter."""


def escpos(rows: Iterable[PaperRow]) -> bytes:
    """Return the job: the rows from the top, plain or in double height, then the cut."""
    job = bytearray(BEGIN + CHINESE)
    size = PLAIN
    for row in rows:
        if row.picture is not None:
            job += _raster(row.picture)
            continue
        wanted = DOUBLE_HEIGHT if row.large else PLAIN
        if wanted != size:
            job += SIZE + bytes((wanted,))
            size = wanted
        job += b"".join(map(_byte_or_two, row.text)) + LINE_FEED
    if size != PLAIN:
        job += SIZE + bytes((PLAIN,))
    return bytes(job + FEED + bytes((_TAIL,)) + CUT + bytes(1))


def _raster(picture: Bitmap) -> bytes:
    sizes = b"".join(size.to_bytes(2, "little") for size in (picture.row_bytes, picture.height))
    return RASTER + bytes((PLAIN,)) + sizes + picture.packed


def _byte_or_two(character: str) -> bytes:
    if " " <= character <= "~":
        return character.encode("ascii")
    code = character.encode(ENCODING, "ignore")
    return code if len(code) == 2 else _MISSING
