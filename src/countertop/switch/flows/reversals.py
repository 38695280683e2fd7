"""A 0420 comes from an acquirer: take the promise over, and answer once it is ours.

    unknown original  ─► `tombstone` durable ─► 0430 00; should the original still come, it is declined
    in flight         ─► `decision` 68 and `obligation` durable in one ─► 0430 00, 0210 68, 0420 to the issuer
    approved          ─► `obligation` durable ─► 0430 00, 0420 to the issuer
    anything else     ─► 0430 00: nothing to undo, or it is being undone
    does not match    ─► 0430 12 or 64, alarm; nothing moves

The reversal itself is a row with its own key, so the same 0420 again gets the same 0430.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.hsm import TokenizePan
from countertop.iso8583 import Message, MessageError
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_answers import answer_to
from countertop.iso8583.interbank_forms import find_reversed_form
from countertop.iso8583.transit import original_key, transit_key
from countertop.stage import Append, AskHsm, CancelTimer, Effect, KeyTaken, Note, Read, Script
from countertop.switch.floor import Floor
from countertop.switch.flows.answers import tell_given_up
from countertop.switch.flows.obligations import new_obligation, press, take_up
from countertop.switch.flows.proving import verified
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.lifecycle import LIFECYCLE, AttemptEvent, AttemptState, Moves, state_of
from countertop.switch.records import AttemptDecided, ReversalOwed, ReversalReceived, TombstoneLaid
from countertop.switch.registry import Institution
from countertop.switch.tables import ATTEMPT_BY_KEY, Outcome
from countertop.values import SECOND, Instant

__all__ = ["receive_reversal"]

# An attempt moves at most so often under a reversal's eyes: it comes, it is decided, it is reversed by another.
_MOST_LOOKS = 5


class _Reversal:
    """One 0420 being dealt with."""

    __slots__ = ("key", "kind", "message", "original_key", "sender", "token")

    def __init__(
        self, key: str, original_key: str, kind: str, message: Message, sender: Institution, token: str
    ) -> None:
        self.key = key
        self.original_key = original_key
        self.kind = kind
        self.message = message
        self.sender = sender
        self.token = token


def receive_reversal(floor: Floor, sender: Institution, message: Message, now: Instant) -> Script:
    """Take a 0420."""
    clock = floor.centre.clock
    form = find_reversed_form(message)
    try:
        key = transit_key(message, clock, now.utc)
        original = original_key(message, clock, now.utc)
    except MessageError as fault:
        yield Note("warning", "switch.unusable_message", member=sender.institution_id, reason=str(fault))
        return
    if sender.key != key.forwarding_id or sender.key != original.forwarding_id:
        yield Note("alarm", "switch.foreign_forwarder", member=sender.institution_id, claimed=key.forwarding_id)
        return
    if message.pan is None or message.amount is None or message.mac is None or message.mac_input is None:
        yield from send_sealed(answer_to(message, "A0" if message.mac is None else "30"), sender)
        return
    if not (yield from verified(floor, sender, message, now)):
        yield Note("alarm", "switch.wrong_mac", member=sender.institution_id)
        yield from send_sealed(answer_to(message, "A0"), sender)
        return
    if form is None:
        # Nothing is kept of it: it would be refused in the same words at any time.
        yield Note("alarm", "switch.reversal_mismatch", member=sender.institution_id, rrn=message.rrn or "")
        yield from send_sealed(answer_to(message, "12"), sender)
        return
    (token,) = yield AskHsm(TokenizePan(message.pan))
    yield from _settle(floor, _Reversal(key.text, original.text, form.kind, message, sender, token), now)


def _settle(floor: Floor, reversal: _Reversal, now: Instant) -> Generator[Effect, Any, None]:
    """Look at the original, do what its state asks for, and look again whenever it moved meanwhile."""
    owed = False
    for _ in range(_MOST_LOOKS):
        rows = yield Read(ATTEMPT_BY_KEY, reversal.original_key)
        row = rows[0] if rows else None
        state = state_of(row, owed=owed)
        step = LIFECYCLE[state][AttemptEvent.REVERSAL]
        moves_to = step.to if isinstance(step, Moves) else None
        # Where nothing moves there is nothing to match: a row refused for its MAC may hold anything.
        code = _mismatch(reversal, row) if moves_to is not None and row is not None else None
        if code is not None:
            moves_to = None
        received, records = _records(floor, reversal, row, moves_to, code, now)
        written = yield Append(reversal.sender.institution_id, received, *records)
        if not isinstance(written, KeyTaken):
            yield from _conclude(floor, reversal, received, records, written.now)
            return
        if written.table == "reversal":
            yield from send_sealed(answer_to(reversal.message, written.existing["reversal_code"]), reversal.sender)
            return
        owed = owed or written.table == "obligation"
    raise AssertionError("an attempt moved more often than its states allow")


def _mismatch(reversal: _Reversal, row: Mapping[str, Any]) -> str | None:
    """Return why a reversal cannot be this attempt's, or None."""
    message = reversal.message
    if row["amount"] != int(message.amount or "0"):
        return "64"
    same = row["pan_token"] == reversal.token and row["kind"] == reversal.kind
    return None if same else "12"


