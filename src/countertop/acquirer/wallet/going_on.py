"""What is asked next about an order that is open: by a timer that is set anew each time, until the wallet has decided.

    a payment     sent, under the same number, until the wallet says that it has it; then asked for;
                  open for too long ──► given up, and reversed
    a void        the payment is reversed, again and again until that is answered
    a refund      asked for, under the same number, until it is answered

After a restart the same goes on from the tables: a payment is asked for first, and sent only when the wallet has never
seen it. A code that a customer showed is not in the tables, so then such a payment is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.due import wallet_due
from countertop.acquirer.kept import kept_message
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.replies import wallet_number_of
from countertop.acquirer.tables import ATTEMPT_BY_KEY
from countertop.acquirer.wallet.asking import ask, believed
from countertop.acquirer.wallet.deciding import decide, give_up
from countertop.acquirer.wallet.link import Order
from countertop.acquirer.wallet.requests import Build, pay, precreate, query, refund, reverse
from countertop.acquirer.wallet.undoing import acknowledged, late
from countertop.qr.wallet_messages import OrderAnswer
from countertop.stage import Note, Read, Script, SetTimer
from countertop.values import SECOND, Instant

__all__ = ["begin", "go_on", "hear", "take_up"]

NO_LINE: Final = 0
"""The line of a request taken up after a restart: nobody hears the answer until the terminal asks again."""

TIME_OUT: Final = "time-out"
PAYMENT: Final = "qr_sale"
UNDOING: Final = frozenset({"reverse", "refund"})
"""What the wallet is asked about a payment that must be undone."""


def begin(memory: HostMemory, order: Order) -> Script:
    """Take an order in, whose attempt is durable, and ask the wallet for the first time."""
    memory.wallet.orders[order.attempt.key] = order
    yield from _ask(memory, order)


def _ask(memory: HostMemory, order: Order) -> Script:
    attempt = order.attempt
    yield SetTimer(wallet_due(attempt.key), memory.settings.wallet_query_every)
    yield from ask(memory, attempt.key, _NEXT[attempt.kind.name](memory, order))


def go_on(memory: HostMemory, attempt_key: str, now: Instant) -> Script:
    """Ask again, or give up."""
    order = memory.wallet.orders.get(attempt_key)
    if order is None:
        return
    attempt = order.attempt
    if attempt.kind.name == PAYMENT and now.utc - order.since > memory.settings.wallet_patience:
        yield from give_up(memory, order, TIME_OUT, now.utc)
        return
    attempt.tries += 1
    if attempt.tries == memory.settings.first_reversal_tries and not order.has_arrived:
        yield Note("alarm", "acquirer.wallet-unanswered", rrn=attempt.rrn)
    yield from _ask(memory, order)


def hear(memory: HostMemory, line: int, payload: bytes, now: Instant) -> Script:
    """Take an answer of the wallet, whatever it is about."""
    heard = yield from believed(memory, line, payload)
    if heard is None:
        return
    asked, answer = heard
    order = memory.wallet.orders.get(asked.attempt_key)
    obligation = memory.obligations.get(asked.attempt_key)
    if order is not None:
        yield from decide(memory, order, asked.verb, answer, now.utc)
    elif obligation is not None and asked.verb in UNDOING:
        yield from acknowledged(memory, obligation, answer, now.utc)
    elif obligation is not None and isinstance(answer, OrderAnswer):
        yield from late(memory, obligation, answer, now.utc)


def take_up(memory: HostMemory, row: Mapping[str, Any]) -> Script:
    """Take an undecided attempt up from its row; the wallet is asked at once."""
    terminal = memory.registry.place_of(row["terminal_id"])
    assert terminal is not None, "what was registered stays registered"
    arrival = Arrival(kept_message(row["request"]), b"", terminal, NO_LINE, row["received_at"])
    attempt = Attempt.of_row(row, KINDS[row["kind"]], arrival, memory.clock.read(row["received_at"]))
    attempt.masked_code = row["masked_pan"]
    order = Order(attempt, row["rrn"])
    for original in (yield Read(ATTEMPT_BY_KEY, row["original_key"] or "")):
        order.number, order.wallet_number = original["rrn"], wallet_number_of(original)
    order.is_awaited = False
    order.has_arrived = True  # perhaps; sent again in the words of now it would differ, and may be paid already
    memory.reserve(attempt)
    memory.wallet.orders[attempt.key] = order
    yield SetTimer(wallet_due(attempt.key), 0)


def _next_of_payment(memory: HostMemory, order: Order) -> Build:
    if order.has_arrived:
        return query(order.number)
    if order.attempt.masked_code is None:
        return precreate(order, memory.settings.code_life // SECOND)
    return query(order.number) if order.code is None else pay(order, order.code)


def _refund(order: Order) -> Build:
    attempt = order.attempt
    return refund(order.number, attempt.rrn, attempt.amount, attempt.request.currency or "")


_NEXT: Final[Mapping[str, Callable[[HostMemory, Order], Build]]] = MappingProxyType(
    {
        PAYMENT: _next_of_payment,
        "qr_void": lambda _, order: reverse(order.number),
        "qr_refund": lambda _, order: _refund(order),
    }
)
