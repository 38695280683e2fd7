"""What the wallet's answer makes of an open payment, or of what undoes one.

    answer to pay, precreate, query       SUCCESS ──► approved
                                          FAIL, CLOSED, REVERSED ──► declined, by the reason
                                          NOTPAY, USERPAYING ──► the terminal is told 09, and asks again
    answer to reverse, for a void         REVERSED ──► approved; it never is anything else for a paid order
    answer to refund                      accepted, which the wallet never takes back ──► approved
    refused                               declined, where that can be no accident; else it is asked again

An order that the wallet does not know has not arrived: it is sent again while its code is in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from countertop.acquirer.due import wallet_due
from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.flows.deciding import decision, leave_unknown
from countertop.acquirer.flows.owing import send_reversal
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.replies import WALLET, begin_reply, complete_reply
from countertop.acquirer.tables import Outcome
from countertop.acquirer.wallet.link import Order
from countertop.acquirer.wallet.requests import hop_of
from countertop.iso8583 import Message
from countertop.iso8583.hops import read_hop
from countertop.iso8583.private.scanned import Scanned
from countertop.iso8583.response_codes import IN_PROGRESS
from countertop.qr.wallet_messages import Message as WalletMessage
from countertop.qr.wallet_messages import OrderAnswer, RefundAnswer, Refusal
from countertop.stage import Append, CancelTimer, KeyTaken, Note, Script

__all__ = ["decide", "give_up", "tell_progress"]

APPROVED: Final = "00"
NOT_PAID: Final = "12"

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "code-unknown": "14",
        "code-used": "57",
        "code-expired": "54",
        "customer-blocked": "62",
        "balance": "51",
        "customer-declined": "05",
        "customer-silent": "68",
        "expired": "68",
        "closed": "12",
        "never-came": "25",
    }
)
"""Why a payment was not made -> response code."""

FAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "currency-unknown": "12",
        "order-differs": "94",
        "order-unknown": "25",
        "order-paid": "12",
        "order-not-paid": "12",
        "order-refunded": "12",
        "too-late": "22",
        "refund-differs": "94",
        "refund-too-much": "61",
        "refunds-too-many": "65",
    }
)
"""Why the wallet refused -> response code; a fault that is not here says nothing about the payment itself."""

_OPEN: Final = frozenset({"NOTPAY", "USERPAYING"})


def decide(memory: HostMemory, order: Order, verb: str, answer: WalletMessage, utc: int) -> Script:
    """Take an answer about an order that is open here."""
    if isinstance(answer, Refusal):
        yield from _refused(memory, order, verb, answer, utc)
    elif not _fits(order, answer):
        yield Note("alarm", "acquirer.wrong-answer", rrn=order.attempt.rrn, response_code=verb)
    else:
        yield from _TAKEN[order.attempt.kind.name](memory, order, answer, utc)


def _fits(order: Order, answer: WalletMessage) -> bool:
    """Tell whether an answer is about this order, and of this amount."""
    attempt = order.attempt
    if isinstance(answer, RefundAnswer):
        named = (answer.order_number, answer.refund_number, answer.refund_amount)
        return named == (order.number, attempt.rrn, attempt.amount)
    return (
        isinstance(answer, OrderAnswer)
        and answer.order_number == order.number
        and answer.amount in (None, attempt.amount)
    )


def _refused(memory: HostMemory, order: Order, verb: str, answer: Refusal, utc: int) -> Script:
    memory.counts[f"wallet-{answer.fault}"] += 1
    if verb == "query" and answer.fault == "order-unknown":
        order.has_arrived = False
        if order.code is None and order.code_text is None and order.attempt.masked_code is not None:
            # The code went with the host that had it, and the wallet has never seen it: nobody can pay this any more.
            yield from give_up(memory, order, "never-came", utc)
        return
    code = FAULTS.get(answer.fault)
    if code is None:
        yield Note("warning", "acquirer.wallet-refused", rrn=order.attempt.rrn, verb=verb, fault=answer.fault)
        return
    yield from _conclude(memory, order, Outcome.DECLINED, code, answer, utc)


def _paid(memory: HostMemory, order: Order, answer: WalletMessage, utc: int) -> Script:
    assert isinstance(answer, OrderAnswer)
    order.has_arrived, order.code = True, None
    order.wallet_number = answer.wallet_number or order.wallet_number
    order.code_text = answer.code_text
    if answer.state in _OPEN:
        yield from tell_progress(memory, order, utc)
    elif answer.state == "SUCCESS":
        yield from _conclude(memory, order, Outcome.APPROVED, APPROVED, answer, utc)
    else:
        code = REASONS.get(answer.reason or "", NOT_PAID)
        yield from _conclude(memory, order, Outcome.DECLINED, code, answer, utc)


def _undone(memory: HostMemory, order: Order, answer: WalletMessage, utc: int) -> Script:
    assert isinstance(answer, OrderAnswer)
    approved = answer.state == "REVERSED"
    outcome, code = (Outcome.APPROVED, APPROVED) if approved else (Outcome.DECLINED, NOT_PAID)
    yield from _conclude(memory, order, outcome, code, answer, utc)


def _refunded(memory: HostMemory, order: Order, answer: WalletMessage, utc: int) -> Script:
    yield from _conclude(memory, order, Outcome.APPROVED, APPROVED, answer, utc)


_TAKEN: Final[Mapping[str, Callable[[HostMemory, Order, WalletMessage, int], Script]]] = MappingProxyType(
    {"qr_sale": _paid, "qr_void": _undone, "qr_refund": _refunded}
)


def tell_progress(memory: HostMemory, order: Order, utc: int) -> Script:
    """Tell the terminal that waits that nothing is decided, with the code to be shown where there is one."""
    if not order.is_awaited:
        return
    order.is_awaited = False
    attempt = order.attempt
    reply = begin_reply(attempt.arrival.request, memory.acquirer_id, attempt.rrn, None)
    complete_reply(memory, reply, memory.clock.read(utc), IN_PROGRESS)
    reply.qr_data = Scanned(wallet_number=order.wallet_number, code_text=order.code_text).text()
    yield from send_sealed(attempt.terminal.session, attempt.arrival.line, reply)


def _conclude(
    memory: HostMemory, order: Order, outcome: str, response_code: str, answer: WalletMessage, utc: int
) -> Script:
    """Decide an attempt, once, and tell the terminal if it waits; if not, it will ask."""
    attempt = order.attempt
    decided, reply = decision(memory, attempt, outcome, response_code, WALLET, utc)
    hop = hop_of(answer, order.wallet_number)
    reply.qr_data = Scanned(wallet_number=read_hop(hop).get("wallet_number")).text()
    written = yield Append(attempt.terminal.terminal_id, replace(decided, answer=hop))
    if isinstance(written, KeyTaken):
        return
    memory.release(attempt)
    if outcome == Outcome.APPROVED:
        memory.counts["approved"] += 1
    else:
        memory.counts[f"declined-{response_code}"] += 1
        memory.give_back(attempt)
    yield CancelTimer(wallet_due(attempt.key))
    yield from _told(order, reply)


def give_up(memory: HostMemory, order: Order, cause: str, utc: int) -> Script:
    """End a payment that nobody can end otherwise: unknown, and its reversal owed from the same append on."""
    attempt = order.attempt
    left = yield from leave_unknown(memory, attempt, wallet_due(attempt.key), cause, utc)
    if left is not None:
        obligation, reply = left
        yield from _told(order, reply)
        yield from send_reversal(memory, obligation)


def _told(order: Order, reply: Message) -> Script:
    if order.is_awaited:
        yield from send_sealed(order.attempt.terminal.session, order.attempt.arrival.line, reply)
