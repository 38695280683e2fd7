"""Looking at an attempt that stands in the tables, while others may be deciding it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.tables import ATTEMPT_BY_KEY
from countertop.stage import Effect, Read

__all__ = ["look_at_attempt"]

# An attempt can be decided once between two looks.
MOST_LOOKS = 3


def look_at_attempt(memory: HostMemory, key: str) -> Generator[Effect, Any, Mapping[str, Any]]:
    """Return an attempt joined with its decision; one that is not decided is in `memory.open`, too."""
    for _ in range(MOST_LOOKS):
        attempt: Mapping[str, Any]
        (attempt,) = yield Read(ATTEMPT_BY_KEY, key)
        if attempt["outcome"] is not None or key in memory.open:
            return attempt
    raise AssertionError("an attempt without a decision waits in memory")
