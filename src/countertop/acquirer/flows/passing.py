"""How a sale or void takes its key, and goes on to the switch or is declined.

The key of the attempt decides about repetition: a look into memory spares most of the look-ups, the database has the
last word. What the host itself declines takes its key too, in one append with the decision, so that the same bytes
arriving once more are declined once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.acquirer.attempt import Attempt, Content
from countertop.acquirer.flows.answering import refuse, repeat, send_sealed
from countertop.acquirer.flows.deciding import answer_due, decide_alone
from countertop.acquirer.flows.looking import look_at_attempt
from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, AttemptState, Ignored, Refused, state_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import declined, received
from countertop.iso8583 import INTERBANK, Message
from countertop.stage import Append, KeyTaken, Note, Script, Send, SetTimer

__all__ = ["decline", "pass_on", "repeated_in_flight", "way_fault"]

NO_ROOM = "91"
NO_LINE = "92"


def way_fault(memory: HostMemory) -> str:
    """Return the response code when nothing can be passed on: no line, or too much on its way."""
    if not memory.uplink.is_up:
        return NO_LINE
    return NO_ROOM if len(memory.open) >= memory.settings.most_in_flight else ""


def pass_on(memory: HostMemory, attempt: Attempt, forward: Message) -> Script:
    """Record a request that is reserved in memory, then forward it; `forward` is complete with its MAC."""
    payload, record = INTERBANK.encode(forward), received(memory, attempt)
    attempt.drop_secrets()
    written = yield Append(attempt.terminal.terminal_id, record)
    if isinstance(written, KeyTaken):
        memory.release(attempt)
        yield from _key_taken(memory, attempt, payload)
        return
    attempt.is_durable = True
    line = memory.uplink.line
    if not memory.uplink.is_up or line is None:
        yield from decide_alone(memory, attempt, NO_LINE, attempt.arrival.utc)
        return
    memory.counts["forwarded"] += 1
    yield SetTimer(answer_due(attempt.key), memory.settings.answer_timeout)
    yield Send(line, payload)


def decline(memory: HostMemory, attempt: Attempt, response_code: str) -> Script:
    """Record a request and the host's own decline of it, then tell the terminal."""
    decided, reply = declined(memory, attempt, response_code)
    written = yield Append(attempt.terminal.terminal_id, received(memory, attempt), decided)
    memory.numbered.discard(attempt.serial)
    if isinstance(written, KeyTaken):
        yield from _key_taken(memory, attempt)
        return
    memory.counts[f"declined-{response_code}"] += 1
    yield from send_sealed(attempt.terminal.session, attempt.arrival.line, reply)


def repeated_in_flight(memory: HostMemory, attempt: Attempt, waiting: Attempt) -> Script:
    """Answer nothing to a request that waits already: its answer goes to the line that asked last."""
    memory.numbered.discard(attempt.serial)
    same = _same(waiting.content, attempt.content)
    if "acquirer.fingerprint-not-compared" in memory.planted:
        same = True
    step = LIFECYCLE[AttemptState.RECEIVED, AttemptEvent.REPEATED if same else AttemptEvent.CONFLICTING]
    if isinstance(step, Refused):
        yield from _conflict(memory, attempt, step)
        return
    waiting.asked_again(attempt)
    memory.counts["repeated-in-flight"] += 1


def _key_taken(memory: HostMemory, attempt: Attempt, payload: bytes = b"") -> Script:
    """Answer a key that is taken: by the same request earlier, by a conflicting one, or by a tombstone."""
    row = yield from look_at_attempt(memory, attempt.key)
    state = state_of(row, None)
    same = state is AttemptState.TOMBSTONE or _same(_content_of(row), attempt.content)
    if "acquirer.fingerprint-not-compared" in memory.planted:
        same = True
    step = LIFECYCLE[state, AttemptEvent.REPEATED if same else AttemptEvent.CONFLICTING]
    if isinstance(step, Refused):
        yield from _conflict(memory, attempt, step)
        return
    assert isinstance(step, Ignored), "a repetition moves nothing"
    if state is AttemptState.RECEIVED:
        yield from repeated_in_flight(memory, attempt, memory.open[attempt.key])
        return
    if state is AttemptState.TOMBSTONE:
        memory.counts["tombstone-hit"] += 1
        yield Note("warning", "acquirer.tombstone-hit", terminal_id=row["terminal_id"], stan=row["stan"])
    if "acquirer.decided-duplicate-reprocessed" in memory.planted and payload and memory.uplink.line is not None:
        memory.reserve(attempt)
        yield Send(memory.uplink.line, payload)
        return
    yield from repeat(memory, attempt.arrival, row, attempt.pan)


def _conflict(memory: HostMemory, attempt: Attempt, step: Refused) -> Script:
    request = attempt.request
    yield Note("alarm", "acquirer.conflict", terminal_id=request.terminal_id, stan=request.stan)
    yield from refuse(memory, attempt.arrival, step.response_code)


def _same(one: Content, other: Content) -> bool:
    """Tell whether two requests ask for the same; a void need not show the card."""
    return one[1:] == other[1:] and (one[0] == other[0] or one[0] is None or other[0] is None)


def _content_of(row: Mapping[str, Any]) -> Content:
    return (
        row["pan_token"],
        row["amount"],
        row["currency"],
        row["processing_code"],
        row["entry_mode"],
        row["original_key"],
    )
