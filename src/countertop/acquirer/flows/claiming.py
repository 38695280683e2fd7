"""Which claims on an original stand, as the tables say it; a pre-authorisation has one standing completion at most.

A completion that was voided stands again once its void is reversed, and who may reverse that is the terminal that asked
for it, until it has gone on to something else, a settlement too: what it does not know it reverses first. Until then,
and for `void_doubt` at most, nobody else completes the hold; and once somebody has, that void is reversed no more.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.claims import COMPLETIONS, REFUNDS, Claim
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.tables import (
    ATTEMPT_BY_KEY,
    CLAIMS_OF,
    NEWEST_OF_TERMINAL,
    OBLIGATION_BY_KEY,
    Outcome,
)
from countertop.iso8583.interbank_forms import Ending
from countertop.stage import Effect, Read

__all__ = ["completed_otherwise", "standing_claims", "standing_refunds"]

Row = Mapping[str, Any]

VOID = "completion_void"


def standing_claims(
    memory: HostMemory, original_key: str, asking: str, utc: int
) -> Generator[Effect, Any, tuple[Claim, ...]]:
    """Return the claims on an original that stand, or may stand again at `utc`; `asking` is who wants to know."""
    standing = []
    for row in (yield Read(CLAIMS_OF, original_key)):
        void = (yield from _void_of(row)) if row["claim_kind"] in COMPLETIONS else None
        may_return = void is not None and (yield from _may_be_reversed(memory, void, asking, utc))
        if (void is None or may_return) and (yield from _stands(row)):
            (attempt,) = yield Read(ATTEMPT_BY_KEY, row["attempt_key"])
            is_approved, serial = row["outcome"] == Outcome.APPROVED, attempt["serial"]
            claim = Claim(row["claim_kind"], row["claim_amount"], is_approved, serial, may_return=may_return)
            standing.append(claim)
    return tuple(standing)


def completed_otherwise(completion: Row) -> Generator[Effect, Any, bool]:
    """Tell whether another completion than this one (its row) has its hold."""
    for row in (yield Read(CLAIMS_OF, completion["original_key"])):
        is_other = row["claim_kind"] in COMPLETIONS and row["attempt_key"] != completion["attempt_key"]
        if is_other and (yield from _stands(row)) and (yield from _void_of(row)) is None:
            return True
    return False


def standing_refunds(original_key: str) -> Generator[Effect, Any, list[Row]]:
    """Return the refunds of an original that stand, or may."""
    refunds = []
    for row in (yield Read(CLAIMS_OF, original_key)):
        if row["claim_kind"] in REFUNDS and (yield from _stands(row)):
            refunds += yield Read(ATTEMPT_BY_KEY, row["attempt_key"])
    return refunds


def _stands(claim: Row) -> Generator[Effect, Any, bool]:
    """Tell whether a claim stands for itself: not declined, its reversal not acknowledged."""
    if claim["outcome"] == Outcome.DECLINED:
        return False
    if KINDS[claim["claim_kind"]].ending is Ending.REVERSAL:
        owed = yield Read(OBLIGATION_BY_KEY, claim["attempt_key"])
        return not owed or owed[0]["acknowledged_at"] is None
    return True


def _void_of(completion: Row) -> Generator[Effect, Any, Row | None]:
    """Return the void that a completion has fallen to, None while it has none; one that is being reversed is none."""
    for void in (yield Read(CLAIMS_OF, completion["attempt_key"])):
        is_void = void["claim_kind"] == VOID and void["outcome"] == Outcome.APPROVED
        if is_void and not (yield Read(OBLIGATION_BY_KEY, void["attempt_key"])):
            return dict(void)
    return None


def _may_be_reversed(memory: HostMemory, claim: Row, asking: str, utc: int) -> Generator[Effect, Any, bool]:
    """Tell whether the terminal of a void may not have heard that it is approved.

    It asks for nothing before what it does not know is reversed; what moves nothing may have been under way for long.
    """
    (void,) = yield Read(ATTEMPT_BY_KEY, claim["attempt_key"])
    terminal = memory.registry.terminals.get(void["terminal_id"])
    is_settled = terminal is None or terminal.is_frozen or terminal.batch_instance != void["batch_instance"]
    if is_settled or void["terminal_id"] == asking or utc - void["decided_at"] > memory.settings.void_doubt:
        return False
    newest = yield Read(NEWEST_OF_TERMINAL, void["terminal_id"])
    return not any(
        row["serial"] > void["serial"] and row["kind"] in KINDS and KINDS[row["kind"]].ending is not Ending.NOTHING
        for row in newest
    )
