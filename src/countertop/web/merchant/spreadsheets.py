"""CSV that spreadsheets open safely: UTF-8 with its mark, and no cell that one of them would take for a formula.

Control characters become spaces, so a cell is one line that begins with what is seen of it; one that begins with = + -
or @ gets an apostrophe before it (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

__all__ = ["MARK", "csv_line"]

MARK: Final = "\ufeff"
"""What begins the file: without it spreadsheets read Chinese in another encoding."""

_FORMULAS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

_CONTROLS: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
"""C0, DEL and C1 (ISO/IEC 6429), and the separators of lines and paragraphs."""


def csv_line(cells: Iterable[object]) -> str:
    """Return a line of cells (RFC 4180)."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([_safe(str(cell)) for cell in cells])
    return written.getvalue()


def _safe(text: str) -> str:
    plain = text.translate(_CONTROLS)
    return f"'{plain}" if plain.lstrip().startswith(_FORMULAS) else plain
