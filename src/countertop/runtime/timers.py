"""Timers of one actor: thousands at a time, most of them cancelled before they run out.

Actors use few durations (an answer's time-out, a cadence). Timers of one duration run out in the order in which they
were set, so each duration has a queue in that order, and only the heads of the queues are ever looked at. The event
loop is asked for one wake-up, for the earliest head; a wake-up that comes too early asks again.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable, Hashable

from countertop.runtime.clock import look_at_clock
from countertop.values import MILLISECOND, SECOND, Instant

__all__ = ["Timers"]

# Loops sleep with the kernel's grain; a timer this close to its time is fired rather than waited for again.
GRAIN = MILLISECOND


class Timers:
    """Sets, cancels and fires; `fire` is called with the timer's name and the instant."""

    __slots__ = ("_fire", "_loop", "_queues", "_wake", "_waking_at", "_where")

    def __init__(self, loop: AbstractEventLoop, fire: Callable[[Hashable, Instant], None]) -> None:
        self._loop = loop
        self._fire = fire
        self._queues: dict[int, dict[Hashable, int]] = {}  # duration -> name -> when it runs out
        self._where: dict[Hashable, int] = {}  # name -> its duration
        self._wake: TimerHandle | None = None
        self._waking_at = 0

    def __len__(self) -> int:
        return len(self._where)

    def set(self, name: Hashable, after: int, now: Instant) -> None:
        """Fire `name` after so many microseconds; one of the same name is replaced."""
        before = self._where.get(name)
        if before is not None:
            del self._queues[before][name]
        queue = self._queues.get(after)
        if queue is None:
            queue = self._queues[after] = {}
        due = queue[name] = now.monotonic + after
        self._where[name] = after
        if self._wake is None or due < self._waking_at:
            self._wake_at(due, now)

    def cancel(self, name: Hashable) -> None:
        """Forget a timer; the wake-up stays and finds nothing."""
        duration = self._where.pop(name, None)
        if duration is not None:
            del self._queues[duration][name]

    def close(self) -> None:
        """Forget all."""
        self._queues.clear()
        self._where.clear()
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None

    def _wake_at(self, due: int, now: Instant) -> None:
        if self._wake is not None:
            self._wake.cancel()
        self._waking_at = due
        self._wake = self._loop.call_later(max(due - now.monotonic, 0) / SECOND, self._run_out)

    def _run_out(self) -> None:
        self._wake = None
        now = look_at_clock()
        limit = now.monotonic + GRAIN
        ripe: list[tuple[int, int, Hashable]] = []
        for duration in list(self._queues):
            queue = self._queues[duration]
            for name, due in queue.items():
                if due > limit:
                    break
                ripe.append((due, len(ripe), name))
            if not queue:
                del self._queues[duration]
        ripe.sort()
        for due, _, name in ripe:
            duration_now = self._where.get(name)
            # An earlier one of this round may have cancelled it, or set it anew.
            if duration_now is None or self._queues[duration_now][name] != due:
                continue
            self.cancel(name)
            self._fire(name, now)
        self._rearm()

    def _rearm(self) -> None:
        earliest = min((next(iter(queue.values())) for queue in self._queues.values() if queue), default=None)
        if earliest is not None and (self._wake is None or earliest < self._waking_at):
            self._wake_at(earliest, look_at_clock())
