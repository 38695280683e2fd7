"""How the host's desk ends a request with a sentence, and cuts a page; statuses are those of the commands that ask."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import Any, Final

from countertop.stage import DeskRequest, Reply, Script

__all__ = ["DONE", "PAGE", "REFUSED", "USAGE", "page_of", "say"]

DONE: Final = 0
USAGE: Final = 2
REFUSED: Final = 12

PAGE: Final = 50
"""Lines of a page, where nothing else is said."""


def say(request: DeskRequest, status: int, message: str, **arguments: Any) -> Script:
    """End a request with a message and its arguments."""
    yield Reply(request.number, status, {"message": message, "arguments": arguments})


def page_of(names: Iterable[str], after: object) -> tuple[list[str], bool]:
    """Return the first names behind one, a page of them in their order, and whether there are more."""
    begin = after if isinstance(after, str) else ""
    found = nsmallest(PAGE + 1, (name for name in names if name > begin))
    return found[:PAGE], len(found) > PAGE
