"""Errands: what the host's header asks for (processing requirement), done while nobody is at the terminal.

An errand is a chain of requests; between two of them people and owed reversals go first. One that fails rests until the
next poll. What needs an empty batch waits for it. Polls ask the host, while nobody is there, whether it wants anything;
they go whether the terminal is signed in or not. While it is, errands go with MACs, and an answer counts only with one;
while it is not they go as in the classic dialect, and what they bring is fetched again once there is a key.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from countertop.iso8583 import Message, PosHeader
from countertop.stage import Note, Script, SetTimer
from countertop.terminal import messages
from countertop.terminal.flows.line import mac_is_right
from countertop.terminal.flows.management import keys_disowned, requested
from countertop.terminal.lifecycle import TransactionEvent
from countertop.terminal.machine import Exchange, Machine, Work
from countertop.terminal.management import instructions, listing, master_key, parameters, staffing
from countertop.terminal.management.standing import Seal, Step
from countertop.terminal.records import RequirementNoted
from countertop.terminal.responses import SIGN_IN_AGAIN
from countertop.terminal.signing import uploading

__all__ = ["POLL", "answered", "begin", "go_on", "heard", "is_due", "is_in_doubt", "lost", "timer_fired"]

POLL = "poll"

MOST_IN_A_ROW: Final = 20
"""Errands done without a rest; a host that wants more waits for the next poll."""

NOTHING: Final = "0"

_HEARD: Final = frozenset({"00", "90"})
"""Codes that a poll may be answered by: the host is there, and so is the centre, or it closes its day."""

ERRANDS: Final[dict[str, Step[Machine]]] = {
    step.digit: step
    for step in (instructions.FETCH, parameters.DOWNLOAD, listing.STATE, listing.DOWNLOAD, master_key.FETCH)
}
"""Digit of the header -> the first request of its errand. Signing in again (3) is not one: a sale may need it too."""

IN_AN_EMPTY_BATCH: Final = frozenset({"1", "8"})


def begin(machine: Machine) -> Script:
    """Begin to poll, where that is set."""
    if machine.settings.poll_every:
        yield SetTimer(POLL, machine.settings.poll_every)


def timer_fired(machine: Machine) -> Script:
    """Try again what failed, and poll."""
    standing = machine.standing
    standing.rests, standing.in_a_row = False, 0
    standing.is_poll_due = bool(machine.settings.poll_every)
    machine.advices_due = machine.advices_due or (machine.settlement_ordered and bool(machine.stored))
    yield from begin(machine)


def heard(machine: Machine, answer: Message) -> Script:
    """Note what an answer's header asks for, once."""
    header = answer.header
    requirement = PosHeader(header).processing_requirement if isinstance(header, str) else NOTHING
    if requirement in (NOTHING, "", machine.requirement):
        return
    yield machine.append(RequirementNoted(machine.terminal_id, requirement))
    machine.requirement = requirement
    machine.sign_in_due = machine.sign_in_due or requirement == "3"
    yield Note("info", "terminal.requirement", requirement=requirement)


def is_due(machine: Machine) -> bool:
    """Tell whether an errand can begin or go on, the line being free and nobody waiting."""
    standing = machine.standing
    if standing.rests or machine.conversation is not None or machine.obligations:
        return False
    return standing.is_poll_due or _next(machine) is not None


def go_on(machine: Machine) -> Script:
    """Send the next request."""
    standing = machine.standing
    step = _next(machine)
    if step is None:
        step = Step(_poll, _polled, seal=Seal.NEVER, ending=_HEARD)
    standing.is_poll_due, standing.following, standing.step = False, None, step
    exchange = machine.take_line(Work.ERRAND, None)
    if step.before is not None:
        yield from step.before(machine)
    under = None if step.stan is None else step.stan(machine)
    build, with_mac = partial(step.build, machine), _is_sealed(machine, step)
    if not (yield from requested(machine, exchange, build, with_mac=with_mac, under=under, patience=step.patience)):
        yield from _rest(machine, "line")


def _is_sealed(machine: Machine, step: Step[Machine]) -> bool:
    return step.seal is Seal.ALWAYS or (step.seal is Seal.WHERE_KEYED and machine.seals_management)


def is_in_doubt(machine: Machine) -> bool:
    """Tell whether something came without a MAC that can be fetched with one now."""
    return not machine.standing.rests and _doubted(machine) is not None


def answered(machine: Machine, _: Exchange, answer: Message) -> Script:
    """Do what the answer says; a refused request ends the errand until the next poll."""
    step = machine.standing.step
    assert step is not None, "an errand is on the line"
    if machine.is_sealed and not (yield from mac_is_right(machine, answer)):
        yield from _disowned(machine, answer)
        yield from _rest(machine, "mac")
        return
    if answer.response_code not in step.ending:
        yield from _disowned(machine, answer)
        yield from _rest(machine, answer.response_code or "")
        return
    if fault := (yield from step.answered(machine, answer)):
        yield from _rest(machine, fault)
        return
    standing = machine.standing
    if step.digit == machine.requirement and standing.following is None and standing.report is None:
        yield from _done(machine)


def lost(machine: Machine, _: Exchange, event: TransactionEvent) -> Script:
    """No answer: the errand begins anew at the next poll."""
    yield from _rest(machine, event.name.lower())


def _next(machine: Machine) -> Step[Machine] | None:
    standing = machine.standing
    if staffing.is_due(machine):
        return staffing.TELL
    if standing.report is not None:
        return instructions.REPORT
    if standing.following is not None:
        return standing.following
    if uploading.is_due(machine):
        return uploading.UPLOAD
    if (doubted := _doubted(machine)) is not None:
        return doubted
    waits = machine.requirement in IN_AN_EMPTY_BATCH and machine.completed_in_batch
    return None if waits else ERRANDS.get(machine.requirement)


def _doubted(machine: Machine) -> Step[Machine] | None:
    """Return the first request of what came without a MAC, where it can be fetched with one."""
    if not machine.seals_management:
        return None
    due = sorted(machine.standing.doubted - (IN_AN_EMPTY_BATCH if machine.completed_in_batch else frozenset()))
    return ERRANDS[due[0]] if due else None


def _disowned(machine: Machine, answer: Message) -> Script:
    """Sign in again, by ourselves where that is allowed, when the host says that we have not the keys it gave us."""
    yield from keys_disowned(machine, answer)
    if answer.response_code in SIGN_IN_AGAIN:
        machine.sign_in_due = machine.settings.auto_sign_in


def _done(machine: Machine) -> Script:
    """Write down that nothing is wanted any more; should the host want it still, its answer says so again."""
    standing = machine.standing
    yield machine.append(RequirementNoted(machine.terminal_id, NOTHING))
    machine.requirement = NOTHING
    standing.in_a_row += 1
    if standing.in_a_row >= MOST_IN_A_ROW:
        yield from _rest(machine, "too-many")


def _rest(machine: Machine, why: str) -> Script:
    standing = machine.standing
    standing.following, standing.rests = None, True
    standing.gathered.clear()
    yield Note("warning", "terminal.errand_failed", requirement=machine.requirement, why=why)
    yield SetTimer(POLL, machine.settings.poll_every or machine.settings.errand_pause)


def _poll(machine: Machine, stan: str) -> Message:
    return messages.echo(machine.installation, machine.batch_number, stan)


def _polled(_: Machine, __: Message) -> Script:
    yield from ()
