"""How the demo bank misbehaves on purpose, by amount or card: what other parties must be able to bear.

decline               decline with the rule's response code
delay                 decide at once, answer after the rule's delay
silent                do nothing at all, as if the request had never come
approve-then-silent   decide at once, never answer
none                  nothing: the rule is switched off
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["ACTS", "DECLINE", "DELAY", "MUTE", "SILENT", "FaultRule", "FaultRules"]

DECLINE, DELAY, SILENT, MUTE, NONE = "decline", "delay", "silent", "approve-then-silent", "none"
ACTS = frozenset({DECLINE, DELAY, SILENT, MUTE, NONE})


class FaultRule:
    """One rule; `amount` and `card_ending` of None fit everything."""

    __slots__ = ("act", "amount", "card_ending", "delay", "kind", "response_code")

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.act: str = row["act"]
        self.kind: str = row["kind"]
        self.amount: int | None = row["amount"]
        self.card_ending: str | None = row["card_ending"]
        self.response_code: str = row["response_code"] or "96"
        self.delay: int = row["delay"]
        assert self.act in ACTS, f"no such act of a fault rule: {self.act}"

    def fits(self, kind: str, amount: int, pan: str) -> bool:
        """Tell whether the rule is about such a request."""
        return (
            self.kind == kind
            and self.amount in (None, amount)
            and (self.card_ending is None or pan.endswith(self.card_ending))
        )


class FaultRules:
    """All rules that are switched on; false when there are none, which is how it should be."""

    __slots__ = ("_rules",)

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rules = [rule for rule in map(FaultRule, rows) if rule.act != NONE]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def find(self, kind: str, amount: int, pan: str) -> FaultRule | None:
        """Return the first rule that fits, or None."""
        return next((rule for rule in self._rules if rule.fits(kind, amount, pan)), None)
