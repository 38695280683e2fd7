"""Writing on a screen of fixed columns, where a Chinese character takes two."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import east_asian_width

__all__ = ["columns", "padded", "print_json", "table", "write", "write_error"]

_WIDE = frozenset("WF")


def columns(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(2 if east_asian_width(character) in _WIDE else 1 for character in text)


def padded(text: str, width: int) -> str:
    """Return the text with blanks up to a width."""
    return text + " " * max(width - columns(text), 0)


def table(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return lines in which the cells of each column stand under each other."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column), default=0) for column in zip(*cells, strict=True)]
    return ["  ".join(map(padded, row, widths)).rstrip() for row in cells]


def write(*lines: str) -> None:
    """Write lines for whoever reads the command's result."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def write_error(*lines: str) -> None:
    """Write lines beside the result."""
    for line in lines:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def print_json(value: Any) -> None:
    """Write one JSON value, readable by people too."""
    write(json.dumps(value, ensure_ascii=False, indent=2, default=str))
