"""What a batch comes to, and how it is uploaded: worked out from the stored transactions, the same after every start.

An upload goes in this order: stored sales told afterwards, details of what was done online (eight a message), copies of
refunds and advices, the end. Only groups of cards that do not balance are uploaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from countertop.iso8583.matrix import Totals
from countertop.iso8583.private import MAX_UPLOAD_DETAILS, SettlementTotals, SideTotals
from countertop.terminal.kinds import KINDS, Kind

__all__ = ["Counted", "counted", "is_balanced", "totals_of", "upload_of"]

Row = Mapping[str, Any]

DOMESTIC: Final = "CUP"
DIFFERS: Final = "2"

_FIRST: Final = frozenset({"offline_post"})
_ADJUSTMENTS: Final = frozenset({"adjustment", "tip_adjustment"})


class Counted:
    """A transaction that counts; `amount` in minor units, as it was adjusted last."""

    __slots__ = ("amount", "is_foreign", "kind", "row")

    def __init__(self, row: Row, kind: Kind, amount: int) -> None:
        self.row = row
        self.kind = kind
        self.amount = amount
        self.is_foreign = row["scheme"] not in (None, DOMESTIC)


def counted(rows: Iterable[Row]) -> list[Counted]:
    """Return what counts of the completed transactions of a batch."""
    rows = list(rows)
    adjusted = sorted(
        (row["decided_at"], row["original_stan"], row["amount"]) for row in rows if row["kind"] in _ADJUSTMENTS
    )
    amounts: dict[str, int] = {stan: amount for _, stan, amount in adjusted}
    return [
        Counted(row, KINDS[row["kind"]], amounts[row["stan"]] if row["stan"] in amounts else row["amount"])
        for row in rows
        if KINDS[row["kind"]].row.totals is not Totals.NONE
    ]


def totals_of(transactions: Iterable[Counted]) -> SettlementTotals:
    """Return the totals as a request tells them, the results 0."""
    domestic, foreign = SideTotals(), SideTotals()
    for each in transactions:
        side = foreign if each.is_foreign else domestic
        if each.kind.row.totals is Totals.DEBIT:
            side.debit_amount += each.amount
            side.debit_count += 1
        else:
            side.credit_amount += each.amount
            side.credit_count += 1
    return SettlementTotals(domestic, foreign)


def is_balanced(answer: str) -> bool:
    """Tell whether the host found both groups of cards equal."""
    told = SettlementTotals.read(answer)
    return DIFFERS not in (told.domestic.result, told.foreign.result)


def upload_of(transactions: Iterable[Counted], answer: str) -> list[list[Counted]]:
    """Return the messages of an upload but for its end: details together, each copy alone."""
    told = SettlementTotals.read(answer)
    wanted = {False: told.domestic.result == DIFFERS, True: told.foreign.result == DIFFERS}
    due = [each for each in transactions if wanted[each.is_foreign]]
    online = [each for each in due if not is_copied(each)]
    first = [[each] for each in due if each.kind.name in _FIRST]
    details = [online[at : at + MAX_UPLOAD_DETAILS] for at in range(0, len(online), MAX_UPLOAD_DETAILS)]
    last = [[each] for each in due if is_copied(each) and each.kind.name not in _FIRST]
    return [*first, *details, *last]


def is_copied(each: Counted) -> bool:
    """Tell whether a transaction goes up as a copy of its message, not as a detail."""
    return each.kind.mti == "0220"
