"""A frozen batch in memory: what was compared, and the reckoning, which only restored transactions can still move."""

from __future__ import annotations

from countertop.acquirer.settlement.reckoning import Reckoning
from countertop.iso8583.private import SettlementTotals

__all__ = ["Frozen"]


class Frozen:
    """The totals that terminal and host told; `reckoning` is None after a restart, until it is needed."""

    __slots__ = ("claimed", "counted", "reckoning", "rrn")

    def __init__(self, claimed: str, counted: str, rrn: str, reckoning: Reckoning | None = None) -> None:
        self.claimed = claimed
        self.counted = counted
        self.rrn = rrn
        self.reckoning = reckoning

    @property
    def totals(self) -> SettlementTotals:
        """What the host answered, results in it."""
        return SettlementTotals.read(self.counted)
