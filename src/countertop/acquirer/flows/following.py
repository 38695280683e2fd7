"""What undoes or follows up an original: admitted here within its budget, decided by the issuer.

Voids (撤销), refund (退货), completions of a pre-authorisation (预授权完成), adjustments (结算调整) of an offline post.
How the original is found is in `kinds`, what may be done about it in `claims`. A claim is held in memory before the
tables are looked at, and until its record is durable, so that no two are admitted by the same look.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.checks import CHECKS, first_fault
from countertop.acquirer.claims import Request, claim_fault, days_between
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.claiming import standing_claims
from countertop.acquirer.flows.passing import NOT_NOW, decline, pass_on, repeated_in_flight, way_fault
from countertop.acquirer.flows.securing import SECURITY_FAULT, secure, secured_fault, take_protected, verification
from countertop.acquirer.interbank import original_named
from countertop.acquirer.kinds import FoundBy, Kind
from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, Refused, state_of
from countertop.acquirer.management.learning import learn, teaches
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import begin_attempt, message_to_switch
from countertop.acquirer.tables import (
    ATTEMPT_BY_KEY,
    ATTEMPT_BY_RRN,
    AUTHORISATIONS_OF,
    OBLIGATION_BY_KEY,
)
from countertop.codec.bcd import is_digits
from countertop.hsm import ProtectedPan, RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.hops import read_hop
from countertop.iso8583.interbank_forms import Ending
from countertop.stage import AskHsm, Effect, Read, Script
from countertop.values.moments import local_time

__all__ = ["admit", "follow_up", "receive_follower"]

NOT_FOUND = "25"
NOT_ALLOWED = "12"
OTHER_CARD = "14"

DATE = slice(12, 16)
"""Month and day of the original in field 61."""

Row = Mapping[str, Any]
Found = Generator[Effect, Any, str | None]


def receive_follower(memory: HostMemory, arrival: Arrival, kind: Kind) -> Script:
    """Take a request about an original from the terminal to the switch, or decline it."""
    attempt = begin_attempt(memory, arrival, kind)
    fault = first_fault(CHECKS[kind], attempt, memory)
    verified, *replies = yield AskHsm(*verification(memory, attempt))
    if not verified:
        memory.numbered.discard(attempt.serial)
        yield from refuse_mac(memory, arrival)
        return
    if teaches(memory, attempt):
        yield from learn(memory, attempt)
    if attempt.pan is not None:
        take_protected(memory, attempt, replies)
    yield from follow_up(memory, attempt, fault)


def follow_up(memory: HostMemory, attempt: Attempt, fault: str) -> Script:
    """Take a request to the switch that is from who it says, or decline it; `fault` is what was found against it."""
    waiting = memory.open.get(attempt.key)
    if waiting is not None:
        yield from repeated_in_flight(memory, attempt, waiting)
        return
    if fault:
        yield from decline(memory, attempt, fault)
        return
    memory.reserve(attempt)
    admitted = yield from admit(memory, attempt)
    forward = admitted if isinstance(admitted, str) else (yield from _prepare(memory, attempt, admitted))
    if isinstance(forward, str):
        memory.release(attempt)
        yield from decline(memory, attempt, forward)
        return
    yield from pass_on(memory, attempt, forward)


def _prepare(memory: HostMemory, attempt: Attempt, original: Row) -> Generator[Effect, Any, Message | str]:
    """Return the message to the switch, complete, or the response code that says why there is none."""
    attempt.protected = ProtectedPan(original["pan_token"], original["pan_cipher"])
    if attempt.pan is None:
        # The answer and the message to the switch carry the card number even where the request did not.
        (revealed,) = yield AskHsm(RevealPan(original["pan_cipher"]))
        attempt.pan = revealed or None
        attempt.route = None if attempt.pan is None else memory.registry.bins.find(attempt.pan)
    pan = attempt.pan
    if pan is None:
        return SECURITY_FAULT
    forward = message_to_switch(
        memory, attempt, pan, original=original_named(original), approval_code=original["approval_code"]
    )
    replies = yield AskHsm(*secure(memory, attempt, forward, pan))
    return secured_fault(attempt, forward, pan, replies) or way_fault(memory) or forward


def admit(memory: HostMemory, attempt: Attempt) -> Generator[Effect, Any, Row | str]:
    """Return the original, or the response code that says why nothing may be done about it."""
    key = yield from _FINDERS[attempt.kind.found_by](memory, attempt)
    if key is None:
        return NOT_FOUND
    if not memory.claim(attempt, key):
        return NOT_NOW if attempt.kind.ending is Ending.REPEAT else NOT_ALLOWED
    originals = yield Read(ATTEMPT_BY_KEY, key)
    if not originals:
        return NOT_FOUND
    original: Row = originals[0]
    obligations = yield Read(OBLIGATION_BY_KEY, key)
    step = LIFECYCLE[state_of(original, obligations[0] if obligations else None), AttemptEvent.FOLLOWED]
    if isinstance(step, Refused):
        return step.response_code
    if disagreement := _disagreement(attempt, original):
        return disagreement
    standing = yield from standing_claims(memory, key, attempt.terminal.terminal_id, attempt.arrival.utc)
    return claim_fault(_request(memory, attempt, original), original, standing, memory.settings) or original


def _by_voucher(_: HostMemory, attempt: Attempt) -> Found:
    """Find what field 61 names by batch and STAN, in this terminal's open batch only."""
    info, terminal = attempt.request.original_info or "", attempt.terminal
    yield from ()
    return terminal.key_head + info[6:12] if info[:6] == terminal.batch_number else None


