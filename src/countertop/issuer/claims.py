"""What a bank looks at before a request may build upon another: a table of objections for each kind of claim.

A claim is a void, a completion, a refund or an adjustment. Who may make one, and until when, is the acquirer's
business; ours is whether there is something to claim, and enough of it. Each row is a response code and the question
whose answer `yes` leads to it, in the order in which they are asked.

Source: table of field 39 and sections on the pre-authorisation family, refund and adjustment of the UnionPay POS
specification as far as it is public: 115 % of a hold, 30 days with the first counted, refunds up to the original.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from countertop.issuer.cases import Case
from countertop.issuer.family import COMPLETIONS, Family
from countertop.issuer.lifecycle import RequestEvent
from countertop.issuer.settings import IssuerSettings
from countertop.issuer.tables import AttemptKind

__all__ = ["EVENTS", "OBJECTIONS", "Claim"]


class Claim:
    """A claim as the checks see it, beside the row of its original and that one's family."""

    __slots__ = ("case", "family", "original", "settings")

    def __init__(self, case: Case, original: Mapping[str, Any], family: Family, settings: IssuerSettings) -> None:
        self.case = case
        self.original = original
        self.family = family
        self.settings = settings

    @property
    def original_amount(self) -> int:
        """The original's amount as it was last adjusted."""
        return self.family.amount(self.original["transit_key"])


Question = Callable[[Claim], bool]


def _is_about_other_than(*kinds: str) -> Question:
    return lambda claim: claim.original["kind"] not in kinds


def _has_other_card(claim: Claim) -> bool:
    return bool(claim.original["pan_token"] != claim.case.token)


def _comes_from_other_merchant(claim: Claim) -> bool:
    return bool(claim.original["merchant_id"] != claim.case.message.merchant_id)


def _comes_from_other_terminal(claim: Claim) -> bool:
    return bool(claim.original["terminal_id"] != claim.case.message.terminal_id)


def _names_other_approval(claim: Claim) -> bool:
    return bool(claim.original["approval_code"] != claim.case.message.approval_code)


def _has_other_currency(claim: Claim) -> bool:
    return bool(claim.original["currency"] != claim.case.message.currency)


def _is_not_whole(claim: Claim) -> bool:
    return claim.case.amount != claim.original_amount


def _is_nothing(claim: Claim) -> bool:
    return claim.case.amount <= 0


def _is_refunded(claim: Claim) -> bool:
    return claim.family.refunded(claim.original["transit_key"]) > 0


def _exceeds_hold(claim: Claim) -> bool:
    """Compare with 115 % of the hold, rounded down to the minor unit."""
    return claim.case.amount > int(claim.original["amount"]) * claim.settings.completion_percent // 100


def _comes_after_expiry(claim: Claim) -> bool:
    if "issuer.expired-hold-completes" in claim.settings.planted:
        return False
    return bool(claim.original["expires_at"] <= claim.case.now.utc)


def _is_no_more_what_counts(claim: Claim) -> bool:
    """Tell whether a completion stands that another one has taken the place of."""
    if claim.original["kind"] not in COMPLETIONS:
        return False
    counts = claim.family.completion(claim.original["family_key"])
    return counts is not None and bool(counts["transit_key"] != claim.original["transit_key"])


def _exceeds_rest(claim: Claim) -> bool:
    """Compare with the original less what was refunded already."""
    return claim.case.amount > claim.original_amount - claim.family.refunded(claim.original["transit_key"])


def _exceeds_approval(claim: Claim) -> bool:
    return bool(claim.case.amount > claim.original["amount"])


def _exceeds_tip(claim: Claim) -> bool:
    return claim.case.amount > int(claim.original["amount"]) * (100 + claim.settings.most_tip_percent) // 100


_FITS: Final[tuple[tuple[str, Question], ...]] = (
    ("12", _has_other_card),
    ("12", _comes_from_other_merchant),
    ("12", _has_other_currency),
)
_UNDONE_WHOLE: Final = (*_FITS, ("12", _comes_from_other_terminal), ("64", _is_not_whole), ("12", _is_refunded))
_COMPLETED: Final = (
    ("12", _is_about_other_than(AttemptKind.PREAUTHORISATION)),
    *_FITS,
    ("25", _names_other_approval),
    ("13", _is_nothing),
    ("22", _comes_after_expiry),
    ("64", _exceeds_hold),
)

OBJECTIONS: Final[dict[str, tuple[tuple[str, Question], ...]]] = {
    AttemptKind.VOID: (("12", _is_about_other_than(AttemptKind.SALE)), *_UNDONE_WHOLE),
    AttemptKind.PREAUTHORISATION_VOID: (
        ("12", _is_about_other_than(AttemptKind.PREAUTHORISATION)),
        *_FITS,
        ("25", _names_other_approval),
        ("64", _is_not_whole),
    ),
    AttemptKind.COMPLETION: _COMPLETED,
    AttemptKind.COMPLETION_ADVICE: _COMPLETED,
    AttemptKind.COMPLETION_VOID: (("12", _is_about_other_than(*COMPLETIONS)), *_UNDONE_WHOLE),
    AttemptKind.REFUND: (
        ("12", _is_about_other_than(AttemptKind.SALE, AttemptKind.OFFLINE_POST, *COMPLETIONS)),
        *_FITS,
        ("12", _is_no_more_what_counts),
        ("13", _is_nothing),
        ("61", _exceeds_rest),
    ),
    AttemptKind.ADJUSTMENT: (
        ("12", _is_about_other_than(AttemptKind.OFFLINE_POST)),
        *_FITS,
        ("13", _is_nothing),
        ("12", _is_refunded),
        ("64", _exceeds_approval),
    ),
    AttemptKind.TIP_ADJUSTMENT: (
        ("12", _is_about_other_than(AttemptKind.SALE, AttemptKind.OFFLINE_POST)),
        *_FITS,
        ("13", _is_nothing),
        ("12", _is_refunded),
        ("61", _exceeds_tip),
    ),
}

EVENTS: Final[dict[str, RequestEvent]] = {
    AttemptKind.VOID: RequestEvent.VOID,
    AttemptKind.PREAUTHORISATION_VOID: RequestEvent.VOID,
    AttemptKind.COMPLETION_VOID: RequestEvent.VOID,
    AttemptKind.COMPLETION: RequestEvent.COMPLETION,
    AttemptKind.COMPLETION_ADVICE: RequestEvent.COMPLETION,
    AttemptKind.REFUND: RequestEvent.AMENDMENT,
    AttemptKind.ADJUSTMENT: RequestEvent.AMENDMENT,
    AttemptKind.TIP_ADJUSTMENT: RequestEvent.AMENDMENT,
}
"""Which event of the lifecycle a claim is to its original."""
