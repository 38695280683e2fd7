"""The agenda: what happens next in a made-up world, in an order that depends on nothing but the seed.

Time is an integer count of virtual microseconds since the world began. Things due at the same moment happen in the
order in which they were planned.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

__all__ = ["Agenda"]


class Agenda:
    """A heap of calls to be made; `now` is the moment of the one being made."""

    __slots__ = ("_calls", "_planned", "done", "now")

    def __init__(self) -> None:
        self.now = 0
        self.done = 0
        self._calls: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._planned = 0

    def at(self, moment: int, call: Callable[..., None], *arguments: Any) -> None:
        """Plan a call; a moment that has passed means now, behind all that is planned for now."""
        self._planned += 1
        heapq.heappush(self._calls, (max(moment, self.now), self._planned, call, arguments))

    def after(self, delay: int, call: Callable[..., None], *arguments: Any) -> None:
        """Plan a call so many microseconds from now."""
        self._planned += 1
        heapq.heappush(self._calls, (self.now + delay, self._planned, call, arguments))

    def run(self, until: int) -> None:
        """Make the calls due up to `until`; then it is that moment."""
        calls = self._calls
        while calls and calls[0][0] <= until:
            self.now, _, call, arguments = heapq.heappop(calls)
            self.done += 1
            call(*arguments)
        self.now = max(self.now, until)
