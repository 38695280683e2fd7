"""What the wallet's own desk answers: for its customers (they have no telephone here), for demos, tests and consoles.

code {customer}                 a fresh payment code, shown once
pay {customer, code_text}       the customer scans the shop's code and pays
confirm, decline {customer}     the order that the customer was asked about, the oldest first
bill {acquirer, date}           a day's bill: sums, and the first hundred lines
customers, orders, status
trace {rrn}                     every message about the orders of that number
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from countertop.stage import DeskRequest, Effect, Read, Reply, Script
from countertop.values import Instant
from countertop.wallet import tables
from countertop.wallet.flows import customers, looking
from countertop.wallet.lifecycle import OrderState
from countertop.wallet.money import read_balance
from countertop.wallet.office import Office
from countertop.wallet.orders import Order, read_order
from countertop.wallet.queries import bill_line_view, customer_view, hops_of_order, order_view

__all__ = ["answer_desk"]

# Exit statuses of the command line's table.
_DONE, _USAGE, _DECLINED, _REFUSED = 0, 2, 10, 12
_LINES_SHOWN = 100

Customer = Mapping[str, Any]
Acting = Callable[[Office, str, Customer, Instant], Generator[Effect, Any, Order | str]]


def answer_desk(office: Office, request: DeskRequest, now: Instant) -> Script:
    """Answer one request."""
    verb = _VERBS.get(request.verb)
    if verb is None:
        yield _refusal(request, _USAGE, "wallet.unknown_verb", verb=request.verb, verbs=", ".join(_VERBS))
    else:
        yield from verb(office, request, now)


def _refusal(request: DeskRequest, status: int, message: str, **arguments: Any) -> Reply:
    return Reply(request.number, status, {"message": message, "arguments": arguments})


def _text(request: DeskRequest, name: str) -> str | None:
    value = request.arguments.get(name)
    return value if isinstance(value, str) and value else None


def _customer(request: DeskRequest) -> Generator[Effect, Any, Customer | None]:
    """Return the customer that a request names, or the first one; None when there is no such customer."""
    named = _text(request, "customer")
    rows = yield Read(tables.FIRST_CUSTOMERS) if named is None else Read(tables.CUSTOMER_BY_ID, named)
    return rows[0] if rows else None


def _nobody(request: DeskRequest) -> Reply:
    return _refusal(request, _USAGE, "wallet.no_customer", customer=_text(request, "customer") or "")


def _status(office: Office, request: DeskRequest, now: Instant) -> Script:  # noqa: ARG001 - as every verb
    provider = office.provider
    body = {
        "wallet_id": provider.wallet_id,
        "name": provider.name,
        "english_name": provider.english_name,
        "in_flight": len(office.open),
        "to_confirm": len(office.asked),
        "notices_owed": len(office.herald.owed),
        "orders": office.order_count,
    }
    yield Reply(request.number, _DONE, body)


def _code(office: Office, request: DeskRequest, now: Instant) -> Script:
    customer = yield from _customer(request)
    if customer is None:
        yield _nobody(request)
        return
    shown = yield from customers.show_code(office, customer, now)
    body = {"customer": customer["customer_id"], "code": shown.code, "expires_at": shown.expires_at}
    yield Reply(request.number, _DONE, body)


def _pay(office: Office, request: DeskRequest, now: Instant) -> Script:
    customer = yield from _customer(request)
    if customer is None:
        yield _nobody(request)
        return
    found = yield from customers.find_scanned(office, _text(request, "code_text") or "")
    if isinstance(found, Order):
        found = yield from customers.agree(office, found.key, customer, now)
    yield _told(request, found)


def _told(request: DeskRequest, outcome: Order | str) -> Reply:
    if isinstance(outcome, str):
        cannot_pay = outcome.startswith("wallet.reason.")
        return _refusal(request, _DECLINED if cannot_pay else _REFUSED, outcome)
    failed = outcome.state is OrderState.FAILED
    return Reply(request.number, _DECLINED if failed else _DONE, order_view(outcome))


def _decided(act: Acting) -> Callable[[Office, DeskRequest, Instant], Script]:
    def decide(office: Office, request: DeskRequest, now: Instant) -> Script:
        named = _text(request, "customer")
        key = next((key for key, asked in office.asked.items() if named in (None, asked)), None)
        if key is None:
            yield _refusal(request, _REFUSED, "wallet.nothing_to_confirm")
            return
        (customer,) = yield Read(tables.CUSTOMER_BY_ID, office.asked[key])
        outcome = yield from act(office, key, customer, now)
        yield _told(request, outcome)

    return decide


def _bill(office: Office, request: DeskRequest, now: Instant) -> Script:
    acquirer_id = _text(request, "acquirer") or next(iter(office.acquirers), "")
    date = _text(request, "date") or office.business_date(now.utc)
    if looking.day_of(date) is None:
        yield _refusal(request, _USAGE, "wallet.no_date", date=date)
        return
    lines = yield from looking.lines_of(acquirer_id, date)
    body = {
        "acquirer": acquirer_id,
        "date": date,
        "count": len(lines),
        "paid": sum(row["moved"] for row in lines if row["moved"] > 0),
        "returned": -sum(row["moved"] for row in lines if row["moved"] < 0),
        "lines": [bill_line_view(row) for row in lines[:_LINES_SHOWN]],
    }
    yield Reply(request.number, _DONE, body)


def _customers(office: Office, request: DeskRequest, now: Instant) -> Script:  # noqa: ARG001 - as every verb
    views = []
    for row in (yield Read(tables.FIRST_CUSTOMERS)):
        balance = yield from read_balance(row["customer_id"])
        views.append(customer_view(row, balance.amount))
    yield Reply(request.number, _DONE, {"customers": views})


def _orders(office: Office, request: DeskRequest, now: Instant) -> Script:  # noqa: ARG001 - as every verb
    views = []
    for row in (yield Read(tables.NEWEST_ORDERS)):
        order = yield from read_order(row["order_key"])
        views.append(order_view(order))
    yield Reply(request.number, _DONE, {"orders": views})


def _trace(office: Office, request: DeskRequest, now: Instant) -> Script:  # noqa: ARG001 - as every verb
    rrn = _text(request, "rrn")
    if rrn is None:
        yield _refusal(request, _USAGE, "wallet.trace_needs_rrn")
        return
    hops: list[dict[str, Any]] = []
    for row in (yield Read(tables.ORDERS_BY_ORDER_NUMBER, rrn)):
        steps = yield Read(tables.STEPS_OF_ORDER, row["order_key"])
        hops += hops_of_order(office.settings.name, row, steps)
    yield Reply(request.number, _DONE, {"rrn": rrn, "hops": hops})


_VERBS: dict[str, Callable[[Office, DeskRequest, Instant], Script]] = {
    "status": _status,
    "code": _code,
    "pay": _pay,
    "confirm": _decided(customers.agree),
    "decline": _decided(customers.decline),
    "bill": _bill,
    "customers": _customers,
    "orders": _orders,
    "trace": _trace,
}
