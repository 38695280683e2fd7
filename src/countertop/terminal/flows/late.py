"""Frames that nobody awaits: an answer that comes too late is written down, never accepted; the rest is counted."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.stage import Note, Read, Script
from countertop.terminal.flows.advices import told
from countertop.terminal.flows.obligation import settled_by
from countertop.terminal.flows.too_late import written_down
from countertop.terminal.lifecycle import Remedy, TransactionEvent, TransactionState
from countertop.terminal.machine import Advice, Attempt, Machine, Obligation
from countertop.terminal.messages import answer_mti, batch_of
from countertop.terminal.tables import ATTEMPT_BY_VOUCHER

__all__ = ["strange", "unawaited"]

_ANSWERS = frozenset({"0110", "0210", "0230", "0410"})


def strange(machine: Machine, why: str) -> Script:
    """Count a frame that is nothing to us."""
    machine.counters["strange_frames"] += 1
    yield Note("warning", "terminal.strange_frame", why=why)


def unawaited(machine: Machine, message: Message) -> Script:
    """Take a message that is not the awaited answer."""
    place = machine.installation
    if message.terminal_id != place.terminal_id or message.merchant_id != place.merchant_id:
        yield from strange(machine, "address")
        return
    obligation = _settled_by(machine, message)
    if obligation is not None and (yield from settled_by(machine, obligation, message)):
        return
    advice = _advice_of(machine, message)
    if advice is not None and (yield from told(machine, advice, message)):
        return
    batch_number = batch_of(message)
    if message.mti not in _ANSWERS or message.stan is None or batch_number is None or _is_awaited(machine, message):
        yield from strange(machine, "match")
        return
    rows = yield Read(ATTEMPT_BY_VOUCHER, machine.terminal_id, batch_number, message.stan)
    if not rows or rows[0]["state"] is None:
        yield from strange(machine, "unknown")
        return
    Attempt.of_row(rows[0], TransactionState(rows[0]["state"])).after(TransactionEvent.LATE_ANSWER)
    yield from written_down(machine, message, batch_number)


def _settled_by(machine: Machine, message: Message) -> Obligation | None:
    """Return the obligation that an answer without an exchange may end: it belongs to an earlier try."""
    for obligation in machine.obligations:
        attempt = obligation.attempt
        expected = "0410" if attempt.kind.remedy is Remedy.REVERSAL else answer_mti(attempt.kind.mti)
        if message.mti == expected and _names(message, attempt):
            return obligation
    return None


def _advice_of(machine: Machine, message: Message) -> Advice | None:
    """Return the stored transaction that has been sent before and that an answer without an exchange is of."""
    for advice in machine.stored:
        attempt = advice.attempt
        if advice.tries and message.mti == answer_mti(attempt.kind.mti) and _names(message, attempt):
            return advice
    return None


def _names(message: Message, attempt: Attempt) -> bool:
    prepared = attempt.prepared
    named = (batch_of(message), message.stan, message.processing_code, message.amount)
    return named == (prepared.batch_number, prepared.stan, prepared.processing_code, f"{prepared.amount:012d}")


def _is_awaited(machine: Machine, message: Message) -> bool:
    """Tell whether it names the request on its way, but differs from it."""
    exchange = machine.exchange
    if exchange is None or not exchange.awaited or exchange.request is None:
        return False
    return (exchange.request.answer_mti, exchange.request.stan) == (message.mti, message.stan)
