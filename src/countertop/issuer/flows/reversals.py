"""A reversal: the switch does not know what became of a request, and wants it undone, whatever that was.

unknown           ─► `tombstone` under the original's key; should it still come, it is declined
approved          ─► the family moves to what it ought to have moved without it
anything else     ─► nothing to undo
does not match    ─► 12 or 64, alarm; nothing moves
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.issuer.cases import Case, Verdict
from countertop.issuer.family import Family
from countertop.issuer.flows.claims import Change, change_of, holder, state_after
from countertop.issuer.lifecycle import LIFECYCLE, Moves, RequestEvent, RequestState
from countertop.issuer.office import Office
from countertop.issuer.records import ExceptionOpened, TombstoneLaid
from countertop.issuer.tables import ATTEMPT_BY_KEY, FAMILY, AttemptKind
from countertop.stage import Effect, Note, Read

__all__ = ["decide_reversal"]


def decide_reversal(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the reversal comes to."""
    if case.form is None:
        return Verdict("12", "refused")
    rows = yield Read(ATTEMPT_BY_KEY, case.original_key)
    if not rows:
        return Verdict("00", "tombstone", more=_tombstone(office, case))
    original = rows[0]
    family = Family((yield Read(FAMILY, original["family_key"])))
    original = family.find(original["transit_key"]) or original
    state = family.state(original["transit_key"])
    step = LIFECYCLE[state][RequestEvent.REVERSAL]
    if not isinstance(step, Moves) and not _is_planted_twice(office, state):
        # What we declined may yet turn out to stand, by the switch's word; then this still undoes it.
        unproven = original["response_code"] == "A0"
        declined = state is RequestState.DECLINED and (unproven or _mismatch(case, original) is None)
        return Verdict("00", "nothing", family_key=original["family_key"] if declined else None)
    code = _mismatch(case, original)
    if code is not None:
        yield Note("alarm", "issuer.reversal_mismatch", rrn=case.message.rrn or "")
        return Verdict(code, "refused")
    assert original["account_id"] in (None, case.account_id), "a card has changed its account"
    case.account_id = original["account_id"]
    card, account = yield from holder(office, case)
    change = change_of(case, family, account, {"effect": "reversed"})
    _credit_again(office, change, original, state)
    opened = yield from _completed_twice(office, case, family, original, change)
    return Verdict(
        "00",
        "reversed",
        family_key=original["family_key"],
        account=account,
        card=card,
        card_state=state_after(card, None, family.root or original, change.spent),
        moved=change.moved,
        holds=() if "issuer.hold-never-released" in office.planted else change.holds,
        more=opened,
    )


def _completed_twice(
    office: Office, case: Case, family: Family, void: Mapping[str, Any], change: Change
) -> Generator[Effect, Any, tuple[ExceptionOpened, ...]]:
    """Open an exception where a completion stands again, its void reversed, and another one has taken the hold."""
    counts = family.completion(void["family_key"]) if void["kind"] == AttemptKind.COMPLETION_VOID else None
    if counts is None:
        return ()
    completion = family.find(void["original_key"])
    assert completion is not None, "a void without what it voided"
    if "issuer.two-completions-count" in office.planted:
        change.moved -= int(completion["amount"])
    yield Note("alarm", "issuer.completed_twice", rrn=completion["rrn"])
    amount, currency = int(completion["amount"]), completion["currency"]
    return (ExceptionOpened(case.key, case.account_id, amount, currency, "12", case.now.utc),)


def _mismatch(case: Case, original: Mapping[str, Any]) -> str | None:
    """Return why this cannot be the original's reversal, or None."""
    message = case.message
    if original["amount"] != case.amount:
        return "64"
    assert case.form is not None
    same = (
        original["kind"] == case.form.kind
        and original["pan_token"] == case.token
        and original["processing_code"] == message.processing_code
        and original["terminal_id"] == message.terminal_id
        and original["merchant_id"] == message.merchant_id
    )
    return None if same else "12"


def _credit_again(office: Office, change: Change, original: Mapping[str, Any], state: RequestState) -> None:
    """Give the money back although it was given back before, where that fault is planted."""
    both = "issuer.void-and-reversal-both-credit" in office.planted and state is RequestState.VOIDED
    if both or _is_planted_twice(office, state):
        change.moved = int(original["amount"])


def _is_planted_twice(office: Office, state: RequestState) -> bool:
    return "issuer.credits-twice" in office.planted and state is RequestState.REVERSED


def _tombstone(office: Office, case: Case) -> tuple[TombstoneLaid, ...]:
    if "issuer.no-tombstone" in office.planted:
        return ()
    message = case.message
    assert case.original_key is not None
    return (
        TombstoneLaid(
            transit_key=case.original_key,
            number=office.books.next_number(),
            pan_token=case.token,
            amount=case.amount,
            currency=message.currency or "",
            processing_code=message.processing_code or "",
            rrn=message.rrn or "",
            terminal_id=message.terminal_id or "",
            merchant_id=message.merchant_id or "",
            business_date=case.business_date,
            laid_at=case.now.utc,
        ),
    )
