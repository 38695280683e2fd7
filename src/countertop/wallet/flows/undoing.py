"""The acquirer gives an order up: close what is not paid, reverse whatever it is; for ever, and also beforehand.

An order that never came gets a row of its own, a tombstone, so that it is not paid when it comes after all.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.qr.wallet_messages import CloseRequest, Message, ReverseRequest
from countertop.qr.wallet_wire import printable
from countertop.stage import Effect
from countertop.values import Instant
from countertop.wallet.answers import TOMBSTONE, order_answer, refusal
from countertop.wallet.flows.moving import MOST_LOOKS, Turn, turn
from countertop.wallet.lifecycle import Moves, OrderEvent, OrderState, Refused
from countertop.wallet.money import bill_line, money_moved, payable, read_balance
from countertop.wallet.office import Office
from countertop.wallet.orders import Order, order_key, read_order
from countertop.wallet.records import OrderMade

__all__ = ["close", "reverse"]

Answering = Generator[Effect, Any, Message]


def close(office: Office, message: CloseRequest, now: Instant) -> Answering:
    """Answer a request to close an order."""
    return (yield from _give_up(office, message, OrderEvent.CLOSE, now))


def reverse(office: Office, message: ReverseRequest, now: Instant) -> Answering:
    """Answer a request to reverse an order."""
    return (yield from _give_up(office, message, OrderEvent.REVERSE, now))


def _give_up(office: Office, message: CloseRequest | ReverseRequest, event: OrderEvent, now: Instant) -> Answering:
    key = order_key(message.acquirer_id, message.order_number)
    for _ in range(MOST_LOOKS):
        order = yield from read_order(key)
        step = order.meets(event)
        if isinstance(step, Refused):
            return refusal(message, step.fault, now)
        if isinstance(step, Moves):
            if "wallet.no-tombstone" in office.planted and order.row is None:
                return refusal(message, "order-unknown", now)
            fault = _objection(office, order, now)
            if fault is not None:
                return refusal(message, fault, now)
            taken = yield from _turn(office, order, step.to[0], message, now)
            made = _tombstone(office, message, key, now) if order.row is None else None
            if (yield from turn(office, order, event, taken, now, made)) is not None:
                continue
            order = yield from read_order(key)
        return (yield from order_answer(office, message, order, now))
    return refusal(message, "busy", now)


def _objection(office: Office, order: Order, now: Instant) -> str | None:
    """Return why a paid order is not reversed any more."""
    if order.state is not OrderState.PAID or order.paid_at is None:
        return None
    if order.refunded:
        return "order-refunded"
    return "too-late" if now.utc - order.paid_at > office.settings.reverse_window else None


def _turn(
    office: Office, order: Order, to: OrderState, message: CloseRequest | ReverseRequest, now: Instant
) -> Generator[Effect, Any, Turn]:
    request = printable(message)
    if order.row is None:
        return Turn(to, message.VERB, reason="never-came", request=request)
    if order.state is not OrderState.PAID:
        return Turn(to, message.VERB, reason="closed" if to is OrderState.CLOSED else None, request=request)
    assert order.customer_id is not None, "a paid order without its customer"
    if "wallet.reverse-keeps-the-money" in office.planted:
        return Turn(to, message.VERB, request=request)
    balance = yield from read_balance(order.customer_id)
    key = f"{order.key}|{order.step + 1}"
    moved = money_moved(office, order, key, "reversal", -order.amount, (balance, payable(order)), now.utc)
    line = bill_line(office, order, "reversal", -order.amount, now.utc)
    return Turn(to, message.VERB, records=(moved, line), request=request)


def _tombstone(office: Office, message: CloseRequest | ReverseRequest, key: str, now: Instant) -> OrderMade:
    return OrderMade(
        order_key=key,
        number=office.next_order(),
        acquirer_id=message.acquirer_id,
        order_number=message.order_number,
        kind=TOMBSTONE,
        merchant_id="",
        merchant_name="",
        merchant_city="",
        merchant_category="",
        terminal_id="",
        amount=0,
        currency=office.provider.currency,
        subject=None,
        fingerprint="",
        code_token=None,
        masked_code=None,
        made_at=now.utc,
        business_date=office.business_date(now.utc),
    )
