"""Questions of the acquirer: where an order stands, where a refund stands, what a day comes to."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import datetime
from typing import Any

from countertop.qr.wallet_messages import (
    BILL_LINES_A_PAGE,
    BillAnswer,
    BillLine,
    BillRequest,
    Message,
    QueryRequest,
    RefundQueryRequest,
)
from countertop.stage import Effect, Read
from countertop.values import MILLISECOND, Instant
from countertop.wallet import tables
from countertop.wallet.answers import order_answer, refund_answer, refusal
from countertop.wallet.office import Office
from countertop.wallet.orders import order_key, read_order

__all__ = ["bill", "day_of", "lines_of", "query", "query_refund"]

Answering = Generator[Effect, Any, Message]


def query(office: Office, message: QueryRequest, now: Instant) -> Answering:
    """Answer where an order stands."""
    order = yield from read_order(order_key(message.acquirer_id, message.order_number))
    if order.row is None:
        return refusal(message, "order-unknown", now)
    return (yield from order_answer(office, message, order, now))


def query_refund(office: Office, message: RefundQueryRequest, now: Instant) -> Answering:  # noqa: ARG001 - as all
    """Answer where a refund stands."""
    refunds = yield Read(tables.REFUND_BY_KEY, order_key(message.acquirer_id, message.refund_number))
    if not refunds:
        return refusal(message, "refund-unknown", now)
    order = yield from read_order(refunds[0]["order_key"])
    return refund_answer(message, refunds[0], order, now)


def bill(office: Office, message: BillRequest, now: Instant) -> Answering:
    """Answer with a page of a day's bill; the first page also says what the day comes to so far."""
    today = office.business_date(now.utc)
    if day_of(message.business_date) is None or message.business_date > today:
        return refusal(message, "date-wrong", now, "business_date")
    rows = yield Read(tables.BILL_PAGE, message.acquirer_id, message.business_date, message.after + 1)
    answer = BillAnswer(
        message.acquirer_id,
        message.nonce,
        now.utc // MILLISECOND,
        message.VERB,
        message.business_date,
        closed=message.business_date < today,
        more=len(rows) > BILL_LINES_A_PAGE,
        lines=[_line(row) for row in rows[:BILL_LINES_A_PAGE]],
    )
    if message.after == 0:
        lines = yield from lines_of(message.acquirer_id, message.business_date)
        answer.lines_of_day, answer.sum_of_day = len(lines), sum(row["moved"] for row in lines)
    return answer


def lines_of(acquirer_id: str, business_date: str) -> Generator[Effect, Any, list[Mapping[str, Any]]]:
    """Return all lines of a day, oldest first."""
    lines: list[Mapping[str, Any]] = []
    while True:
        after = lines[-1]["line"] if lines else 0
        page = yield Read(tables.BILL_PAGE, acquirer_id, business_date, after + 1)
        lines += page
        if len(page) < tables.LINES_AT_ONCE:
            return lines


def day_of(text: str) -> datetime | None:
    """Return the day that YYYYMMDD names, None where there is none."""
    try:
        return datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - a date of the calendar, not a moment
    except ValueError:
        return None


def _line(row: Mapping[str, Any]) -> BillLine:
    return BillLine(
        row["line"],
        row["kind"],
        row["order_number"],
        row["merchant_id"],
        row["terminal_id"],
        row["moved"],
        row["currency"],
        row["moved_at"] // MILLISECOND,
        row["refund_number"],
    )
