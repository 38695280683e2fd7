"""A request comes from an acquirer: check it, make it durable, send it to the issuer.

    0100, 0200, 0220 ─► MAC, form, route, PIN ─► `attempt` durable ─► to the issuer, clock started   (IN_FLIGHT)
                           ├─ refused ─► `attempt` and `decision` durable in one ─► answer           (DECLINED)
                           └─ no line ─► decided in the issuer's stead, if it allows it              (APPROVED)

A refusal is an attempt too: should its bytes arrive again, whole or altered, the key is taken and the answer the same.
That also holds for a wrong MAC (A0), where nothing is known but the key; if the key is taken already, nothing is
answered, because the answer would be taken for the true attempt's.

What is repeated until it is answered (`Ending.REPEAT`) is refused for want of room without taking the key: it will come
again, and must be able to succeed. For want of a line that holds for what has happened already; the asker of anything
else takes that for a decline, so a copy of it that comes later must not succeed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from operator import attrgetter
from typing import Any

from countertop.hsm import HsmRefusal, MakeMac, ProtectedPan, ProtectPan, TranslatePin, VerifyMac
from countertop.hsm.keyring import ZonePair
from countertop.iso8583 import INTERBANK, Message, MessageError
from countertop.iso8583.fingerprints import fingerprint
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_answers import answer_to
from countertop.iso8583.interbank_forms import Ending, Form, find_form
from countertop.iso8583.transit import original_key, transit_key
from countertop.stage import Append, AskHsm, Effect, KeyTaken, Note, Read, Script, Send, SetTimer
from countertop.switch.floor import Floor, InFlight
from countertop.switch.flows.cut_off import CLOSING, is_closing
from countertop.switch.flows.proving import heed
from countertop.switch.flows.sealing import send_sealed, verified_mac
from countertop.switch.flows.standing_in import ABSENT, decide_in_stead
from countertop.switch.lifecycle import AttemptEvent, AttemptState, Refused, lifecycle_of, state_of
from countertop.switch.records import AttemptDecided, AttemptReceived
from countertop.switch.registry import Institution
from countertop.switch.tables import ATTEMPT_BY_KEY, AttemptKind, Outcome
from countertop.values import SECOND, Instant, Pan

__all__ = ["receive_request"]

_UNREACHABLE = "91"
_UNPROVEN = "A0"
_FULL = "96"
_PASSING = frozenset({_FULL, _UNPROVEN})
"""Refusals that say nothing about a request, and after which it is repeated."""

_NEW = frozenset({"0100", "0200"})
"""What may wait until a day is closed; advices have happened already."""

# What a request must have beside its key (Q/CUP 006, our matrix), so that an answer and a reversal can be made of it.
_needed = attrgetter(
    *("pan", "processing_code", "merchant_category", "entry_mode", "condition_code"),
    *("rrn", "terminal_id", "merchant_id", "currency"),
)


class _Case:
    """One request on its way to a decision or to its issuer."""

    __slots__ = (
        "fingerprint",
        "form",
        "key",
        "mac",
        "message",
        "original_key",
        "pan",
        "receiver",
        "refusal",
        "sender",
        "target",
    )

    def __init__(self, key: str, message: Message, sender: Institution) -> None:
        self.key = key
        self.message = message
        self.form = find_form(message)
        self.sender = sender
        self.receiver: Institution | None = None
        self.original_key: str | None = None
        self.refusal: str | None = None
        self.pan: ProtectedPan | None = None
        self.target: ProtectedPan | None = None
        self.mac: Any = None
        self.fingerprint = ""


def receive_request(floor: Floor, sender: Institution, message: Message, now: Instant) -> Script:
    """Take a request."""
    try:
        key = transit_key(message, floor.centre.clock, now.utc).text
    except MessageError as fault:
        yield Note("warning", "switch.unusable_message", member=sender.institution_id, reason=str(fault))
        return
    assert message.forwarding_id is not None
    if message.forwarding_id.lstrip("0") != sender.key:
        yield Note("alarm", "switch.foreign_forwarder", member=sender.institution_id, claimed=message.forwarding_id)
        return
    case = _Case(key, message, sender)
    yield from _find_receiver(floor, case, now)
    yield from _ask_hsm(floor, case, now)
    if case.refusal == _UNREACHABLE and (yield from _stand_in(floor, case, now)):
        return
    if case.refusal is None:
        yield from _forward(floor, case, now)
    else:
        yield from _refuse(floor, case, case.refusal, now)


def _find_receiver(floor: Floor, case: _Case, now: Instant) -> Generator[Effect, Any, None]:
    """Say where the request goes, or why it goes nowhere. What names an original goes where that went."""
    message, form = case.message, case.form
    if None in _needed(message) or (message.amount is None and (form is None or form.has_amount)):
        case.refusal = "30"
        return
    assert message.pan is not None
    if form is None:
        case.refusal = "40"
    elif form.has_target != (message.account_to is not None):
        case.refusal = "30"
    elif form.names_original:
        yield from _find_original(floor, case, now)
    else:
        case.receiver = floor.registry.issuer_of(message.pan)
        if case.receiver is None:
            case.refusal = "15" if _is_card_number(message.pan) else "14"
        elif message.account_to is not None and floor.registry.issuer_of(message.account_to) is not case.receiver:
            case.receiver, case.refusal = None, "A3"


def _is_card_number(pan: Pan) -> bool:
    try:
        pan.check()
    except ValueError:
        return False
    return True


def _find_original(floor: Floor, case: _Case, now: Instant) -> Generator[Effect, Any, None]:
    try:
        case.original_key = original_key(case.message, floor.centre.clock, now.utc).text
    except MessageError:
        case.refusal = "30"
        return
    rows = yield Read(ATTEMPT_BY_KEY, case.original_key)
    if not rows or rows[0]["receiver_id"] is None or rows[0]["sender_id"] != case.sender.institution_id:
        case.refusal = "25"
    else:
        case.receiver = floor.registry.find(rows[0]["receiver_id"])


def _ask_hsm(floor: Floor, case: _Case, now: Instant) -> Generator[Effect, Any, None]:
    """One visit to the HSM: the sender's MAC, the card's token, the issuer's MAC, the PIN under the issuer's key.

    The issuer's MAC covers the same text as the sender's, because the switch changes no field that it covers; made
    before the sender's is known to be right, it does not leave unless it is.
    """
    message, receiver, pan = case.message, case.receiver, case.message.pan
    if message.mac is None or message.mac_input is None:
        case.refusal = "A0"
        return
    is_right: Any = False
    made: Iterator[Any] = iter(())
    for pair in case.sender.keys.accepted:
        is_right, *replies = yield AskHsm(*_commands(case, message.mac_input, message.mac, pair))
        made = iter(replies)
        if is_right is True:
            yield from heed(floor, case.sender, pair, now)
            break
    case.pan = next(made) if pan is not None else None
    case.target = next(made) if message.account_to is not None else None
    if case.pan is not None:
        case.fingerprint = fingerprint(message, case.pan.token, case.target.token if case.target is not None else None)
    if receiver is not None:
        case.mac = verified_mac(next(made))
        _take_pin(case, list(made))
    if is_right is not True:
        case.refusal = "A0"
    yield from _find_room(floor, case, now)


def _commands(case: _Case, covered: bytes, mac: bytes, pair: ZonePair) -> list[Any]:
    """Return what the HSM is asked about a request that may have been made with this pair."""
    message, receiver, pan = case.message, case.receiver, case.message.pan
    commands: list[Any] = [VerifyMac(pair.zak, covered, mac)]
    commands += (ProtectPan(number) for number in (pan, message.account_to) if number is not None)
    if receiver is not None:
        onward = receiver.keys.in_use
        commands.append(MakeMac(onward.zak, covered))
        if message.pin_block is not None:
            commands.append(TranslatePin(pair.zpk, onward.zpk, message.pin_block, pan))
    return commands


def _take_pin(case: _Case, translated: list[Any]) -> None:
    """Put the PIN under the issuer's key into the message; one that opens to no PIN for this card is refused."""
    for reply in translated:
        if isinstance(reply, HsmRefusal):
            case.refusal = "99"
        else:
            case.message.pin_block = reply


