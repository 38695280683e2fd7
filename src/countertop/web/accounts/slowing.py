"""Slowing down an address that fails to log in: so many wrong tries at once, then one in a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from countertop.values import SECOND

__all__ = ["Slowing"]

MOST_AT_ONCE: Final = 30
ONE_IN: Final = 5 * SECOND
MOST_ADDRESSES: Final = 10_000


class Slowing:
    """Failed tries by address, in memory: a bucket that each failure empties by one and time fills again."""

    def __init__(self) -> None:
        self._empty_until: OrderedDict[str, int] = OrderedDict()

    def wait(self, address: str, now: int) -> int:
        """Return the microseconds until the address may try again; 0 when it may now."""
        return max(self._empty_until.get(address, 0) - now - (MOST_AT_ONCE - 1) * ONE_IN, 0)

    def fail(self, address: str, now: int) -> None:
        """Count a failed try."""
        until = max(self._empty_until.pop(address, 0), now)
        self._empty_until[address] = until + ONE_IN
        if len(self._empty_until) > MOST_ADDRESSES:
            self._empty_until.popitem(last=False)
