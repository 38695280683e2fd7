"""A customer has agreed to pay: whether the money is there, and whether it comes at once."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.stage import Effect
from countertop.values import Instant
from countertop.wallet.flows.moving import Turn
from countertop.wallet.lifecycle import OrderState
from countertop.wallet.money import bill_line, money_moved, payable, read_balance
from countertop.wallet.office import Office
from countertop.wallet.orders import Order
from countertop.wallet.records import TRANSIT, FundingBegun

__all__ = ["settle"]


def settle(
    office: Office,
    order: Order,
    customer: Mapping[str, Any],
    now: Instant,
    cause: str,
    *,
    notice: bool,
    request: str = "",
) -> Generator[Effect, Any, Turn]:
    """Return what the order comes to when this customer pays it; take that turn at once.

    With `notice` the acquirer will be told, because it does not wait for an answer.
    """
    customer_id, amount = customer["customer_id"], order.amount
    balance = yield from read_balance(customer_id)
    more: dict[str, Any] = {"customer_id": customer_id, "request": request}
    if customer["status"] != "normal" or balance.amount < amount:
        reason = "balance" if customer["status"] == "normal" else "customer-blocked"
        return Turn(OrderState.FAILED, cause, reason=reason, notice="not-paid" if notice else None, **more)
    key = f"{order.key}|{order.step + 1}"
    if customer["pays_through"] == "bank":
        due_at = now.utc + office.settings.bank_delay
        begun = FundingBegun(order.key, customer_id, amount, order.made["currency"], now.utc, due_at)
        moved = money_moved(office, order, key, "funding", amount, (balance, TRANSIT), now.utc)
        return Turn(OrderState.FUNDING, cause, due_at=due_at, records=(begun, moved), **more)
    moved = money_moved(office, order, key, "payment", amount, (balance, payable(order)), now.utc)
    line = bill_line(office, order, "payment", amount, now.utc)
    return Turn(OrderState.PAID, cause, records=(moved, line), notice="paid" if notice else None, **more)
