"""What passes at the host, second by second: one watch for all who look, and none while nobody does.

Every second the host is asked for its pulse, which costs it next to nothing; for its newest transactions and for what
nobody knows only when the pulse says that something has moved; every few seconds the other parties for their health.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.values import SECOND
from countertop.web.acquirer.desks import ACQUIRER, Desks, NotDone

__all__ = ["NEWEST", "Rate", "Snapshot", "Watch"]

NEWEST: Final = 100
"""Transactions that are shown and counted by code."""

EVERY: Final = 1.0
NEIGHBOURS_EVERY: Final = 5
KEPT: Final = 300
"""Seconds of the chart."""

LINGERING: Final = 30
"""Seconds for which the watch goes on after the last one has left: they may only have changed the page."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were decided in one second (since 1970), by their outcome."""

    at: int
    approved: int
    declined: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The host at a moment. `pulse` is None while it does not run; `health` has the parties that answer, by name."""

    pulse: Mapping[str, Any] | None = None
    transactions: tuple[Mapping[str, Any], ...] = ()
    unknown: tuple[Mapping[str, Any], ...] = ()
    health: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    statuses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()

    @property
    def per_second(self) -> float:
        """Return the decided transactions of a second, over the last ten."""
        lately = self.rates[-10:]
        return sum(rate.approved + rate.declined + rate.unknown for rate in lately) / max(len(lately), 1)

    def by_code(self) -> list[tuple[str, int]]:
        """Return how often each response code was given among the newest transactions, most often first."""
        codes = (each["response_code"] for each in self.transactions if each["response_code"])
        return Counter(codes).most_common()


class Watch:
    """Looks on for everybody; made in a running loop. `clock` tells UTC microseconds."""

    def __init__(self, desks: Desks, clock: Callable[[], int]) -> None:
        self.snapshot = Snapshot()
        self._desks = desks
        self._clock = clock
        self._viewers = 0
        self._changed = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None
        self._beginning = asyncio.Lock()
        self._decided: tuple[int, int, int] | None = None
        self._rates: deque[Rate] = deque(maxlen=KEPT)
        self._moved: object = None

    async def seen(self) -> AsyncIterator[Snapshot]:
        """Yield how it is now, and then each second how it has become.

        Raises what looking on stumbled over; who then asks again begins it again.
        """
        self._viewers += 1
        try:
            await self.begin()
            while True:
                yield self.snapshot
                async with self._changed:
                    await self._changed.wait()
                if self._looking is not None and self._looking.done():
                    self._looking.result()
        finally:
            self._viewers -= 1

    async def begin(self) -> Snapshot:
        """Look on, unless that is done already; return how it is now."""
        async with self._beginning:  # two who come at once must not look on twice
            if self._looking is None or self._looking.done():
                await self._look(0)
                self._looking = asyncio.create_task(self._look_on())
        return self.snapshot

    async def close(self) -> None:
        """Look away."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _look_on(self) -> None:
        ticks = lonely = 0
        while lonely < LINGERING:
            await asyncio.sleep(EVERY)
            ticks += 1
            lonely = 0 if self._viewers else lonely + 1
            try:
                await self._look(ticks)
            finally:  # whoever looks on must hear of a fault too
                async with self._changed:
                    self._changed.notify_all()
        self._decided = None
        self._rates.clear()

    async def _look(self, tick: int) -> None:
        before = self.snapshot
        try:
            pulse = await self._desks.ask(ACQUIRER, "pulse")
            self._count(pulse)
            moved = (pulse["counts"], pulse["newest_serial"], pulse["in_flight"], pulse["owed"])
            if moved != self._moved:
                newest = await self._desks.ask(ACQUIRER, "transactions", {"limit": NEWEST})
                unknown = await self._desks.ask(ACQUIRER, "unknown")
                shown = tuple(newest["transactions"]), tuple(unknown["unknown"])
                self._moved = moved
            else:
                shown = before.transactions, before.unknown
        except NotDone:
            pulse, self._moved, self._decided = None, None, None
            shown = before.transactions, ()
        health, statuses = before.health, before.statuses
        if tick % NEIGHBOURS_EVERY == 0 or pulse is None:
            health = await self._desks.ask_all(None, "health")
            statuses = await self._desks.ask_all(None, "status")
        self.snapshot = Snapshot(pulse, *shown, health, statuses, tuple(self._rates))

    def _count(self, pulse: Mapping[str, Any]) -> None:
        """Put what was decided since the last look into the chart; a host that began anew counts from nought."""
        counts = pulse["counts"]
        declined = sum(count for name, count in counts.items() if name == "declined" or name.startswith("declined-"))
        decided = (counts.get("approved", 0), declined, counts.get("unknown", 0))
        since = self._decided
        if since is not None and all(now >= then for now, then in zip(decided, since, strict=True)):
            moved = (now - then for now, then in zip(decided, since, strict=True))
            self._rates.append(Rate(self._clock() // SECOND, *moved))
        self._decided = decided
