"""A sale and all that is about it: its voids, and the reversals of it and of them.

The family ought to have moved the sale's amount exactly when the sale is approved, is not reversed, and no approved
void of it is left unreversed; otherwise nothing. Each member posts the difference between that and what is posted
already, so the members may come in any order and any number of times (I6, I8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from countertop.issuer.lifecycle import RequestState
from countertop.issuer.tables import AttemptKind

__all__ = ["Family"]


class Family:
    """What the rows of one family say, oldest first; each is an `attempt` row."""

    __slots__ = ("_rows", "moved")

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = {row["transit_key"]: row for row in rows}
        self.moved: int = sum(row["moved"] for row in self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, key: str) -> Mapping[str, Any] | None:
        """Return a member."""
        return self._rows.get(key)

    def state(self, key: str) -> RequestState:
        """Return where a member stands."""
        row = self._rows.get(key)
        if row is None:
            return RequestState.ABSENT
        if row["kind"] == AttemptKind.TOMBSTONE:
            return RequestState.TOMBSTONE
        if row["response_code"] != "00":
            return RequestState.DECLINED
        if self._is_reversed(key):
            return RequestState.REVERSED
        return RequestState.VOIDED if self._is_voided(key) else RequestState.APPROVED

    def target(self, sale_key: str) -> int:
        """Return what the family ought to have moved on the cardholder's account: minus the amount, or nothing."""
        stands = self.state(sale_key) is RequestState.APPROVED
        return -int(self._rows[sale_key]["amount"]) if stands else 0

    def with_member(self, row: Mapping[str, Any]) -> Family:
        """Return the family as it will be with one more row, which has moved nothing yet."""
        return Family([*self._rows.values(), {**row, "moved": 0}])

    def _is_reversed(self, key: str) -> bool:
        return any(
            row["kind"] == AttemptKind.REVERSAL and row["original_key"] == key and row["effect"] == "reversed"
            for row in self._rows.values()
        )

    def _is_voided(self, sale_key: str) -> bool:
        return any(
            row["kind"] == AttemptKind.VOID
            and row["original_key"] == sale_key
            and row["response_code"] == "00"
            and not self._is_reversed(row["transit_key"])
            for row in self._rows.values()
        )
