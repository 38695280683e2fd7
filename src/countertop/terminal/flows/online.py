"""One transaction with the host: prepared, sent, answered, decided. Whenever nobody can know, something is owed for it.

What a reversal or a repetition needs is durable before the first byte leaves; the outcome, or what is owed, is durable
before anybody sees it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from countertop.hsm import HsmRefusal
from countertop.iso8583 import Message, PosHeader
from countertop.iso8583.hops import hop_text
from countertop.signature import expand
from countertop.stage import Committed, LookAtClock, Note, Script, Send, Show
from countertop.terminal import messages
from countertop.terminal.conversation import (
    COMPLETED,
    DECLINED,
    REFUSED,
    UNKNOWN,
    UNREACHABLE,
    Conversation,
    Ending,
    Steps,
)
from countertop.terminal.draft import Draft
from countertop.terminal.flows import awaiting
from countertop.terminal.flows.balance import balance_shown
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import dialled, launched, mac_is_right, sealed, unreachable
from countertop.terminal.flows.printing import copies_of, print_copies
from countertop.terminal.lifecycle import (
    MachineEvent,
    Remedy,
    TransactionEvent,
    TransactionState,
    next_machine_state,
)
from countertop.terminal.machine import Attempt, Exchange, Machine, Obligation, Pace, Work
from countertop.terminal.management.whereabouts import told_whereabouts
from countertop.terminal.outcomes import decided, owed_facts, prepared_of, transaction_facts
from countertop.terminal.records import AttemptDecided, RepeatOwed, RequirementNoted, SignInRequired
from countertop.terminal.responses import EMPTY, SIGN_IN_AGAIN, action_text, is_approval, response_text
from countertop.terminal.settlement.limits import warned
from countertop.terminal.signing.taking import signed_on_pad
from countertop.terminal.slips import Slip

__all__ = ["MOST_STANS", "answered", "go_on", "lost", "outcome_written", "transact"]

MOST_STANS = 10_000
"""STANs of the open batch that may be skipped in a row after the count has gone around."""

_GIVE_BACK = {"02": "advice.return_card"}
"""How the number was obtained -> what is given back; a void by the number kept has no card to return."""

NO_ANSWER, WRONG_MAC = "98", "A0"
"""Reasons of a reversal (F39 of a 0400)."""


def transact(machine: Machine, conversation: Conversation, draft: Draft) -> Script:
    """Dial, make the intent durable, send. The answer, or its absence, is another event."""
    assert not machine.obligations, "the gate lets nobody pass while something is owed"
    exchange = machine.take_line(Work.TRANSACTION, conversation)
    ending = yield from _sent(machine, exchange, draft)
    if ending is not None:
        machine.free_line()
        yield from end(machine, conversation, ending)
        return
    yield Show("screen.waiting")


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Decide by the answer, if its MAC says that it is the host's."""
    attempt, conversation = exchange.attempt, exchange.conversation
    assert attempt is not None
    assert conversation is not None
    if not (yield from mac_is_right(machine, answer)):
        yield Note("alarm", "terminal.answer_untrusted", stan=attempt.prepared.stan)
        event = TransactionEvent.ANSWER_UNTRUSTED
        yield from _unknown(machine, attempt, conversation, event, WRONG_MAC, answer)
        return
    if attempt.kind.remedy is Remedy.REPEAT and answer.response_code in EMPTY:
        yield from _unknown(machine, attempt, conversation, TransactionEvent.ANSWER_EMPTY, NO_ANSWER, answer)
        return
    if awaiting.is_progress(exchange, answer):
        yield from awaiting.keep_waiting(machine, exchange, answer)
        return
    if exchange.began and (answer.response_code in SIGN_IN_AGAIN or answer.rrn is None):
        # A repetition was refused, altered on its way perhaps, or because the terminal has been locked meanwhile: what
        # does not name the payment that is open says nothing of it.
        yield from _unknown(machine, attempt, conversation, TransactionEvent.ANSWER_UNTRUSTED, NO_ANSWER, answer)
        return
    attempt.state = attempt.after(TransactionEvent.ANSWER_TRUSTED)
    machine.advices_due = bool(machine.stored)
    if is_approval(answer.response_code):
        yield from _complete(machine, attempt, conversation, answer)
    else:
        yield from _decline(machine, attempt, conversation, answer)


