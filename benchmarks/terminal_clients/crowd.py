"""A crowd of terminals, each with one connection and one request at a time, as real ones work.

Saturating, each terminal sends its next sale as soon as the last is answered. Open loop, sales come at a fixed rate and
are given to whichever terminal is free; those for which none is free wait, and their waiting counts.
"""

from __future__ import annotations

import asyncio
from time import monotonic_ns
from typing import Any

from benchmarks.rig import Rig
from benchmarks.terminal_clients.frames import Answers, Sales, Verdicts, sign_in
from countertop.codec import Framing
from countertop.iso8583 import UNIONPAY_POS
from countertop.load.customers import Pacing, Queue
from countertop.load.histogram import Histogram
from countertop.values import SECOND

PATIENCE = 10.0
"""Seconds for signing in, and for the last answers."""


class Terminal(asyncio.Protocol):
    """One connection; it tells the crowd when it is free."""

    __slots__ = (
        "_answers",
        "_crowd",
        "_place",
        "_sales",
        "_scheduled",
        "_splitter",
        "_stan",
        "_terminal_id",
        "_transport",
    )

    def __init__(self, crowd: Crowd, terminal_id: str, place: int) -> None:
        self._crowd = crowd
        self._terminal_id = terminal_id
        self._place = place
        self._splitter = Framing.BINARY2.splitter()
        self._stan = crowd.first_stan - 1
        self._scheduled = 0
        self._transport: Any = None
        self._sales: Sales | None = None
        self._answers: Answers | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Sign in."""
        self._transport = transport
        self._transport.max_size = 4_096
        self._transport.write(sign_in(self._terminal_id, self._stan))

    def data_received(self, data: bytes) -> None:
        """Take keys from the first answer, check the others."""
        for payload in self._splitter.feed(data):
            if self._sales is None or self._answers is None:
                tmk = bytes.fromhex(self._crowd.rig.tmks[self._terminal_id])
                self._sales = Sales(self._terminal_id, self._place, tmk, UNIONPAY_POS.decode(payload))
                self._answers = Answers(self._sales, self._crowd.verdicts)
            else:
                self._crowd.latencies.record(_now() - self._scheduled)
                self._answers.check(payload, self._stan)
            self._crowd.free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the crowd."""
        self._crowd.lost(exc)

    def sell(self, scheduled: int) -> None:
        """Send the next sale; its latency counts from `scheduled`."""
        assert self._sales is not None, "a terminal sells after its sign-in"
        self._scheduled = scheduled
        self._stan += 1
        self._transport.write(self._sales.frame(self._stan))

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


class Crowd:
    """All terminals, and what they saw."""

    def __init__(self, rig: Rig, terminals: int, first_stan: int) -> None:
        self.rig = rig
        self.first_stan = first_stan
        self.latencies = Histogram()
        self.verdicts = Verdicts()
        self.terminals = [
            Terminal(self, terminal_id, place) for place, terminal_id in enumerate(list(rig.tmks)[:terminals])
        ]
        self.sent = 0
        self._queue = Queue(self._sell)
        self._until = 0
        self._all_idle = asyncio.Event()
        self._closing = False

    async def sign_in(self, host: str, port: int) -> None:
        """Connect all terminals and sign them in."""
        loop = asyncio.get_running_loop()
        for terminal in self.terminals:
            await loop.create_connection(lambda terminal=terminal: terminal, host, port)  # type: ignore[misc]
        await asyncio.wait_for(self._all_idle.wait(), PATIENCE)

    async def saturate(self, seconds: float) -> float:
        """Keep every terminal busy for so long; return how long it took until the last answer."""
        begun = _now()
        self._until = begun + int(seconds * SECOND)
        for _ in self.terminals:
            self._queue.arrive(begun)
        return await self._finish(begun)

    async def pace(self, rate: float, seconds: float) -> float:
        """Sell at a rate for so long; return how long it took until the last answer."""
        begun = _now()
        pacing = Pacing(rate, seconds, begun)
        while (pause := pacing.pause(_now())) is not None:
            await asyncio.sleep(pause)
            for scheduled in pacing.due(_now()):
                self._queue.arrive(scheduled)
        return await self._finish(begun)

    def forget(self) -> None:
        """Begin the figures anew after a warm-up; what was wrong stays, and reference numbers stay known."""
        self.latencies = Histogram()
        self.verdicts.codes.clear()
        self.verdicts.macs_verified = self.sent = 0

    def free(self, terminal: Terminal) -> None:
        """Give a terminal its next sale, or let it rest."""
        now = _now()
        if now < self._until:
            self._sell(terminal, now)
            return
        self._queue.release(terminal)
        if self._queue.free == len(self.terminals):
            self._all_idle.set()

    def lost(self, exc: Exception | None) -> None:
        """Count a connection that the host closed."""
        if not self._closing:
            self.verdicts.wrong[f"connection lost: {exc}"] += 1

    def close(self) -> None:
        """Hang up all lines."""
        self._closing = True
        for terminal in self.terminals:
            terminal.close()

    def _sell(self, terminal: Terminal, scheduled: int) -> None:
        self._all_idle.clear()
        self.sent += 1
        terminal.sell(scheduled)

    async def _finish(self, begun: int) -> float:
        if self._queue.free < len(self.terminals):
            try:
                await asyncio.wait_for(self._all_idle.wait(), PATIENCE)
            except TimeoutError:
                self.verdicts.wrong["unanswered"] += self.sent - self.latencies.recorded
        return (_now() - begun) / SECOND


def _now() -> int:
    return monotonic_ns() // 1000
