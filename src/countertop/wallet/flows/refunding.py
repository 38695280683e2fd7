"""Refunds: partial and repeated up to the amount; accepted first, then paid back, at once or after a while.

An accepted refund counts against the amount from the moment it is accepted: it is a step of its order, so two refunds
at a time cannot both have what is left.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.qr.wallet_messages import Message, RefundRequest
from countertop.qr.wallet_wire import printable
from countertop.stage import Append, Effect, KeyTaken, Read, Script, SetTimer
from countertop.values import Instant
from countertop.wallet import tables
from countertop.wallet.answers import refund_answer, refusal
from countertop.wallet.flows import heralding
from countertop.wallet.flows.moving import MOST_LOOKS, Turn, turn
from countertop.wallet.lifecycle import OrderEvent, OrderState, Refused
from countertop.wallet.money import bill_line, money_moved, payable, read_balance
from countertop.wallet.office import Office
from countertop.wallet.orders import Order, order_key, read_order
from countertop.wallet.records import NoticeMade, RefundMade, RefundPaid

__all__ = ["pay_back", "refund"]

Answering = Generator[Effect, Any, Message]


def refund(office: Office, message: RefundRequest, now: Instant) -> Answering:
    """Answer a request for a refund."""
    key = order_key(message.acquirer_id, message.refund_number)
    its_order = order_key(message.acquirer_id, message.order_number)
    if "wallet.refund-repeated" in office.planted and (yield Read(tables.REFUND_BY_KEY, key)):
        key = f"{key}#{message.nonce}"
    for _ in range(MOST_LOOKS):
        known = yield Read(tables.REFUND_BY_KEY, key)
        order = yield from read_order(known[0]["order_key"] if known else its_order)
        if known:
            return _again(message, known[0], order, now)
        refunds = yield Read(tables.REFUNDS_OF_ORDER, its_order)
        fault = _objection(office, message, order, len(refunds), now)
        if fault is not None:
            if (yield Read(tables.REFUND_BY_KEY, key)):
                continue  # another copy of it was written down while we looked
            return refusal(message, fault, now)
        made = _made(office, message, key, order, now)
        records = yield from _records(office, order, made, now)
        taken = Turn(
            OrderState.PAID,
            message.VERB,
            refunded=order.refunded + made.amount,
            request=printable(message),
            records=(made, *records),
        )
        if (yield from turn(office, order, OrderEvent.REFUND, taken, now)) is None:
            if not records:
                yield SetTimer(("refund", key), office.settings.refund_delay)
            (row,) = yield Read(tables.REFUND_BY_KEY, key)
            return refund_answer(message, row, (yield from read_order(order.key)), now)
    return refusal(message, "busy", now)


def pay_back(office: Office, key: str, now: Instant) -> Script:
    """Pay an accepted refund back: its time has come."""
    for _ in range(MOST_LOOKS):
        (row,) = yield Read(tables.REFUND_BY_KEY, key)
        if row["paid_at"] is not None:
            return
        order = yield from read_order(row["order_key"])
        assert order.customer_id is not None, "a paid order without its customer"
        records = yield from _paid_back(office, order, key, row["refund_number"], row["amount"], now)
        notice = None
        if office.acquirers[row["acquirer_id"]].notices:
            notice = NoticeMade(office.next_notice(), row["acquirer_id"], "refunded", order.key, key, now.utc)
        written = yield Append(order.key, *records, *(() if notice is None else (notice,)))
        if not isinstance(written, KeyTaken):
            if notice is not None:
                yield from heralding.owe(office, notice.notice_number)
            return
    yield SetTimer(("refund", key), office.settings.refund_delay)


def _again(message: RefundRequest, known: Mapping[str, Any], order: Order, now: Instant) -> Message:
    told = (message.order_number, message.refund_amount, message.currency)
    if told != (order.made["order_number"], known["amount"], known["currency"]):
        return refusal(message, "refund-differs", now)
    return refund_answer(message, known, order, now)


def _objection(office: Office, message: RefundRequest, order: Order, refunds: int, now: Instant) -> str | None:
    step = order.meets(OrderEvent.REFUND)
    if isinstance(step, Refused):
        return step.fault
    if message.currency != order.made["currency"]:
        return "currency-unknown"
    assert order.paid_at is not None, "a paid order without its moment"
    if now.utc - order.paid_at > office.settings.refund_window:
        return "too-late"
    if "wallet.refund-cap-ignored" not in office.planted and order.refunded + message.refund_amount > order.amount:
        return "refund-too-much"
    return "refunds-too-many" if refunds >= office.settings.most_refunds else None


def _made(office: Office, message: RefundRequest, key: str, order: Order, now: Instant) -> RefundMade:
    return RefundMade(
        refund_key=key,
        order_key=order.key,
        acquirer_id=message.acquirer_id,
        refund_number=message.refund_number,
        amount=message.refund_amount,
        currency=message.currency,
        due_at=now.utc + office.settings.refund_delay,
        made_at=now.utc,
        business_date=office.business_date(now.utc),
        request=printable(message),
    )


def _records(office: Office, order: Order, made: RefundMade, now: Instant) -> Generator[Effect, Any, tuple[Any, ...]]:
    """Return what pays the refund back at once; nothing where it takes its time."""
    if office.settings.refund_delay:
        return ()
    return (yield from _paid_back(office, order, made.refund_key, made.refund_number, made.amount, now))


def _paid_back(
    office: Office, order: Order, key: str, refund_number: str, amount: int, now: Instant
) -> Generator[Effect, Any, tuple[Any, ...]]:
    assert order.customer_id is not None, "a paid order without its customer"
    balance = yield from read_balance(order.customer_id)
    moved = money_moved(office, order, f"refund|{key}", "refund", -amount, (balance, payable(order)), now.utc)
    line = bill_line(office, order, "refund", -amount, now.utc, refund_number)
    return RefundPaid(key, now.utc), moved, line
