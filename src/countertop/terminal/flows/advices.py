"""Stored transactions (离线上送): counted here at once, told to the host later, in the order in which they happened.

They leave after the next transaction with the host and before the settlement, one by one, each under its own STAN until
it is answered. An approval or a lasting decline ends one; silence, and codes that say that nobody there could be told,
keep it and all behind it for the next time.
"""

from __future__ import annotations

from countertop.hsm import HsmRefusal
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.stage import Committed, LookAtClock, Note, Script, Show
from countertop.terminal import messages
from countertop.terminal.conversation import COMPLETED, REFUSED, Conversation, Ending, Steps
from countertop.terminal.draft import Draft
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import dialled, hang_up, launched, mac_is_right, sealed
from countertop.terminal.flows.management import keys_disowned
from countertop.terminal.flows.online import MOST_STANS, outcome_written
from countertop.terminal.flows.printing import copies_of, print_copies, printed
from countertop.terminal.flows.repeat import rebuilt
from countertop.terminal.flows.too_late import written_down
from countertop.terminal.lifecycle import TransactionEvent, TransactionState
from countertop.terminal.machine import Advice, Attempt, Exchange, Machine, Work
from countertop.terminal.outcomes import decided, prepared_of, stored_outcome, transaction_facts
from countertop.terminal.records import AttemptDecided, AttemptPrepared, AttemptStored, RepeatTried
from countertop.terminal.responses import KEEPING, SIGN_IN_AGAIN, is_approval
from countertop.terminal.settlement.limits import warned
from countertop.terminal.slips import refused_slip
from countertop.values import Amount

__all__ = ["all_told", "answered", "limit_fault", "lost", "rest", "send", "store", "told"]


def limit_fault(machine: Machine, amount: int, utc: int) -> Ending | None:
    """Return why one more of that amount may not be stored, or None."""
    settings, waiting = machine.settings, machine.stored
    stored = sum(advice.attempt.prepared.amount for advice in waiting)
    if amount > settings.stored_item_limit:
        return Ending(REFUSED, "screen.stored_item_limit", limit=str(Amount(settings.stored_item_limit)))
    if len(waiting) >= settings.stored_count_limit:
        message, limit = "screen.stored_count_limit", str(settings.stored_count_limit)
    elif stored + amount > settings.stored_total_limit:
        message, limit = "screen.stored_total_limit", str(Amount(settings.stored_total_limit))
    elif waiting and utc - waiting[0].stored_at > settings.stored_age_limit:
        return Ending(REFUSED, "screen.stored_age_limit", advice="advice.send_stored")
    else:
        return None
    return Ending(REFUSED, message, advice="advice.send_stored", limit=limit)


def store(machine: Machine, conversation: Conversation, draft: Draft) -> Script:
    """Make it durable, print, and say that it counts; the host hears of it later."""
    moment = yield LookAtClock()
    fault = limit_fault(machine, draft.amount, moment.utc)
    if fault is not None:
        yield from end(machine, conversation, fault)
        return
    written = yield from _stored(machine, draft)
    if isinstance(written, Ending):
        yield from end(machine, conversation, written)
        return
    prepared, record = written
    yield Show("screen.stored", voucher=prepared.stan)
    yield from warned(machine)
    copies = copies_of(machine, prepared, record)
    yield from print_copies(machine, prepared, copies)
    facts = transaction_facts(prepared, record, copies)
    yield from end(machine, conversation, Ending(COMPLETED, "screen.stored_waits", facts=facts, voucher=prepared.stan))


def _stored(machine: Machine, draft: Draft) -> Steps[tuple[AttemptPrepared, AttemptDecided] | Ending]:
    place = machine.stored[-1].place + 1 if machine.stored else 1
    for _ in range(MOST_STANS):
        stan = machine.take_stan()
        moment = yield LookAtClock()
        day, time = machine.local_moment(moment.utc)
        draft.taken_at = day.replace("-", "") + time
        message = messages.request(machine.installation, draft, stan, with_people=machine.settings.people_in_mac)
        prepared = prepared_of(machine, draft, message, moment.utc)
        attempt = Attempt(prepared, TransactionState.PREPARED)
        kept = AttemptStored(*attempt.key, place, day, time, moment.utc)
        if type((yield machine.append(prepared, kept))) is Committed:
            attempt.state = attempt.after(TransactionEvent.STORING)
            machine.stored.append(Advice(attempt, place, draft.taken_at, moment.utc))
            machine.completed_in_batch += 1
            return prepared, stored_outcome(prepared, kept.stored_date, kept.stored_time, kept.stored_at)
        yield Note("info", "terminal.stan_skipped", stan=stan)
    return Ending(REFUSED, "screen.batch_full", advice="advice.settle", limit=MOST_STANS)


