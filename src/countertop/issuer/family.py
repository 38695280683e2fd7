"""All that began with one request, and the two things that it ought to come to: money moved, and an amount held.

Every member posts the difference between what the family ought to have moved and what it has moved already, so the
members may come in any order and any number of times (I6, I8). What stands is what is approved and not reversed.

What we declined stands all the same when the switch, which could not ask us, has approved it; then it is what the
switch says it is, because what we declined may have been damaged. A hold is completed once: of completions that stand,
because the void of one was reversed after another one came, the newest counts.

    begun with          moved on the cardholder's account               held
    sale, offline post  nothing if voided, else minus the amount as     nothing
                        last adjusted, and every refund back
    pre-authorisation   minus its completion, unless that is voided,    its amount, until it is voided, completed or
                        and every refund of that back                   expired
    transfer            minus the amount                                nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from countertop.issuer.lifecycle import RequestState
from countertop.issuer.tables import AttemptKind

__all__ = ["ADJUSTMENTS", "COMPLETIONS", "VOIDS", "Family"]

Member = Mapping[str, Any]

VOIDS = frozenset({AttemptKind.VOID, AttemptKind.PREAUTHORISATION_VOID, AttemptKind.COMPLETION_VOID})
COMPLETIONS = frozenset({AttemptKind.COMPLETION, AttemptKind.COMPLETION_ADVICE})
ADJUSTMENTS = frozenset({AttemptKind.ADJUSTMENT, AttemptKind.TIP_ADJUSTMENT})


class Family:
    """What the rows of one family say, oldest first; each is an `attempt` row. `root` is what it began with."""

    __slots__ = ("_about", "_rows", "moved", "root")

    def __init__(self, rows: Iterable[Member]) -> None:
        self._rows = _believed(rows)
        self._about: dict[str, list[Member]] = {}
        for row in self._rows.values():
            self._about.setdefault(row["original_key"], []).append(row)
        self.moved: int = sum(row["moved"] for row in self._rows.values())
        self.root: Member | None = next(
            (row for row in self._rows.values() if row["transit_key"] == row["family_key"]), None
        )

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, key: str) -> Member | None:
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
        if any(self.standing(VOIDS, key)):
            return RequestState.VOIDED
        return RequestState.COMPLETED if any(self.standing(COMPLETIONS, key)) else RequestState.APPROVED

    def balance_target(self) -> int:
        """Return what the family ought to have moved on the cardholder's account."""
        root = self.root
        target = _BALANCE_TARGETS.get(root["kind"]) if root is not None else None
        return target(self, root) if target is not None and root is not None else 0

    def hold_target(self, at: int) -> int:
        """Return what the family ought to hold at a moment in UTC microseconds."""
        root = self.root
        if root is None or root["kind"] != AttemptKind.PREAUTHORISATION or root["expires_at"] <= at:
            return 0
        return int(root["amount"]) if self.state(root["transit_key"]) is RequestState.APPROVED else 0

    def amount(self, key: str) -> int:
        """Return the amount of a member as it was last adjusted."""
        adjusted = max(self.standing(ADJUSTMENTS, key), key=_number, default=self._rows[key])
        return int(adjusted["amount"])

    def refunded(self, key: str) -> int:
        """Return the sum of the refunds of a member."""
        return sum(int(row["amount"]) for row in self.standing(_REFUNDS, key))

    def with_member(self, row: Member) -> Family:
        """Return the family as it will be with one more row, which has moved nothing yet."""
        return Family([*self._rows.values(), {**row, "moved": 0}])

    def standing(self, kinds: frozenset[str], original_key: str) -> Iterator[Member]:
        """Yield the members of these kinds about an original that are approved, and neither reversed nor voided."""
        for row in self._about.get(original_key, ()):
            if row["kind"] in kinds and self.state(row["transit_key"]) is _APPROVED:
                yield row

    def completion(self, key: str) -> Member | None:
        """Return the completion of a pre-authorisation that counts, None when none stands."""
        return max(self.standing(COMPLETIONS, key), key=_number, default=None)

    def _is_reversed(self, key: str) -> bool:
        return any(
            row["kind"] == AttemptKind.REVERSAL and row["effect"] in _UNDOING for row in self._about.get(key, ())
        )


_APPROVED = RequestState.APPROVED
_REFUNDS = frozenset({AttemptKind.REFUND})
_UNDOING = frozenset({"reversed", "nothing"})


def _believed(rows: Iterable[Member]) -> dict[str, Member]:
    """Return the rows by key, each request that the switch stood in for as the switch has told it."""
    found = {row["transit_key"]: row for row in rows}
    for key, row in list(found.items()):
        if row["kind"] == AttemptKind.STAND_IN:
            about = row["original_key"]
            found[about] = {**found[about], **row, "transit_key": about, "kind": AttemptKind.SALE, "original_key": None}
            del found[key]
    return found


def _number(row: Member) -> int:
    return int(row["number"])


def _charged(family: Family, root: Member) -> int:
    key = root["transit_key"]
    return family.refunded(key) - family.amount(key) if family.state(key) is _APPROVED else 0


def _completed(family: Family, root: Member) -> int:
    counts = family.completion(root["transit_key"])
    return 0 if counts is None else family.refunded(counts["transit_key"]) - int(counts["amount"])


_BALANCE_TARGETS: dict[str, Callable[[Family, Member], int]] = {
    AttemptKind.SALE: _charged,
    AttemptKind.OFFLINE_POST: _charged,
    AttemptKind.TRANSFER: _charged,
    AttemptKind.PREAUTHORISATION: _completed,
}
