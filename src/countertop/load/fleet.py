"""A fleet: many production terminals in one process, each with its own line to the host, all on one store.

Every terminal has its actor, its world and its cashier, as it would have alone. What they share is what a fleet may
share: the event loop, the HSM, and a store whose group commits serve them all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from time import monotonic_ns
from typing import Any

from countertop.demo import Card
from countertop.load.cashier import Cashier
from countertop.load.customers import Customer, Pacing, Queue
from countertop.load.tally import Tally
from countertop.runtime.groups import Answered
from countertop.runtime.logs import Log
from countertop.runtime.loop_committer import LoopCommitter
from countertop.runtime.parties import Party, open_party
from countertop.runtime.world import World
from countertop.stage import Play
from countertop.storage import Entry, Question
from countertop.terminal import NEVER_SETTLED, TerminalSettings

__all__ = ["Fleet", "NotReady"]

AT_ONCE = 20
"""Terminals that log in and sign in at a time."""

FIRST_SALES = 2
"""Sales of each terminal before the figures begin: keys are opened, codecs are made, as once in a host's morning."""

READY_PATIENCE = 60.0


class NotReady(Exception):  # noqa: N818 - it says what the fleet is not
    """A terminal could not be made ready; the text says which, and how it answered."""


class _Share:
    """The fleet's writer as one terminal's world sees it."""

    __slots__ = ("_submit", "_world", "_writer")

    def __init__(self, writer: LoopCommitter, world: World) -> None:
        self._writer = writer
        self._submit = writer.submit
        self._world = world

    @property
    def below_reserve(self) -> bool:
        """Whether the fleet's disk was found full."""
        return self._writer.below_reserve

    def submit(self, item: Entry | Question, play: Play) -> None:
        """Queue an entry or a question of this terminal."""
        self._submit(item, (self._world, play))


class Fleet:
    """The terminals of a fleet's directory; `cards` are swiped in turn, each for `amount` minor units."""

    def __init__(
        self, directory: Path, cards: Sequence[Card], amount: int, environment: Mapping[str, str], terminals: int
    ) -> None:
        self.tally = Tally()
        self.cashiers: list[Cashier] = []
        self._directory = directory
        self._environment = environment
        self._most = terminals
        self._customers = cycle(map(Customer, cards))
        self._amount = amount
        self._party: Party
        self._log: Log
        self._writer: LoopCommitter
        self._queue: Queue[Cashier] = Queue(self._sell)
        self._asked: dict[str, asyncio.Future[tuple[int, dict[str, Any]]]] = {}
        self._idle = asyncio.Event()

    async def open(self) -> None:
        """Start the terminals, log in, sign in, and sell a first time; raises NotReady or RuntimeFault."""
        loop = asyncio.get_running_loop()
        self._party, self._log = open_party(self._directory, self._environment, {})
        store = self._party.open_store()
        ids = [row[0] for row in store.rows("installation")][: self._most]
        store.close()
        if len(ids) < self._most:
            raise NotReady(f"{self._directory} has {len(ids)} terminals, {self._most} are asked for")
        self._writer = LoopCommitter(loop, self._party.open_store(), self._answered)
        for terminal_id in ids:
            self._install(loop, terminal_id)
        async with asyncio.timeout(READY_PATIENCE):
            for start in range(0, len(self.cashiers), AT_ONCE):
                await asyncio.gather(*map(self._make_ready, self.cashiers[start : start + AT_ONCE]))

    async def sell(self, rate: float, seconds: float, patience: float) -> None:
        """Serve customers at a rate for so long, then wait so long at most for the last answers."""
        began = _now()
        pacing = Pacing(rate, seconds, began)
        while (pause := pacing.pause(_now())) is not None:
            await asyncio.sleep(pause)
            for scheduled in pacing.due(_now()):
                self._queue.arrive(scheduled)
        try:
            async with asyncio.timeout(patience):
                while self._queue.free < len(self.cashiers):
                    self._idle.clear()
                    await self._idle.wait()
        except TimeoutError:
            self.tally.unanswered = len(self.cashiers) - self._queue.free + self._queue.waiting
        self.tally.took = _now() - began
        self.tally.most_waiting = self._queue.most_waiting

    async def settle(self, patience: float) -> int:
        """Wait so long at most until no terminal owes a reversal; return how many still do."""
        deadline = asyncio.get_running_loop().time() + patience
        while owing := await self._owing():
            if asyncio.get_running_loop().time() > deadline:
                break
            await asyncio.sleep(0.2)
        return owing

    async def close(self) -> None:
        """Hang up, write what waits, and give the store back."""
        for cashier in self.cashiers:
            cashier.world.close()
        if hasattr(self, "_writer"):
            await asyncio.get_running_loop().run_in_executor(None, self._writer.close)
            self._log.close()

    def _install(self, loop: asyncio.AbstractEventLoop, terminal_id: str) -> None:
        party = self._party
        settings: TerminalSettings = replace(
            party.configuration.settings, terminal_id=terminal_id, name=terminal_id, batch_limit=NEVER_SETTLED
        )
        cashier = Cashier(terminal_id, self._replied)
        cashier.world = World(
            loop,
            party.make(settings),
            party.hsm,
            party.configuration.routes,
            cashier,
            self._log,
            lambda cause: self.tally.stopped.update([f"{terminal_id}: {type(cause).__name__}"]),
        )
        self.cashiers.append(cashier)

    async def _make_ready(self, cashier: Cashier) -> None:
        cashier.world.begin(_Share(self._writer, cashier.world))
        await cashier.world.ready.wait()
        for verb in ("log_in", "sign_in"):
            await self._succeed(cashier, verb)
        for _ in range(FIRST_SALES):
            cashier.meet(next(self._customers), self._amount)
            await self._succeed(cashier, "sale", amount=self._amount)
        self._queue.release(cashier)

    async def _owing(self) -> int:
        bodies = [(await self._ask(cashier, "status"))[1] for cashier in self.cashiers]
        return sum(bool(body.get("reversals_owed")) for body in bodies)

    async def _succeed(self, cashier: Cashier, verb: str, **arguments: Any) -> None:
        status, body = await self._ask(cashier, verb, **arguments)
        if status != 0:
            raise NotReady(f"terminal {cashier.terminal_id}: {verb} ended with {status}, {body.get('message')}")

    async def _ask(self, cashier: Cashier, verb: str, **arguments: Any) -> tuple[int, dict[str, Any]]:
        replied = self._asked[cashier.terminal_id] = asyncio.get_running_loop().create_future()
        cashier.request(verb, **arguments)
        answer: tuple[int, dict[str, Any]] = await replied
        return answer

    def _sell(self, cashier: Cashier, scheduled: int) -> None:
        cashier.meet(next(self._customers), self._amount)
        cashier.sell(scheduled)

    def _replied(self, cashier: Cashier, status: int, body: dict[str, Any]) -> None:
        asked = self._asked.pop(cashier.terminal_id, None)
        if asked is not None:
            asked.set_result((status, body))
            return
        self.tally.count(status, body, cashier.amount, _now() - cashier.scheduled)
        # A reply is yielded in the middle of a script; the next customer is served when the script has ended.
        cashier.world.loop.call_soon(self._release, cashier)

    def _release(self, cashier: Cashier) -> None:
        self._queue.release(cashier)
        self._idle.set()

    def _answered(self, batch: Sequence[Answered]) -> None:
        for (world, play), answer in batch:
            world.resume_all(((play, answer),))


def _now() -> int:
    return monotonic_ns() // 1000
