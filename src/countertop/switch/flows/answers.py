"""An answer comes from an issuer, or fails to come.

    answer in time  ─► `decision` durable ─► the answer to the asker                        (APPROVED, DECLINED)
    no answer       ─► decided in the issuer's stead where it allows it (`flows.standing_in`)
    no answer       ─► as the kind's doubt ends:
        by reversal ─► `decision` 68 and `obligation` durable in one ─► 68, 0420 to the issuer      (GIVEN_UP)
        repetition  ─► `repetition` durable ─► the request again; the asker waits                  (IN_FLIGHT)
        nothing     ─► `decision` 68 durable ─► 68                                                  (DECLINED)
    answer later    ─► `late_answer` durable; nobody is told                                           (stays)

An answer with a wrong MAC, or one that does not belong to what was asked, is as good as none: the clock runs on.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from countertop.hsm import MakeMac, VerifyMac
from countertop.iso8583 import INTERBANK, Message, MessageError
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_answers import answer_to
from countertop.iso8583.interbank_forms import Ending
from countertop.iso8583.match import difference
from countertop.iso8583.response_codes import look_up
from countertop.iso8583.transit import transit_key
from countertop.stage import Append, AskHsm, CancelTimer, Effect, KeyTaken, Note, Read, Script, Send
from countertop.switch.floor import Floor, InFlight
from countertop.switch.flows.advices import receive_taken
from countertop.switch.flows.obligations import new_obligation, press, take_up
from countertop.switch.flows.proving import heed, verified
from countertop.switch.flows.repetitions import ask_again, owe_repetition
from countertop.switch.flows.sealing import send_sealed, verified_mac
from countertop.switch.flows.standing_in import SILENT, decide_in_stead, received_of
from countertop.switch.lifecycle import AttemptEvent, AttemptState, Moves, lifecycle_of, state_of
from countertop.switch.records import AttemptDecided, LateAnswerReceived
from countertop.switch.registry import Institution
from countertop.switch.tables import ATTEMPT_BY_KEY, OBLIGATION_BY_KEY, Outcome
from countertop.values import Instant

__all__ = ["decline_unanswered", "give_up", "receive_answer", "run_out_of_time", "tell_given_up"]


_UNPROVEN = "A0"


def receive_answer(floor: Floor, issuer: Institution, message: Message, now: Instant) -> Script:
    """Take a 0110, 0210 or 0230."""
    try:
        key = transit_key(message, floor.centre.clock, now.utc).text
    except MessageError as fault:
        yield Note("warning", "switch.unusable_message", member=issuer.institution_id, reason=str(fault))
        return
    attempt = floor.in_flight.get(key)
    if attempt is None or attempt.receiver is not issuer:
        advice = floor.advices.get(key)
        if advice is not None and advice.debtor is issuer and message.mti == "0230":
            yield from receive_taken(floor, advice, issuer, message, now)
        else:
            yield from _receive_late(floor, issuer, key, message, now)
        return
    mac = yield from _sealed_onward(floor, issuer, attempt.sender, message, now)
    if mac is None or not _belongs(message, attempt):
        yield Note("alarm", "switch.wrong_mac" if mac is None else "switch.wrong_answer", member=issuer.name)
        return
    assert message.response_code is not None
    outcome = Outcome.APPROVED if look_up(message.response_code).is_approved else Outcome.DECLINED
    code, approval_code = message.response_code, message.approval_code
    decided = AttemptDecided(key, outcome, code, approval_code, "answer", now.utc, hop_text(message))
    if "switch.reply-before-commit" in floor.planted:
        yield from send_sealed(message, attempt.sender)
    written = yield Append(attempt.sender.institution_id, decided)
    if isinstance(written, KeyTaken):
        yield from _receive_late(floor, issuer, key, message, written.now)
        return
    floor.in_flight.pop(key, None)
    yield CancelTimer(("answer", key))
    if attempt.tries is not None:
        yield CancelTimer(("repetition", key))
    line = attempt.sender.line
    if line is not None:
        message.header = attempt.sender.header
        message.mac = mac
        yield Send(line, INTERBANK.encode(message))


def _sealed_onward(
    floor: Floor, issuer: Institution, sender: Institution, message: Message, now: Instant
) -> Generator[Effect, Any, bytes | None]:
    """Return the asker's MAC of an answer, None when the issuer's is wrong.

    It covers the same text, because the switch changes no field that it covers; so both are one visit to the HSM.
    """
    if message.mac is None or message.mac_input is None:
        return None
    for pair in issuer.keys.accepted:
        right, mac = yield AskHsm(
            VerifyMac(pair.zak, message.mac_input, message.mac), MakeMac(sender.keys.in_use.zak, message.mac_input)
        )
        if right is True:
            yield from heed(floor, issuer, pair, now)
            return verified_mac(mac)
    return None


def _belongs(answer: Message, attempt: InFlight) -> bool:
    """Tell whether an answer is one to this request, beyond having its key.

    That the issuer could not believe a request (A0) is none to one that is repeated: somebody altered a copy of it.
    """
    request = attempt.request
    return (
        answer.response_code is not None
        and (answer.response_code != _UNPROVEN or attempt.ending is not Ending.REPEAT)
        and difference(request, answer) is None
        and answer.rrn == request.rrn
        and answer.pan == request.pan
    )


def _receive_late(
    floor: Floor, issuer: Institution, key: str, message: Message, now: Instant
) -> Generator[Effect, Any, None]:
    """Record an answer to what is decided already; an approval of what was declined is undone at the issuer."""
    rows = yield Read(ATTEMPT_BY_KEY, key)
    obligations = yield Read(OBLIGATION_BY_KEY, key)
    row = rows[0] if rows else None
    if row is None or row["receiver_id"] != issuer.institution_id:
        yield Note("warning", "switch.answer_to_nothing", member=issuer.institution_id, rrn=message.rrn or "")
        return
    right = yield from verified(floor, issuer, message, now)
    if not right or message.response_code is None:
        yield Note("alarm", "switch.wrong_mac", member=issuer.institution_id)
        return
    approved = look_up(message.response_code).is_approved
    state = state_of(row, owed=bool(obligations))
    step = lifecycle_of(row["kind"])[state][AttemptEvent.APPROVAL if approved else AttemptEvent.DECLINE]
    said_before = (row["response_code"], row["approval_code"]) == (message.response_code, message.approval_code)
    if state is AttemptState.IN_FLIGHT or said_before:
        return
    late = LateAnswerReceived(key, message.response_code, message.approval_code, now.utc, hop_text(message))
    records: tuple[Any, ...] = (late,)
    obligation = None
    if isinstance(step, Moves) and step.to is AttemptState.REVERSED:
        obligation = new_obligation(floor, key, issuer, "late-approval", now)
        records = (late, obligation)
    written = yield Append(row["sender_id"], *records)
    if isinstance(written, KeyTaken):
        return
    if obligation is not None:
        take_up(floor, obligation)
    yield Note("warning", "switch.late_answer", member=issuer.institution_id, rrn=row["rrn"], code=late.late_code)
    if obligation is not None:
        yield from press(floor, key, written.now)


def run_out_of_time(floor: Floor, key: str, now: Instant) -> Script:
    """Do what ends the doubt about an attempt whose clock has run out."""
    attempt = floor.in_flight.get(key)
    if attempt is not None:
        yield from _OUT_OF_TIME[attempt.ending](floor, attempt, now)


def _give_up_in_time(floor: Floor, attempt: InFlight, now: Instant) -> Generator[Effect, Any, None]:
    """Decide it in the issuer's stead, or give it up and reverse it."""
    key = attempt.key
    if floor.rules:
        (row,) = yield Read(ATTEMPT_BY_KEY, key)
        if (yield from decide_in_stead(floor, received_of(row), attempt.request, SILENT, now)) is not None:
            return
    if not (yield from give_up(floor, key, attempt.sender.institution_id, attempt.receiver, "time-out", now)):
        return
    yield Note("warning", "switch.no_answer", member=attempt.receiver.institution_id, rrn=attempt.request.rrn or "")
    yield from tell_given_up(attempt)
    yield from press(floor, key, now)


