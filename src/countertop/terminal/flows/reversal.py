"""Reversal: what is owed goes out before anything else, and again and again until the host acknowledges it.

Three tries are a round. After a round without acknowledgement the terminal alarms, prints the failure once, refuses
new transactions and rests; then the next round begins. A sale that is wanted meanwhile begins a round at once. Each
try is built anew with the present keys; when the host says that they are not its own, the terminal signs in first.
"""

from __future__ import annotations

from countertop.hsm import HsmRefusal, RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.stage import AskHsm, LookAtClock, Note, Script, SetTimer, Show
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.flows.line import dialled, hang_up, launched, mac_is_right, sealed
from countertop.terminal.flows.printing import printed
from countertop.terminal.lifecycle import (
    MachineEvent,
    MachineState,
    TransactionEvent,
    next_machine_state,
    next_state,
)
from countertop.terminal.machine import Exchange, Machine, Obligation, Pace, Work
from countertop.terminal.records import ReversalAcknowledged, ReversalTried, SignInRequired
from countertop.terminal.responses import DISCHARGING, SIGN_IN_AGAIN
from countertop.terminal.slips import failure_slip
from countertop.values import Pan

__all__ = ["TIMER", "acknowledged", "answered", "come_due", "lost", "rest", "send", "timer_fired", "try_failed"]

TIMER = "reversal"

_NUMBER_KEYED = "01"
"""First digits of an entry mode whose request carried F2."""


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
    """Send the oldest reversal owed, written down before it leaves."""
    assert machine.state is MachineState.SIGNED_IN
    obligation = machine.obligations[0]
    attempt = obligation.attempt.prepared
    exchange = machine.take_line(Work.REVERSAL, None)
    exchange.obligation = obligation
    payload = None
    if (yield from dialled(machine, exchange)):
        payload = yield from _built(machine, exchange, obligation)
    if payload is not None:
        moment = yield LookAtClock()
        obligation.tries += 1
        assert exchange.request is not None
        key = (attempt.terminal_id, attempt.batch_number, attempt.stan)
        yield machine.append(ReversalTried(*key, obligation.tries, moment.utc, hop_text(exchange.request)))
        if obligation not in machine.obligations:  # the answer to an earlier try has acknowledged it meanwhile
            machine.free_line()
            return
        if (yield from launched(machine, exchange, payload)):
            return
    machine.free_line()
    yield from try_failed(machine, "line")


def _built(machine: Machine, exchange: Exchange, obligation: Obligation) -> Steps[bytes | None]:
    attempt = obligation.attempt.prepared
    pan: Pan | None = None
    if attempt.entry_mode.startswith(_NUMBER_KEYED):
        (pan,) = yield AskHsm(RevealPan(attempt.pan_cipher))
        if isinstance(pan, HsmRefusal):
            yield Note("alarm", "terminal.hsm_refused", reason=pan.message)
            return None
    exchange.request = messages.reversal(machine.installation, attempt, obligation.reason, pan)
    payload = yield from sealed(machine, exchange.request)
    if isinstance(payload, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=payload.message)
        return None
    return payload


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Take an answer to a try; only an acknowledgement with a right MAC ends the obligation."""
    assert exchange.obligation is not None
    ended = yield from acknowledged(machine, exchange.obligation, answer)
    if ended or exchange.obligation not in machine.obligations:
        return
    code = answer.response_code or ""
    if code in SIGN_IN_AGAIN and machine.state is MachineState.SIGNED_IN:
        moment = yield LookAtClock()
        place = (machine.terminal_id, machine.batch_number, machine.clock_offset)
        yield machine.append(SignInRequired(*place, code, moment.utc))
        machine.state = next_machine_state(machine.state, MachineEvent.SIGN_IN_REQUIRED)
        machine.cause = code
    yield from try_failed(machine, code)


def acknowledged(machine: Machine, obligation: Obligation, answer: Message) -> Steps[bool]:
    """End an obligation by the host's acknowledgement; False when this answer acknowledges nothing."""
    code = answer.response_code
    if code not in DISCHARGING:
        return False
    if not (yield from mac_is_right(machine, answer)):
        yield Note("alarm", "terminal.acknowledgement_untrusted", stan=obligation.attempt.prepared.stan)
        return False
    moment = yield LookAtClock()
    attempt = obligation.attempt
    key = (attempt.prepared.terminal_id, attempt.prepared.batch_number, attempt.prepared.stan)
    yield machine.append(ReversalAcknowledged(*key, code, moment.utc, hop_text(answer)))
    attempt.state = next_state(attempt.state, TransactionEvent.REVERSAL_ACKNOWLEDGED)
    if obligation not in machine.obligations:  # acknowledged twice; the first record stands
        return True
    machine.obligations.remove(obligation)
    machine.pace, machine.round_tries = Pace.DUE, 0
    yield Note("info", "terminal.reversed", stan=attempt.prepared.stan)
    yield Show("screen.reversed", voucher=attempt.prepared.stan)
    return True


def lost(machine: Machine, _: Exchange, event: TransactionEvent) -> Script:
    """No answer to a try: a line on which nobody answers is closed."""
    if event is TransactionEvent.TIMED_OUT:
        yield from hang_up(machine)
    yield from try_failed(machine, event.name.lower())


def try_failed(machine: Machine, why: str) -> Script:
    """Count a try; pause before the next one of the round, or alarm and rest."""
    if not machine.obligations:
        return
    obligation = machine.obligations[0]
    obligation.attempt.state = next_state(obligation.attempt.state, TransactionEvent.REVERSAL_FAILED)
    machine.round_tries += 1
    if machine.round_tries < machine.settings.reversal_tries:
        machine.pace = Pace.PAUSED
        yield SetTimer(TIMER, machine.settings.reversal_pause)
        return
    yield from rest(machine, why)


def rest(machine: Machine, why: str) -> Script:
    """Alarm, and let the reversal rest until the next round; it is never given up."""
    obligation = machine.obligations[0]
    attempt = obligation.attempt.prepared
    machine.pace = Pace.RESTING
    yield SetTimer(TIMER, machine.settings.reversal_cadence)
    yield Note("alarm", "terminal.reversal_owed", stan=attempt.stan, tries=obligation.tries, why=why)
    yield Show("screen.reversal_resting", voucher=attempt.stan)
    if not obligation.slip_printed:
        obligation.slip_printed = True
        moment = yield LookAtClock()
        slip = failure_slip(machine.installation, attempt, machine.local_moment(moment.utc), machine.settings)
        yield from printed(machine, attempt, slip, "failure")
