"""What the host makes of an attempt: its number, the message to the switch, its record, its own decline."""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.interbank import financial_request
from countertop.acquirer.kinds import Kind
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.records import AttemptDecided, AttemptReceived
from countertop.acquirer.replies import begin_reply, complete_reply
from countertop.acquirer.tables import Outcome
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.values import Pan

__all__ = ["begin_attempt", "declined", "message_to_switch", "received"]


def begin_attempt(memory: HostMemory, arrival: Arrival, kind: Kind) -> Attempt:
    """Return the attempt that a request may become."""
    return Attempt(arrival, kind, memory.draw_serial(), memory.clock.read(arrival.utc), memory.registry.bins)


def message_to_switch(
    memory: HostMemory, attempt: Attempt, pan: Pan, *, original: str | None = None, approval_code: str | None = None
) -> Message:
    """Return the message to the switch, without what the HSM must put in."""
    form = attempt.kind.form
    return financial_request(
        memory,
        form,
        attempt.request,
        attempt.reading,
        attempt.stan,
        attempt.rrn,
        attempt.terminal.merchant.category,
        pan,
        original=original,
        approval_code=approval_code or attempt.request.approval_code,
        target=attempt.target if form.has_target else None,
    )


def received(memory: HostMemory, attempt: Attempt) -> AttemptReceived:
    """Return the record that an attempt came."""
    request, terminal = attempt.request, attempt.terminal
    protected, pan = attempt.protected, attempt.pan
    operator, supervisor = attempt.people
    # By place: Python makes a dict of so many keywords, and of that the record, at four times the cost.
    return AttemptReceived(
        attempt.key,
        attempt.kind.name,
        terminal.terminal_id,
        terminal.merchant.merchant_id,
        terminal.merchant.category,
        terminal.batch_instance,
        terminal.batch_number,
        request.stan or "",
        attempt.serial,
        attempt.rrn,
        f"{memory.transit_head}{attempt.reading.transmitted}|{attempt.stan}",
        attempt.amount,
        request.currency or "",
        request.processing_code or "",
        request.entry_mode or "",
        request.condition_code or "",
        None if protected is None else protected.token,
        None if protected is None else protected.cipher,
        attempt.masked_code if pan is None else pan.masked(),
        operator,
        supervisor,
        attempt.original_key,
        attempt.received_at,
        hop_text(request),
    )


def declined(memory: HostMemory, attempt: Attempt, response_code: str) -> tuple[AttemptDecided, Message]:
    """Return the host's own decline of a request, and the answer that tells it."""
    reading = attempt.reading
    reply = begin_reply(attempt.request, memory.acquirer_id, attempt.rrn, attempt.pan)
    complete_reply(memory, reply, reading, response_code)
    decided = AttemptDecided(
        attempt_key=attempt.key,
        outcome=Outcome.DECLINED,
        response_code=response_code,
        approval_code=None,
        settlement_date=reading.settlement_date,
        local_date=reading.local_date,
        local_time=reading.local_time,
        receiving_id=None,
        cause="host",
        decided_at=attempt.arrival.utc,
        answer=None,
    )
    return decided, reply