def lost(machine: Machine, exchange: Exchange, event: TransactionEvent) -> Script:
    """No answer came: nobody knows, so what the kind's remedy says is owed."""
    assert exchange.attempt is not None
    assert exchange.conversation is not None
    yield from _unknown(machine, exchange.attempt, exchange.conversation, event, NO_ANSWER, None)


def go_on(machine: Machine, exchange: Exchange) -> Script:
    """Ask the host again for a payment that was not decided, or give it up: then it is reversed."""
    moment = yield LookAtClock()
    if not awaiting.is_over(machine, exchange, moment.monotonic):
        yield from awaiting.ask_again(machine, exchange)
        return
    exchange.is_pending = False
    yield from lost(machine, exchange, TransactionEvent.GIVEN_UP)
    machine.free_line()


def _sent(machine: Machine, exchange: Exchange, draft: Draft) -> Steps[Ending | None]:
    if not (yield from dialled(machine, exchange)):
        return unreachable()
    with_people, whereabouts = machine.settings.people_in_mac, (yield from told_whereabouts(machine))
    for _ in range(MOST_STANS):
        message = messages.request(
            machine.installation, draft, machine.take_stan(), with_people=with_people, whereabouts=whereabouts
        )
        payload = yield from sealed(machine, message)
        if isinstance(payload, HsmRefusal):
            return Ending(REFUSED, "screen.hsm_refused", reason=payload.message)
        moment = yield LookAtClock()
        prepared = prepared_of(machine, draft, message, moment.utc)
        if machine.sends_before_persisting:
            yield Send(exchange.line or 0, payload)
        written = yield machine.append(prepared)
        if type(written) is Committed or machine.repeats_stans_after_reboot:
            break
        yield Note("info", "terminal.stan_skipped", stan=prepared.stan)
    else:
        return Ending(REFUSED, "screen.batch_full", advice="advice.settle", limit=MOST_STANS)
    attempt = Attempt(prepared, TransactionState.PREPARED)
    exchange.attempt, exchange.request = attempt, message
    assert exchange.conversation is not None, "somebody wants it"
    exchange.conversation.has_attempt = True
    if (yield from launched(machine, exchange, payload)):
        return None
    moment = yield LookAtClock()
    state = attempt.after(TransactionEvent.LINE_UNREACHABLE)
    yield machine.append(decided(machine, prepared, state, moment))
    attempt.state = state
    return unreachable()


def _complete(machine: Machine, attempt: Attempt, conversation: Conversation, answer: Message) -> Script:
    """Write the approval down, then print, then say so."""
    moment = yield LookAtClock()
    prepared = attempt.prepared
    state = attempt.after(TransactionEvent.APPROVED)
    record = decided(machine, prepared, state, moment, answer=answer)
    yield from _decided_once(machine, record, answer)
    attempt.state = state
    machine.completed_in_batch += 1
    yield from warned(machine)
    copies: tuple[Slip, ...] = ()
    if attempt.kind.has_slip:
        yield Show("screen.approved", voucher=prepared.stan)
        picture = yield from signed_on_pad(machine, prepared, record)
        signature = None if picture is None else partial(expand, picture)
        copies = both = copies_of(machine, prepared, record, signature=signature)
        yield from print_copies(machine, prepared, both)
    else:
        yield from balance_shown(answer)
    code = answer.response_code
    advice = action_text(code) if code != "00" else _GIVE_BACK.get(prepared.entry_mode[:2])
    facts = transaction_facts(prepared, record, copies)
    yield from end(
        machine,
        conversation,
        Ending(COMPLETED, response_text(code, scanned=attempt.kind.is_scanned), advice=advice, facts=facts, code=code),
    )


