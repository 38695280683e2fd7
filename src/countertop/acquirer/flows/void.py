"""Void (消费撤销): a person undoes a sale of the open batch; admitted here, decided by the issuer.

The undo budget of a sale is its amount: it is voided once, or reversed, and what holds a claim on it bars the next
one. A void holds its claim while it waits, when it is approved, and when its outcome is unknown; it loses the claim
when it is declined, or when its own reversal is acknowledged, which restores the sale.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.checks import VOID_CHECKS, first_fault
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.passing import decline, pass_on, repeated_in_flight, way_fault
from countertop.acquirer.flows.securing import SECURITY_FAULT, secure, secured_fault, verification
from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, Refused, state_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import begin_attempt, message_to_switch
from countertop.acquirer.tables import ATTEMPT_BY_KEY, OBLIGATION_BY_KEY, VOIDS_OF, AttemptKind, Outcome
from countertop.hsm import ProtectedPan, RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.transit import TransitKey, original_data
from countertop.stage import AskHsm, Effect, Read, Script

__all__ = ["receive_void"]

NOT_FOUND = "25"
NOT_VOIDABLE = "12"
OTHER_AMOUNT = "64"
OTHER_CARD = "14"

Row = Mapping[str, Any]


def receive_void(memory: HostMemory, arrival: Arrival) -> Script:
    """Take a void from the terminal's request to the switch, or decline it."""
    attempt = begin_attempt(memory, arrival, AttemptKind.VOID)
    fault = first_fault(VOID_CHECKS, attempt, memory)
    verified, *protected = yield AskHsm(*verification(attempt))
    if not verified:
        memory.numbered.discard(attempt.serial)
        yield from refuse_mac(memory, arrival)
        return
    if protected:
        attempt.protected = protected[0]
    attempt.original_key = _original_key(attempt)
    waiting = memory.open.get(attempt.key)
    if waiting is not None:
        yield from repeated_in_flight(memory, attempt, waiting)
        return
    if fault or attempt.original_key is None:
        yield from decline(memory, attempt, fault or NOT_FOUND)
        return
    # From here on the claim is held in memory, so that no second void is admitted beside this one.
    memory.reserve(attempt)
    admitted = yield from _admit(memory, attempt)
    if isinstance(admitted, str):
        memory.release(attempt)
        yield from decline(memory, attempt, admitted)
        return
    attempt.protected = ProtectedPan(admitted["pan_token"], admitted["pan_cipher"])
    if attempt.pan is None:
        # The answer and the message to the switch carry the card number even where the request did not.
        (revealed,) = yield AskHsm(RevealPan(admitted["pan_cipher"]))
        attempt.pan = revealed or None
        attempt.route = None if attempt.pan is None else memory.registry.bins.find(attempt.pan)
    prepared = yield from _prepare(memory, attempt, admitted)
    if isinstance(prepared, str):
        memory.release(attempt)
        yield from decline(memory, attempt, prepared)
        return
    yield from pass_on(memory, attempt, prepared)


def _prepare(memory: HostMemory, attempt: Attempt, sale: Row) -> Generator[Effect, Any, Message | str]:
    """Return the message to the switch, complete, or the response code that says why there is none."""
    pan = attempt.pan
    if pan is None:
        return SECURITY_FAULT
    original = original_data("0200", TransitKey.of_text(sale["transit_key"]))
    forward = message_to_switch(memory, attempt, pan, original=original, approval_code=sale["approval_code"])
    replies = yield AskHsm(*secure(memory, attempt, forward, pan))
    return secured_fault(attempt, forward, pan, replies) or way_fault(memory) or forward


def _original_key(attempt: Attempt) -> str | None:
    """Return the key of the sale that field 61 names: batch and STAN, of this terminal's open batch only."""
    info, terminal = attempt.request.original_info or "", attempt.terminal
    return terminal.key_head + info[6:12] if info[:6] == terminal.batch_number else None


def _admit(memory: HostMemory, attempt: Attempt) -> Generator[Effect, Any, Row | str]:
    """Return the sale to be voided, or the response code that says why it may not be."""
    key = attempt.original_key or ""
    if memory.voiding.get(key) != attempt.key:
        return NOT_VOIDABLE
    originals = yield Read(ATTEMPT_BY_KEY, key)
    if not originals:
        return NOT_FOUND
    original: Row = originals[0]
    obligations = yield Read(OBLIGATION_BY_KEY, key)
    step = LIFECYCLE[state_of(original, obligations[0] if obligations else None), AttemptEvent.VOID]
    if isinstance(step, Refused):
        return step.response_code
    if disagreement := _disagreement(attempt, original):
        return disagreement
    claimed = yield from _is_claimed(key)
    return NOT_VOIDABLE if claimed else original


def _disagreement(attempt: Attempt, original: Row) -> str:
    """Return the response code for a void that says something else than its original, or nothing."""
    request, protected = attempt.request, attempt.protected
    faults = (
        (original["rrn"] != request.rrn, NOT_FOUND),
        (original["kind"] != AttemptKind.SALE, NOT_VOIDABLE),
        (original["amount"] != attempt.amount, OTHER_AMOUNT),
        (protected is not None and protected.token != original["pan_token"], OTHER_CARD),
        (request.approval_code not in (None, original["approval_code"]), NOT_FOUND),
    )
    return next((code for wrong, code in faults if wrong), "")


def _is_claimed(original_key: str) -> Generator[Effect, Any, bool]:
    """Tell whether an earlier void still holds the sale."""
    for void in (yield Read(VOIDS_OF, original_key)):
        if void["outcome"] == Outcome.DECLINED:
            continue
        owed = yield Read(OBLIGATION_BY_KEY, void["attempt_key"])
        if not owed or owed[0]["acknowledged_at"] is None:
            return True
    return False
