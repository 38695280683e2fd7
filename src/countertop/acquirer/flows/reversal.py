"""Reversal (冲正): the terminal does not know what became of an attempt, and wants nothing to have become of it.

Four cases, decided by the keys of the database, whatever arrives first:

    the attempt never came      a tombstone takes its key, and it is declined should it still come
    it waits for the switch     the waiting ends; the switch is told to undo it, whatever it was going to say
    it was approved             the switch is told to undo it
    anything else               there is nothing to undo, or it is being undone already

All four are answered 00, when it is durable and before the switch is told. A reversal that does not agree with what it
would undo is refused and moves nothing; so is that of a void whose pre-authorisation was completed otherwise since.
A bank that gave back a part of a payment by a refund gives back only the rest when it is reversed. The merchant has
borne that refund for a payment that counts no more, so a case is opened with the reversal: people pay the merchant.
Where nothing would move there is nothing to agree with: a machine bound anew counts STANs from one again, and its
reversal may name what the machine before it was declined. Refused, it would be owed for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.claims import REFUNDABLE
from countertop.acquirer.flows.answering import refuse, refuse_mac, send_sealed
from countertop.acquirer.flows.claiming import completed_otherwise, standing_refunds
from countertop.acquirer.flows.deciding import decision
from countertop.acquirer.flows.looking import look_at_attempt
from countertop.acquirer.flows.owing import new_obligation, send_reversal
from countertop.acquirer.flows.repeating import answer_due
from countertop.acquirer.kinds import Kind
from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, AttemptState, Moves, state_of
from countertop.acquirer.management.master_key import prove
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.records import ReversalReceived, TombstoneLaid
from countertop.acquirer.replies import begin_reply, complete_reply
from countertop.acquirer.settlement.records import RefundOfReversed
from countertop.acquirer.tables import ATTEMPT_BY_KEY, OBLIGATION_BY_KEY, Outcome
from countertop.hsm import Command, TokenizePan, VerifyMac
from countertop.iso8583.hops import hop_text
from countertop.stage import Append, AskHsm, CancelTimer, KeyTaken, Note, Read, Script

__all__ = ["receive_reversal"]

DONE = "00"
FORMAT = "30"
OTHER_BATCH = "77"
OTHER_AMOUNT = "64"
OTHER_TRANSACTION = "12"
NOT_NOW = "96"

COMPLETION_VOID = "completion_void"

Row = Mapping[str, Any]


class Effected:
    """The values of `reversal.effect`; a tombstone writes its own."""

    IN_FLIGHT = "in-flight"
    UNDONE = "undone"
    NOTHING = "nothing"


def receive_reversal(memory: HostMemory, arrival: Arrival, kind: Kind) -> Script:
    """Take a reversal of a kind to one of its four ends."""
    request, terminal = arrival.request, arrival.terminal
    session = terminal.session
    assert session is not None, "the gate lets nobody pass who is not signed in"
    commands: list[Command] = [VerifyMac(session.tak, request.mac_input or b"", request.mac or b"")]
    if request.pan is not None:
        commands.append(TokenizePan(request.pan, terminal.merchant.merchant_id))
    verified, *tokens = yield AskHsm(*commands)
    if not verified:
        yield from refuse_mac(memory, arrival)
        return
    if not session.is_heard:
        yield from prove(memory, terminal, session, arrival.utc)
    if None in (request.stan, request.amount, request.processing_code, request.currency):
        yield from refuse(memory, arrival, FORMAT)
        return
    token = tokens[0] if tokens else None
    key = terminal.key_head + (request.stan or "")
    memory.counts["reversals"] += 1
    waiting = memory.open.get(key)
    if waiting is not None and waiting.is_durable:
        yield from _reverse_waiting(memory, arrival, kind, waiting, token)
    else:
        yield from _lay_tombstone(memory, arrival, kind, key, token)


def _lay_tombstone(memory: HostMemory, arrival: Arrival, kind: Kind, key: str, token: str | None) -> Script:
    """Take the key of what never came, unless it turns out to be taken."""
    if "acquirer.no-tombstone" in memory.planted and not (yield Read(ATTEMPT_BY_KEY, key)):
        yield from _acknowledge(memory, arrival, _next_rrn(memory, arrival))
        return
    tombstone = _tombstone(memory, arrival, key)
    written = yield Append(arrival.terminal.terminal_id, tombstone)
    memory.numbered.discard(tombstone.serial)
    if isinstance(written, KeyTaken):
        yield from _reverse_known(memory, arrival, kind, key, token)
        return
    memory.counts["tombstones"] += 1
    yield Note("warning", "acquirer.tombstone", terminal_id=tombstone.terminal_id, stan=tombstone.stan)
    yield from _acknowledge(memory, arrival, tombstone.rrn)


def _reverse_waiting(memory: HostMemory, arrival: Arrival, kind: Kind, attempt: Attempt, token: str | None) -> Script:
    """Decide what waits unknown, as a time-out would, and owe its reversal at once."""
    if "acquirer.reversal-ignored-in-flight" in memory.planted:
        yield from _acknowledge(memory, arrival, attempt.rrn)
        return
    original_token, amount, _, name, *_ = attempt.content
    if refusal := _disagreement(memory, arrival, kind, (original_token, amount, name), token):
        yield from _refuse(memory, arrival, refusal)
        return
    step = LIFECYCLE[AttemptState.RECEIVED, AttemptEvent.REVERSAL]
    assert isinstance(step, Moves)
    assert step.to is AttemptState.UNKNOWN
    obligation, owed = new_obligation(memory, attempt.key, attempt.terminal.terminal_id, "reversal", arrival.utc)
    decided, _ = decision(memory, attempt, Outcome.UNKNOWN, "98", "reversal", arrival.utc)
    received = _received(arrival, attempt.key, Effected.IN_FLIGHT)
    written = yield Append(arrival.terminal.terminal_id, received, decided, owed)
    if isinstance(written, KeyTaken):  # it was decided while this was written
        yield from _reverse_known(memory, arrival, kind, attempt.key, token)
        return
    memory.release(attempt)
    memory.owe(obligation)
    yield CancelTimer(answer_due(attempt.key))
    yield from _acknowledge(memory, arrival, attempt.rrn)
    yield from send_reversal(memory, obligation)


def _reverse_known(memory: HostMemory, arrival: Arrival, kind: Kind, key: str, token: str | None) -> Script:
    """Compare with what stands in the tables, and undo it where there is something to undo."""
    attempt = yield from look_at_attempt(memory, key)
    if attempt["outcome"] is None:
        yield from _reverse_waiting(memory, arrival, kind, memory.open[key], token)
        return
    obligations = yield Read(OBLIGATION_BY_KEY, key)
    step = LIFECYCLE[state_of(attempt, obligations[0] if obligations else None), AttemptEvent.REVERSAL]
    if not isinstance(step, Moves):
        yield Append(arrival.terminal.terminal_id, _received(arrival, key, Effected.NOTHING))
        yield from _acknowledge(memory, arrival, attempt["rrn"])
        return
    original = (attempt["pan_token"], attempt["amount"], attempt["kind"])
    if refusal := _disagreement(memory, arrival, kind, original, token):
        yield from _refuse(memory, arrival, refusal)
        return
    yield from _UNDOING.get(attempt["kind"], _undo)(memory, arrival, attempt)


def _undo_void(memory: HostMemory, arrival: Arrival, void: Row) -> Script:
    """Let a completion stand again, unless another one has its hold; nobody claims that meanwhile."""
    (completion,) = yield Read(ATTEMPT_BY_KEY, void["original_key"])
    held, key = completion["original_key"], void["attempt_key"]
    if memory.claiming.setdefault(held, key) != key:
        yield from refuse(memory, arrival, NOT_NOW)  # somebody asks for the hold; the reversal comes again
        return
    if (yield from completed_otherwise(completion)):
        yield from _refuse(memory, arrival, OTHER_TRANSACTION)
    else:
        yield from _undo(memory, arrival, void)
    memory.claiming.pop(held, None)


def _undo_refundable(memory: HostMemory, arrival: Arrival, payment: Row) -> Script:
    """Undo a payment, with a case for each refund of it that stands, or may; nobody refunds it meanwhile."""
    key = payment["attempt_key"]
    if memory.claiming.setdefault(key, key) != key:
        yield from refuse(memory, arrival, NOT_NOW)  # as above
        return
    refunds = yield from standing_refunds(key)
    yield from _undo(memory, arrival, payment, *[_case_of(refund, arrival.utc) for refund in refunds])
    for refund in refunds:
        yield Note("alarm", "acquirer.refund-of-reversed", rrn=refund["rrn"], terminal_id=refund["terminal_id"])
    memory.claiming.pop(key, None)


def _case_of(refund: Row, utc: int) -> RefundOfReversed:
    return RefundOfReversed(
        attempt_key=refund["attempt_key"],
        original_key=refund["original_key"],
        terminal_id=refund["terminal_id"],
        batch_instance=refund["batch_instance"],
        stan=refund["stan"],
        amount=refund["amount"],
        reversed_at=utc,
    )


def _undo(memory: HostMemory, arrival: Arrival, attempt: Row, *cases: RefundOfReversed) -> Script:
    key, terminal = attempt["attempt_key"], arrival.terminal
    if terminal.is_frozen or not key.startswith(terminal.key_head):
        yield from refuse(memory, arrival, OTHER_BATCH)  # its batch was settled while it was being looked up
        return
    terminal_id = terminal.terminal_id
    obligation, owed = new_obligation(memory, key, terminal_id, "reversal", arrival.utc)
    written = yield Append(terminal_id, _received(arrival, key, Effected.UNDONE), owed, *cases)
    if not isinstance(written, KeyTaken):
        memory.owe(obligation)
    yield from _acknowledge(memory, arrival, attempt["rrn"])
    if not isinstance(written, KeyTaken):
        yield from send_reversal(memory, obligation)


_UNDOING: dict[str, Callable[[HostMemory, Arrival, Row], Script]] = {
    COMPLETION_VOID: _undo_void,
    **dict.fromkeys(REFUNDABLE, _undo_refundable),
}


def _disagreement(
    memory: HostMemory, arrival: Arrival, kind: Kind, original: tuple[str | None, int, str], token: str | None
) -> str:
    """Return the response code for a reversal that carries something else than its original, or nothing.

    `original` is card token, amount and name of the kind.
    """
    request, (original_token, amount, name) = arrival.request, original
    if int(request.amount or 0) != amount and "acquirer.reversal-amount-not-compared" not in memory.planted:
        return OTHER_AMOUNT
    if kind.name != name:
        return OTHER_TRANSACTION
    if token is not None and original_token is not None and token != original_token:
        return OTHER_TRANSACTION
    return ""


def _refuse(memory: HostMemory, arrival: Arrival, response_code: str) -> Script:
    request = arrival.request
    yield Note("alarm", "acquirer.reversal-disagrees", terminal_id=request.terminal_id, stan=request.stan)
    yield from refuse(memory, arrival, response_code)


def _acknowledge(memory: HostMemory, arrival: Arrival, rrn: str | None) -> Script:
    reply = begin_reply(arrival.request, memory.acquirer_id, rrn, arrival.request.pan)
    complete_reply(memory, reply, memory.clock.read(arrival.utc), DONE)
    yield from send_sealed(arrival.terminal.session, arrival.line, reply)


def _next_rrn(memory: HostMemory, arrival: Arrival) -> str:
    return rrn_of(memory.clock.read(arrival.utc).reference_day, memory.numbers.draw())


def _received(arrival: Arrival, key: str, effect: str) -> ReversalReceived:
    request = arrival.request
    return ReversalReceived(key, request.response_code or "", effect, arrival.utc, hop_text(request))


def _tombstone(memory: HostMemory, arrival: Arrival, key: str) -> TombstoneLaid:
    request, terminal = arrival.request, arrival.terminal
    serial, reading = memory.draw_serial(), memory.clock.read(arrival.utc)
    return TombstoneLaid(
        attempt_key=key,
        terminal_id=terminal.terminal_id,
        merchant_id=terminal.merchant.merchant_id,
        merchant_category=terminal.merchant.category,
        batch_instance=terminal.batch_instance,
        batch_number=terminal.batch_number,
        stan=request.stan or "",
        serial=serial,
        rrn=rrn_of(reading.reference_day, serial),
        amount=int(request.amount or 0),
        currency=request.currency or "",
        processing_code=request.processing_code or "",
        entry_mode=request.entry_mode or "",
        condition_code=request.condition_code or "",
        settlement_date=reading.settlement_date,
        local_date=reading.local_date,
        local_time=reading.local_time,
        reason=request.response_code or "",
        laid_at=arrival.utc,
        reversal_request=hop_text(request),
    )
