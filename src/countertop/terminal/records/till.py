"""What the shop's till asked for, under ids of its own; the transaction that came of it names its request."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["TillAsked", "TillEnded"]


@record("terminal.till_asked")
class TillAsked:
    """A till's request was taken; durable before anything of it begins.

    `till_request` is a UUID of the till's choice, `till_verb` what it asked for and `content` the rest as JSON, its
    names in order.
    """

    terminal_id: str
    till_request: str
    till_verb: str
    content: str
    asked_at: int


@record("terminal.till_ended")
class TillEnded:
    """A till's request ended without a transaction: refused, left, or, of a settlement, done.

    `ended_status` is that of the command line's table; `ended_arguments` are those of the message, as JSON.
    """

    terminal_id: str
    till_request: str
    ended_status: int
    ended_message: str
    ended_arguments: str
    ended_advice: str | None
    ended_at: int
