"""A request builds upon another: a void, a completion, a refund, an adjustment. We look whether there is what to."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.issuer.books import Account, Card, Hold
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.checks import first_objection
from countertop.issuer.claims import EVENTS, OBJECTIONS, Claim
from countertop.issuer.family import ADJUSTMENTS, COMPLETIONS, Family
from countertop.issuer.flows.sales import check_pin
from countertop.issuer.lifecycle import LIFECYCLE, Refused, RequestEvent, RequestState
from countertop.issuer.office import Office
from countertop.issuer.tables import ATTEMPT_BY_KEY, FAMILY, LARGEST_FAMILY
from countertop.stage import Effect, Read

__all__ = ["Change", "change_of", "decide_claim", "holder", "state_after"]

_ASKS_FOR_MONEY = COMPLETIONS | ADJUSTMENTS

LATEST = 1 << 62
"""The number of a decision that has none yet: later than all others."""


class Change:
    """What a new member of a family brings about on its account, and what the card has spent by it.

    `spent` is the difference of what the cardholder cannot spend elsewhere: paid, or held.
    """

    __slots__ = ("holds", "moved", "spent")

    def __init__(self, moved: int, spent: int, holds: tuple[Hold, ...]) -> None:
        self.moved = moved
        self.spent = spent
        self.holds = holds


def decide_claim(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the claim comes to."""
    rows = yield Read(ATTEMPT_BY_KEY, case.original_key)
    if not rows:
        return Verdict.declined("14" if case.account_id is None else "25")
    family = Family((yield Read(FAMILY, rows[0]["family_key"])))
    original: Mapping[str, Any] = family.find(rows[0]["transit_key"]) or rows[0]
    if _is_in_suspense(original) and case.kind not in _ASKS_FOR_MONEY:
        case.account_id = None
    elif case.account_id is None or case.token is None:
        return Verdict.declined("14")
    code = _objection(office, case, original, family)
    if code is not None:
        return Verdict.declined(code)
    assert family.root is not None
    card, account = yield from holder(office, case)
    code, wrong_pins = (yield from check_pin(office, case, card)) if card is not None else (None, None)
    change = change_of(case, family, account, {"effect": "approved"})
    if _is_planted_twice(office, family.state(original["transit_key"]), EVENTS[case.kind]):
        change.moved = -case.amount
    asks = code is None and case.kind in _ASKS_FOR_MONEY
    if asks and account is not None and change.spent > max(account.available(case.now.utc), 0):
        code = "51"
    if code is not None:
        return Verdict.declined(code, card=card, card_state=state_after(card, wrong_pins, family.root, 0))
    return Verdict(
        "00",
        "approved",
        family_key=family.root["transit_key"],
        account=account,
        card=card,
        card_state=state_after(card, wrong_pins, family.root, change.spent),
        moved=change.moved,
        holds=() if "issuer.hold-never-released" in office.planted else change.holds,
    )


def holder(office: Office, case: Case) -> Generator[Effect, Any, tuple[Card | None, Account | None]]:
    """Return card and account of a case, neither where its amount is in suspense."""
    if case.account_id is None or case.token is None:
        return None, None
    card = yield from office.books.card(case.token)
    account = yield from office.books.account(case.account_id)
    return card, account


def _is_in_suspense(original: Mapping[str, Any]) -> bool:
    """Tell whether a request was posted for a card that we have not issued."""
    return original["account_id"] is None and original["response_code"] == "00"


def _objection(office: Office, case: Case, original: Mapping[str, Any], family: Family) -> str | None:
    """Return why this cannot be claimed, or None."""
    event = EVENTS[case.kind]
    state = family.state(original["transit_key"])
    step = LIFECYCLE[state][event]
    if isinstance(step, Refused) and not _is_planted_twice(office, state, event):
        return step.response_code
    code = first_objection(OBJECTIONS[case.kind], Claim(case, original, family, office.settings))
    # Each that counts needs a reversal before the next one, or is a refund; nobody honest comes near this.
    return code or ("65" if len(family) >= LARGEST_FAMILY // 2 else None)


def _is_planted_twice(office: Office, state: RequestState, event: RequestEvent) -> bool:
    return (
        "issuer.completion-debits-twice" in office.planted
        and state is RequestState.COMPLETED
        and event is RequestEvent.COMPLETION
    )


def change_of(case: Case, family: Family, account: Account | None, member: Mapping[str, Any]) -> Change:
    """Return what brings the family from where it is to where it ought to be with this request as a member."""
    root, at = family.root, case.now.utc
    assert root is not None, "a family without the request that it began with"
    row = {
        "transit_key": case.key,
        "family_key": root["transit_key"],
        "kind": case.kind,
        "original_key": case.original_key,
        "response_code": "00",
        "amount": case.amount,
        "number": LATEST,
        **member,
    }
    after = family.with_member(row)
    moved = after.balance_target() - family.moved
    if account is None:
        return Change(moved, -moved, ())
    held = account.holds.get(root["transit_key"])
    held_before, held_after = held.amount if held is not None else 0, after.hold_target(at)
    if held_before == held_after:
        return Change(moved, -moved, ())
    hold = Hold(root["transit_key"], account.account_id, held_after, root["expires_at"])
    return Change(moved, held_after - held_before - moved, (hold,))


def state_after(card: Card | None, wrong_pins: int | None, root: Mapping[str, Any], spent: int) -> list[Any] | None:
    """Return the card's state when so much more (or less) of a family is spent; None when nothing changes.

    What comes back on the day on which the family began may be spent again that day. `wrong_pins` of None: as before.
    """
    if card is None:
        return None
    wrong_pins = card.wrong_pins if wrong_pins is None else wrong_pins
    counted = card.spent + spent if card.usage_date == root["business_date"] else card.spent
    if (wrong_pins, counted) == (card.wrong_pins, card.spent):
        return None
    return [wrong_pins, card.usage_date, max(counted, 0), card.sales]
