"""Closing an exception: one person says what came of it; where money follows, another person agrees first.

    outcome       money     persons   for
    explained     none      one       what is posted on an account, rightly after all
    covered       none      one       what is posted on an account, which bears it
    collected     by hand   two       what is posted on an account: the cardholder paid it in
    charged_back  by hand   two       any: whoever acquired it pays it back
    written_off   by hand   two       any: the bank bears it

What stands in suspense, without an account of ours, never ends without money. Money that people move by hand is posted
by the bank's bookkeepers, not here: the record says how much, who wanted it and who agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from enum import Enum
from typing import Any, Final, NamedTuple

from countertop.issuer.office import Office
from countertop.issuer.queries import exception_key, exception_name, seen_in
from countertop.issuer.records import ExceptionClosed, ExceptionProposed
from countertop.issuer.tables import EXCEPTION_BY_KEY, EXCEPTION_PROPOSAL_OF
from countertop.stage import Append, DeskRequest, Effect, KeyTaken, Note, Read, Reply, Script
from countertop.values import Instant
from countertop.values.persons import is_name, is_reason, is_same_person

__all__ = ["CLOSING", "OUTCOMES", "WhyNot"]

_DONE, _USAGE, _REFUSED = 0, 2, 12
_STREAM: Final = "exceptions"

Row = Mapping[str, Any]


class Outcome(NamedTuple):
    """An outcome: whether people move money for it, whether it fits what is in suspense."""

    moves_money: bool
    fits_suspense: bool


OUTCOMES: Final[Mapping[str, Outcome]] = {
    "explained": Outcome(moves_money=False, fits_suspense=False),
    "covered": Outcome(moves_money=False, fits_suspense=False),
    "collected": Outcome(moves_money=True, fits_suspense=False),
    "charged_back": Outcome(moves_money=True, fits_suspense=True),
    "written_off": Outcome(moves_money=True, fits_suspense=True),
}


class WhyNot(Enum):
    """Why an exception is not closed; the value is the message that says so."""

    UNKNOWN = "issuer.exception_unknown"
    CLOSED = "issuer.exception_closed"
    OTHER_OUTCOME = "issuer.exception_other_outcome"
    OTHER_AMOUNT = "issuer.exception_other_amount"
    NOT_PROPOSED = "issuer.exception_not_proposed"
    SAME_PERSON = "issuer.exception_same_person"
    CHANGED = "issuer.exception_changed"


Ended = tuple[str, str, int | None]
"""`proposed` or `closed`, the outcome, the money (minor units) that people move for it."""

Said = Generator[Effect, Any, Ended | WhyNot]


def _close(_: Office, request: DeskRequest, now: Instant) -> Script:
    """Take `close_exception {exception, outcome, reason, by} [amount]`; `amount` is all of it unless it is named."""
    asked = request.arguments
    name, outcome, reason, by = (asked.get(what) for what in ("exception", "outcome", "reason", "by"))
    amount = asked.get("amount")
    named = isinstance(name, str) and outcome in OUTCOMES and (amount is None or type(amount) is int)
    if not (named and is_reason(reason) and is_name(by)):
        yield _form(request)
        return
    ended = yield from _closed_or_proposed(str(name), (str(outcome), amount, str(reason), str(by)), now.utc)
    yield _told(request, str(name), ended)


def _approve(_: Office, request: DeskRequest, now: Instant) -> Script:
    """Take `approve_exception {exception, seen, by}`; `seen` stands for the proposal that was looked at."""
    name, by = request.arguments.get("exception"), request.arguments.get("by")
    if not (isinstance(name, str) and is_name(by)):
        yield _form(request)
        return
    ended = yield from _approved(name, request.arguments.get("seen"), str(by), now.utc)
    yield _told(request, name, ended)


def _closed_or_proposed(name: str, wanted: tuple[str, int | None, str, str], utc: int) -> Said:
    row = yield from _open(name)
    if isinstance(row, WhyNot):
        return row
    outcome, amount, reason, by = wanted
    kind, key, whole = OUTCOMES[outcome], row["transit_key"], row["amount"]
    if row["account_id"] is None and not kind.fits_suspense:
        return WhyNot.OTHER_OUTCOME
    if not kind.moves_money:
        if amount is not None:
            return WhyNot.OTHER_AMOUNT
        return (yield from _written(ExceptionClosed(key, outcome, None, reason, by, None, utc)))
    amount = whole if amount is None else amount
    if not 0 < amount <= whole:
        return WhyNot.OTHER_AMOUNT
    yield Append(_STREAM, ExceptionProposed(key, outcome, amount, reason, by, utc))
    yield Note("warning", "issuer.exception_proposed", exception=name, by=by)
    return "proposed", outcome, amount


def _approved(name: str, seen: object, by: str, utc: int) -> Said:
    row = yield from _open(name)
    if isinstance(row, WhyNot):
        return row
    proposals = yield Read(EXCEPTION_PROPOSAL_OF, row["transit_key"])
    if not proposals:
        return WhyNot.NOT_PROPOSED
    told = proposals[0]
    if is_same_person(told["proposed_by"], by):
        return WhyNot.SAME_PERSON
    if seen != seen_in(told):
        return WhyNot.CHANGED
    what = (told["proposed_outcome"], told["proposed_amount"], told["proposed_reason"], told["proposed_by"])
    return (yield from _written(ExceptionClosed(row["transit_key"], *what, by, utc)))


def _open(name: str) -> Generator[Effect, Any, Row | WhyNot]:
    rows = yield Read(EXCEPTION_BY_KEY, exception_key(name))
    if not rows:
        return WhyNot.UNKNOWN
    row: Row = rows[0]
    return row if row["closed_at"] is None else WhyNot.CLOSED


def _written(closed: ExceptionClosed) -> Said:
    if isinstance((yield Append(_STREAM, closed)), KeyTaken):
        return WhyNot.CLOSED  # somebody was faster
    one, other = closed.closed_by, closed.approved_by or "-"
    yield Note("warning", "issuer.exception_ended", exception=exception_name(closed.transit_key), one=one, other=other)
    return "closed", closed.exception_outcome, closed.exception_amount


def _form(request: DeskRequest) -> Reply:
    arguments = {"outcomes": ", ".join(OUTCOMES)}
    return Reply(request.number, _USAGE, {"message": "issuer.exception_form", "arguments": arguments})


def _told(request: DeskRequest, name: str, ended: Ended | WhyNot) -> Reply:
    if isinstance(ended, WhyNot):
        return Reply(request.number, _REFUSED, {"message": ended.value, "arguments": {"exception": name}})
    state, outcome, amount = ended
    return Reply(request.number, _DONE, {"exception": name, "state": state, "outcome": outcome, "amount": amount})


CLOSING: Final[Mapping[str, Callable[[Office, DeskRequest, Instant], Script]]] = {
    "close_exception": _close,
    "approve_exception": _approve,
}
"""The desk's verbs."""
