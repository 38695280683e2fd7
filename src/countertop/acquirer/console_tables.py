"""The questions of the merchant console: pages of what one merchant has, the newest first, each down one index."""

from __future__ import annotations

from typing import Final

from countertop.journal import Query

__all__ = ["DAYS_OF", "DAY_PAGE", "QUERIES", "TERMINAL_BATCHES", "WAYS"]

READ: Final = 128
"""Attempts that one question reads; far more than one moment ever sees."""

DAY_READ: Final = 200


def _way(*equals: str) -> Query:
    return Query(
        "console_by_" + "_and_".join(equals),
        "attempt",
        equals,
        joined="decision",
        at_least="received_at",
        at_most="received_at",
        order_by=("-received_at", "-serial"),
        limit=READ,
        led_by=1,
    )


WAYS: Final = {
    equals: _way(*equals)
    for equals in (
        ("pan_token", "merchant_id"),
        ("stan", "merchant_id"),
        ("amount", "merchant_id"),
        ("terminal_id", "merchant_id"),
        ("merchant_id",),
    )
}
"""What leads to a merchant's attempts, the rarest first -> the question; the merchant is always part of it."""

DAY_PAGE: Final = Query(
    "console_day",
    "attempt",
    ("merchant_id",),
    joined="decision",
    at_least="received_at",
    order_by=("received_at",),
    limit=DAY_READ,
)
TERMINAL_BATCHES: Final = Query(
    "console_batches",
    "closed_batch",
    ("terminal_id",),
    joined="batch_disposition",
    at_most="batch_instance",
    order_by=("-batch_instance",),
    limit=20,
)
DAYS_OF: Final = Query("console_days", "day_totals", ("merchant_id",), order_by=("-business_date",), limit=62)

QUERIES: Final = (*WAYS.values(), DAY_PAGE, TERMINAL_BATCHES, DAYS_OF)
