"""A conversation: one desk request from its verb to its reply, and the one screen and keypad it holds meanwhile."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, TypeVar

from countertop.stage import Effect

__all__ = [
    "BUSY",
    "COMPLETED",
    "DECLINED",
    "FAILED",
    "REFUSED",
    "UNKNOWN",
    "UNREACHABLE",
    "USAGE",
    "Conversation",
    "Ending",
    "Steps",
]

_Result = TypeVar("_Result")

Steps = Generator[Effect, Any, _Result]
"""A part of a script that comes back with a result."""

# Exit statuses of the command line's table.
COMPLETED: Final = 0
FAILED: Final = 1
USAGE: Final = 2
DECLINED: Final = 10
UNKNOWN: Final = 11
REFUSED: Final = 12
UNREACHABLE: Final = 13
BUSY: Final = 14

_OUTCOMES: Final = {
    COMPLETED: "completed",
    FAILED: "failed",
    USAGE: "usage",
    DECLINED: "declined",
    UNKNOWN: "unknown",
    REFUSED: "refused",
    UNREACHABLE: "unreachable",
    BUSY: "busy",
}


class Ending:
    """How a request ends: status, message id with its arguments, and facts for programs, all plain data.

    `advice` is the id of what the person does next; it takes no arguments.
    """

    __slots__ = ("advice", "arguments", "facts", "message", "status")

    def __init__(
        self,
        status: int,
        message: str,
        *,
        advice: str | None = None,
        facts: dict[str, Any] | None = None,
        **arguments: Any,
    ) -> None:
        self.status = status
        self.message = message
        self.advice = advice
        self.facts = facts or {}
        self.arguments = arguments

    def body(self) -> dict[str, Any]:
        """Return the reply's body."""
        told = {"message": self.message, "arguments": self.arguments, "advice": self.advice}
        return {"outcome": _OUTCOMES[self.status], **told, **self.facts}


class Conversation:
    """A desk request on its way.

    `round_spent`, `stored_spent`, `sign_in_spent` and `news_spent` say that the terminal has tried, on its behalf, what
    it owes, what it has stored, a sign-in, to tell who works here; `obstacle` is why that sign-in failed.
    `signatures_spent` says the same of signatures that the host has not got.
    `till_request` is the id of a till's request; it `is_taken` once that is durable, and `has_attempt` once its
    transaction is.
    """

    __slots__ = (
        *("arguments", "has_attempt", "is_taken", "news_spent", "number", "obstacle"),
        *("round_spent", "sign_in_spent", "signatures_spent", "stored_spent", "till_request", "verb"),
    )

    def __init__(self, number: int, verb: str, arguments: dict[str, Any]) -> None:
        self.number = number
        self.verb = verb
        self.arguments = arguments
        self.round_spent = False
        self.stored_spent = False
        self.sign_in_spent = False
        self.news_spent = False
        self.signatures_spent = False
        self.obstacle: Ending | None = None
        self.till_request: str | None = None
        self.is_taken = False
        self.has_attempt = False
