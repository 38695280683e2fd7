"""The wallet opens: who it is, whom it knows, where its numbers go on, and all that somebody still waits for."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.stage import Effect, Read, SetTimer
from countertop.values import Instant
from countertop.wallet import tables
from countertop.wallet.flows import heralding
from countertop.wallet.lifecycle import OrderState
from countertop.wallet.office import Acquirer, Office, Provider
from countertop.wallet.orders import read_order
from countertop.wallet.settings import WalletSettings

__all__ = ["open_office"]


def open_office(settings: WalletSettings, now: Instant) -> Generator[Effect, Any, Office]:
    """Return this life's office, with every open order, funding, refund and notice taken up; raises NotFounded."""
    provider = Provider((yield Read(tables.EVERY_WALLET)))
    acquirers = [Acquirer(row) for row in (yield Read(tables.EVERY_ACQUIRER))]
    office = Office(settings, provider, acquirers)
    for row in (yield Read(tables.NEWEST_ORDER)):
        office.order_count = row["number"]
    for row in (yield Read(tables.NEWEST_BILL_LINE)):
        office.bill_line = row["line"]
    for row in (yield Read(tables.NEWEST_NOTICE)):
        office.notice_number = row["notice_number"]
    for row in (yield Read(tables.OPEN_ORDERS)):
        order = yield from read_order(row["order_key"])
        office.open.add(order.key)
        if order.state is OrderState.CONFIRMING and order.customer_id is not None:
            office.asked[order.key] = order.customer_id
        if order.due_at is not None and order.state is not OrderState.FUNDING:
            yield SetTimer(("time-out", order.key), max(order.due_at - now.utc, 0))
    for row in (yield Read(tables.OPEN_FUNDINGS)):
        yield SetTimer(("arrival", row["order_key"]), max(row["due_at"] - now.utc, 0))
    for row in (yield Read(tables.OPEN_REFUNDS)):
        yield SetTimer(("refund", row["refund_key"]), max(row["due_at"] - now.utc, 0))
    for row in (yield Read(tables.OPEN_NOTICES)):
        yield from heralding.owe(office, row["notice_number"])
    return office