def _repeat(floor: Floor, attempt: InFlight, now: Instant) -> Generator[Effect, Any, None]:
    """Ask again until there is an answer."""
    yield Note("warning", "switch.asks_again", member=attempt.receiver.institution_id, rrn=attempt.request.rrn or "")
    yield from owe_repetition(attempt, "time-out", now)
    yield from ask_again(floor, attempt.key, now)


def _let_go(floor: Floor, attempt: InFlight, now: Instant) -> Generator[Effect, Any, None]:
    """Decline what moved nothing."""
    if (yield from decline_unanswered(floor, attempt.key, attempt.sender.institution_id, "time-out", now)):
        yield from tell_given_up(attempt)


_OUT_OF_TIME: dict[Ending, Callable[[Floor, InFlight, Instant], Generator[Effect, Any, None]]] = {
    Ending.REVERSAL: _give_up_in_time,
    Ending.REPEAT: _repeat,
    Ending.NOTHING: _let_go,
}


def decline_unanswered(
    floor: Floor, key: str, sender_id: str, cause: str, now: Instant
) -> Generator[Effect, Any, bool]:
    """Decide that what moves nothing has failed; return False when it was decided before."""
    written = yield Append(sender_id, AttemptDecided(key, Outcome.DECLINED, "68", None, cause, now.utc, None))
    if isinstance(written, KeyTaken):
        return False
    floor.in_flight.pop(key, None)
    return True


def tell_given_up(attempt: InFlight) -> Generator[Effect, Any, None]:
    """Tell the asker that nobody knows (68); the switch sees to the rest."""
    yield from send_sealed(answer_to(attempt.request, "68"), attempt.sender)


def give_up(
    floor: Floor, key: str, sender_id: str, receiver: Institution, cause: str, now: Instant
) -> Generator[Effect, Any, bool]:
    """Decide that nobody knows, and owe the reversal, in one append; return False when it was decided before."""
    obligation = new_obligation(floor, key, receiver, cause, now)
    decided = AttemptDecided(key, Outcome.UNKNOWN, "68", None, cause, now.utc, None)
    records: tuple[Any, ...] = (decided, obligation)
    if "switch.timeout-without-reversal" in floor.planted:
        records = (decided,)
    written = yield Append(sender_id, *records)
    if isinstance(written, KeyTaken):
        return False
    floor.in_flight.pop(key, None)
    if obligation in records:
        take_up(floor, obligation)
    return True
