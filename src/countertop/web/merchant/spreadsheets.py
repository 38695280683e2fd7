"""CSV that spreadsheets open safely: UTF-8 with its mark, and no cell that one of them would take for a formula.

A cell that begins with = + - @, a tab or a return gets an apostrophe before it (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

__all__ = ["MARK", "csv_line"]

MARK: Final = "\ufeff"
"""What begins the file: without it spreadsheets read Chinese in another encoding."""

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_line(cells: Iterable[object]) -> str:
    """Return a line of cells (RFC 4180)."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([_safe(str(cell)) for cell in cells])
    return written.getvalue()


def _safe(text: str) -> str:
    plain = text.replace("\0", "")
    return f"'{plain}" if plain.lstrip(" ").startswith(_FORMULAS) else plain
