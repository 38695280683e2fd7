"""The switch tells us what it decided in our stead while we were silent or away. It has happened: we post it.

    unknown           ─► posted under its own key, as if we had approved it
    declined by us    ─► it stands after all: a `stand_in` about it posts what it moves
    anything else     ─► 00: it is posted already, or it is undone already

The cardholder's account may go beyond its limit by this. Whatever we would have said no to opens an exception, for
people to follow up; so does a card that we have not issued, whose amount goes to suspense. An advice that cannot be
believed, or whose original we do not know yet, leaves no trace: it comes again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final

from countertop.issuer.cases import Case, Verdict
from countertop.issuer.checks import AFTER_PIN, STOOD_IN, Application, first_objection
from countertop.issuer.family import Family
from countertop.issuer.flows.claims import change_of, holder, state_after
from countertop.issuer.lifecycle import LIFECYCLE, Moves, RequestEvent
from countertop.issuer.office import Office
from countertop.issuer.records import ExceptionOpened
from countertop.issuer.tables import ATTEMPT_BY_KEY, FAMILY, AttemptKind
from countertop.stage import Effect, Note, Read

__all__ = ["decide_stood_in"]

_POSTED: Final = "00"
_UNKNOWN: Final = "25"
_NO_SUCH_CARD: Final = "14"


def decide_stood_in(office: Office, case: Case) -> Generator[Effect, Any, Verdict | str]:
    """Return what the advice comes to, or the response code where there is nothing to write down."""
    rows = yield Read(ATTEMPT_BY_KEY, case.key)
    if not rows:
        return (yield from _FIRST[case.kind](office, case))
    known = rows[0]
    family = Family((yield Read(FAMILY, known["family_key"])))
    step = LIFECYCLE[family.state(case.key)][RequestEvent.STOOD_IN]
    if not isinstance(step, Moves) and not _is_planted_again(office, known):
        return _POSTED
    # The key is taken by what we declined, so that it stands is said under one beside it.
    case.original_key, case.key = case.key, f"{case.key}#{AttemptKind.STAND_IN}"
    if _is_planted_again(office, known):
        case.key += f"#{office.books.number}"
    case.kind = AttemptKind.STAND_IN
    change = change_of(case, family, None, {"effect": "stood-in"})
    moved = -case.amount if _is_planted_again(office, known) else change.moved
    return (yield from _charge(office, case, known["family_key"], moved))


def _charge(office: Office, case: Case, family_key: str, moved: int) -> Generator[Effect, Any, Verdict]:
    """Take the amount, whatever there is on the account, and open an exception where we would have said no.

    Nothing is moved where it has been reversed already.
    """
    card, account = yield from holder(office, case)
    reason: str | None = _NO_SUCH_CARD
    state = None
    if card is not None and account is not None:
        payment = Application(case.message, card, account, case.amount, case.now.utc, case.business_date, 0)
        reason = first_objection((*STOOD_IN, *AFTER_PIN), payment)
        spent, sales = card.usage_on(case.business_date)
        state = [card.wrong_pins, case.business_date, spent - moved, sales + 1]
    return Verdict(
        "00",
        "stood-in",
        family_key=family_key,
        account=account,
        card=card,
        card_state=state,
        moved=moved,
        more=() if reason is None or moved == 0 else (yield from _exception(case, reason)),
    )


def _sale(office: Office, case: Case) -> Generator[Effect, Any, Verdict | str]:
    return (yield from _charge(office, case, case.key, -case.amount))


def _void(office: Office, case: Case) -> Generator[Effect, Any, Verdict | str]:
    """Give back what the voided sale has moved: its family posts what is left to what it ought to have moved."""
    rows = yield Read(ATTEMPT_BY_KEY, case.original_key)
    if not rows:
        return _UNKNOWN
    family = Family((yield Read(FAMILY, rows[0]["family_key"])))
    original: Mapping[str, Any] = family.find(rows[0]["transit_key"]) or rows[0]
    case.account_id = original["account_id"]
    card, account = yield from holder(office, case)
    change = change_of(case, family, account, {"effect": "stood-in"})
    return Verdict(
        "00",
        "stood-in",
        family_key=original["family_key"],
        account=account,
        card=card,
        card_state=state_after(card, None, family.root or original, change.spent),
        moved=change.moved,
        holds=change.holds,
    )


_FIRST: Final = {AttemptKind.SALE: _sale, AttemptKind.VOID: _void}


def _exception(case: Case, reason: str) -> Generator[Effect, Any, tuple[ExceptionOpened]]:
    yield Note("alarm", "issuer.exception_opened", rrn=case.message.rrn or "", code=reason)
    currency = case.message.currency or ""
    return (ExceptionOpened(case.key, case.account_id, case.amount, currency, reason, case.now.utc),)


def _is_planted_again(office: Office, known: Mapping[str, Any]) -> bool:
    """Tell whether a planted fault posts what is posted already: by an advice, or by our own approval."""
    bug = {"stood-in": "issuer.advice-posted-twice", "approved": "issuer.advice-over-own-approval"}
    return bug.get(known["effect"]) in office.planted
