"""How a request takes its key, and goes on to the switch or is declined.

The key of the attempt decides about repetition: a look into memory spares most of the look-ups, the database has the
last word. What the host itself declines takes its key too, in one append with the decision, so that the same bytes
arriving once more are declined once more. The exception is what is ended by repetition and cannot go on just now: it is
turned away without its key, for it will come again, or need not.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.attempt import Attempt, Content, entry_content, original_content
from countertop.acquirer.flows.answering import refuse, repeat, send_sealed
from countertop.acquirer.flows.deciding import decide_alone
from countertop.acquirer.flows.looking import look_at_attempt
from countertop.acquirer.flows.repeating import answer_due
from countertop.acquirer.kinds import KINDS, Kind
from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, AttemptState, Ignored, Refused, state_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import declined, received
from countertop.acquirer.records import TransferTargeted
from countertop.acquirer.tables import ATTEMPT_BY_KEY, TARGET_BY_KEY, Outcome
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.hops import read_hop
from countertop.iso8583.interbank_forms import Ending
from countertop.stage import Append, Effect, KeyTaken, Note, Read, Script, Send, SetTimer

__all__ = ["NOT_NOW", "NO_LINE", "NO_ROOM", "decline", "pass_on", "recorded", "repeated_in_flight", "way_fault"]

NO_ROOM = "91"
NO_LINE = "92"
NOT_NOW = "96"
REPEATED = "94"
OTHER_BATCH = "77"

_TURNED_AWAY = frozenset({NO_ROOM, NO_LINE, NOT_NOW})
"""What says nothing about the request, only about the moment."""


def way_fault(memory: HostMemory) -> str:
    """Return the response code when nothing can be passed on: no line, or too much on its way."""
    if not memory.uplink.is_up:
        return NO_LINE
    return NO_ROOM if len(memory.open) >= memory.settings.most_in_flight else ""


def pass_on(memory: HostMemory, attempt: Attempt, forward: Message) -> Script:
    """Record a request that is reserved in memory, then forward it; `forward` is complete with its MAC."""
    payload, targeted = INTERBANK.encode(forward), None
    if (target := attempt.protected_target) is not None:
        masked = "" if forward.account_to is None else forward.account_to.masked()
        targeted = TransferTargeted(attempt.key, target.token, target.cipher, masked)
    if not (yield from recorded(memory, attempt, targeted, payload)):
        return
    line = memory.uplink.line
    if not memory.uplink.is_up or line is None:
        yield from _no_line(memory, attempt)
        return
    memory.counts["forwarded"] += 1
    yield SetTimer(answer_due(attempt.key), memory.settings.answer_timeout)
    yield Send(line, payload)


def recorded(
    memory: HostMemory, attempt: Attempt, targeted: TransferTargeted | None = None, payload: bytes = b""
) -> Generator[Effect, Any, bool]:
    """Take the key of a request that is reserved in memory; False when it was answered otherwise."""
    if attempt.terminal.is_frozen or not attempt.key.startswith(attempt.terminal.key_head):
        memory.release(attempt)  # its batch was settled while it was being checked
        memory.give_back(attempt)
        yield from refuse(memory, attempt.arrival, OTHER_BATCH)
        return False
    record = received(memory, attempt)
    attempt.drop_secrets()
    more = attempt.beside if targeted is None else (*attempt.beside, targeted)
    written = yield Append(attempt.terminal.terminal_id, record, *more)
    if isinstance(written, KeyTaken):
        memory.release(attempt)
        memory.give_back(attempt)
        yield from _key_taken(memory, attempt, payload)
        return False
    attempt.is_durable = True
    if attempt.original_key is not None:
        memory.unclaim(attempt)
    return True


def _no_line(memory: HostMemory, attempt: Attempt) -> Script:
    """Decline what never left; what is ended by repetition waits for the line."""
    if attempt.kind.ending is not Ending.REPEAT:
        yield from decide_alone(memory, attempt, NO_LINE, attempt.arrival.utc)


def decline(memory: HostMemory, attempt: Attempt, response_code: str) -> Script:
    """Record a request and the host's own decline of it, then tell the terminal."""
    attempt.original_key = None
    if response_code in _TURNED_AWAY & attempt.kind.left_open_by:
        yield from _turn_away(memory, attempt, response_code)
        return
    decided, reply = declined(memory, attempt, response_code)
    written = yield Append(attempt.terminal.terminal_id, received(memory, attempt), decided, *attempt.beside)
    memory.numbered.discard(attempt.serial)
    if isinstance(written, KeyTaken):
        yield from _key_taken(memory, attempt)
        return
    memory.counts[f"declined-{response_code}"] += 1
    yield from send_sealed(attempt.terminal.session, attempt.arrival.line, reply)


def _turn_away(memory: HostMemory, attempt: Attempt, response_code: str) -> Script:
    """Refuse for the moment what will come again, unless it did come before."""
    known = yield Read(ATTEMPT_BY_KEY, attempt.key)
    memory.numbered.discard(attempt.serial)
    if known:
        yield from _key_taken(memory, attempt)
        return
    yield from refuse(memory, attempt.arrival, response_code)


def repeated_in_flight(memory: HostMemory, attempt: Attempt, waiting: Attempt) -> Script:
    """Answer nothing to a request that waits already: its answer goes to the line that asked last."""
    memory.numbered.discard(attempt.serial)
    same = _same(waiting.content, attempt.content) and _same_target(waiting, attempt)
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
    if same and (target := attempt.protected_target) is not None:
        targets = yield Read(TARGET_BY_KEY, attempt.key)
        same = all(kept["target_token"] == target.token for kept in targets)
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
    if attempt.kind.shows_balance and row["outcome"] == Outcome.APPROVED:
        # What it showed was kept nowhere.
        yield from refuse(memory, attempt.arrival, REPEATED)
        return
    if _is_reprocessed(memory, attempt.kind) and payload and memory.uplink.line is not None:
        memory.reserve(attempt)
        yield Send(memory.uplink.line, payload)
        return
    yield from repeat(memory, attempt.arrival, row, attempt.pan)


def _is_reprocessed(memory: HostMemory, kind: Kind) -> bool:
    planted = memory.planted
    if "acquirer.advice-accepted-twice" in planted and kind.ending is Ending.REPEAT:
        return True
    return "acquirer.decided-duplicate-reprocessed" in planted


def _conflict(memory: HostMemory, attempt: Attempt, step: Refused) -> Script:
    request = attempt.request
    yield Note("alarm", "acquirer.conflict", terminal_id=request.terminal_id, stan=request.stan)
    yield from refuse(memory, attempt.arrival, step.response_code)


def _same(one: Content, other: Content) -> bool:
    """Tell whether two requests ask for the same; a void need not show the card."""
    return one[1:] == other[1:] and (one[0] == other[0] or one[0] is None or other[0] is None)


def _same_target(waiting: Attempt, attempt: Attempt) -> bool:
    """Tell whether two transfers pay into the same card."""
    one, other = waiting.protected_target, attempt.protected_target
    return one is None or other is None or one.token == other.token


def _content_of(row: Mapping[str, Any]) -> Content:
    fields = read_hop(row["request"])
    return (
        row["pan_token"],
        row["amount"],
        row["currency"],
        row["kind"],
        entry_content(KINDS[row["kind"]], row["entry_mode"]),
        original_content(*(fields.get(name) for name in ("rrn", "approval_code", "original_info"))),
    )
