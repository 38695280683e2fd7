"""Findings: what an audit says is wrong, in words that people can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from countertop.words import Language, say

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken invariant: which (`I1` to `I16`), whose books show it, the key it is about, and a message id.

    Keys are attempt keys, transit keys or account numbers of the ledger; none holds a card number.
    """

    invariant: str
    parties: tuple[str, ...]
    key: str
    what: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        """Return the sentence for people."""
        return say(language, self.what, key=self.key, parties=", ".join(self.parties), **self.arguments)

    def __str__(self) -> str:
        return f"{self.invariant} {self.say(Language.ENGLISH)}"