def _by_reference(_: HostMemory, attempt: Attempt) -> Found:
    """Find what field 37 names, of this merchant and of the day in field 61; a reference comes back after ten years."""
    request, merchant_id = attempt.request, attempt.terminal.merchant.merchant_id
    found = yield Read(ATTEMPT_BY_RRN, request.rrn or "")
    return _youngest([row for row in found if row["merchant_id"] == merchant_id], request.original_info or "")


def _by_approval(_: HostMemory, attempt: Attempt) -> Found:
    """Find the pre-authorisation of this card and merchant that field 38 and the day in field 61 name."""
    request = attempt.request
    token = "" if attempt.protected is None else attempt.protected.token
    found = yield Read(AUTHORISATIONS_OF, token)
    named = [row for row in found if row["approval_code"] == request.approval_code]
    return _youngest(named, request.original_info or "")


def _youngest(rows: list[Row], original_info: str) -> str | None:
    """Return the key of the youngest row of that month and day: dates in messages have no year."""
    of_day = [row for row in rows if row["local_date"] == original_info[DATE]]
    newest = max(of_day, key=lambda row: row["decided_at"], default=None)
    return None if newest is None else newest["attempt_key"]


_FINDERS = {
    FoundBy.VOUCHER: _by_voucher,
    FoundBy.REFERENCE: _by_reference,
    FoundBy.APPROVAL: _by_approval,
}


def _disagreement(attempt: Attempt, original: Row) -> str:
    """Return the response code for a request that says something else than its original, or nothing.

    What an upload restored has lost the name it had on the way to its bank, so nothing can follow it there.
    """
    request, protected = attempt.request, attempt.protected
    faults = (
        (not original["transit_key"], NOT_FOUND),
        (request.rrn not in (None, original["rrn"]), NOT_FOUND),
        (protected is not None and protected.token != original["pan_token"], OTHER_CARD),
        (request.approval_code is not None and request.approval_code not in _approval_codes(original), NOT_FOUND),
    )
    return next((code for wrong, code in faults if wrong), "")


def _approval_codes(original: Row) -> tuple[str | None, str | None]:
    """Return the codes an original is known by: the bank's, and the one it came with where it was told afterwards."""
    return original["approval_code"], read_hop(original["request"]).get("approval_code")


def _request(memory: HostMemory, attempt: Attempt, original: Row) -> Request:
    zone, tip = memory.registry.zone, attempt.request.private_data
    first, last = (local_time(utc, zone).date() for utc in (original["decided_at"], attempt.arrival.utc))
    told = int(tip) if tip is not None and is_digits(tip) else None
    return Request(attempt.kind.name, attempt.amount, told, days_between(first, last))