def _decline(machine: Machine, attempt: Attempt, conversation: Conversation, answer: Message) -> Script:
    """Write the decline down, then say what the host says, and what to do."""
    moment = yield LookAtClock()
    prepared, code = attempt.prepared, answer.response_code
    state = attempt.after(TransactionEvent.REFUSED)
    record = decided(machine, prepared, state, moment, answer=answer)
    yield from _decided_once(machine, record, answer)
    attempt.state = state
    facts = transaction_facts(prepared, record)
    ending = Ending(
        DECLINED, response_text(code, scanned=attempt.kind.is_scanned), advice=action_text(code), facts=facts, code=code
    )
    yield from end(machine, conversation, ending)


def _unknown(
    machine: Machine,
    attempt: Attempt,
    conversation: Conversation,
    event: TransactionEvent,
    reason: str,
    answer: Message | None,
) -> Script:
    """Write down what is owed before anybody hears that the outcome is unknown."""
    moment = yield LookAtClock()
    prepared, why = attempt.prepared, event.name.lower()
    state = attempt.after(event)
    if state is TransactionState.REPEAT_OWED:
        text = None if answer is None else hop_text(answer)
        yield machine.append(RepeatOwed(*attempt.key, why, moment.utc, text))
        facts, message, advice = owed_facts(prepared, state), "screen.unknown_repeat", "advice.repeat_goes_first"
    else:
        record = decided(machine, prepared, state, moment, reason=reason, answer=answer)
        yield from _decided_once(machine, record, answer)
        facts, message, advice = transaction_facts(prepared, record), "screen.unknown", "advice.reversal_goes_first"
    attempt.state = state
    if state is TransactionState.UNANSWERED:
        yield Note("warning", "terminal.no_answer", what=prepared.kind, why=why)
        ending = Ending(UNREACHABLE, "screen.no_answer", advice="advice.try_again", facts=facts)
        yield from end(machine, conversation, ending)
        return
    machine.obligations.append(Obligation(attempt, reason))
    machine.pace, machine.round_tries = Pace.DUE, 0
    yield Note("warning", "terminal.outcome_unknown", stan=prepared.stan, why=why)
    yield from end(machine, conversation, Ending(UNKNOWN, message, advice=advice, facts=facts, voucher=prepared.stan))


def _decided_once(machine: Machine, record: AttemptDecided, answer: Message | None) -> Script:
    written = yield from outcome_written(machine, record, answer)
    assert written or machine.repeats_stans_after_reboot, "an attempt is decided once"


def outcome_written(machine: Machine, record: AttemptDecided, answer: Message | None) -> Steps[bool]:
    """Append the outcome, with what the answer asks of the machine, in one step; False when there is one already."""
    more: list[Any] = []
    code = None if answer is None else answer.response_code
    if code in SIGN_IN_AGAIN:
        place = (machine.terminal_id, machine.batch_number, machine.clock_offset)
        more.append(SignInRequired(*place, code, record.decided_at))
    requirement = _requirement(answer)
    if requirement not in ("0", machine.requirement):
        more.append(RequirementNoted(machine.terminal_id, requirement))
    if type((yield machine.append(record, *more))) is not Committed:
        return False
    if code in SIGN_IN_AGAIN:
        machine.state = next_machine_state(machine.state, MachineEvent.SIGN_IN_REQUIRED)
        machine.cause = code
    if requirement != "0":
        machine.requirement = requirement
        machine.sign_in_due = requirement == "3"
        yield Note("info", "terminal.requirement", requirement=requirement)
    return True


def _requirement(answer: Message | None) -> str:
    header = None if answer is None else answer.header
    return PosHeader(header).processing_requirement if isinstance(header, str) else "0"
