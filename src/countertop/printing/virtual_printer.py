"""A receipt printer that keeps what it prints: it understands the commands that we send, and refuses all others.

A real printer skips what it does not know, or prints it as garbage; here it is a fault, so that a test finds it. What a
printer is asked in the middle of a job leaves no trace on paper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from countertop.printing.commands import (
    ASK_AT_ONCE,
    ASK_WHEN_THERE,
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
from countertop.printing.errors import PrinterError
from countertop.printing.geometry import CELL_WIDTH
from countertop.printing.sheet import Cell, PrintedRow, Sheet
from countertop.signature import Bitmap

__all__ = ["VirtualPrinter"]

_FIRST_OF_TWO: Final = 0x81
_HEIGHTS: Final = {PLAIN: 1, DOUBLE_HEIGHT: 2}


class VirtualPrinter:
    """One printer with paper of 32 or 48 columns; `sheets` are those that were cut, and then the one on the roll."""

    def __init__(self, columns: int) -> None:
        self.sheets = [Sheet(columns)]
        self._columns = columns
        self._row = PrintedRow()
        self._is_chinese = False
        self._job = b""
        self._at = 0
        self._commands: tuple[tuple[bytes, Callable[[], None]], ...] = (
            (BEGIN, self._begin),
            (CHINESE, self._chinese),
            (SIZE, self._size),
            (FEED, self._feed),
            (CUT, self._cut),
            (LINE_FEED, self._line_feed),
            (RASTER, self._raster),
            (ASK_WHEN_THERE, lambda: None),
            (ASK_AT_ONCE, self._asked),
        )

    def print(self, job: bytes) -> None:
        """Take a whole job; raises PrinterError at the first byte that is no command and no character."""
        self._job, self._at = job, 0
        while self._at < len(job):
            for command, obey in self._commands:
                if job.startswith(command, self._at):
                    self._at += len(command)
                    obey()
                    break
            else:
                self._character()

    @property
    def torn_off(self) -> list[Sheet]:
        """The sheets that were cut."""
        return self.sheets[:-1]

    def _begin(self) -> None:
        self._row, self._is_chinese = PrintedRow(), False

    def _chinese(self) -> None:
        self._is_chinese = True

    def _size(self) -> None:
        size = self._parameter()
        if size not in _HEIGHTS:
            raise PrinterError(self._at - 1, f"size {size}")
        if self._row.cells:
            raise PrinterError(self._at - 1, "the size changes inside a line")
        self._row.height = _HEIGHTS[size]

    def _feed(self) -> None:
        for _ in range(self._parameter()):
            self._line_feed()

    def _cut(self) -> None:
        self._parameter()
        if self._row.cells:
            raise PrinterError(self._at - 1, "a cut inside a line")
        self.sheets[-1].is_cut = True
        self.sheets.append(Sheet(self._columns))

    def _asked(self) -> None:
        self._parameter()

    def _line_feed(self) -> None:
        height = self._row.height
        self.sheets[-1].rows.append(self._row)
        self._row = PrintedRow(height=height)

    def _raster(self) -> None:
        """Print a picture, which begins and ends a line."""
        if self._row.cells:
            raise PrinterError(self._at, "a picture inside a line")
        if self._parameter() != PLAIN:
            raise PrinterError(self._at - 1, "a picture of another size")
        row_bytes, rows = self._two_bytes(), self._two_bytes()
        end = self._at + row_bytes * rows
        if not 0 < row_bytes * 8 <= self._columns * CELL_WIDTH:
            raise PrinterError(self._at, "a picture wider than the paper")
        if end > len(self._job):
            raise PrinterError(self._at, "the job ends inside a picture")
        picture = Bitmap.unpacked(row_bytes * 8, self._job[self._at : end])
        self._at = end
        self.sheets[-1].rows.append(PrintedRow(picture=picture))

    def _two_bytes(self) -> int:
        return self._parameter() | self._parameter() << 8

    def _parameter(self) -> int:
        if self._at == len(self._job):
            raise PrinterError(self._at, "the job ends inside a command")
        self._at += 1
        return self._job[self._at - 1]

    def _character(self) -> None:
        byte = self._job[self._at]
        if 0x20 <= byte < 0x7F:
            self._put(chr(byte), 1)
            self._at += 1
        elif byte >= _FIRST_OF_TWO and self._is_chinese:
            try:
                character = self._job[self._at : self._at + 2].decode(ENCODING)
            except UnicodeDecodeError:
                raise PrinterError(self._at, "no character of the printer's") from None
            self._put(character, 2)
            self._at += 2
        else:
            raise PrinterError(self._at, f"no command or character begins with {byte:02X}")

    def _put(self, character: str, width: int) -> None:
        if self._row.width + width > self._columns:
            self._line_feed()  # as printers do when a line is full
        self._row.cells.append(Cell(character, self._row.width, width))
