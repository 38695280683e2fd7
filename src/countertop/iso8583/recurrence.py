"""What comes often enough to get code of its own, so that strange messages cost their sender more than us."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

__all__ = ["COMPILE_AFTER", "MAX_COMPILED", "MAX_COUNTED", "Recurrence"]

COMPILE_AFTER = 32
"""Messages with the same fields after which they get their own code."""

MAX_COMPILED = 256
"""Sets of fields that have code at one time; the protocol has about eighty."""

MAX_COUNTED = 1024
"""Sets of fields that are being counted at one time."""

Key = TypeVar("Key", bound=Hashable)
Code = TypeVar("Code")


class Recurrence:
    """Counts how often things come."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[Hashable, int] = {}

    def is_reached(self, what: Hashable) -> bool:
        """Count one more; tell whether it has come often enough, and forget its count when it has."""
        count = self._counts.get(what, 0) + 1
        if count >= COMPILE_AFTER:
            self._counts.pop(what, None)
            return True
        if len(self._counts) >= MAX_COUNTED:
            self._counts.clear()
        self._counts[what] = count
        return False

    def __len__(self) -> int:
        """Return how many things are being counted."""
        return len(self._counts)

    @staticmethod
    def keep(codes: dict[Key, Code], key: Key, code: Code) -> Code:
        """Put code into a cache, at the cost of its oldest when it is full; return the code."""
        codes[key] = code
        if len(codes) > MAX_COMPILED:
            del codes[next(iter(codes))]
        return code
