"""Waiting for a customer who pays by a code: the host says that nothing is decided, and is asked again, until it is.

    SENT ──09──► PENDING ──after a pause──► SENT ──► ...      the same request, under the same STAN
                    └──patience over, or given up──► REVERSAL_OWED

Asking again is safe, because a request under one STAN is one payment. So a line that is gone between two of them is
dialled anew; one that goes while an answer is awaited leaves doubt, as any other does.
"""

from __future__ import annotations

from typing import Final

from countertop.hsm import HsmRefusal
from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.scanned import Scanned, read_scanned
from countertop.iso8583.response_codes import IN_PROGRESS
from countertop.stage import LookAtClock, Script, SetTimer, Show
from countertop.terminal.conversation import COMPLETED, REFUSED, Ending, Steps
from countertop.terminal.flows.line import launched, sealed
from countertop.terminal.lifecycle import Remedy, TransactionEvent, TransactionState
from countertop.terminal.machine import Exchange, Machine
from countertop.values import Amount

__all__ = ["ask_again", "give_up", "is_over", "is_progress", "keep_waiting", "timer"]

_TIMER: Final = "code"

_OPEN: Final = frozenset({TransactionState.SENT, TransactionState.PENDING})
"""Where a payment may still be given up; one that is decided keeps the line until its slips are out."""


def timer(exchange: Exchange) -> tuple[str, int]:
    """Return the name of the pause before the host is asked again."""
    return (_TIMER, exchange.number)


def is_progress(exchange: Exchange, answer: Message) -> bool:
    """Tell whether an answer says that nothing is decided yet, of a payment for which that may be so."""
    attempt = exchange.attempt
    waits = attempt is not None and attempt.kind.is_scanned and attempt.kind.remedy is Remedy.REVERSAL
    return waits and answer.response_code == IN_PROGRESS


def keep_waiting(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Show the shop's code, or that the customer is asked, and pause."""
    attempt = exchange.attempt
    assert attempt is not None
    attempt.state = attempt.after(TransactionEvent.STILL_OPEN)
    exchange.is_pending = True
    if not exchange.began:
        moment = yield LookAtClock()
        exchange.began = moment.monotonic
        text, amount = _told(answer).code_text, str(Amount(attempt.prepared.amount))
        exchange.code_text = text
        if text is None:
            yield Show("screen.customer_pays", amount=amount)
        else:
            yield Show("screen.code_shown", amount=amount, code_text=text)
    yield SetTimer(timer(exchange), machine.settings.code_pause)


def is_over(machine: Machine, exchange: Exchange, monotonic: int) -> bool:
    """Tell whether the customer has had the time there is, or somebody has given up."""
    return exchange.is_given_up or monotonic - exchange.began >= machine.settings.code_patience


def give_up(machine: Machine, till_request: str | None = None) -> Steps[Ending]:
    """Wait no longer, at a person's wish, or a till's for its own request; an answer on its way is still taken."""
    exchange = machine.exchange
    attempt = None if exchange is None else exchange.attempt
    if exchange is None or attempt is None or not exchange.began or attempt.state not in _OPEN:
        return Ending(REFUSED, "screen.qr_nothing_open")
    if till_request is not None and attempt.prepared.till_request != till_request:
        return Ending(REFUSED, "screen.qr_nothing_open")
    exchange.is_given_up = True
    if exchange.is_pending:
        yield SetTimer(timer(exchange), 0)
    return Ending(COMPLETED, "screen.qr_given_up", voucher=attempt.prepared.stan)


def ask_again(machine: Machine, exchange: Exchange) -> Script:
    """Send the same request once more; where it cannot be sent now, pause again."""
    request = exchange.request
    assert request is not None
    payload = yield from sealed(machine, request)
    exchange.is_pending = False
    if isinstance(payload, HsmRefusal) or not (yield from launched(machine, exchange, payload)):
        exchange.is_pending = True
        yield SetTimer(timer(exchange), machine.settings.code_pause)


def _told(answer: Message) -> Scanned:
    try:
        return read_scanned(answer.qr_data)
    except SubfieldError:
        return Scanned()
