"""Who comes and who serves: customers at their scheduled times, one queue, and counters that take the first in it.

Open loop: customers come evenly spaced whether the counters keep up or not, and a customer's waiting begins at the
scheduled time. A generator that waits for an answer before it sends the next request would send less exactly when the
system is slow, and leave out of its figures those who would have waited.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from countertop.card import StripeRead
from countertop.demo import Card
from countertop.values import MILLISECOND, SECOND

__all__ = ["Customer", "Pacing", "Queue"]

GRAIN = MILLISECOND
"""The shortest sleep: an event loop turns a shorter one into none, and a generator that spins takes its host's core."""

Counter = TypeVar("Counter")


class Customer:
    """Somebody with a card; it reads the same at every swipe."""

    __slots__ = ("pin", "swipe")

    def __init__(self, card: Card) -> None:
        self.swipe = StripeRead(card.track2)
        self.pin = card.pin


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

    def pause(self, now: int) -> float | None:
        """Return how many seconds to sleep before looking again; None when all have come."""
        due = self.next_due
        return None if due is None else max(due - now, GRAIN) / SECOND

    def due(self, now: int) -> Iterator[int]:
        """Yield the scheduled times of those who have come by now and were not yielded before."""
        while self._taken < self.total and (when := self._when(self._taken)) <= now:
            self._taken += 1
            yield when

    def _when(self, place: int) -> int:
        return self._start + int(place * SECOND / self._rate)


class Queue(Generic[Counter]):
    """Customers by their scheduled times, and free counters; `serve` is called with a counter and such a time."""

    __slots__ = ("_free", "_serve", "_waiting", "most_waiting")

    def __init__(self, serve: Callable[[Counter, int], None]) -> None:
        self._serve = serve
        self._waiting: deque[int] = deque()
        self._free: deque[Counter] = deque()
        self.most_waiting = 0

    @property
    def free(self) -> int:
        """Counters that serve nobody."""
        return len(self._free)

    @property
    def waiting(self) -> int:
        """Customers in the queue."""
        return len(self._waiting)

    def arrive(self, scheduled: int) -> None:
        """Let a customer come: to the counter that has been free longest, or to the end of the queue."""
        if self._free:
            self._serve(self._free.popleft(), scheduled)
            return
        self._waiting.append(scheduled)
        self.most_waiting = max(self.most_waiting, len(self._waiting))

    def release(self, counter: Counter) -> None:
        """Let a counter take the first who waits, or be free."""
        if self._waiting:
            self._serve(counter, self._waiting.popleft())
        else:
            self._free.append(counter)
