"""A sale: whether this card may pay so much, here and now."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import HsmRefusal, VerifyPin
from countertop.issuer.books import Card
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.checks import AFTER_PIN, BEFORE_PIN, Application, first_objection
from countertop.issuer.office import Office
from countertop.stage import AskHsm, Effect

__all__ = ["check_pin", "decide_sale"]


def decide_sale(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the sale comes to."""
    if case.account_id is None or case.token is None:
        return Verdict.declined("14")
    card = yield from office.books.card(case.token)
    account = yield from office.books.account(case.account_id)
    sale = Application(case.message, card, account, case.amount, case.business_date, office.settings.no_pin_limit)
    code = first_objection(BEFORE_PIN, sale)
    if code is not None:
        return Verdict.declined(code)
    code, wrong_pins = yield from check_pin(office, case, card)
    code = code or first_objection(AFTER_PIN, sale)
    spent, sales = card.usage_on(case.business_date)
    if code is not None:
        state = [wrong_pins, case.business_date, spent, sales] if wrong_pins != card.wrong_pins else None
        return Verdict.declined(code, card=card, card_state=state)
    state = [wrong_pins, case.business_date, spent + case.amount, sales + 1]
    return Verdict(
        "00",
        "approved",
        family_key=case.key,
        account=account,
        card=card,
        card_state=state,
        moved=-case.amount,
    )


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
    (right,) = yield AskHsm(VerifyPin(office.bank.zpk, pin_block, pan, card.pin_reference))
    if isinstance(right, HsmRefusal):
        return "99", card.wrong_pins
    return (None, 0) if right is True else ("55", card.wrong_pins + 1)
