"""Instructions of the host: fetched, carried out once, reported until the host has heard it (60.3 = 364 and 365).

While the terminal is signed out they come without a MAC. A lock holds at the host whatever is done here, and what is
unlocked here sells nothing that the host does not; their check value finds what the line has turned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.instructions import Deed, Instruction, Outcome, Report
from countertop.stage import KeyTaken, LookAtClock, Note, Script, Show
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.machine import Machine
from countertop.terminal.management.records import InstructionDone, InstructionReported, LockSet
from countertop.terminal.management.standing import Step
from countertop.terminal.settlement.records import SettlementOrdered

__all__ = ["FETCH", "REPORT"]


def _fetch(machine: Machine, stan: str) -> Message:
    return messages.managed(machine.installation, machine.batch_number, stan, "0800", "364")


def _fetched(machine: Machine, answer: Message) -> Script:
    """Carry out what came; nothing came when the host has withdrawn it."""
    if answer.extended_data is None:
        return
    try:
        instruction = Instruction.read(answer.extended_data)
    except SubfieldError as fault:
        yield Note("warning", "terminal.instruction_unreadable", reason=str(fault))
        return
    carried_out = _DEEDS.get(instruction.deed, _unknown)
    yield from carried_out(machine, instruction)


def _report(machine: Machine, stan: str) -> Message:
    report = machine.standing.report
    assert report is not None, "there is something to report"
    return messages.managed(machine.installation, machine.batch_number, stan, "0800", "365", report.data())


def _reported(machine: Machine, _: Message) -> Script:
    report = machine.standing.report
    assert report is not None, "something was reported"
    yield machine.append(InstructionReported(machine.terminal_id, report.number))
    machine.standing.report = None


def done(machine: Machine, instruction: Instruction, outcome: Outcome, *more: Any) -> Steps[bool]:
    """Write down what became of an instruction, with what it changed; False for one that was carried out before."""
    moment = yield LookAtClock()
    number, deed, text = instruction.number, instruction.deed, instruction.text
    record = InstructionDone(machine.terminal_id, number, deed, text, outcome.value, moment.utc)
    written = yield machine.append(record, *more)
    if isinstance(written, KeyTaken):
        machine.standing.report = Report(number, written.existing["outcome"])
        return False
    machine.standing.report = Report(number, outcome.value)
    return True


def _lock(machine: Machine, instruction: Instruction) -> Script:
    yield from _set_lock(machine, instruction, locked=True)


def _unlock(machine: Machine, instruction: Instruction) -> Script:
    yield from _set_lock(machine, instruction, locked=False)


def _set_lock(machine: Machine, instruction: Instruction, *, locked: bool) -> Script:
    if (yield from done(machine, instruction, Outcome.DONE, LockSet(machine.terminal_id, locked))):
        machine.standing.locked = locked
        yield Note("warning" if locked else "info", "terminal.locked" if locked else "terminal.unlocked")
        yield Show("screen.host_locked" if locked else "screen.host_unlocked")


def _message(machine: Machine, instruction: Instruction) -> Script:
    if (yield from done(machine, instruction, Outcome.DONE)):
        yield Show("screen.host_message", text=instruction.text)


def _settle(machine: Machine, instruction: Instruction) -> Script:
    """Settle as soon as nobody is at the terminal, stored transactions first; a settlement under way will do."""
    if machine.settlement is not None:
        yield from done(machine, instruction, Outcome.DONE)
    elif (yield from done(machine, instruction, Outcome.DONE, SettlementOrdered(machine.terminal_id))):
        machine.settlement_ordered = True
        machine.advices_due = machine.advices_due or bool(machine.stored)
        yield Note("info", "terminal.settlement_ordered")
        yield Show("screen.settlement_ordered")


def _unknown(machine: Machine, instruction: Instruction) -> Script:
    yield Note("warning", "terminal.instruction_unknown", deed=instruction.deed)
    yield from done(machine, instruction, Outcome.UNKNOWN)


_DEEDS: Final[dict[str, Callable[[Machine, Instruction], Script]]] = {
    Deed.LOCK.value: _lock,
    Deed.UNLOCK.value: _unlock,
    Deed.MESSAGE.value: _message,
    Deed.SETTLE.value: _settle,
}

DIGIT: Final = "6"
FETCH: Final = Step(_fetch, _fetched, DIGIT)
REPORT: Final = Step(_report, _reported, DIGIT)
