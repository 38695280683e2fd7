"""Every decision ends here: one append, then memory, then the answer; or the answer that was given before."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.hsm import MakeMac
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_answers import answer_to
from countertop.issuer import faults
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.family import Family
from countertop.issuer.lifecycle import LIFECYCLE, Refused, RequestEvent
from countertop.issuer.office import LineState, Office
from countertop.issuer.records import RequestDecided
from countertop.issuer.tables import AttemptKind
from countertop.stage import Append, AskHsm, Effect, KeyTaken, Note, Send, SetTimer

__all__ = ["conclude", "release_held", "send_answer"]

_APPROVAL_CODES = 1_000_000
_APPROVING = frozenset({"approved", "stood-in"})

# Planted faults under which a repetition is taken for a new request.
_NEW_AGAIN = {
    AttemptKind.SALE: "issuer.debits-duplicate",
    AttemptKind.REVERSAL: "issuer.credits-twice",
    AttemptKind.COMPLETION: "issuer.completion-debits-twice",
    AttemptKind.COMPLETION_ADVICE: "issuer.completion-debits-twice",
}


def conclude(office: Office, case: Case, verdict: Verdict) -> Generator[Effect, Any, bool]:
    """Make a decision durable and answer; return False when the ground moved and it must be decided anew."""
    number = office.books.next_number()
    approval_code = None
    if verdict.effect in _APPROVING:
        approval_code = verdict.approval_code or f"{number % _APPROVAL_CODES:06d}"
    answer = answer_to(case.message, verdict.response_code, approval_code, receiving_id=office.bank.bank_id)
    answer.balance = verdict.balance
    payload = yield from _sealed(office, answer)
    # Numbers of postings are drawn where nothing comes between them and the append, so that they grow as rows do.
    decided = _record(office, case, verdict, number, answer)
    if "issuer.answer-before-commit" in office.planted:
        yield from _send(office, case, payload)
    written = yield Append(case.account_id or office.bank.bank_id, decided, *verdict.more)
    if isinstance(written, KeyTaken):
        if written.existing["transit_key"] != case.key:
            return False
        yield from _repeat(office, case, written.existing, verdict.balance)
        return True
    if verdict.account is not None:
        verdict.account.take_over(verdict.moved, verdict.holds)
    if verdict.payee is not None:
        verdict.payee.take_over(-verdict.moved, ())
    if verdict.card is not None and verdict.card_state is not None:
        verdict.card.take_over(verdict.card_state)
    if "issuer.answer-before-commit" not in office.planted:
        yield from _send(office, case, payload)
    return True


def _record(office: Office, case: Case, verdict: Verdict, number: int, answer: Message) -> RequestDecided:
    message = case.message
    key = case.key
    if _NEW_AGAIN.get(case.kind) in office.planted:
        key = f"{key}#{number}"
    postings = office.books.postings(verdict.account, verdict.moved, verdict.payee)
    return RequestDecided(
        transit_key=key,
        kind=case.kind,
        number=number,
        family_key=verdict.family_key or key,
        original_key=case.original_key,
        pan_token=case.token,
        account_id=case.account_id,
        amount=case.amount,
        currency=message.currency or "",
        processing_code=message.processing_code or "",
        fingerprint=case.fingerprint,
        response_code=verdict.response_code,
        approval_code=answer.approval_code,
        effect=verdict.effect,
        rrn=message.rrn or "",
        terminal_id=message.terminal_id or "",
        merchant_id=message.merchant_id or "",
        business_date=case.business_date,
        moved=verdict.moved,
        expires_at=verdict.expires_at,
        decided_at=case.now.utc,
        request=hop_text(message),
        answer=hop_text(answer),
        postings=postings,
        holds=[(*hold,) for hold in verdict.holds],
        card_state=verdict.card_state,
    )


def _repeat(
    office: Office, case: Case, existing: Mapping[str, Any], balance: str | None
) -> Generator[Effect, Any, None]:
    """Answer a key that is taken: as it was answered before, or with a refusal; a balance is what it is now."""
    if case.refusal == "A0":
        return
    rrn = case.message.rrn or ""
    event = RequestEvent.REPEATED if existing["fingerprint"] == case.fingerprint else RequestEvent.CONFLICT
    step = LIFECYCLE[Family((existing,)).state(case.key)][event]
    if isinstance(step, Refused):
        taken = step.response_code == "94"
        message = "issuer.conflicting_request" if taken else "issuer.came_after_its_reversal"
        yield Note("alarm" if taken else "warning", message, rrn=rrn)
        yield from send_answer(office, case, step.response_code, None)
    elif existing["effect"] != "told" or balance is not None:
        yield from send_answer(office, case, existing["response_code"], existing["approval_code"], balance)


def send_answer(
    office: Office, case: Case, response_code: str, approval_code: str | None, balance: str | None = None
) -> Generator[Effect, Any, None]:
    """Answer with what is durable already, or with what leaves no trace."""
    answer = answer_to(case.message, response_code, approval_code, receiving_id=office.bank.bank_id)
    answer.balance = balance
    payload = yield from _sealed(office, answer)
    yield from _send(office, case, payload)


def _sealed(office: Office, answer: Message) -> Generator[Effect, Any, bytes]:
    answer.header = office.bank.header
    payload, covered = INTERBANK.seal_parts(answer)
    (mac,) = yield AskHsm(MakeMac(office.bank.keys.in_use.zak, covered))
    assert isinstance(mac, bytes), f"the HSM made no MAC: {mac!r}; found the bank's zone keys again"
    return INTERBANK.sealed(payload, mac)


def _send(office: Office, case: Case, payload: bytes) -> Generator[Effect, Any, None]:
    """Send an answer now, or as a fault rule wants it."""
    rule = case.rule
    if rule is not None and rule.act == faults.MUTE:
        return
    if rule is not None and rule.act == faults.DELAY:
        if len(office.held) < office.settings.most_held_answers:
            slip = office.books.next_number()
            office.held[slip] = payload
            yield SetTimer(("held", slip), rule.delay)
        else:
            yield Note("warning", "issuer.held_full", limit=office.settings.most_held_answers)
        return
    if office.line.state is LineState.UP and office.line.number is not None:
        yield Send(office.line.number, payload)


def release_held(office: Office, slip: int, now: Any) -> Generator[Effect, Any, None]:  # noqa: ARG001 - as every timer's
    """Send an answer that was held back."""
    payload = office.held.pop(slip, None)
    if payload is not None and office.line.state is LineState.UP and office.line.number is not None:
        yield Send(office.line.number, payload)
