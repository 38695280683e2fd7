"""Diagnosis: the tests of a complaint one after the other, until a verdict names the cause."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from countertop.iso8583 import Message
from countertop.stage import Device, Dial, DialFailed, HangUp, LookAtClock, LookAtReserve, Note, Script, TryDevice
from countertop.terminal import messages
from countertop.terminal.conversation import COMPLETED, USAGE, Conversation, Ending, Steps
from countertop.terminal.diagnosis import CAUSES, COMPLAINTS, ECHO, Row
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.management import requested
from countertop.terminal.flows.sign_in import clock_offset
from countertop.terminal.lifecycle import TransactionEvent
from countertop.terminal.machine import Exchange, Machine, Work
from countertop.terminal.management.whereabouts import told_whereabouts
from countertop.values import MINUTE

__all__ = ["Diagnosis", "answered", "begin", "lost"]

MOST_CLOCK_ERROR: Final = 10 * MINUTE


class Diagnosis:
    """One complaint on its way: the rows that are left and the verdicts so far."""

    __slots__ = ("complaint", "offset", "row", "rows", "verdicts")

    def __init__(self, complaint: str) -> None:
        self.complaint = complaint
        self.rows = [*COMPLAINTS[complaint]]
        self.row: Row = self.rows[0]
        self.verdicts: list[dict[str, str]] = []
        self.offset = 0


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Find the cause of a complaint."""
    complaint = str(conversation.arguments.get("complaint", "")).replace("-", "_")
    if complaint not in COMPLAINTS:
        known = ", ".join(COMPLAINTS)
        yield from end(machine, conversation, Ending(USAGE, "screen.no_such_complaint", known=known))
        return
    yield from _go_on(machine, conversation, Diagnosis(complaint))


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Go on with what the host said to the echo: of this machine, of itself, or of the centre behind it."""
    diagnosis = _of(exchange)
    moment = yield LookAtClock()
    diagnosis.offset = clock_offset(machine, answer, moment)
    code = answer.response_code or ""
    verdict = code if code in diagnosis.row.causes else "ok" if code == "00" else "declined"
    yield from _heard(machine, exchange, verdict)


def lost(machine: Machine, exchange: Exchange, event: TransactionEvent) -> Script:
    """Go on without an answer."""
    del event
    yield from _heard(machine, exchange, "silent")


def _heard(machine: Machine, exchange: Exchange, verdict: str) -> Script:
    conversation, diagnosis = exchange.conversation, _of(exchange)
    assert conversation is not None
    machine.free_line()
    if not (yield from _concluded(machine, conversation, diagnosis, verdict)):
        yield from _go_on(machine, conversation, diagnosis)


def _of(exchange: Exchange) -> Diagnosis:
    conversation = exchange.conversation
    assert conversation is not None
    diagnosis: Diagnosis = conversation.arguments["diagnosis"]
    return diagnosis


def _go_on(machine: Machine, conversation: Conversation, diagnosis: Diagnosis) -> Script:
    """Try what is left. The line is kept from test to test, so that nothing else dials while the ways are tried."""
    exchange = machine.take_line(Work.DIAGNOSIS, conversation)
    while diagnosis.rows:
        diagnosis.row = diagnosis.rows.pop(0)
        if diagnosis.row.test == ECHO:
            conversation.arguments["diagnosis"] = diagnosis
            whereabouts = yield from told_whereabouts(machine)
            build = partial(messages.echo, machine.installation, machine.batch_number, whereabouts=whereabouts)
            if (yield from requested(machine, exchange, build)):
                return
            exchange = machine.take_line(Work.DIAGNOSIS, conversation)
            verdict = "unreachable"
        elif diagnosis.row.test == "clock":
            verdict = "wrong" if abs(diagnosis.offset) > MOST_CLOCK_ERROR else "ok"
        else:
            verdict = yield from _TESTS[diagnosis.row.test](machine)
        if (yield from _concluded(machine, conversation, diagnosis, verdict)):
            return
    yield from _told(machine, conversation, diagnosis, "nothing")


def _concluded(machine: Machine, conversation: Conversation, diagnosis: Diagnosis, verdict: str) -> Steps[bool]:
    """Note a verdict; end when it names the cause."""
    diagnosis.verdicts.append({"test": diagnosis.row.test, "verdict": verdict})
    cause = diagnosis.row.causes.get(verdict)
    if cause is not None:
        yield from _told(machine, conversation, diagnosis, cause)
    return cause is not None


def _told(machine: Machine, conversation: Conversation, diagnosis: Diagnosis, cause: str) -> Script:
    machine.free_line()
    code = CAUSES[cause]
    yield Note("info", "terminal.diagnosed", complaint=diagnosis.complaint, cause=cause, code=code)
    facts: dict[str, Any] = {
        "complaint": diagnosis.complaint,
        "cause": cause,
        "help_desk_code": code,
        "tests": diagnosis.verdicts,
    }
    ending = Ending(COMPLETED, f"cause.{cause}", advice=f"cure.{cause}", facts=facts, help_desk=code)
    yield from end(machine, conversation, ending)


# The tests


def _device(device: Device) -> Callable[[Machine], Steps[str]]:
    def test(machine: Machine) -> Steps[str]:
        del machine
        finding = yield TryDevice(device)
        return str(finding.condition.value)

    return test


def _routes(machine: Machine) -> Steps[str]:
    """Call over every way. One that reaches the host's door, whatever it finds there, says most of all of them."""
    reasons: list[str] = []
    machine.probing = True
    for link in machine.links:
        if machine.line is not None and machine.link == link.name:
            reasons.append("")
            continue
        reply = yield Dial(link.name, link.patience)
        if type(reply) is DialFailed:
            reasons.append("certificate" if reply.reason.startswith("certificate-") else reply.reason)
        else:
            reasons.append("")
            yield HangUp(reply)
    machine.probing = False
    if "" in reasons:
        return "partly" if reasons[0] else "ok"
    return next((reason for reason in ("refused", "certificate") if reason in reasons), reasons[0])


def _last_answer(machine: Machine) -> Steps[str]:
    yield from ()
    return machine.last_code


def _keys(machine: Machine) -> Steps[str]:
    yield from ()
    return "no-master-key" if machine.tmk is None else "no-working-keys" if machine.keys is None else "ok"


def _batch(machine: Machine) -> Steps[str]:
    yield from ()
    return "full" if machine.completed_in_batch >= machine.settings.batch_limit else "ok"


def _reserve(machine: Machine) -> Steps[str]:
    del machine
    return "ok" if (yield LookAtReserve()) else "full"


_TESTS: Final[dict[str, Callable[[Machine], Steps[str]]]] = {
    **{device.value: _device(device) for device in Device},
    "routes": _routes,
    "last_answer": _last_answer,
    "keys": _keys,
    "batch": _batch,
    "reserve": _reserve,
}
