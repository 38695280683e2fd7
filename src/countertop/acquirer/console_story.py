"""The whole story of one transaction of a merchant: what was asked and answered, what it undid, what undid it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import asdict
from typing import Any

from countertop.acquirer import queries, tables
from countertop.acquirer.console_reading import line_of
from countertop.acquirer.management.signing import signature_of
from countertop.acquirer.management.slips import slip_of
from countertop.acquirer.management.tables import RETRIEVALS
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.refunding.asking import refundable
from countertop.acquirer.refunding.tables import REFUND_REQUEST_OF
from countertop.acquirer.tables import Outcome
from countertop.slips import CARDHOLDER, MERCHANT
from countertop.slips.plain import lay_out
from countertop.stage import Effect, Read

__all__ = ["story_of"]

Row = Mapping[str, Any]

_CHAIN = {
    "reversal": (tables.REVERSAL_BY_KEY, ("reason", "effect", "reversed_at")),
    "obligation": (
        tables.OBLIGATION_BY_KEY,
        ("owed_cause", "owed_at", "acknowledged_code", "tries", "acknowledged_at"),
    ),
    "late_answer": (tables.LATE_ANSWER_BY_KEY, ("late_code", "late_at")),
    "wallet_refund": (tables.WALLET_REFUND_BY_KEY, ("refund_amount", "refused_as", "refund_owed_at")),
}
"""What may have happened to an attempt beside its decision: where it is written, and what of it is told."""


def story_of(memory: HostMemory, row: Row, utc: int) -> Generator[Effect, Any, dict[str, Any]]:
    """Return everything about an attempt: its row joined with its decision.

    `refundable` is what may still be refunded of it at the console, `asked` why it was refunded there itself.
    """
    found: dict[str, Row | None] = {}
    for name, (query, _) in _CHAIN.items():
        found[name] = next(iter((yield Read(query, row["attempt_key"]))), None)
    original = next(iter((yield Read(tables.ATTEMPT_BY_KEY, row["original_key"] or ""))), None)
    follow_ups = []
    for claim in (yield Read(tables.CLAIMS_OF, row["attempt_key"])):
        for attempt in (yield Read(tables.ATTEMPT_BY_KEY, claim["attempt_key"])):
            follow_ups += [(yield from line_of(attempt))]
    asked = next(iter((yield Read(REFUND_REQUEST_OF, row["attempt_key"]))), None)
    return {
        "transaction": (yield from line_of(row)),
        "refundable": (yield from refundable(memory, row, utc)),
        "asked": None if asked is None else {"reason": asked["refund_reason"]},
        "original": None if original is None else (yield from line_of(original)),
        "follow_ups": follow_ups,
        "chain": {name: _told(part, _CHAIN[name][1]) for name, part in found.items()},
        "hops": [asdict(hop) for hop in queries.hops_of(memory, row, original, *found.values())],
        "slips": (yield from _slips(memory, row, found["reversal"])),
        "retrievals": [_retrieval(each) for each in (yield Read(RETRIEVALS)) if each["retrieved_rrn"] == row["rrn"]],
    }


def _told(row: Row | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    return None if row is None else {name: row[name] for name in names}


def _slips(memory: HostMemory, row: Row, reversal: Row | None) -> Generator[Effect, Any, dict[str, Any]]:
    """Return the copies of the slip as plain data; there is none of what was not approved, or was reversed."""
    if row["outcome"] != Outcome.APPROVED or reversal is not None:
        return {}
    target = next(iter((yield Read(tables.TARGET_BY_KEY, row["attempt_key"]))), None)
    signature = yield from signature_of(row["attempt_key"])
    return {copy: lay_out(slip_of(memory, row, target, copy, signature)) for copy in (MERCHANT, CARDHOLDER)}


def _retrieval(row: Row) -> dict[str, Any]:
    names = {"number": "retrieval_number", "reason": "asked_for", "opened_at": "opened_at", "due_at": "due_at"}
    told = {name: row[column] for name, column in names.items()}
    slip = row["answer_slip"]
    return {**told, "answered_at": row["answered_at"], "slip": None if slip is None else slip.split("\n")}
