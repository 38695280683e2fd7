"""Copies of a slip as files; each is marked as a duplicate, because the terminal has printed the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from countertop.printing import VirtualPrinter, escpos
from countertop.runtime.papers import rows_of

__all__ = ["FORMS", "rows_told"]


def rows_told(document: Mapping[str, Any]) -> list[str]:
    """Return the rows of a slip in the writing of its shop."""
    return [row.text for row in rows_of(document)]


def _text(document: Mapping[str, Any]) -> bytes:
    return "\n".join(rows_told(document)).encode() + b"\n"


def _bytes(document: Mapping[str, Any]) -> bytes:
    return escpos(rows_of(document))


def _png(document: Mapping[str, Any]) -> bytes:
    from countertop.printing.picture import png  # noqa: PLC0415 - loads the library for pictures

    return png(_printed(document).torn_off)


def _pdf(document: Mapping[str, Any]) -> bytes:
    from countertop.printing.pdf import pdf  # noqa: PLC0415 - loads the library for PDF

    return pdf(_printed(document).torn_off, "slip")


def _printed(document: Mapping[str, Any]) -> VirtualPrinter:
    printer = VirtualPrinter(document["columns"])
    printer.print(_bytes(document))
    return printer


FORMS: Final[Mapping[str, tuple[str, Callable[[Mapping[str, Any]], bytes]]]] = MappingProxyType(
    {
        "text": ("text/plain; charset=utf-8", _text),
        "png": ("image/png", _png),
        "pdf": ("application/pdf", _pdf),
        "escpos": ("application/octet-stream", _bytes),
    }
)
"""Form -> its media type, and how it is made."""
