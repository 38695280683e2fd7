"""An order as its rows tell it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from countertop.stage import Effect, Read
from countertop.wallet import tables
from countertop.wallet.lifecycle import LIFECYCLE, OrderEvent, OrderState, Step

__all__ = ["API_STATES", "Order", "order_key", "read_order"]

API_STATES = {
    OrderState.WAITING: "NOTPAY",
    OrderState.CONFIRMING: "USERPAYING",
    OrderState.FUNDING: "USERPAYING",
    OrderState.PAID: "SUCCESS",
    OrderState.FAILED: "FAIL",
    OrderState.CLOSED: "CLOSED",
    OrderState.REVERSED: "REVERSED",
}
"""What each state is called in the API."""


def order_key(acquirer_id: str, order_number: str) -> str:
    """Return the key of an order, or of a refund by its number."""
    return f"{acquirer_id}|{order_number}"


class Order:
    """Where an order stands. `row` is None for one that never came; `step` is the number of the last step."""

    __slots__ = ("customer_id", "due_at", "key", "paid_at", "reason", "refunded", "row", "state", "step")

    def __init__(self, key: str, row: Mapping[str, Any] | None, steps: Sequence[Mapping[str, Any]]) -> None:
        self.key = key
        self.row = row
        self.state = OrderState.ABSENT
        self.step = self.refunded = 0
        self.reason: str | None = None
        self.customer_id: str | None = None
        self.paid_at: int | None = None
        self.due_at: int | None = None
        for step in steps:
            self.state = OrderState(step["state"])
            self.step, self.refunded = step["step"], step["refunded"]
            self.reason, self.due_at = step["reason"], step["due_at"]
            self.customer_id = step["customer_id"] or self.customer_id
            if self.state is OrderState.PAID and self.paid_at is None:
                self.paid_at = step["moved_at"]

    @property
    def made(self) -> Mapping[str, Any]:
        """The row of an order that has come."""
        assert self.row is not None, "an order that never came has no row"
        return self.row

    @property
    def amount(self) -> int:
        """What is to be paid, minor units."""
        return int(self.made["amount"])

    def meets(self, event: OrderEvent) -> Step:
        """Return what the table says."""
        return LIFECYCLE[self.state][event]


def read_order(key: str) -> Generator[Effect, Any, Order]:
    """Return the order of a key, as the store has it now."""
    rows = yield Read(tables.ORDER_BY_KEY, key)
    if not rows:
        return Order(key, None, ())
    steps = yield Read(tables.STEPS_OF_ORDER, key)
    return Order(key, rows[0], steps)
