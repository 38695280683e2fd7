"""Budgets at a host (I8): what it let pass about an original was within what the original allows.

Its bank looks too, so nothing of this need have moved money; a host that leaves it to the bank is broken all the same.
The limits are the network's: 115 % of a pre-authorisation, rounded down, within 30 days, its own day the first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from countertop.audit.books import Books, Row
from countertop.audit.findings import Finding
from countertop.values.moments import local_time

__all__ = ["check_budgets"]

COMPLETION_PERCENT = 115
COMPLETION_DAYS = 30

_COMPLETIONS = frozenset({"completion", "completion_advice"})
_REFUNDS = frozenset({"refund", "qr_refund"})
_ADJUSTMENTS = frozenset({"adjustment", "tip_adjustment"})


def check_budgets(host: Books) -> Iterator[Finding]:
    """Check every claim that a host let pass against its original, and the refunds of one original together."""
    attempts, decisions, undone = host.by_key("attempt"), host.by_key("decision"), host.by_key("obligation")
    zones = [ZoneInfo(row["zone"]) for row in host.rows("acquirer")]
    largest, refunded = _largest(attempts), defaultdict[str, int](int)
    for key, claim in host.by_key("claim").items():
        original, attempt = attempts.get(claim["original_key"]), attempts.get(key)
        if original is None or attempt is None:
            continue
        kind, amount, most = claim["claim_kind"], claim["claim_amount"], largest[claim["original_key"]]
        decision = decisions.get(key)
        if kind in _REFUNDS and decision is not None and decision["outcome"] == "approved" and key not in undone:
            refunded[claim["original_key"]] += amount
        if kind in _COMPLETIONS:
            most = original["amount"] * COMPLETION_PERCENT // 100
            began = decisions.get(claim["original_key"])
            if began is not None and _days(began["decided_at"], attempt["received_at"], zones[0]) > COMPLETION_DAYS:
                yield Finding("I8", (host.name,), key, "audit.let_pass_too_late")
        if kind in _COMPLETIONS | _REFUNDS and amount > most:
            yield Finding("I8", (host.name,), key, "audit.let_pass_too_much", {"amount": amount, "most": most})
    for key, instead_of_reversal in host.by_key("wallet_refund").items():
        refunded[key] += instead_of_reversal["refund_amount"]
    yield from _completed_twice(host)
    for key, amount in refunded.items():
        if amount > largest[key]:
            told = {"refunded": amount, "amount": largest[key]}
            yield Finding("I8", (host.name,), key, "audit.refunded_too_much", told)


def _completed_twice(host: Books) -> Iterator[Finding]:
    """Look for pre-authorisations of which two completions stand."""
    decisions, undone = host.by_key("decision"), host.by_key("obligation")
    standing = {
        key: claim
        for key, claim in host.by_key("claim").items()
        if key not in undone and key in decisions and decisions[key]["outcome"] == "approved"
    }
    voided = {claim["original_key"] for claim in standing.values() if claim["claim_kind"] == "completion_void"}
    completed = Counter(
        claim["original_key"]
        for key, claim in standing.items()
        if claim["claim_kind"] in _COMPLETIONS and key not in voided
    )
    for key, count in completed.items():
        if count > 1:
            yield Finding("I8", (host.name,), key, "audit.completed_twice", {"count": count})


def _largest(attempts: Mapping[str, Row]) -> Mapping[str, int]:
    """Return the most that each attempt was ever worth: its amount, or what an adjustment made of it."""
    largest = {key: row["amount"] for key, row in attempts.items()}
    for row in attempts.values():
        if row["kind"] in _ADJUSTMENTS and row["original_key"] in largest:
            largest[row["original_key"]] = max(largest[row["original_key"]], row["amount"])
    return largest


def _days(first: int, last: int, zone: ZoneInfo) -> int:
    return (local_time(last, zone).date() - local_time(first, zone).date()).days + 1