def send(machine: Machine) -> Script:
    """Send the first of the queue, written down before it leaves."""
    advice = machine.stored[-1] if machine.mixes_up_advices else machine.stored[0]
    exchange = machine.take_line(Work.ADVICE, None)
    exchange.advice = advice
    if (yield from dialled(machine, exchange)) and (yield from _launched(machine, exchange, advice)):
        return
    machine.free_line()
    machine.advices_due = advice not in machine.stored and bool(machine.stored)


def _launched(machine: Machine, exchange: Exchange, advice: Advice) -> Steps[bool]:
    request = yield from rebuilt(machine, advice.attempt, advice.taken_at)
    if isinstance(request, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=request.message)
        return False
    payload = yield from sealed(machine, request)
    if isinstance(payload, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=payload.message)
        return False
    exchange.request = request
    moment = yield LookAtClock()
    advice.tries += 1
    yield machine.append(RepeatTried(*advice.attempt.key, advice.tries, moment.utc, hop_text(request)))
    if machine.drops_advices_early:
        yield machine.append(decided(machine, advice.attempt.prepared, TransactionState.COMPLETED, moment))
    if advice not in machine.stored:  # the answer to an earlier try has ended it meanwhile
        return False
    return (yield from launched(machine, exchange, payload))


def rest(machine: Machine, why: str) -> Script:
    """Let the queue wait for the next time."""
    machine.advices_due = False
    yield Note("warning", "terminal.advice_kept", stan=machine.stored[0].attempt.prepared.stan, code=why)


def all_told(machine: Machine, conversation: Conversation) -> Script:
    """Say that the host has been told of everything; the gate lets nobody pass before."""
    yield from end(machine, conversation, Ending(COMPLETED, "screen.stored_told"))


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Take the host's answer to the stored transaction that has just been sent.

    That our keys are not its own the host says under keys that we do not have, so it is heard without a right MAC too.
    """
    advice = exchange.advice
    assert advice is not None
    if not (yield from told(machine, advice, answer)):
        if advice in machine.stored:
            yield from keys_disowned(machine, answer)
        else:  # the answer to an earlier try has ended it meanwhile
            yield from written_down(machine, answer, advice.attempt.prepared.batch_number)
    machine.advices_due = advice not in machine.stored and bool(machine.stored)


def told(machine: Machine, advice: Advice, answer: Message) -> Steps[bool]:
    """End a stored transaction by the host's answer, whichever try it belongs to; False when it stays stored."""
    code, attempt = answer.response_code, advice.attempt
    if not (yield from mac_is_right(machine, answer)):
        yield Note("alarm", "terminal.answer_untrusted", stan=attempt.prepared.stan)
        return False
    if advice not in machine.stored:  # the answer to another try was faster
        return False
    if code is None or code in KEEPING | SIGN_IN_AGAIN:
        yield Note("warning", "terminal.advice_kept", stan=attempt.prepared.stan, code=code)
        return False
    moment = yield LookAtClock()
    approved = is_approval(code)
    state = attempt.after(TransactionEvent.APPROVED if approved else TransactionEvent.REFUSED)
    record = decided(machine, attempt.prepared, state, moment, answer=answer)
    if not machine.drops_advices_early and not (yield from outcome_written(machine, record, answer)):
        return False  # another copy of the answer was faster
    attempt.state = state
    machine.stored.remove(advice)
    if approved:
        yield Note("info", "terminal.advice_told", stan=attempt.prepared.stan, code=code)
        return True
    machine.completed_in_batch -= 1
    yield Note("alarm", "terminal.advice_refused", stan=attempt.prepared.stan, code=code)
    yield Show("screen.advice_refused", voucher=attempt.prepared.stan, code=code)
    slip = refused_slip(machine.installation, attempt.prepared, record, machine.settings)
    yield from printed(machine, attempt.prepared, slip, "refused")
    return True


def lost(machine: Machine, exchange: Exchange, event: TransactionEvent) -> Script:
    """No answer: it stays stored. A line on which nobody answers is closed."""
    assert exchange.advice is not None
    machine.advices_due = False
    if exchange.advice in machine.stored:
        attempt = exchange.advice.attempt
        attempt.state = attempt.after(event)
        yield Note("warning", "terminal.advice_kept", stan=attempt.prepared.stan, code=event.name.lower())
    if event is TransactionEvent.TIMED_OUT:
        yield from hang_up(machine)