def _records(
    floor: Floor,
    reversal: _Reversal,
    row: Mapping[str, Any] | None,
    moves_to: AttemptState | None,
    code: str | None,
    now: Instant,
) -> tuple[ReversalReceived, tuple[Any, ...]]:
    """Return what is to be written: the reversal, and what it does."""
    message, key = reversal.message, reversal.original_key
    effect = "refused" if code is not None else moves_to.value if moves_to is not None else "nothing"
    received = ReversalReceived(
        reversal.key,
        key,
        reversal.sender.institution_id,
        message.rrn or "",
        code or "00",
        effect,
        now.utc,
        hop_text(message),
    )
    if moves_to is AttemptState.TOMBSTONE:
        return received, () if "switch.no-tombstone" in floor.planted else (_tombstone(floor, reversal, now),)
    if moves_to is None:
        return received, ()
    assert row is not None
    debtor = floor.registry.find(row["receiver_id"])
    assert debtor is not None
    obligation = new_obligation(floor, key, debtor, "reversal", now)
    if moves_to is AttemptState.GIVEN_UP:
        return received, (AttemptDecided(key, Outcome.UNKNOWN, "68", None, "reversal", now.utc, None), obligation)
    return received, (obligation,)


def _tombstone(floor: Floor, reversal: _Reversal, now: Instant) -> TombstoneLaid:
    message = reversal.message
    return TombstoneLaid(
        reversal.original_key,
        floor.next_attempt(),
        reversal.sender.institution_id,
        message.rrn or "",
        int(message.amount or "0"),
        message.currency or "",
        message.processing_code or "",
        reversal.token,
        floor.centre.business_day(now.utc // SECOND).settlement_date,
        now.utc,
    )


def _conclude(
    floor: Floor, reversal: _Reversal, received: ReversalReceived, records: tuple[Any, ...], now: Instant
) -> Generator[Effect, Any, None]:
    """All of it is durable: answer, and begin what is owed."""
    key = reversal.original_key
    attempt = floor.in_flight.pop(key, None) if received.effect == AttemptState.GIVEN_UP.value else None
    owes = bool(records) and isinstance(records[-1], ReversalOwed)
    if owes:
        take_up(floor, records[-1])
    if received.effect == "refused":
        yield Note("alarm", "switch.reversal_mismatch", member=reversal.sender.institution_id, rrn=received.rrn)
    yield from send_sealed(answer_to(reversal.message, received.reversal_code), reversal.sender)
    if attempt is not None:
        yield CancelTimer(("answer", key))
        yield from tell_given_up(attempt)
    if owes:
        yield from press(floor, key, now)
