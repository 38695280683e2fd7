"""Repetition (重发): the same request under the same STAN, of what was made durable of it, until the host answers.

The card number comes from its ciphertext; tracks and PIN are gone. The host answers every repetition from its journal,
so whichever try an answer belongs to, it is the answer; the first one decides.
"""

from __future__ import annotations

from typing import Any

from countertop.hsm import HsmRefusal, RevealPan
from countertop.iso8583 import Message
from countertop.stage import AskHsm, Committed, LookAtClock, Note, Script, Show
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.draft import Draft
from countertop.terminal.flows.line import mac_is_right
from countertop.terminal.flows.printing import copies_of, printed
from countertop.terminal.lifecycle import TransactionEvent
from countertop.terminal.machine import Attempt, Machine, Obligation, Pace
from countertop.terminal.management.whereabouts import told_whereabouts
from countertop.terminal.outcomes import decided
from countertop.terminal.records import AttemptDecided
from countertop.terminal.responses import EMPTY, SIGN_IN_AGAIN, is_approval
from countertop.terminal.settlement.limits import warned

__all__ = ["answered", "built", "rebuilt", "settles"]


def built(machine: Machine, obligation: Obligation) -> Steps[Message | HsmRefusal]:
    """Return the request once more."""
    return (yield from rebuilt(machine, obligation.attempt))


def rebuilt(machine: Machine, attempt: Attempt, taken_at: str | None = None) -> Steps[Message | HsmRefusal]:
    """Return an attempt's request from its record; `taken_at` is when a stored one was taken."""
    prepared = attempt.prepared
    ciphers = [prepared.pan_cipher] if prepared.target_cipher is None else [prepared.pan_cipher, prepared.target_cipher]
    replies: list[Any] = [] if attempt.kind.is_scanned else (yield AskHsm(*map(RevealPan, ciphers)))
    for reply in replies:
        if isinstance(reply, HsmRefusal):
            return reply
    pan, target, *_ = (*replies, None, None)
    draft = Draft.again(prepared, pan, target, taken_at)
    with_people, whereabouts = machine.settings.people_in_mac, (yield from told_whereabouts(machine))
    stan = prepared.stan
    return messages.request(machine.installation, draft, stan, with_people=with_people, whereabouts=whereabouts)


def settles(answer: Message) -> bool:
    """Tell whether an answer says what became of the request."""
    return answer.response_code is not None and answer.response_code not in EMPTY | SIGN_IN_AGAIN


def answered(machine: Machine, obligation: Obligation, answer: Message) -> Steps[bool]:
    """Decide by the host's answer; False when this one settles nothing."""
    attempt = obligation.attempt
    if not settles(answer):
        return False
    if not (yield from mac_is_right(machine, answer)):
        yield Note("alarm", "terminal.answer_untrusted", stan=attempt.prepared.stan)
        return False
    moment = yield LookAtClock()
    if obligation not in machine.obligations:  # the answer to another try was faster
        return False
    approved = is_approval(answer.response_code)
    state = attempt.after(TransactionEvent.APPROVED if approved else TransactionEvent.REFUSED)
    record = decided(machine, attempt.prepared, state, moment, answer=answer)
    if type((yield machine.append(record))) is not Committed:  # answered twice; the first record stands
        return False
    attempt.state = state
    machine.obligations.remove(obligation)
    machine.pace, machine.round_tries = Pace.DUE, 0
    yield Note("info", "terminal.repeat_answered", stan=attempt.prepared.stan, code=answer.response_code)
    if approved:
        machine.completed_in_batch += 1
        yield from warned(machine)
        yield from _slips_printed(machine, attempt, record)
    else:
        yield Show("screen.repeat_declined", voucher=attempt.prepared.stan, code=answer.response_code)
    return True


def _slips_printed(machine: Machine, attempt: Attempt, record: AttemptDecided) -> Script:
    """Print both copies: nobody stands by who could be asked for the second."""
    yield Show("screen.repeat_approved", voucher=attempt.prepared.stan)
    for slip in copies_of(machine, attempt.prepared, record):
        yield from printed(machine, attempt.prepared, slip, slip.copy)
