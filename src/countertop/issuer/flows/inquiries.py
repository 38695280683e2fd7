"""A balance inquiry: what may be spent is told to whoever knows the PIN, and kept nowhere.

The amount leaves in field 54 of the answer alone. A repetition is told what may be spent now.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.issuer.books import Account
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.checks import BALANCE_INQUIRY
from countertop.issuer.flows.sales import examine
from countertop.issuer.office import Office
from countertop.stage import Effect

__all__ = ["decide_balance", "field_54"]

_ACCOUNT_TYPES: Final = {"debit": "10", "credit": "30"}
_AVAILABLE: Final = "02"


def decide_balance(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the inquiry comes to."""
    verdict: Verdict = yield from examine(office, case, BALANCE_INQUIRY, ())
    if verdict.effect == "approved":
        assert verdict.account is not None
        verdict.effect = "told"
        verdict.balance = field_54(verdict.account, case.now.utc)
        verdict.card_state = _without_usage(verdict)
    return verdict


def _without_usage(verdict: Verdict) -> list[Any] | None:
    """Return the card's state after an inquiry, which is no payment: only the count of wrong PINs may change."""
    card, state = verdict.card, verdict.card_state
    assert card is not None
    assert state is not None
    return None if state[0] == card.wrong_pins else [state[0], card.usage_date, card.spent, card.sales]


def field_54(account: Account, at: int) -> str:
    """Return account type, amount type, currency, sign and 12 digits of what may be spent (field 54, ISO 8583)."""
    available = account.available(at)
    sign = "D" if available < 0 else "C"
    return f"{_ACCOUNT_TYPES[account.kind]}{_AVAILABLE}{account.currency}{sign}{abs(available):012d}"
