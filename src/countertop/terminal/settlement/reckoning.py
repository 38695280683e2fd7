"""What a batch comes to, and how it is uploaded: worked out from the stored transactions, the same after every start.

An upload goes in this order: stored sales told afterwards, details of what was done online (eight a message), copies of
refunds and advices, the end. Only groups that do not balance are uploaded: domestic cards, foreign cards, payments by
code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from countertop.iso8583.matrix import Totals
from countertop.iso8583.private import MAX_UPLOAD_DETAILS, Group, SettlementTotals, SideTotals
from countertop.terminal.kinds import KINDS, Kind

__all__ = ["Counted", "counted", "is_balanced", "stans_since", "totals_of", "upload_of"]

Row = Mapping[str, Any]

DOMESTIC: Final = "CUP"
DIFFERS: Final = "2"

_FIRST: Final = frozenset({"offline_post"})
_ADJUSTMENTS: Final = frozenset({"adjustment", "tip_adjustment"})
_STANS: Final = 999_999


class Counted:
    """A transaction that counts; `amount` in minor units, as it was adjusted last."""

    __slots__ = ("amount", "group", "kind", "row")

    def __init__(self, row: Row, kind: Kind, amount: int) -> None:
        self.row = row
        self.kind = kind
        self.amount = amount
        is_foreign = row["scheme"] not in (None, DOMESTIC)
        self.group = Group.CODES if kind.is_scanned else Group.FOREIGN if is_foreign else Group.DOMESTIC


def counted(rows: Iterable[Row]) -> list[Counted]:
    """Return what counts of the completed transactions of a batch."""
    rows = list(rows)
    adjusted = sorted((row for row in rows if row["kind"] in _ADJUSTMENTS), key=stans_since)
    amounts: dict[str, int] = {row["original_stan"]: row["amount"] for row in adjusted}
    return [
        Counted(row, KINDS[row["kind"]], amounts[row["stan"]] if row["stan"] in amounts else row["amount"])
        for row in rows
        if KINDS[row["kind"]].row.totals is not Totals.NONE
    ]


def stans_since(row: Row) -> int:
    """Return how many STANs after its original a transaction has its own: they go around, and a clock may go back."""
    return (int(row["stan"]) - int(row["original_stan"])) % _STANS


def totals_of(transactions: Iterable[Counted], *, with_codes: bool) -> SettlementTotals:
    """Return the totals as a request tells them, the results 0.

    Payments by code count among domestic cards if not `with_codes`.
    """
    totals = SettlementTotals(SideTotals(), SideTotals(), SideTotals() if with_codes else None)
    for each in transactions:
        side = totals.side_of(each.group)
        if each.kind.row.totals is Totals.DEBIT:
            side.debit_amount += each.amount
            side.debit_count += 1
        else:
            side.credit_amount += each.amount
            side.credit_count += 1
    return totals


def is_balanced(answer: str) -> bool:
    """Tell whether the host found every group equal."""
    return all(side.result != DIFFERS for side in SettlementTotals.read(answer).sides.values())


def upload_of(transactions: Iterable[Counted], answer: str) -> list[list[Counted]]:
    """Return the messages of an upload but for its end: details together, each copy alone."""
    told = SettlementTotals.read(answer)
    due = [each for each in transactions if told.side_of(each.group).result == DIFFERS]
    online = [each for each in due if not is_copied(each)]
    first = [[each] for each in due if each.kind.name in _FIRST]
    details = [online[at : at + MAX_UPLOAD_DETAILS] for at in range(0, len(online), MAX_UPLOAD_DETAILS)]
    last = [[each] for each in due if is_copied(each) and each.kind.name not in _FIRST]
    return [*first, *details, *last]


def is_copied(each: Counted) -> bool:
    """Tell whether a transaction goes up as a copy of its message, not as a detail."""
    return each.kind.mti == "0220"
