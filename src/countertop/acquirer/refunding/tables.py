"""The tables of refunds at consoles: the key of `refund_request` lets a request id begin one refund, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.acquirer.refunding import records
from countertop.journal import Query, Row, Table, columns, rows_of

__all__ = ["EVERY_CONSOLE", "QUERIES", "REFUND_REQUEST", "REFUND_REQUEST_OF", "ROWS", "TABLES"]

EVERYTHING = 1_000_000

_CONSOLE = Table("console", columns("terminal_id merchant_id"), ("terminal_id",))
_REQUEST = Table(
    "refund_request",
    columns("merchant_id request_id attempt_key refund_reason"),
    ("merchant_id", "request_id"),
    indexes=(("attempt_key",),),
)
TABLES = (_CONSOLE, _REQUEST)

EVERY_CONSOLE = Query("every_console", "console", limit=EVERYTHING)
REFUND_REQUEST = Query("refund_request", "refund_request", ("merchant_id", "request_id"), limit=1)
REFUND_REQUEST_OF = Query("refund_request_of", "refund_request", ("attempt_key",), limit=1)
QUERIES = (EVERY_CONSOLE, REFUND_REQUEST, REFUND_REQUEST_OF)


def _opened_rows(entry: records.ConsoleOpened) -> tuple[Row, ...]:
    return (
        ("console", (entry.terminal_id, entry.merchant_id)),
        ("batch", (entry.terminal_id, entry.batch_instance, entry.batch_number)),
    )


ROWS: dict[type, Callable[[Any], tuple[Row, ...]]] = {
    records.ConsoleOpened: _opened_rows,
    records.RefundAsked: rows_of(_REQUEST),
}
