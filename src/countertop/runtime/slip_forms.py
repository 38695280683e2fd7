"""The forms in which slips are taken away: text, the bytes of a receipt printer, and what it makes of them.

A picture and a PDF show what the virtual printer drew of the very bytes that a real one would get. Each takes some
milliseconds, which a loop that serves others leaves to a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from countertop.printing import VirtualPrinter, escpos
from countertop.runtime.papers import rows_of

__all__ = ["BY_SUFFIX", "FORMS", "Document", "SlipForm", "rows_told"]

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SlipForm:
    """One of them; `make` returns the file of such slips, one after the other, under a title."""

    suffix: str
    media_type: str
    make: Callable[[Sequence[Document], str], bytes]


def rows_told(document: Document) -> list[str]:
    """Return the rows of a slip in the writing of its shop."""
    return [row.text for row in rows_of(document)]


def _text(documents: Sequence[Document], title: str) -> bytes:
    del title
    return "".join(f"{row}\n" for document in documents for row in rows_told(document)).encode()


def _bytes(documents: Sequence[Document], title: str) -> bytes:
    del title
    return b"".join(escpos(rows_of(document)) for document in documents)


def _png(documents: Sequence[Document], title: str) -> bytes:
    from countertop.printing.picture import png  # noqa: PLC0415 - loads the library for pictures

    return png(_printed(documents, title).torn_off)


def _pdf(documents: Sequence[Document], title: str) -> bytes:
    from countertop.printing.pdf import pdf  # noqa: PLC0415 - loads the library for PDF

    return pdf(_printed(documents, title).torn_off, title)


def _printed(documents: Sequence[Document], title: str) -> VirtualPrinter:
    printer = VirtualPrinter(documents[0]["columns"])
    printer.print(_bytes(documents, title))
    return printer


FORMS: Final[Mapping[str, SlipForm]] = MappingProxyType(
    {
        "text": SlipForm("txt", "text/plain; charset=utf-8", _text),
        "png": SlipForm("png", "image/png", _png),
        "pdf": SlipForm("pdf", "application/pdf", _pdf),
        "escpos": SlipForm("escpos", "application/octet-stream", _bytes),
    }
)

BY_SUFFIX: Final[Mapping[str, SlipForm]] = MappingProxyType({form.suffix: form for form in FORMS.values()})
