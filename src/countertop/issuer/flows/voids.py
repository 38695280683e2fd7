"""A void: a person takes a sale back. The acquirer decides who may and until when; we, whether there is what to."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.issuer.books import Card
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.family import Family
from countertop.issuer.flows.sales import check_pin
from countertop.issuer.lifecycle import LIFECYCLE, Refused, RequestEvent
from countertop.issuer.office import Office
from countertop.issuer.tables import ATTEMPT_BY_KEY, FAMILY, LARGEST_FAMILY, AttemptKind
from countertop.stage import Effect, Read

__all__ = ["decide_void", "state_after"]


def decide_void(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the void comes to."""
    if case.account_id is None or case.token is None:
        return Verdict.declined("14")
    rows = yield Read(ATTEMPT_BY_KEY, case.original_key)
    if not rows:
        return Verdict.declined("25")
    sale = rows[0]
    family = Family((yield Read(FAMILY, sale["family_key"])))
    code = _objection(case, sale, family)
    if code is not None:
        return Verdict.declined(code)
    card = yield from office.books.card(case.token)
    account = yield from office.books.account(case.account_id)
    code, wrong_pins = yield from check_pin(office, case, card)
    if code is not None:
        return Verdict.declined(code, card=card, card_state=state_after(card, wrong_pins, sale, 0))
    member = {"transit_key": case.key, "kind": case.kind, "original_key": case.original_key, "response_code": "00"}
    moved = family.with_member(member).target(sale["transit_key"]) - family.moved
    return Verdict(
        "00",
        "approved",
        family_key=sale["transit_key"],
        account=account,
        card=card,
        card_state=state_after(card, wrong_pins, sale, moved),
        moved=moved,
    )


def _objection(case: Case, sale: Mapping[str, Any], family: Family) -> str | None:
    """Return why this cannot be voided, or None."""
    step = LIFECYCLE[family.state(sale["transit_key"])][RequestEvent.VOID]
    if isinstance(step, Refused):
        return step.response_code
    places = ("terminal_id", "merchant_id")
    if (
        sale["kind"] != AttemptKind.SALE
        or sale["pan_token"] != case.token
        or any(sale[name] != getattr(case.message, name) for name in places)
    ):
        return "12"
    if sale["amount"] != case.amount:
        return "64"
    # Each void that counts needs a reversal before the next one; nobody honest comes near this.
    return "65" if len(family) >= LARGEST_FAMILY // 2 else None


def state_after(card: Card, wrong_pins: int, sale: Mapping[str, Any], moved: int) -> list[Any] | None:
    """Return the card's state when so much of a sale comes back (or goes again); None when nothing changes.

    What comes back on the day of the sale may be spent again that day.
    """
    spent = card.spent - moved if card.usage_date == sale["business_date"] else card.spent
    if (wrong_pins, spent) == (card.wrong_pins, card.spent):
        return None
    return [wrong_pins, card.usage_date, max(spent, 0), card.sales]
