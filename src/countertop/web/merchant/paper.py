"""Slips of the host as pictures, PDF, text and the bytes of a receipt printer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.printing import VirtualPrinter, escpos
from countertop.runtime.papers import rows_of

__all__ = ["KINDS", "drawn"]

KINDS: Final[Mapping[str, str]] = {
    "png": "image/png",
    "pdf": "application/pdf",
    "escpos": "application/octet-stream",
    "txt": "text/plain; charset=utf-8",
}


def drawn(document: Mapping[str, Any], kind: str, title: str) -> bytes:
    """Return a slip in one of these kinds; takes some milliseconds."""
    if kind == "txt":
        return "\n".join(document[document["script"]]).encode() + b"\n"
    job = escpos(rows_of(document))
    if kind == "escpos":
        return job
    printer = VirtualPrinter(document["columns"])
    printer.print(job)
    if kind == "png":
        from countertop.printing.picture import png  # noqa: PLC0415 - loads the library for pictures

        return png(printer.torn_off)
    from countertop.printing.pdf import pdf  # noqa: PLC0415 - loads the library for PDF

    return pdf(printer.torn_off, title)
