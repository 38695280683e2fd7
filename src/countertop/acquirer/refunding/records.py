"""What a merchant's console adds to the host's journal: its place among terminals, and who asked for which refund."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["ConsoleOpened", "RefundAsked"]


@record("acquirer.console_opened")
class ConsoleOpened:
    """A merchant has a console from its first refund there on: an id like a terminal's, and an open batch."""

    terminal_id: str
    merchant_id: str
    batch_instance: int = 1
    batch_number: str = "000001"


@record("acquirer.refund_asked")
class RefundAsked:
    """A refund was asked for at a console; written with its attempt, so the request id is good for that one alone.

    Who asked and who approved are the attempt's operator and supervisor, by their names at the console.
    """

    merchant_id: str
    request_id: str
    attempt_key: str
    refund_reason: str
