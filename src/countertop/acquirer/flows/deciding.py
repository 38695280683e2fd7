"""How an attempt is decided, once: by the switch's answer, by silence, or by the host where nobody was asked.

Whoever decides appends a decision, and its key lets one of them win. The loser changes nothing: an answer that comes
second is recorded as late.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.flows.believing import heed
from countertop.acquirer.flows.late import receive_late_answer
from countertop.acquirer.flows.owing import new_obligation, send_reversal
from countertop.acquirer.flows.repeating import answer_due, repeat_to_switch
from countertop.acquirer.memory import HostMemory, Obligation
from countertop.acquirer.records import AttemptDecided
from countertop.acquirer.replies import begin_reply, complete_reply
from countertop.acquirer.tables import Outcome
from countertop.hsm import Command, MakeMac, VerifyMac
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_forms import Ending
from countertop.iso8583.private.additional import Balance
from countertop.iso8583.response_codes import RESPONSE_CODES
from countertop.stage import Append, AskHsm, CancelTimer, Effect, KeyTaken, Note, Script, Send

__all__ = ["TIME_OUT", "decide_alone", "decision", "give_up", "leave_unknown", "receive_answer"]

PARTIAL = "10"
"""Approved for less: nobody asked for that, so it is undone like an answer that does not fit."""

APPROVING = frozenset(code for code, row in RESPONSE_CODES.items() if row.is_approved) - {PARTIAL}

UNKNOWN = "98"

HOST = "host"
TIME_OUT = "time-out"
"""Causes of decisions; see `AttemptDecided`."""


def receive_answer(memory: HostMemory, attempt: Attempt, answer: Message, utc: int) -> Script:
    """Decide an attempt by the switch's answer; the answer's MAC and the terminal's are one ask."""
    code = answer.response_code or ""
    approved = code in APPROVING
    outcome = Outcome.APPROVED if approved else Outcome.DECLINED
    decided, reply = decision(memory, attempt, outcome, code, "switch", utc, answer)
    payload, covered = UNIONPAY_POS.seal_parts(reply)
    session = attempt.terminal.session
    sealing: list[Command] = [] if session is None else [MakeMac(session.tak, covered)]
    verified, mac = False, [b""]
    for pair in memory.registry.link.keys.accepted:
        verified, *mac = yield AskHsm(VerifyMac(pair.zak, answer.mac_input or b"", answer.mac or b""), *sealing)
        if verified:
            yield from heed(memory, pair)
            break
    if not verified or not _fits(attempt, answer) or code == PARTIAL:
        yield Note("alarm", "acquirer.wrong-answer", rrn=attempt.rrn, response_code=code)
        yield from give_up(memory, attempt, "wrong-answer", utc)
        return
    if code in attempt.kind.left_open_by:
        memory.counts["left-open"] += 1
        return
    payload = UNIONPAY_POS.sealed(payload, mac[0]) if mac and mac[0] else UNIONPAY_POS.encode(reply)
    if "acquirer.reply-before-commit" in memory.planted:
        yield Send(attempt.arrival.line, payload)
    written = yield Append(attempt.terminal.terminal_id, decided)
    if isinstance(written, KeyTaken):
        yield from receive_late_answer(memory, answer, utc)
        return
    memory.release(attempt)
    if approved:
        memory.counts["approved"] += 1
    else:
        memory.counts["declined"] += 1
        memory.give_back(attempt)
    yield CancelTimer(answer_due(attempt.key))
    yield Send(attempt.arrival.line, payload)


def give_up(memory: HostMemory, attempt: Attempt, cause: str, utc: int) -> Script:
    """Do what ends the doubt about a request that the switch does not answer, or answers wrongly."""
    return _ENDINGS[attempt.kind.ending](memory, attempt, cause, utc)


def _reverse(memory: HostMemory, attempt: Attempt, cause: str, utc: int) -> Script:
    """Tell the terminal 98, owing the switch a reversal from the same append on."""
    left = yield from leave_unknown(memory, attempt, answer_due(attempt.key), cause, utc)
    if left is not None:
        obligation, reply = left
        yield from send_sealed(attempt.terminal.session, attempt.arrival.line, reply)
        yield from send_reversal(memory, obligation)


