"""Views of a wallet for people: plain data, masked, made of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countertop.wallet.answers import wallet_number
from countertop.wallet.orders import API_STATES, Order

__all__ = ["bill_line_view", "customer_view", "hops_of_order", "order_view"]

RowView = Mapping[str, Any]


def customer_view(row: RowView, balance: int) -> dict[str, Any]:
    """Return a customer: holder by the first character of the name, amounts in minor units."""
    return {
        "customer": row["customer_id"],
        "holder": f"{row['holder'][:1]}**",
        "pays_through": row["pays_through"],
        "status": row["status"],
        "free_limit": row["free_limit"],
        "balance": balance,
        "currency": row["currency"],
    }


def order_view(order: Order) -> dict[str, Any]:
    """Return an order as its customer, and whoever runs the wallet, may see it."""
    row = order.made
    return {
        "order_number": row["order_number"],
        "wallet_number": wallet_number(row),
        "merchant_name": row["merchant_name"],
        "amount": row["amount"],
        "currency": row["currency"],
        "state": API_STATES[order.state],
        "reason": order.reason,
        "refunded": order.refunded,
        "customer": order.customer_id,
        "code": row["masked_code"],
        "made_at": row["made_at"],
        "paid_at": order.paid_at,
    }


def bill_line_view(row: RowView) -> dict[str, Any]:
    """Return a line of a bill."""
    return {
        name: row[name] for name in ("line", "kind", "order_number", "refund_number", "moved", "currency", "moved_at")
    }


def hops_of_order(party: str, row: RowView, steps: Sequence[RowView]) -> Iterator[dict[str, Any]]:
    """Yield the requests that moved an order, each with what it led to."""
    for step in steps:
        if step["request"]:
            fields = {name: str(value) for name, value in json.loads(step["request"]).items()}
            yield {
                "party": party,
                "at": step["moved_at"],
                "direction": "in",
                "peer": row["acquirer_id"],
                "mti": fields["verb"],
                "fields": {**fields, "state": step["state"]},
            }
