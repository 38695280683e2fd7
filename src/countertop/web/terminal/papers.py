"""Papers in the tray: as a browser is told of them, and as the files that can be taken away."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from countertop.runtime.slip_forms import BY_SUFFIX, rows_told
from countertop.web.terminal.machine import MachinePaper
from countertop.words import Language, say

__all__ = ["paper_file", "told"]

_COPIES: Final = frozenset({"merchant", "cardholder"})


def told(paper: MachinePaper, language: Language, *, torn: bool) -> dict[str, Any]:
    """Return what a browser is told of a paper; it is written as its shop wants it, whoever looks."""
    copy = paper.copy if paper.copy in _COPIES else "other"
    return {
        "number": paper.number,
        "name": say(language, f"terminal-face.copy.{copy}", number=paper.number),
        "lines": rows_told(paper.document),
        "torn": torn,
    }


def paper_file(paper: MachinePaper, kind: str) -> Response:
    """Return a paper as a file, by its suffix."""
    form = BY_SUFFIX[kind]
    headers = {} if kind == "png" else {"content-disposition": f'attachment; filename="slip-{paper.number}.{kind}"'}
    body = form.make([paper.document], f"slip {paper.number}")
    return Response(body, media_type=form.media_type, headers=headers)
