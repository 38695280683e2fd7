"""Papers in the tray: as a browser is told of them, and as the files that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from fastapi import Response

from countertop.printing import VirtualPrinter, escpos
from countertop.runtime.papers import rows_of
from countertop.web.terminal.machine import MachinePaper
from countertop.words import Language, say

__all__ = ["KINDS", "paper_file", "told"]

_COPIES: Final = frozenset({"merchant", "cardholder"})


def told(paper: MachinePaper, language: Language, *, torn: bool) -> dict[str, Any]:
    """Return what a browser is told of a paper; it is written as its shop wants it, whoever looks."""
    copy = paper.copy if paper.copy in _COPIES else "other"
    return {
        "number": paper.number,
        "name": say(language, f"terminal-face.copy.{copy}", number=paper.number),
        "lines": [row.text for row in rows_of(paper.document)],
        "torn": torn,
    }


def paper_file(paper: MachinePaper, kind: str) -> Response:
    """Return a paper as a file of a kind: what the printer drew of the very bytes that it was sent, or those bytes."""
    media_type, make = KINDS[kind]
    headers = {} if kind == "png" else {"content-disposition": f'attachment; filename="slip-{paper.number}.{kind}"'}
    return Response(make(paper), media_type=media_type, headers=headers)


def _text(paper: MachinePaper) -> bytes:
    return "\n".join(row.text for row in rows_of(paper.document)).encode() + b"\n"


def _bytes(paper: MachinePaper) -> bytes:
    return escpos(rows_of(paper.document))


def _png(paper: MachinePaper) -> bytes:
    from countertop.printing.picture import png  # noqa: PLC0415 - loads the library for pictures

    return png(_printed(paper).torn_off)


def _pdf(paper: MachinePaper) -> bytes:
    from countertop.printing.pdf import pdf  # noqa: PLC0415 - loads the library for PDF

    return pdf(_printed(paper).torn_off, f"slip {paper.number}")


def _printed(paper: MachinePaper) -> VirtualPrinter:
    printer = VirtualPrinter(paper.document["columns"])
    printer.print(_bytes(paper))
    return printer


KINDS: Final[Mapping[str, tuple[str, Callable[[MachinePaper], bytes]]]] = MappingProxyType(
    {
        "png": ("image/png", _png),
        "pdf": ("application/pdf", _pdf),
        "escpos": ("application/octet-stream", _bytes),
        "txt": ("text/plain; charset=utf-8", _text),
    }
)
"""Kinds of file: their media type, and how they are made."""
