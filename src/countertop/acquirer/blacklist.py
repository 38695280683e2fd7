"""Cards that are not served: whole prefixes (BINs), and single cards by their token; each with its response code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.values import Pan

__all__ = ["BLACKLIST_DOMAIN", "Blacklist"]

BLACKLIST_DOMAIN = "blacklist"
"""The domain of the tokens of listed cards: one for all merchants, so that a card is listed once."""


class Blacklist:
    """What is listed now. `cards` maps tokens, `prefixes` digits, to response codes."""

    __slots__ = ("cards", "prefixes", "sizes")

    def __init__(self) -> None:
        self.cards: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        self.sizes: tuple[int, ...] = ()

    def take(self, row: Mapping[str, Any]) -> None:
        """Take over a row of the table: an entry put on the list, or struck off."""
        entries = self.cards if row["entry_kind"] == "card" else self.prefixes
        if row["is_listed"]:
            entries[row["entry"]] = row["refusal_code"]
        else:
            entries.pop(row["entry"], None)
        self.sizes = tuple(sorted({len(prefix) for prefix in self.prefixes}, reverse=True))

    def prefix_fault(self, pan: Pan) -> str:
        """Return the response code for a card under a listed prefix, or nothing."""
        digits = pan.reveal()
        return next((self.prefixes[digits[:size]] for size in self.sizes if digits[:size] in self.prefixes), "")