def leave_unknown(
    memory: HostMemory, attempt: Attempt, due: tuple[str, str], cause: str, utc: int
) -> Generator[Effect, Any, tuple[Obligation, Message] | None]:
    """Write down that nobody knows, and what is owed because of it, in one append.

    Return what is owed and what the terminal is to be told; None where it was decided before. `due` is the clock that
    ran for the answer.
    """
    obligation, owed = new_obligation(memory, attempt.key, attempt.terminal.terminal_id, cause, utc)
    decided, reply = decision(memory, attempt, Outcome.UNKNOWN, UNKNOWN, cause, utc)
    written = yield Append(attempt.terminal.terminal_id, decided, owed)
    if isinstance(written, KeyTaken):
        return None
    memory.release(attempt)
    memory.owe(obligation)
    memory.counts["unknown"] += 1
    yield CancelTimer(due)
    yield Note("warning", "acquirer.unknown", rrn=attempt.rrn, cause=cause)
    return obligation, reply


def _repeat(memory: HostMemory, attempt: Attempt, cause: str, _: int) -> Script:
    """Send the request again, under the same key; a wrong answer is none."""
    if cause == TIME_OUT:
        yield from repeat_to_switch(memory, attempt)


def _forget(memory: HostMemory, attempt: Attempt, cause: str, utc: int) -> Script:
    """Decline what moves nothing, with 98."""
    yield CancelTimer(answer_due(attempt.key))
    yield from decide_alone(memory, attempt, UNKNOWN, utc, cause)


_ENDINGS: dict[Ending, Callable[[HostMemory, Attempt, str, int], Script]] = {
    Ending.REVERSAL: _reverse,
    Ending.REPEAT: _repeat,
    Ending.NOTHING: _forget,
}


def decide_alone(memory: HostMemory, attempt: Attempt, response_code: str, utc: int, cause: str = HOST) -> Script:
    """Decline an attempt of which no byte has left, or that moves nothing; nothing is owed."""
    decided, reply = decision(memory, attempt, Outcome.DECLINED, response_code, cause, utc)
    written = yield Append(attempt.terminal.terminal_id, decided)
    if isinstance(written, KeyTaken):
        return
    memory.release(attempt)
    memory.give_back(attempt)
    memory.counts[f"declined-{response_code}"] += 1
    yield from send_sealed(attempt.terminal.session, attempt.arrival.line, reply)


def decision(
    memory: HostMemory,
    attempt: Attempt,
    outcome: str,
    response_code: str,
    cause: str,
    utc: int,
    answer: Message | None = None,
) -> tuple[AttemptDecided, Message]:
    """Return the record of a decision, and the answer that tells it; several may be made, one is written."""
    reading = memory.clock.read(utc)
    approval_code = settlement_date = receiving_id = balance = None
    if answer is not None:
        balance = answer.balance if attempt.kind.shows_balance and outcome == Outcome.APPROVED else None
        settlement_date, receiving_id = answer.settlement_date, answer.receiving_id
        approval_code = answer.approval_code if outcome == Outcome.APPROVED else None
    reply = begin_reply(attempt.arrival.request, memory.acquirer_id, attempt.rrn, attempt.pan)
    complete_reply(
        memory,
        reply,
        reading,
        response_code,
        approval_code=approval_code,
        settlement_date=settlement_date,
        receiving_id=receiving_id,
        scheme=None if attempt.route is None else attempt.route.scheme,
    )
    reply.balance = balance
    decided = AttemptDecided(  # by place, as `passage.received`
        attempt.key,
        outcome,
        response_code,
        approval_code,
        settlement_date or reading.settlement_date,
        reading.local_date,
        reading.local_time,
        receiving_id,
        cause,
        utc,
        None if answer is None else hop_text(answer),
    )
    return decided, reply


def _fits(attempt: Attempt, answer: Message) -> bool:
    """Tell whether an answer is one to this attempt in every field that says so."""
    request, kind = attempt.request, attempt.kind
    return (
        answer.mti == request.answer_mti
        and answer.processing_code == kind.form.processing_code
        and answer.amount == request.amount
        and answer.terminal_id == request.terminal_id
        and answer.merchant_id == request.merchant_id
        and bool(answer.response_code)
        and (not kind.shows_balance or _tells_balance(answer))
    )


def _tells_balance(answer: Message) -> bool:
    """Tell whether an answer to an inquiry has what was asked for, where it says that it has."""
    if answer.response_code not in APPROVING:
        return True
    try:
        Balance.read(answer.balance or "")
    except SubfieldError:
        return False
    return True
