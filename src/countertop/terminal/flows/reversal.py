"""Reversal (冲正): a 0400 with the attempt's own numbers, ended by the host's acknowledgement alone.

Where the batch was closed by people meanwhile, and the host cannot reverse any more, people settle it: the answer (25)
then says how, and so does a slip.
"""

from __future__ import annotations

from countertop.hsm import HsmRefusal, RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.iso8583.private.settled import SETTLED, Settled, read_settled
from countertop.stage import AskHsm, LookAtClock, Note, Script, Show
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.flows.line import mac_is_right
from countertop.terminal.flows.printing import printed
from countertop.terminal.lifecycle import TransactionEvent
from countertop.terminal.machine import Machine, Obligation, Pace
from countertop.terminal.records import AttemptPrepared, ReversalAcknowledged, ReversalSettled
from countertop.terminal.responses import DISCHARGING, FITS_NOTHING
from countertop.terminal.slips import settled_slip
from countertop.values import Pan

__all__ = ["acknowledged", "built"]

_NUMBER_KEYED = "01"
"""First digits of an entry mode whose request carried F2."""

_SETTLED_AS = {Settled.REPAID: "repaid", Settled.STANDS: "stands"}
"""The values of `settled_reversal.settled_as`."""


def built(machine: Machine, obligation: Obligation) -> Steps[Message | HsmRefusal]:
    """Return the reversal, with the card number where the attempt carried it."""
    attempt = obligation.attempt.prepared
    pan: Pan | None = None
    if attempt.entry_mode.startswith(_NUMBER_KEYED):
        (pan,) = yield AskHsm(RevealPan(attempt.pan_cipher))
        if isinstance(pan, HsmRefusal):
            return pan
    return messages.reversal(machine.installation, attempt, obligation.reason, pan)


def acknowledged(machine: Machine, obligation: Obligation, answer: Message) -> Steps[bool]:
    """End an obligation by the host's acknowledgement; False when this answer acknowledges nothing."""
    attempt, code = obligation.attempt, answer.response_code
    if code not in DISCHARGING:
        return False
    if not (yield from mac_is_right(machine, answer)):
        yield Note("alarm", "terminal.acknowledgement_untrusted", stan=attempt.prepared.stan)
        return False
    moment = yield LookAtClock()
    settled = _settled_as(answer)
    ended = ReversalAcknowledged(*attempt.key, code, moment.utc, hop_text(answer))
    by_people = () if settled is None else (ReversalSettled(*attempt.key, settled, moment.utc),)
    yield machine.append(ended, *by_people)
    attempt.state = attempt.after(TransactionEvent.REVERSAL_ACKNOWLEDGED)
    if obligation not in machine.obligations:  # acknowledged twice; the first record stands
        return True
    machine.obligations.remove(obligation)
    machine.pace, machine.round_tries = Pace.DUE, 0
    if settled is not None:
        yield from _told(machine, attempt.prepared, settled, moment.utc)
        return True
    if code == FITS_NOTHING:
        yield Note("warning", "terminal.reversal_fits_nothing", stan=attempt.prepared.stan)
    else:
        yield Note("info", "terminal.reversed", stan=attempt.prepared.stan)
    yield Show("screen.reversed", voucher=attempt.prepared.stan)
    return True


def _settled_as(answer: Message) -> str | None:
    """Return how people settled it, None for an answer that says nothing of the kind."""
    told = answer.reserved_data
    settled = read_settled(told) if answer.response_code == SETTLED and isinstance(told, str) else None
    return None if settled is None else _SETTLED_AS[settled]


def _told(machine: Machine, prepared: AttemptPrepared, settled: str, utc: int) -> Script:
    """Say on screen and paper what people did about a reversal that came too late."""
    yield Note("warning", f"terminal.settled_{settled}", stan=prepared.stan)
    yield Show(f"screen.settled_{settled}", voucher=prepared.stan)
    slip = settled_slip(machine.installation, prepared, settled, machine.local_moment(utc), machine.settings)
    yield from printed(machine, prepared, slip, "settled")
