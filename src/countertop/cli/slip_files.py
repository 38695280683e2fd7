"""Slips as files: the bytes for a printer, and what a printer would make of them as a picture or a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from countertop.runtime.slip_forms import FORMS

__all__ = ["Tray", "print_at", "save"]


class Tray:
    """Takes the paper that comes out; shows nothing and answers nothing."""

    def __init__(self) -> None:
        self.documents: list[Mapping[str, Any]] = []

    def show(self, message: str, arguments: dict[str, Any]) -> None:
        """Show nothing."""

    def print(self, copy: str, document: Any) -> None:
        """Keep it."""
        del copy
        self.documents.append(document)

    def ask(self, question: str, arguments: dict[str, Any], *, wrong: bool) -> Any:
        """Have no answer."""
        del question, arguments, wrong

    def told(self, kind: str, question: str) -> None:
        """Hear nothing."""


def save(documents: Sequence[Mapping[str, Any]], files: Mapping[str, Path | None], title: str) -> list[Path]:
    """Write the papers as `escpos`, `png` and `pdf` to the files that are named; return these. Raises OSError."""
    written = []
    for kind, path in files.items():
        if path is not None:
            path.write_bytes(FORMS[kind].make(documents, title))
            written.append(path)
    return written


def print_at(place: str, documents: Sequence[Mapping[str, Any]]) -> None:
    """Print the papers at a real printer; raises PrintingError."""
    from countertop.printing.transport import send  # noqa: PLC0415 - loads the library for printers

    send(place, FORMS["escpos"].make(documents, ""))
