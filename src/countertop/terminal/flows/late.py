"""Frames that nobody awaits: an answer that comes too late is written down, never accepted; the rest is counted."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.stage import LookAtClock, Note, Read, Script, Show
from countertop.terminal.flows.line import mac_is_right
from countertop.terminal.flows.reversal import acknowledged
from countertop.terminal.lifecycle import TransactionEvent, TransactionState, next_state
from countertop.terminal.machine import Machine, Obligation, Pace
from countertop.terminal.messages import batch_of
from countertop.terminal.records import LateAnswerReceived, ReversalAcknowledged
from countertop.terminal.responses import is_approval
from countertop.terminal.tables import ATTEMPT_BY_VOUCHER

__all__ = ["MOST_LATE_ANSWERS", "strange", "unawaited"]

MOST_LATE_ANSWERS = 1000
"""Late answers written down in one life of the terminal; more are counted only, so that nobody can fill its store."""

_ANSWERS = frozenset({"0210", "0410"})


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
    obligation = _acknowledges(machine, message)
    if obligation is not None and (yield from acknowledged(machine, obligation, message)):
        return
    batch_number = batch_of(message)
    if message.mti not in _ANSWERS or message.stan is None or batch_number is None or _is_awaited(machine, message):
        yield from strange(machine, "match")
        return
    rows = yield Read(ATTEMPT_BY_VOUCHER, machine.terminal_id, batch_number, message.stan)
    if not rows or rows[0]["state"] is None:
        yield from strange(machine, "unknown")
        return
    next_state(TransactionState(rows[0]["state"]), TransactionEvent.LATE_ANSWER)
    yield from _write_down(machine, message, batch_number)


def _write_down(machine: Machine, message: Message, batch_number: str) -> Script:
    machine.counters["late_answers"] += 1
    if machine.counters["late_answers"] > MOST_LATE_ANSWERS:
        return
    mac_right = yield from mac_is_right(machine, message)
    moment = yield LookAtClock()
    key = (machine.terminal_id, batch_number, message.stan or "")
    code = message.response_code
    yield machine.append(
        LateAnswerReceived(*key, message.mti, code, mac_right, moment.utc, hop_text(message)),
    )
    yield Note("warning", "terminal.late_answer", stan=message.stan, code=code)
    if machine.accepts_late_approvals and message.mti == "0210" and is_approval(code):
        yield from _accept(machine, message)


def _accept(machine: Machine, message: Message) -> Script:
    """Do what a terminal must never do: take a late approval for one and forget the reversal it owes."""
    for obligation in [entry for entry in machine.obligations if entry.attempt.prepared.stan == message.stan]:
        prepared = obligation.attempt.prepared
        moment = yield LookAtClock()
        key = (prepared.terminal_id, prepared.batch_number, prepared.stan)
        yield machine.append(ReversalAcknowledged(*key, "00", moment.utc, hop_text(message)))
        machine.obligations.remove(obligation)
        machine.pace = Pace.DUE
    yield Show("screen.approved", voucher=message.stan)


def _acknowledges(machine: Machine, message: Message) -> Obligation | None:
    """Return the obligation that a 0410 without an exchange may end: the answer to an earlier try."""
    if message.mti != "0410":
        return None
    for obligation in machine.obligations:
        owed = obligation.attempt.prepared
        named = (batch_of(message), message.stan, message.processing_code, message.amount)
        if named == (owed.batch_number, owed.stan, owed.processing_code, f"{owed.amount:012d}"):
            return obligation
    return None


def _is_awaited(machine: Machine, message: Message) -> bool:
    """Tell whether it names the request on its way, but differs from it."""
    exchange = machine.exchange
    if exchange is None or not exchange.awaited or exchange.request is None:
        return False
    return (exchange.request.answer_mti, exchange.request.stan) == (message.mti, message.stan)
