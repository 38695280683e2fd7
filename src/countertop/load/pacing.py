"""When customers come: evenly spaced, whether the counter keeps up or not (open loop).

A customer's waiting begins at the scheduled time. A generator that waits for an answer before it sends the next request
would send less exactly when the system is slow, and leave out of its figures those who would have waited.
"""

from __future__ import annotations

from collections.abc import Iterator

from countertop.values import SECOND

__all__ = ["Pacing"]


class Pacing:
    """`rate` arrivals a second from `start` on, monotonic microseconds, for `seconds`."""

    __slots__ = ("_rate", "_start", "_taken", "total")

    def __init__(self, rate: float, seconds: float, start: int) -> None:
        assert rate > 0, "a rate is positive"
        self._rate = rate
        self._start = start
        self._taken = 0
        self.total = round(rate * seconds)

    @property
    def next_due(self) -> int | None:
        """When the next one comes; None when all have come."""
        return None if self._taken >= self.total else self._when(self._taken)

    def due(self, now: int) -> Iterator[int]:
        """Yield the scheduled times of those who have come by now and were not yielded before."""
        while self._taken < self.total and (when := self._when(self._taken)) <= now:
            self._taken += 1
            yield when

    def _when(self, place: int) -> int:
        return self._start + int(place * SECOND / self._rate)
