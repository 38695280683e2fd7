"""A transfer: from one card's account to another's, both ours, in one posting set. The cardholder gives the PIN."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.issuer.cases import Case, Verdict
from countertop.issuer.checks import TRANSFER
from countertop.issuer.flows.sales import examine
from countertop.issuer.office import Office
from countertop.stage import Effect

__all__ = ["decide_transfer"]


def decide_transfer(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the transfer comes to; whoever asks holds the turn of both accounts."""
    verdict: Verdict = yield from examine(office, case, TRANSFER)
    if verdict.effect != "approved":
        return verdict
    code = yield from _objection(office, case)
    if code is not None:
        return Verdict.declined(code)
    assert case.target_account_id is not None
    verdict.payee = yield from office.books.account(case.target_account_id)
    verdict.moved = -case.amount
    return verdict


def _objection(office: Office, case: Case) -> Generator[Effect, Any, str | None]:
    """Return why the other card cannot be paid into, or None."""
    if case.target_account_id is None or case.target_account_id == case.account_id or case.target_token is None:
        return "A3"
    card = yield from office.books.card(case.target_token)
    account = yield from office.books.account(case.target_account_id)
    if card.status != "normal" or card.expiry < case.business_date[2:6]:
        return "A3"
    return "A1" if account.currency != case.message.currency else None
