"""The budget of an original: what may still be done about it, after what was done already.

Who undoes, refunds, completes or adjusts an original holds a claim on it. A claim stands unless its request was
declined, was reversed and the reversal acknowledged, or was itself voided. So it stands while the request waits, and
while its outcome is unknown. What was voided may return while the void may still be reversed (`flows.claiming`), and
who is barred by that alone is told to try later.

    claim                    on                            barred by a standing           amount
    void                     sale                          void, refund                   the original's
    completion_void          completion                    void of it, refund             the original's
    preauthorisation_void    preauthorisation              void of it, completion         the original's
    completion               preauthorisation              void of it, completion         at most 115 %, rounded down
    refund                   what took money               void of it                     what refunds have left of it
    adjustment               offline post                  refund, adjustment in flight   at most the original's
    tip_adjustment           offline post                  refund, adjustment in flight   the amount so far and the tip
    qr_void                  qr_sale                       void, refund                   the original's
    qr_refund                qr_sale                       void                           what refunds have left of it

Days are counted in the host's zone, the first and the last included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from countertop.acquirer.settings import AcquirerSettings

__all__ = [
    "BUDGETS",
    "COMPLETIONS",
    "REFUNDABLE",
    "REFUNDS",
    "Budget",
    "Claim",
    "Request",
    "claim_fault",
    "days_between",
    "left_to_refund",
    "standing_amount",
]

Row = Mapping[str, Any]

NOT_ALLOWED = "12"
TOO_LATE = "22"
TOO_MUCH = "61"
OTHER_AMOUNT = "64"
NOT_NOW = "96"

COMPLETIONS = frozenset({"completion", "completion_advice"})
_ADJUSTMENTS = frozenset({"adjustment", "tip_adjustment"})
REFUNDS = frozenset({"refund", "qr_refund"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A standing claim: its kind and amount; approved, or still open; the serial of its request.

    `may_return`: it was voided, and stands again should its terminal reverse the void, as it still may.
    """

    kind: str
    amount: int
    is_approved: bool
    serial: int
    may_return: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the amount, the tip within it where one is told, and days since the original, both included."""

    kind: str
    amount: int
    tip: int | None
    day: int


@dataclass(frozen=True, slots=True)
class Budget:
    """Which originals a kind may claim, and which standing claims bar it.

    `days`: for how long, a name in settings, where 0 is for ever.
    """

    originals: frozenset[str]
    barred_by: frozenset[str]
    days: str | None = None


BUDGETS: dict[str, Budget] = {
    "void": Budget(frozenset({"sale"}), frozenset({"void", "refund"})),
    "completion_void": Budget(COMPLETIONS, frozenset({"completion_void", "refund"})),
    "preauthorisation_void": Budget(
        frozenset({"preauthorisation"}),
        frozenset({"preauthorisation_void"}) | COMPLETIONS,
        "preauthorisation_void_days",
    ),
    **{
        completion: Budget(
            frozenset({"preauthorisation"}), frozenset({"preauthorisation_void"}) | COMPLETIONS, "completion_days"
        )
        for completion in sorted(COMPLETIONS)
    },
    "refund": Budget(
        frozenset({"sale", "offline_post"}) | COMPLETIONS, frozenset({"void", "completion_void"}), "refund_days"
    ),
    "qr_void": Budget(frozenset({"qr_sale"}), frozenset({"qr_void", "qr_refund"})),
    "qr_refund": Budget(frozenset({"qr_sale"}), frozenset({"qr_void"}), "refund_days"),
    **{adjustment: Budget(frozenset({"offline_post"}), frozenset({"refund"})) for adjustment in sorted(_ADJUSTMENTS)},
}
"""Kind of the claim -> its budget."""

REFUNDABLE: frozenset[str] = BUDGETS["refund"].originals | BUDGETS["qr_refund"].originals
"""Kinds of payment of which refunds give back a part."""


def days_between(first: date, last: date) -> int:
    """Return how many days a span has, its first and last included."""
    return (last - first).days + 1


def standing_amount(original: Row, claims: Iterable[Claim]) -> int:
    """Return the amount of an original as it was adjusted last."""
    adjusted = [claim for claim in claims if claim.kind in _ADJUSTMENTS and claim.is_approved]
    newest = max(adjusted, key=lambda claim: claim.serial, default=None)  # a clock may go back, serials do not
    return int(original["amount"]) if newest is None else newest.amount


def left_to_refund(original: Row, claims: tuple[Claim, ...]) -> int:
    """Return what refunds have left of an original; `claims` are those that stand."""
    return standing_amount(original, claims) - sum(claim.amount for claim in claims if claim.kind in REFUNDS)


def claim_fault(request: Request, original: Row, claims: tuple[Claim, ...], settings: AcquirerSettings) -> str:
    """Return the response code that says why a claim may not be made, or nothing; `claims` are those that stand."""
    budget = BUDGETS[request.kind]
    if original["kind"] not in budget.originals:
        return NOT_ALLOWED
    barring = [claim for claim in claims if claim.kind in budget.barred_by]
    if barring:
        return NOT_NOW if all(claim.may_return for claim in barring) else NOT_ALLOWED
    unending = request.kind in COMPLETIONS and "acquirer.completion-day-31" in settings.planted
    most_days = 0 if budget.days is None or unending else getattr(settings, budget.days)
    if 0 < most_days < request.day:
        return TOO_LATE
    return _amount_fault(request, original, claims, settings)


def _amount_fault(request: Request, original: Row, claims: tuple[Claim, ...], settings: AcquirerSettings) -> str:
    amount: int = original["amount"]
    if request.kind in REFUNDS:
        capped = "acquirer.refund-cap-ignored" not in settings.planted
        return TOO_MUCH if capped and request.amount > left_to_refund(original, claims) else ""
    if request.kind in COMPLETIONS:
        capped = "acquirer.completion-beyond-115" not in settings.planted
        return OTHER_AMOUNT if capped and request.amount > amount * settings.completion_percent // 100 else ""
    if request.kind in _ADJUSTMENTS:
        return _adjustment_fault(request, original, claims, settings)
    return "" if request.amount == amount else OTHER_AMOUNT


def _adjustment_fault(request: Request, original: Row, claims: tuple[Claim, ...], settings: AcquirerSettings) -> str:
    if any(claim.kind in _ADJUSTMENTS and not claim.is_approved for claim in claims):
        return NOT_NOW
    # A bank takes no more than it approved by voice, but for a tip (`issuer.claims`).
    percent = 100 + (settings.largest_tip_percent if request.kind == "tip_adjustment" else 0)
    if request.amount > original["amount"] * percent // 100:
        return OTHER_AMOUNT
    if request.tip is None:
        return ""
    return "" if request.amount == standing_amount(original, claims) + request.tip else OTHER_AMOUNT
