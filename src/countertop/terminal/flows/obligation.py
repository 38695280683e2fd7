"""What is owed for an attempt goes out before anything else, and again and again until the host ends it.

Three tries are a round. After a round without an end the terminal alarms, prints the failure once, refuses new
transactions and rests; then the next round begins. A sale that is wanted meanwhile begins a round at once. Each try is
built anew with the present keys; when the host says that they are not its own, the terminal signs in first. What a try
is, and which answer ends it, is its remedy's: `reversal` or `repeat`.
"""

from __future__ import annotations

from countertop.hsm import HsmRefusal
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.stage import LookAtClock, Note, Script, SetTimer, Show
from countertop.terminal.conversation import Steps
from countertop.terminal.flows import repeat, reversal
from countertop.terminal.flows.line import dialled, hang_up, launched, sealed
from countertop.terminal.flows.management import keys_disowned
from countertop.terminal.flows.printing import printed
from countertop.terminal.flows.too_late import written_down
from countertop.terminal.lifecycle import MachineState, Remedy, TransactionEvent
from countertop.terminal.machine import Exchange, Machine, Obligation, Pace, Work
from countertop.terminal.records import RepeatTried, ReversalTried
from countertop.terminal.slips import failure_slip

__all__ = ["TIMER", "answered", "come_due", "lost", "rest", "send", "settled_by", "timer_fired", "try_failed"]

TIMER = "reversal"

_WORK = {Remedy.REVERSAL: Work.REVERSAL, Remedy.REPEAT: Work.REPEAT}
_BUILT = {Remedy.REVERSAL: reversal.built, Remedy.REPEAT: repeat.built}
_TRIED = {Remedy.REVERSAL: ReversalTried, Remedy.REPEAT: RepeatTried}
_SETTLED = {Remedy.REVERSAL: reversal.acknowledged, Remedy.REPEAT: repeat.answered}
_RESTING = {Remedy.REVERSAL: "reversal_resting", Remedy.REPEAT: "repeat_resting"}
_OWED = {Remedy.REVERSAL: "reversal_owed", Remedy.REPEAT: "repeat_owed"}


def come_due(machine: Machine) -> None:
    """Begin a round now instead of resting on; a round on its way is left alone."""
    if machine.obligations and machine.pace is Pace.RESTING:
        machine.pace, machine.round_tries = Pace.DUE, 0


def timer_fired(machine: Machine) -> None:
    """Go on: with the next try of the round, or with the next round."""
    if machine.pace is Pace.PAUSED:
        machine.pace = Pace.DUE
    come_due(machine)


def send(machine: Machine) -> Script:
    """Send the oldest obligation, written down before it leaves."""
    assert machine.state is MachineState.SIGNED_IN
    obligation = machine.obligations[0]
    remedy = obligation.attempt.kind.remedy
    exchange = machine.take_line(_WORK[remedy], None)
    exchange.obligation = obligation
    payload = None
    if (yield from dialled(machine, exchange)):
        payload = yield from _built(machine, exchange, obligation)
    if payload is not None:
        moment = yield LookAtClock()
        obligation.tries += 1
        assert exchange.request is not None
        text = hop_text(exchange.request)
        yield machine.append(_TRIED[remedy](*obligation.attempt.key, obligation.tries, moment.utc, text))
        if obligation not in machine.obligations:  # the answer to an earlier try has ended it meanwhile
            machine.free_line()
            return
        if (yield from launched(machine, exchange, payload)):
            return
    machine.free_line()
    yield from try_failed(machine, "line")


def _built(machine: Machine, exchange: Exchange, obligation: Obligation) -> Steps[bytes | None]:
    request = yield from _BUILT[obligation.attempt.kind.remedy](machine, obligation)
    if isinstance(request, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=request.message)
        return None
    exchange.request = request
    payload = yield from sealed(machine, request)
    if isinstance(payload, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=payload.message)
        return None
    return payload


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Take an answer to a try; only one with a right MAC ends the obligation."""
    obligation = exchange.obligation
    assert obligation is not None
    if (yield from settled_by(machine, obligation, answer)):
        return
    if obligation not in machine.obligations:  # the answer to an earlier try has ended it meanwhile
        yield from written_down(machine, answer, obligation.attempt.prepared.batch_number)
        return
    yield from keys_disowned(machine, answer)
    yield from try_failed(machine, answer.response_code or "")


def settled_by(machine: Machine, obligation: Obligation, answer: Message) -> Steps[bool]:
    """End an obligation by the host's answer, whichever try it belongs to; False when this one ends nothing."""
    return (yield from _SETTLED[obligation.attempt.kind.remedy](machine, obligation, answer))


def lost(machine: Machine, _: Exchange, event: TransactionEvent) -> Script:
    """No answer to a try: a line on which nobody answers is closed."""
    if event is TransactionEvent.TIMED_OUT:
        yield from hang_up(machine)
    yield from try_failed(machine, event.name.lower())


def try_failed(machine: Machine, why: str) -> Script:
    """Count a try; pause before the next one of the round, or alarm and rest."""
    if not machine.obligations:
        return
    attempt = machine.obligations[0].attempt
    attempt.state = attempt.after(TransactionEvent.TRY_FAILED)
    machine.round_tries += 1
    if machine.round_tries < machine.settings.reversal_tries:
        machine.pace = Pace.PAUSED
        yield SetTimer(TIMER, machine.settings.reversal_pause)
        return
    yield from rest(machine, why)


def rest(machine: Machine, why: str) -> Script:
    """Alarm, and let the obligation rest until the next round; it is never given up."""
    obligation = machine.obligations[0]
    attempt, remedy = obligation.attempt.prepared, obligation.attempt.kind.remedy
    machine.pace = Pace.RESTING
    yield SetTimer(TIMER, machine.settings.reversal_cadence)
    yield Note("alarm", f"terminal.{_OWED[remedy]}", stan=attempt.stan, tries=obligation.tries, why=why)
    yield Show(f"screen.{_RESTING[remedy]}", voucher=attempt.stan)
    if not obligation.slip_printed:
        obligation.slip_printed = True
        moment = yield LookAtClock()
        slip = failure_slip(machine.installation, attempt, machine.local_moment(moment.utc), machine.settings)
        yield from printed(machine, attempt, slip, "failure")
