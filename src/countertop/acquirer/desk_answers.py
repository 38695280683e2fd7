"""How the host's desk ends a request with a sentence; the statuses are those of the commands that ask."""

from __future__ import annotations

from typing import Any, Final

from countertop.stage import DeskRequest, Reply, Script

__all__ = ["DONE", "REFUSED", "USAGE", "say"]

DONE: Final = 0
USAGE: Final = 2
REFUSED: Final = 12


def say(request: DeskRequest, status: int, message: str, **arguments: Any) -> Script:
    """End a request with a message and its arguments."""
    yield Reply(request.number, status, {"message": message, "arguments": arguments})
