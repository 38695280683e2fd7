"""Slips as files: the bytes for a printer, and what a printer would make of them as a picture or a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from countertop.printing import VirtualPrinter, escpos
from countertop.runtime.papers import rows_of

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
    job = _job(documents)
    printer = VirtualPrinter(documents[0]["columns"])
    printer.print(job)
    written = []
    for kind, path in files.items():
        if path is not None:
            path.write_bytes(job if kind == "escpos" else _drawn(kind, printer, title))
            written.append(path)
    return written


def print_at(place: str, documents: Sequence[Mapping[str, Any]]) -> None:
    """Print the papers at a real printer; raises PrintingError."""
    from countertop.printing.transport import send  # noqa: PLC0415 - loads the library for printers

    send(place, _job(documents))


def _job(documents: Sequence[Mapping[str, Any]]) -> bytes:
    return b"".join(escpos(rows_of(document)) for document in documents)


def _drawn(kind: str, printer: VirtualPrinter, title: str) -> bytes:
    if kind == "png":
        from countertop.printing.picture import png  # noqa: PLC0415 - loads the library for pictures

        return png(printer.torn_off)
    from countertop.printing.pdf import pdf  # noqa: PLC0415 - loads the library for PDF

    return pdf(printer.torn_off, title)
