"""A sale or a pre-authorisation: whether this card may pay so much, here and now; one takes it, the other holds it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import HsmRefusal, VerifyPin
from countertop.issuer.books import Account, Card, Hold
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.checks import AFTER_PIN, BEFORE_PIN, Application, Question, first_objection
from countertop.issuer.days import end_of_days
from countertop.issuer.office import Office
from countertop.stage import AskHsm, Effect

__all__ = ["check_pin", "decide_preauthorisation", "decide_sale", "examine"]

_Rows = tuple[tuple[str, Question], ...]


def decide_sale(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the sale comes to."""
    verdict: Verdict = yield from examine(office, case)
    if verdict.effect == "approved":
        verdict.moved = -case.amount
    return verdict


def decide_preauthorisation(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the pre-authorisation comes to: nothing moves, and the amount is held."""
    verdict: Verdict = yield from examine(office, case)
    if verdict.effect == "approved":
        assert case.account_id is not None
        verdict.expires_at = end_of_days(case.business_date, office.settings.hold_days, office.bank.clock.zone)
        verdict.holds = (Hold(case.key, case.account_id, case.amount, verdict.expires_at),)
    return verdict


def examine(
    office: Office, case: Case, before_pin: _Rows = BEFORE_PIN, after_pin: _Rows = AFTER_PIN
) -> Generator[Effect, Any, Verdict]:
    """Return a decline, or an approval of the amount as the beginning of a family, which moves nothing yet."""
    if case.account_id is None or case.token is None:
        return Verdict.declined("14")
    card: Card = yield from office.books.card(case.token)
    account: Account = yield from office.books.account(case.account_id)
    payment = Application(
        case.message, card, account, case.amount, case.now.utc, case.business_date, office.settings.no_pin_limit
    )
    code = first_objection(before_pin, payment)
    if code is not None:
        return Verdict.declined(code)
    code, wrong_pins = yield from check_pin(office, case, card)
    code = code or first_objection(after_pin, payment)
    spent, sales = card.usage_on(case.business_date)
    if code is not None:
        state = [wrong_pins, case.business_date, spent, sales] if wrong_pins != card.wrong_pins else None
        return Verdict.declined(code, card=card, card_state=state)
    state = [wrong_pins, case.business_date, spent + case.amount, sales + 1]
    return Verdict("00", "approved", family_key=case.key, account=account, card=card, card_state=state)


def check_pin(office: Office, case: Case, card: Card) -> Generator[Effect, Any, tuple[str | None, int]]:
    """Return an objection, or None, and how many wrong PINs in a row there are with this one.

    A block that opens to no PIN is no guess and is not counted; what comes after too many wrong PINs is not looked at.
    """
    pin_block, pan = case.message.pin_block, case.message.pan
    if pin_block is None or pan is None:
        return None, card.wrong_pins
    if card.wrong_pins >= office.settings.most_wrong_pins:
        return "75", card.wrong_pins
    if card.pin_reference is None:
        return "55", card.wrong_pins
    (right,) = yield AskHsm(VerifyPin(case.zpk, pin_block, pan, card.pin_reference))
    if isinstance(right, HsmRefusal):
        return "99", card.wrong_pins
    return (None, 0) if right is True else ("55", card.wrong_pins + 1)
