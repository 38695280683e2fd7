"""What the host counts in a batch: every approved transaction that stands, on its side of the totals.

A transaction that a reversal undoes counts nowhere; a voided sale stays on the debit side, its void is on the credit
side. An adjustment counts as nothing by itself: it changes the amount of what it adjusts. Domestic cards (内卡) are
those of the scheme CUP; only a card known to be of another is foreign (外卡). Payments by code (扫码) are a group of
their own; where a terminal has none for them they count with domestic cards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from countertop.acquirer.tables import Outcome
from countertop.iso8583.matrix import KINDS, Totals
from countertop.iso8583.private import Group, SettlementTotals, SideTotals

__all__ = ["Counted", "Reckoning", "text_of"]

Row = Mapping[str, Any]

_SIDES = {kind.name: kind.totals for kind in KINDS}
_BY_CODE = frozenset(kind.name for kind in KINDS if not kind.has_card and kind.totals is not Totals.NONE)
_ADJUSTMENTS = frozenset({"adjustment", "tip_adjustment"})
_COUNTS = 1000


class Counted:
    """A transaction that counts. `amount` is in minor units, as it was adjusted last."""

    __slots__ = ("amount", "group", "key", "kind", "rrn", "side", "stan")

    def __init__(self, row: Row, side: Totals, group: str) -> None:
        self.key: str = row["attempt_key"]
        self.stan: str = row["stan"]
        self.kind: str = row["kind"]
        self.rrn: str = row["rrn"]
        self.amount: int = row["amount"]
        self.side = side
        self.group = group


class Reckoning:
    """A batch as the host has it. `known` are the keys of all its attempts, `disposed` of those already uploaded.

    `undone` are those that a reversal undoes; `is_moving` says that something of the batch is not decided yet.
    """

    __slots__ = ("_is_foreign", "counted", "disposed", "is_moving", "known", "undone")

    def __init__(
        self,
        attempts: Iterable[Row],
        undone: Iterable[str],
        disposed: Iterable[str],
        is_foreign: Callable[[str | None], bool],
    ) -> None:
        self.undone = frozenset(undone)
        self._is_foreign = is_foreign
        self.known: set[str] = set()
        self.counted: dict[str, Counted] = {}
        self.disposed = set(disposed)
        self.is_moving = False
        adjusted: list[tuple[int, str, int]] = []
        for row in attempts:
            key = row["attempt_key"]
            self.known.add(key)
            if row["outcome"] is None:
                self.is_moving = True
            if row["outcome"] != Outcome.APPROVED or key in self.undone:
                continue
            if row["kind"] in _ADJUSTMENTS:
                adjusted.append((row["serial"], row["original_key"], row["amount"]))
            self._count(row)
        for _, original_key, amount in sorted(adjusted):
            if original_key in self.counted:
                self.counted[original_key].amount = amount

    def restore(self, row: Row) -> None:
        """Take in an approved attempt that was lost, once it is durable again; its amount is as adjusted last."""
        self.known.add(row["attempt_key"])
        if row["attempt_key"] not in self.undone:
            self._count(row)

    def _count(self, row: Row) -> None:
        side = _SIDES.get(row["kind"], Totals.NONE)
        if side is not Totals.NONE:
            self.counted[row["attempt_key"]] = Counted(row, side, self._group_of(row))

    def _group_of(self, row: Row) -> str:
        if row["kind"] in _BY_CODE:
            return Group.CODES
        return Group.FOREIGN if self._is_foreign(row["masked_pan"]) else Group.DOMESTIC

    def totals(self, *, with_codes: bool = True) -> SettlementTotals:
        """Return the totals of every group, without results.

        Payments by code count among domestic cards if not `with_codes`.
        """
        totals = SettlementTotals(SideTotals(), SideTotals(), SideTotals() if with_codes else None)
        sides = {group: totals.side_of(group) for group in (Group.DOMESTIC, Group.FOREIGN, Group.CODES)}
        for each in self.counted.values():
            side = sides[each.group]
            if each.side is Totals.DEBIT:
                side.debit_amount += each.amount
                side.debit_count += 1
            else:
                side.credit_amount += each.amount
                side.credit_count += 1
        return totals


def text_of(totals: SettlementTotals) -> str:
    """Return totals as a message holds them; of a count with more than three digits it has only the last."""
    return SettlementTotals(**{group: _fitting(side) for group, side in totals.sides.items()}).text()


def _fitting(side: SideTotals) -> SideTotals:
    return replace(side, debit_count=side.debit_count % _COUNTS, credit_count=side.credit_count % _COUNTS)
