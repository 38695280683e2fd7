"""Closing a case: one person says what came of it; where money or an obligation follows, another person agrees first.

A newer proposal takes the place of an older one, and who agrees names the one that they saw. A closed case stays as it
was closed.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from countertop.acquirer.settlement.outcomes import OUTCOMES, due_amount
from countertop.acquirer.settlement.records import CaseClosed, CaseProposed
from countertop.acquirer.settlement.tables import CASE_BY_NAME, CASE_PROPOSAL_OF, Cause
from countertop.stage import Append, Effect, KeyTaken, Note, Read
from countertop.values.persons import is_same_person
from countertop.values.seen import seen_of

__all__ = ["Ended", "Wanted", "WhyNot", "approve", "close_or_propose", "seen_in"]

STREAM = "cases"


class WhyNot(Enum):
    """Why a case is not closed; the value is the message that says so."""

    UNKNOWN = "acquirer.case-unknown"
    CLOSED = "acquirer.case-closed"
    OTHER_OUTCOME = "acquirer.case-other-outcome"
    OTHER_AMOUNT = "acquirer.case-other-amount"
    NOT_PROPOSED = "acquirer.case-not-proposed"
    SAME_PERSON = "acquirer.case-same-person"
    CHANGED = "acquirer.case-changed"


class Wanted(NamedTuple):
    """What a person wants: `amount` in minor units, None for what is in question."""

    case_name: str
    outcome: str
    amount: int | None
    reason: str
    by: str


class Ended(NamedTuple):
    """What stands now: proposed, or closed."""

    state: str
    outcome: str
    amount: int | None


Said = Generator[Effect, Any, "Ended | WhyNot"]


def close_or_propose(wanted: Wanted, utc: int) -> Said:
    """Close a case, or write down what another person must agree to."""
    case = yield from _open_case(wanted.case_name)
    if isinstance(case, WhyNot):
        return case
    outcome = OUTCOMES[wanted.outcome]
    if case["cause"] not in outcome.causes:
        return WhyNot.OTHER_OUTCOME
    amount = _amount(case, wanted)
    if isinstance(amount, WhyNot):
        return amount
    if outcome.takes_two:
        proposed = CaseProposed(wanted.case_name, wanted.outcome, amount, wanted.reason, wanted.by, utc)
        yield Append(STREAM, proposed)
        yield Note("warning", "acquirer.case-proposed", case=wanted.case_name, by=wanted.by)
        return Ended("proposed", wanted.outcome, amount)
    return (
        yield from _closed(CaseClosed(wanted.case_name, wanted.outcome, amount, wanted.reason, wanted.by, None, utc))
    )


def seen_in(proposal: Mapping[str, Any]) -> str:
    """Return the text that stands for what somebody proposed."""
    return seen_of(*(proposal[f"proposed_{what}"] for what in ("outcome", "amount", "reason", "by")))


def approve(case_name: str, seen: object, by: str, utc: int) -> Said:
    """Close a case as somebody else proposed, if that is what the second person has `seen`."""
    case = yield from _open_case(case_name)
    if isinstance(case, WhyNot):
        return case
    proposals = yield Read(CASE_PROPOSAL_OF, case_name)
    if not proposals:
        return WhyNot.NOT_PROPOSED
    proposal = proposals[0]
    if is_same_person(proposal["proposed_by"], by):
        return WhyNot.SAME_PERSON
    if seen != seen_in(proposal):
        return WhyNot.CHANGED
    what = (proposal["proposed_outcome"], proposal["proposed_amount"], proposal["proposed_reason"])
    return (yield from _closed(CaseClosed(case_name, *what, proposal["proposed_by"], by, utc)))


def _open_case(case_name: str) -> Generator[Effect, Any, Mapping[str, Any] | WhyNot]:
    rows = yield Read(CASE_BY_NAME, case_name)
    if not rows:
        return WhyNot.UNKNOWN
    case: Mapping[str, Any] = rows[0]
    return case if case["closed_at"] is None else WhyNot.CLOSED


def _amount(case: Mapping[str, Any], wanted: Wanted) -> int | WhyNot | None:
    """Return the money to be moved by hand; a reversal is settled whole, and where nothing moves none is named."""
    if not OUTCOMES[wanted.outcome].moves_money:
        return None if wanted.amount is None else WhyNot.OTHER_AMOUNT
    due = due_amount(case)
    amount = due if wanted.amount is None else wanted.amount
    whole = case["cause"] == Cause.REVERSAL_TOO_LATE
    return WhyNot.OTHER_AMOUNT if amount <= 0 or (whole and amount != due) else amount


def _closed(closed: CaseClosed) -> Said:
    if isinstance((yield Append(STREAM, closed)), KeyTaken):
        return WhyNot.CLOSED  # somebody was faster
    one, other = closed.closed_by, closed.approved_by or "-"
    yield Note("warning", "acquirer.case-ended", case=closed.case_name, one=one, other=other)
    return Ended("closed", closed.case_outcome, closed.case_amount)
