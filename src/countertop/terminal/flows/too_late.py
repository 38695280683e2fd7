"""An answer to what has been decided already, or given up: it is written down, and changes nothing."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.stage import LookAtClock, Note, Script, Show
from countertop.terminal.flows.line import mac_is_right
from countertop.terminal.machine import Machine, Pace
from countertop.terminal.records import LateAnswerReceived, ReversalAcknowledged
from countertop.terminal.responses import is_approval

__all__ = ["MOST_LATE_ANSWERS", "written_down"]

MOST_LATE_ANSWERS = 1000
"""Late answers written down in one life of the terminal; more are counted only, so that nobody can fill its store."""


def written_down(machine: Machine, message: Message, batch_number: str) -> Script:
    """Write an answer down beside its transaction, whose outcome stands."""
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