def _find_room(floor: Floor, case: _Case, now: Instant) -> Generator[Effect, Any, None]:
    if case.refusal is not None:
        return
    assert case.receiver is not None
    if case.message.mti in _NEW and is_closing(floor, now):
        case.refusal = CLOSING
    elif len(floor.in_flight) >= floor.settings.most_in_flight:
        yield Note("warning", "switch.full", limit=floor.settings.most_in_flight)
        case.refusal = "96"
    elif case.receiver.line is None or case.original_key in floor.advices:
        case.refusal = _UNREACHABLE


def _stand_in(floor: Floor, case: _Case, now: Instant) -> Generator[Effect, Any, bool]:
    """Decide in the stead of an issuer that cannot be asked; return False when it is to be refused."""
    if case.key in floor.in_flight or case.form is None or case.form.ending is not Ending.REVERSAL:
        return False
    case.refusal = None
    received = _received(floor, case, now)
    written = yield from decide_in_stead(floor, received, case.message, ABSENT, now, received)
    if isinstance(written, KeyTaken):
        yield from _repeated(case, written.existing)
    elif written is None:
        case.refusal = _UNREACHABLE
    return written is not None


def _forward(floor: Floor, case: _Case, now: Instant) -> Generator[Effect, Any, None]:
    waiting = floor.in_flight.get(case.key)
    if waiting is not None:
        yield from _answer_taken(case, waiting.fingerprint, AttemptState.IN_FLIGHT, None)
        return
    message, receiver, form = case.message, case.receiver, case.form
    assert receiver is not None
    assert form is not None
    received = _received(floor, case, now)
    # The seat is taken before the append, so that a repetition meanwhile waits instead of appending too.
    attempt = InFlight(case.key, received.number, case.sender, receiver, message, case.fingerprint, form.ending)
    floor.in_flight[case.key] = attempt
    written = yield Append(case.sender.institution_id, received)
    if isinstance(written, KeyTaken):
        floor.in_flight.pop(case.key, None)
        yield from _repeated(case, written.existing)
        return
    line = receiver.line
    if line is None and form.ending is not Ending.REPEAT:
        # The issuer signed off while we wrote; nothing has left, so nothing can be owed.
        if (yield from decide_in_stead(floor, received, message, ABSENT, written.now)) is None:
            yield from _decline_unsent(floor, attempt, written.now)
        return
    message.header = receiver.header
    message.settlement_date = received.settlement_date[4:]
    message.receiving_id = receiver.institution_id
    message.mac = case.mac
    payload = INTERBANK.encode(message)
    # What an answer or a repetition is made of is kept while it waits, but neither track nor PIN.
    message.track2 = message.track3 = message.pin_block = message.security_control = message.reserved_data = None
    yield SetTimer(("answer", case.key), floor.settings.answer_timeout)
    if line is not None:
        yield Send(line, payload)


