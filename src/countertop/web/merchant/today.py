"""A day's figures of a shop, worked out from its transactions in few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from countertop.values.moments import local_time

__all__ = ["HOURS", "Figures", "figures_of"]

HOURS: Final = 24

_APPROVED: Final = "approved"
_ADJUSTMENTS: Final = frozenset({"adjustment", "tip_adjustment"})
_REFUNDS: Final = frozenset({"refund", "qr_refund"})
_MOVING: Final = frozenset({"received", "unknown"})


@dataclass(slots=True)
class Figures:
    """Counts and sums in minor units; a sale that was voided counts among the sales and again among the voids.

    `by_hour` are the sums of sales less voids and refunds, by the hour of the shop's clock.
    """

    sales_count: int = 0
    sales: int = 0
    voids_count: int = 0
    voids: int = 0
    refunds_count: int = 0
    refunds: int = 0
    declined_count: int = 0
    unknown_count: int = 0
    reversed_count: int = 0
    by_hour: list[int] = field(default_factory=lambda: [0] * HOURS)

    @property
    def net(self) -> int:
        """Return what is left for the shop."""
        return self.sales - self.voids - self.refunds

    def told(self) -> dict[str, Any]:
        """Return them as plain data."""
        return {**asdict(self), "net": self.net}


def figures_of(lines: Iterable[Mapping[str, Any]], zone: ZoneInfo) -> Figures:
    """Count lines of the desk's `shop-day`, in the order of time; an adjustment changes the amount of its original."""
    counted = list(lines)
    stands = [line for line in counted if line["state"] == _APPROVED]
    amounts = {line["key"]: line["amount"] for line in stands}
    for line in stands:
        if line["kind"] in _ADJUSTMENTS and line["original"] in amounts:
            amounts[line["original"]] = line["amount"]
    figures = Figures()
    for line in stands:
        _count(figures, line, amounts[line["key"]], local_time(line["received_at"], zone).hour)
    figures.declined_count = sum(line["state"] == "declined" for line in counted)
    figures.reversed_count = sum(line["state"] == "reversed" for line in counted)
    figures.unknown_count = sum(line["state"] in _MOVING for line in counted)
    return figures


def _count(figures: Figures, line: Mapping[str, Any], amount: int, hour: int) -> None:
    if line["side"] == "debit":
        figures.sales_count += 1
        figures.sales += amount
        figures.by_hour[hour] += amount
    elif line["side"] == "credit":
        if line["kind"] in _REFUNDS:
            figures.refunds_count += 1
            figures.refunds += amount
        else:
            figures.voids_count += 1
            figures.voids += amount
        figures.by_hour[hour] -= amount
