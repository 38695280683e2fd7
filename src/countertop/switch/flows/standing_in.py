"""An issuer is silent or away: the switch decides in its stead, where its rule allows it.

    no line, or no answer in time ─► rule, PIN, limits (`stand_in`) ─► approval code
        ─► `decision` and `stand_in` durable in one ─► the answer to the asker, the advice to the issuer
    what the rule does not allow  ─► as without a rule: 91, or 68 and a reversal

A void of what was decided so, and not yet told, is decided by the switch too: nobody else knows of it. Whatever else
builds upon it waits until the issuer has been told (91).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import fields
from operator import itemgetter
from typing import Any, Final

from countertop.iso8583 import Message
from countertop.iso8583.hops import read_hop
from countertop.iso8583.interbank_answers import answer_to
from countertop.stage import Append, Committed, Effect, KeyTaken, Note, Read
from countertop.switch.floor import Advice, Floor
from countertop.switch.flows.advices import tell
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.records import AttemptDecided, AttemptReceived, StoodIn
from countertop.switch.stand_in import Payment, Usage, objection
from countertop.switch.tables import ATTEMPT_BY_KEY, STAND_INS_OF_DAY, Outcome
from countertop.values import Instant

__all__ = ["ABSENT", "SILENT", "decide_in_stead", "received_of"]

ABSENT: Final = "absent"
SILENT: Final = "silent"
"""Causes of standing in: the request has never left; the issuer may know it."""

_APPROVAL_CODES: Final = 1_000_000
_MOST_DAYS: Final = 3
"""Settlement dates of one issuer whose usage is kept at hand."""

_received_values = itemgetter(*[field.name for field in fields(AttemptReceived)])


def received_of(row: Mapping[str, Any]) -> AttemptReceived:
    """Return the record that a row of `attempt` was made of."""
    return AttemptReceived(*_received_values(row))


def decide_in_stead(
    floor: Floor, received: AttemptReceived, request: Message, cause: str, now: Instant, *before: Any
) -> Generator[Effect, Any, Committed | KeyTaken | None]:
    """Decide an attempt, answer its request, begin to tell its issuer; None, and nothing done, where no rule allows it.

    `before` are records that are written first in the same append. KeyTaken: it was decided, or received, before.
    """
    if not (yield from (_allowed_void if received.kind == "void" else _allowed)(floor, received)):
        return None
    floor.stand_in_number += 1
    number = floor.stand_in_number
    decided, stood_in = _records(floor, received, cause, number, now)
    written: Committed | KeyTaken = yield Append(received.sender_id, *before, decided, stood_in)
    if isinstance(written, KeyTaken):
        _give_back(floor, received)
        return written
    sender, debtor = floor.registry.find(received.sender_id), floor.registry.find(stood_in.debtor_id)
    assert sender is not None
    assert debtor is not None
    floor.in_flight.pop(received.transit_key, None)
    floor.owe_advice(Advice(received.transit_key, number, received.kind, received.original_key, debtor))
    yield Note("warning", "switch.stood_in", member=debtor.institution_id, rrn=received.rrn, cause=cause)
    told = {"settlement_date": received.settlement_date[4:], "receiving_id": debtor.institution_id}
    yield from send_sealed(answer_to(request, "00", decided.approval_code, **told), sender)
    if floor.next_advice(debtor.key) is floor.advices.get(received.transit_key):
        yield from tell(floor, debtor.key, written.now)
    return written


def _records(
    floor: Floor, received: AttemptReceived, cause: str, number: int, now: Instant
) -> tuple[AttemptDecided, StoodIn]:
    key, code = received.transit_key, f"{number % _APPROVAL_CODES:06d}"
    rule = floor.rules.get((received.receiver_id or "", received.kind))
    assert received.receiver_id is not None
    assert received.pan_token is not None
    return (
        AttemptDecided(key, Outcome.APPROVED, "00", code, "stand-in", now.utc, None),
        StoodIn(
            transit_key=key,
            stand_in_number=number,
            debtor_id=received.receiver_id,
            kind=received.kind,
            original_key=received.original_key,
            pan_token=received.pan_token,
            amount=received.amount,
            approval_code=code,
            settlement_date=received.settlement_date,
            stood_in_cause=cause,
            card_count=rule.card_count if rule is not None else 0,
            card_total=rule.card_total if rule is not None else 0,
            issuer_count=rule.issuer_count if rule is not None else 0,
            issuer_total=rule.issuer_total if rule is not None else 0,
            stood_in_at=now.utc,
        ),
    )


# A sale: its rule


def _allowed(floor: Floor, received: AttemptReceived) -> Generator[Effect, Any, bool]:
    """Tell whether the issuer's rule allows it; then it is counted already."""
    rule = floor.rules.get((received.receiver_id or "", received.kind))
    if rule is None or received.pan_token is None:
        return False
    usage = yield from _usage(floor, received)
    request = read_hop(received.request)
    has_pin, entry_mode = "pin_block" in request, request.get("entry_mode", "")
    payment = Payment(received.kind, received.amount, entry_mode, has_pin, received.pan_token)
    reason = objection(rule, payment, usage)
    if reason is not None and "switch.stand-in-beyond-limits" not in floor.planted:
        yield Note("info", "switch.not_stood_in", member=rule.issuer_id, rrn=received.rrn, reason=reason)
        return False
    usage.add(received.pan_token, received.amount)
    return True


def _usage(floor: Floor, received: AttemptReceived) -> Generator[Effect, Any, Usage]:
    """Return the usage of the attempt's day; whoever reads it first puts it at hand for all."""
    place = (received.receiver_id or "", received.settlement_date)
    if place not in floor.usage:
        rows = yield Read(STAND_INS_OF_DAY, *place, received.kind)
        floor.usage.setdefault(place, Usage(rows))
        dates = sorted(date for issuer, date in floor.usage if issuer == place[0])
        for old in dates[:-_MOST_DAYS]:
            if old != place[1]:
                del floor.usage[place[0], old]
    return floor.usage[place]


# A void: what it voids


def _allowed_void(floor: Floor, received: AttemptReceived) -> Generator[Effect, Any, bool]:
    """Tell whether a void is one of what was decided so, not told yet, and not undone; then that is taken."""
    rows = yield Read(ATTEMPT_BY_KEY, received.original_key or "")
    told = floor.advices.get(received.original_key or "")
    if told is None or told.kind != "sale" or told.key in floor.owed or not _fits(received, rows[0]):
        return False
    if told.voided_by is not None and told.voided_by not in floor.owed:
        return False
    told.voided_by = received.transit_key
    return True


def _fits(void: AttemptReceived, sale: Mapping[str, Any]) -> bool:
    """Tell whether a void is of the whole sale, by the same card, where it was made."""
    asked, sold = read_hop(void.request), read_hop(sale["request"])
    return (void.amount, void.currency, void.pan_token) == (sale["amount"], sale["currency"], sale["pan_token"]) and (
        asked["merchant_id"],
        asked["terminal_id"],
    ) == (sold["merchant_id"], sold["terminal_id"])


def _give_back(floor: Floor, received: AttemptReceived) -> None:
    """Let go what was taken for a decision that was not written."""
    if received.kind != "void":
        floor.usage[received.receiver_id or "", received.settlement_date].give_back(
            received.pan_token or "", received.amount
        )
    elif (told := floor.advices.get(received.original_key or "")) is not None:
        told.voided_by = None
