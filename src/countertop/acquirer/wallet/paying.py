"""A payment by code (扫码消费): the customer's, which the terminal scanned, or the shop's, which the terminal shows.

The request takes its key as any sale does, and then goes to the wallet. While the customer pays, the terminal is told
09 and sends the same request again: it is answered by the next news from the wallet. So the terminal never waits longer
than the wallet is asked, and whoever has stopped asking is reversed in the end.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.checks import CHECKS, first_fault
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.passing import NO_LINE, NO_ROOM, decline, recorded, repeated_in_flight
from countertop.acquirer.kinds import Kind
from countertop.acquirer.management.learning import learn, teaches
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import begin_attempt
from countertop.acquirer.wallet.asking import connected
from countertop.acquirer.wallet.going_on import begin
from countertop.acquirer.wallet.link import Order
from countertop.hsm import Command, ProtectedPan, TokenizeText, VerifyMac
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.scanned import Scanned, read_scanned
from countertop.qr import PaymentCode, style_of
from countertop.stage import AskHsm, Effect, Script

__all__ = ["receive_code", "verified", "way_fault"]

CODE_DOMAIN: Final = "payment code"
"""Of the tokens of payment codes."""

FORMAT: Final = "30"
OTHER_WALLET: Final = "40"


def receive_code(memory: HostMemory, arrival: Arrival, kind: Kind) -> Script:
    """Take a payment by code from the terminal to the wallet, or decline it."""
    attempt = begin_attempt(memory, arrival, kind)
    told = _told(arrival)
    code = None if told is None or told.payment_code is None else PaymentCode(told.payment_code)
    fault = first_fault(CHECKS[kind], attempt, memory) or _code_fault(memory, told, code)
    replies = yield from verified(memory, attempt, () if code is None else (TokenizeText(code, CODE_DOMAIN),))
    if replies is None:
        yield from refuse_mac(memory, arrival)
        return
    # Where a code is wanted nothing names who pays, and the request is like none but itself.
    token = replies[0] if code is not None else f"shown {attempt.key}"
    attempt.protected = ProtectedPan(token, "")
    attempt.masked_code = None if code is None else code.masked()
    attempt.request.qr_data = None
    fault = fault or (yield from way_fault(memory, attempt))
    waiting = memory.open.get(attempt.key)
    if waiting is not None:
        yield from repeated(memory, attempt, waiting)
        return
    fault = fault or memory.spending_fault(attempt)
    if fault:
        yield from decline(memory, attempt, fault)
        return
    memory.reserve(attempt)
    if (yield from recorded(memory, attempt)):
        yield from begin(memory, Order(attempt, attempt.rrn, code))


def repeated(memory: HostMemory, attempt: Attempt, waiting: Attempt) -> Script:
    """Take a request that is open already: it gets the next answer."""
    yield from repeated_in_flight(memory, attempt, waiting)
    order = memory.wallet.orders.get(attempt.key)
    if order is not None and waiting.arrival is attempt.arrival:
        order.is_awaited = True


def verified(
    memory: HostMemory, attempt: Attempt, more: tuple[Command, ...] = ()
) -> Generator[Effect, Any, list[Any] | None]:
    """Return the replies to further commands when the MAC is right, else None."""
    request = attempt.request
    replies: list[Any]
    right, *replies = yield AskHsm(VerifyMac(attempt.session.tak, request.mac_input or b"", request.mac or b""), *more)
    if not right:
        memory.numbered.discard(attempt.serial)
        return None
    if teaches(memory, attempt):
        yield from learn(memory, attempt)
    return replies


def way_fault(memory: HostMemory, attempt: Attempt) -> Generator[Effect, Any, str]:
    """Return the response code when the wallet cannot be asked about something new: no line, or too much open."""
    if attempt.key in memory.open:
        return ""
    if memory.wallet.provider is None or not (yield from connected(memory)):
        return NO_LINE
    return NO_ROOM if len(memory.wallet.orders) >= memory.settings.most_wallet_requests else ""


def _told(arrival: Arrival) -> Scanned | None:
    try:
        return read_scanned(arrival.request.qr_data)
    except SubfieldError:
        return None


def _code_fault(memory: HostMemory, told: Scanned | None, code: PaymentCode | None) -> str:
    """Return the response code for a request that says neither one nor the other, or a code of another wallet."""
    if told is None or told.wants_code is (code is not None):
        return FORMAT
    if code is None:
        return ""
    style = style_of(code.reveal())
    assert memory.wallet.provider is not None, "what comes before has looked"
    return "" if style is not None and style.name == memory.wallet.provider.code_style else OTHER_WALLET