def _received(floor: Floor, case: _Case, now: Instant) -> AttemptReceived:
    message, pan = case.message, case.pan
    return AttemptReceived(
        transit_key=case.key,
        kind=case.form.kind if case.form is not None else AttemptKind.OTHER,
        number=floor.next_attempt(),
        sender_id=case.sender.institution_id,
        receiver_id=case.receiver.institution_id if case.receiver is not None and case.refusal is None else None,
        rrn=message.rrn or "",
        amount=int(message.amount or "0"),
        currency=message.currency or "",
        processing_code=message.processing_code or "",
        fingerprint=case.fingerprint,
        pan_token=pan.token if pan is not None else None,
        pan_cipher=pan.cipher if pan is not None else None,
        target_cipher=case.target.cipher if case.target is not None else None,
        original_key=case.original_key,
        settlement_date=floor.centre.business_day(now.utc // SECOND).settlement_date,
        received_at=now.utc,
        request=hop_text(message),
    )


def _refuse(floor: Floor, case: _Case, code: str, now: Instant) -> Generator[Effect, Any, None]:
    if code == _UNPROVEN:
        yield Note("alarm", "switch.wrong_mac", member=case.sender.institution_id)
    if case.form is not None and _comes_again(case.form, code):
        yield from _refuse_in_passing(floor, case, code)
        return
    received = _received(floor, case, now)
    decided = AttemptDecided(case.key, Outcome.DECLINED, code, None, "switch", now.utc, None)
    written = yield Append(case.sender.institution_id, received, decided)
    if not isinstance(written, KeyTaken):
        settlement_date = received.settlement_date[4:]
        yield from send_sealed(answer_to(case.message, code, settlement_date=settlement_date), case.sender)
    elif code != _UNPROVEN:
        yield from _repeated(case, written.existing)


def _comes_again(form: Form, code: str) -> bool:
    """Tell whether a request of this form is sent again after this refusal, as if nothing had been said."""
    if form.ending is not Ending.REPEAT:
        return False
    return code in _PASSING or (form.has_happened and code == _UNREACHABLE)


def _refuse_in_passing(floor: Floor, case: _Case, code: str) -> Generator[Effect, Any, None]:
    """Refuse what will come again; what has come before is answered as the key's owner, if it is proven."""
    rows = yield Read(ATTEMPT_BY_KEY, case.key)
    waiting = floor.in_flight.get(case.key)  # looked at last: its true copy may have come while the rows were read
    if code == _UNPROVEN and (waiting is not None or rows):
        return
    if waiting is not None:
        yield from _answer_taken(case, waiting.fingerprint, AttemptState.IN_FLIGHT, None)
    elif rows:
        yield from _repeated(case, rows[0])
    else:
        yield from send_sealed(answer_to(case.message, code), case.sender)


def _decline_unsent(floor: Floor, attempt: InFlight, now: Instant) -> Generator[Effect, Any, None]:
    decided = AttemptDecided(attempt.key, Outcome.DECLINED, _UNREACHABLE, None, "switch", now.utc, None)
    written = yield Append(attempt.sender.institution_id, decided)
    floor.in_flight.pop(attempt.key, None)
    if not isinstance(written, KeyTaken):
        yield from send_sealed(answer_to(attempt.request, _UNREACHABLE), attempt.sender)


def _repeated(case: _Case, existing: Mapping[str, Any]) -> Generator[Effect, Any, None]:
    """Answer a key that is taken by a row of the store."""
    (row,) = yield Read(ATTEMPT_BY_KEY, case.key)
    yield from _answer_taken(case, existing["fingerprint"], state_of(row, owed=False), row)


def _answer_taken(
    case: _Case, known: str, state: AttemptState, row: Mapping[str, Any] | None
) -> Generator[Effect, Any, None]:
    """Answer a key that is taken: as it was answered before, with a refusal, or not while its answer is on its way.

    `known` is the fingerprint of what took it.
    """
    member, rrn = case.sender.institution_id, case.message.rrn or ""
    event = AttemptEvent.REQUEST if case.fingerprint == known else AttemptEvent.CONFLICT
    step = lifecycle_of(case.form.kind if case.form is not None else AttemptKind.OTHER)[state][event]
    if isinstance(step, Refused):
        taken = step.response_code == "94"
        message = "switch.conflicting_request" if taken else "switch.came_after_its_reversal"
        yield Note("alarm" if taken else "warning", message, member=member, rrn=rrn)
        yield from send_sealed(answer_to(case.message, step.response_code), case.sender)
    elif row is not None and row["response_code"] is not None and not _is_told_once(case, row):
        answer = answer_to(
            case.message,
            row["response_code"],
            row["approval_code"],
            settlement_date=row["settlement_date"][4:],
            receiving_id=row["receiver_id"],
        )
        yield from send_sealed(answer, case.sender)


def _is_told_once(case: _Case, row: Mapping[str, Any]) -> bool:
    """Tell whether the answer cannot be given again, because what it told is kept nowhere (a balance)."""
    form = case.form
    return form is not None and form.ending is Ending.NOTHING and row["outcome"] == Outcome.APPROVED
