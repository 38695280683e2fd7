"""Reversal (冲正): a 0400 with the attempt's own numbers, ended by the host's acknowledgement alone."""

from __future__ import annotations

from countertop.hsm import HsmRefusal, RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.stage import AskHsm, LookAtClock, Note, Show
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.flows.line import mac_is_right
from countertop.terminal.lifecycle import TransactionEvent
from countertop.terminal.machine import Machine, Obligation, Pace
from countertop.terminal.records import ReversalAcknowledged
from countertop.terminal.responses import DISCHARGING
from countertop.values import Pan

__all__ = ["acknowledged", "built"]

_NUMBER_KEYED = "01"
"""First digits of an entry mode whose request carried F2."""


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
    yield machine.append(ReversalAcknowledged(*attempt.key, code, moment.utc, hop_text(answer)))
    attempt.state = attempt.after(TransactionEvent.REVERSAL_ACKNOWLEDGED)
    if obligation not in machine.obligations:  # acknowledged twice; the first record stands
        return True
    machine.obligations.remove(obligation)
    machine.pace, machine.round_tries = Pace.DUE, 0
    yield Note("info", "terminal.reversed", stan=attempt.prepared.stan)
    yield Show("screen.reversed", voucher=attempt.prepared.stan)
    return True
