"""Void (消费撤销): a person undoes a sale of the open batch; admitted here, decided by the issuer.

The undo budget of a sale is its amount: it is voided once, or reversed, and what holds a claim on it bars the next
one. A void holds its claim while it waits, when it is approved, and when its outcome is unknown; it loses the claim
when it is declined, or when its own reversal is acknowledged, which restores the sale.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.checks import VOID_CHECKS, first_fault
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.passing import decline, pass_on, repeated_in_flight, way_fault
from countertop.acquirer.flows.securing import SECURITY_FAULT, secure, secured_fault, verification
from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, Refused, state_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import Passage
from countertop.acquirer.replies import scheme_of
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
    passage = Passage(memory, arrival, AttemptKind.VOID)
    fault = first_fault(VOID_CHECKS, passage, memory)
    verified, *protected = yield AskHsm(*verification(passage))
    if not verified:
        memory.numbered.discard(passage.serial)
        yield from refuse_mac(memory, arrival)
        return
    if protected:
        passage.protected = protected[0]
    passage.original_key = _original_key(passage)
    waiting = memory.open.get(passage.key)
    if waiting is not None:
        yield from repeated_in_flight(memory, passage, waiting)
        return
    if fault or passage.original_key is None:
        yield from decline(memory, passage, fault or NOT_FOUND)
        return
    # From here on the claim is held in memory, so that no second void is admitted beside this one.
    attempt = passage.waiting()
    memory.reserve(attempt)
    admitted = yield from _admit(memory, passage)
    if isinstance(admitted, str):
        memory.release(attempt)
        yield from decline(memory, passage, admitted)
        return
    passage.protected = ProtectedPan(admitted["pan_token"], admitted["pan_cipher"])
    if passage.pan is None:
        # The answer and the message to the switch carry the card number even where the request did not.
        (revealed,) = yield AskHsm(RevealPan(admitted["pan_cipher"]))
        passage.pan = attempt.pan = revealed or None
        attempt.scheme = scheme_of(memory, attempt.pan)
    prepared = yield from _prepare(memory, passage, admitted)
    if isinstance(prepared, str):
        memory.release(attempt)
        yield from decline(memory, passage, prepared)
        return
    yield from pass_on(memory, passage, attempt, prepared)


def _prepare(memory: HostMemory, passage: Passage, sale: Row) -> Generator[Effect, Any, Message | str]:
    """Return the message to the switch, complete, or the response code that says why there is none."""
    pan = passage.pan
    if pan is None:
        return SECURITY_FAULT
    original = original_data("0200", TransitKey.of_text(sale["transit_key"]))
    forward = passage.forward(memory, pan, original=original, approval_code=sale["approval_code"])
    replies = yield AskHsm(*secure(memory, passage, forward, pan))
    return secured_fault(passage, forward, pan, replies) or way_fault(memory) or forward


def _original_key(passage: Passage) -> str | None:
    """Return the key of the sale that field 61 names: batch and STAN, of this terminal's open batch only."""
    info, terminal = passage.request.original_info or "", passage.terminal
    return terminal.key_head + info[6:12] if info[:6] == terminal.batch_number else None


def _admit(memory: HostMemory, passage: Passage) -> Generator[Effect, Any, Row | str]:
    """Return the sale to be voided, or the response code that says why it may not be."""
    key = passage.original_key or ""
    if memory.voiding.get(key) != passage.key:
        return NOT_VOIDABLE
    originals = yield Read(ATTEMPT_BY_KEY, key)
    if not originals:
        return NOT_FOUND
    original: Row = originals[0]
    obligations = yield Read(OBLIGATION_BY_KEY, key)
    step = LIFECYCLE[state_of(original, obligations[0] if obligations else None), AttemptEvent.VOID]
    if isinstance(step, Refused):
        return step.response_code
    if disagreement := _disagreement(passage, original):
        return disagreement
    claimed = yield from _is_claimed(key)
    return NOT_VOIDABLE if claimed else original


def _disagreement(passage: Passage, original: Row) -> str:
    """Return the response code for a void that says something else than its original, or nothing."""
    request, protected = passage.request, passage.protected
    faults = (
        (original["rrn"] != request.rrn, NOT_FOUND),
        (original["kind"] != AttemptKind.SALE, NOT_VOIDABLE),
        (original["amount"] != int(request.amount or 0), OTHER_AMOUNT),
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
