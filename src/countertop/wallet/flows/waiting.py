"""Time passes: nobody confirms, nobody scans the code, or the customer's money comes, perhaps too late."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.stage import Effect, Note, Read, Script, SetTimer
from countertop.values import SECOND, Instant
from countertop.wallet.flows.moving import MOST_LOOKS, Turn, turn
from countertop.wallet.lifecycle import Moves, OrderEvent, OrderState
from countertop.wallet.money import bill_line, money_moved, payable, read_balance
from countertop.wallet.office import Office
from countertop.wallet.orders import Order, read_order
from countertop.wallet.records import TRANSIT, FundingEnded
from countertop.wallet.tables import FUNDING_OF_ORDER

__all__ = ["give_up_waiting", "receive_funds"]

_REASONS = {OrderState.FAILED: "customer-silent", OrderState.CLOSED: "expired"}


def give_up_waiting(office: Office, key: str, now: Instant) -> Script:
    """End an order whose time has run out."""
    for _ in range(MOST_LOOKS):
        order = yield from read_order(key)
        step = order.meets(OrderEvent.TIME_OUT)
        if not isinstance(step, Moves):
            return
        (to,) = step.to
        taken = Turn(to, "timer", reason=_REASONS[to], customer_id=order.customer_id, notice="not-paid")
        if (yield from turn(office, order, OrderEvent.TIME_OUT, taken, now)) is None:
            return


def receive_funds(office: Office, key: str, now: Instant) -> Script:
    """Take the money that a customer's bank has sent: to the order, or back when that was given up meanwhile."""
    for _ in range(MOST_LOOKS):
        rows = yield Read(FUNDING_OF_ORDER, key)
        order = yield from read_order(key)
        step = order.meets(OrderEvent.ARRIVED)
        if not rows or rows[0]["outcome"] is not None or not isinstance(step, Moves):
            return
        (to,) = step.to
        if to is OrderState.PAID or "wallet.pays-after-close" in office.planted:
            taken = _paid(office, order, to, now)
        else:
            taken = yield from _given_back(office, order, to, rows[0]["customer_id"], now)
        if (yield from turn(office, order, OrderEvent.ARRIVED, taken, now)) is None:
            if to is not OrderState.PAID:
                yield Note("warning", "wallet.late_payment", order=order.made["order_number"])
            return
    yield SetTimer(("arrival", key), SECOND)


def _paid(office: Office, order: Order, to: OrderState, now: Instant) -> Turn:
    posting_set = f"{order.key}|{order.step + 1}"
    moved = money_moved(office, order, posting_set, "payment", order.amount, (TRANSIT, payable(order)), now.utc)
    line = bill_line(office, order, "payment", order.amount, now.utc)
    ended = FundingEnded(order.key, "paid", now.utc)
    return Turn(to, "bank", customer_id=order.customer_id, records=(ended, moved, line), notice="paid")


def _given_back(
    office: Office, order: Order, to: OrderState, customer_id: str, now: Instant
) -> Generator[Effect, Any, Turn]:
    balance = yield from read_balance(customer_id)
    posting_set = f"{order.key}|{order.step + 1}"
    moved = money_moved(office, order, posting_set, "late", -order.amount, (balance, TRANSIT), now.utc)
    ended = FundingEnded(order.key, "late", now.utc)
    return Turn(to, "bank", reason=order.reason, records=(ended, moved), notice="late-payment-refunded")
