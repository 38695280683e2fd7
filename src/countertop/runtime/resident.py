"""A party that lives in the house: its world, store and desk, kept going.

When the actor stops (a durable write failed, an invariant broke) everything it had in memory is dropped, the store is
closed and opened again, and a new actor takes up the open work it finds there. The wait before that doubles while it
keeps stopping. The desk stays open throughout and says what happened to the requests it held.
"""

from __future__ import annotations

import asyncio
import os
import traceback
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from countertop.runtime.clock import look_at_clock
from countertop.runtime.configuration import Configuration
from countertop.runtime.desk import SWITCHED_OFF, Desk
from countertop.runtime.drawn_network import FAULTS, DrawnNetwork
from countertop.runtime.errors import AlreadyRunning, RuntimeFault
from countertop.runtime.lines import Address, Listener
from countertop.runtime.logs import Log
from countertop.runtime.world import Hsm, World, Writer
from countertop.stage import Actor
from countertop.storage import StoreError, StoreLocked

if TYPE_CHECKING:
    from countertop.runtime.devices.fitted import FittedDevices
    from countertop.runtime.face import Face

__all__ = ["Belongings", "Keeper", "Resident"]

SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 30.0
# An actor that has lived so long has not failed at its start: the next pause is short again.
LONG_LIFE = 60.0
START_PATIENCE = 30.0
# For open requests and what is being written, when the house closes.
CLOSING_PATIENCE = 3.0
# By which a party that is slowed down speaks late.
LATE = 4.0
# Of a traceback that goes to the log.
MOST_PLACES = 8


class Keeper(Writer, Protocol):
    """A committer, in a thread or in a process."""

    @property
    def batches(self) -> int:
        """Transactions."""
        ...

    @property
    def written(self) -> int:
        """Items in them."""
        ...

    def close(self) -> None:
        """Write and answer what waits, then give the store back."""
        ...


class Belongings(Protocol):
    """What a party is made of, and how to make it again."""

    @property
    def hsm(self) -> Hsm:
        """Where its keys are used."""
        ...

    def open_committer(self, world: World) -> Keeper:
        """Open the store behind a committer that answers to this world; raises StoreError."""
        ...

    def lay_out(self, document: Any) -> Any:
        """Return a printed document as plain data."""
        ...

    def make_actor(self) -> Actor:
        """Return a new actor with nothing in memory."""
        ...


class Resident:
    """One party; `fell` and `rose` tell the house when it stops and when it serves again."""

    def __init__(self, configuration: Configuration, belongings: Belongings, log: Log) -> None:
        self.configuration = configuration
        self.name = configuration.name
        self.addresses: dict[str, Address] = {}
        self.log = log
        self._belongings = belongings
        self._loop = asyncio.get_running_loop()
        self._network = DrawnNetwork()
        verbs = {
            "health": self.health,
            "cut-line": self.cut_line,
            "down": self.take_no_calls,
            "slow": self.slow_down,
            "mend": self.mend,
        }
        faults = {fault: partial(self.break_network, fault) for fault in FAULTS}
        self._desk = Desk(self._loop, verbs | faults, belongings.lay_out)
        self._devices: FittedDevices | None = None
        self._face: Face | None = None
        self._turning = asyncio.Lock()
        self._is_off = False
        if configuration.kind.name == "terminal":
            from countertop.runtime.devices.fitted import FittedDevices  # noqa: PLC0415 - only a terminal has them
            from countertop.runtime.face import FACE_VERBS, face_of  # noqa: PLC0415 - loads the terminal's room

            self._devices = FittedDevices(configuration.directory)
            self._face = face_of(configuration, self, self._desk, self._devices)
            self._desk.seat(self._face, FACE_VERBS)
        self._world: World | None = None
        self._committer: Keeper | None = None
        self._reviving: asyncio.Task[None] | None = None
        self._is_down = False
        self._opening: asyncio.Task[None] | None = None
        self._born = self._since = monotonic()
        self._pause = SHORTEST_PAUSE
        self._lives = 0

    async def open(self) -> None:
        """Serve; raises RuntimeFault when the party cannot, with nothing left open."""
        try:
            await self._live()
            await self._desk.serve(self.configuration.directory)
            if self._face is not None:
                self._face.plug_in()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Stop serving: no new work, a moment for what is in hand, then everything closed."""
        await self._finish()
        self._desk.close()
        await self._die()
        if self._devices is not None:
            self._devices.close()
        self.log.close()

    async def switch_off(self) -> None:
        """End this life as whoever holds the machine's power key wants it; the desk stays and says so."""
        async with self._turning:
            self._is_off = True
            await self._finish()
            await self._die()
            self._desk.attach(None, SWITCHED_OFF)
            self.log.note("info", "run.switched-off", {"party": self.name}, look_at_clock())

    async def switch_on(self) -> None:
        """Begin a life; one that cannot begin yet is begun as soon as it can."""
        async with self._turning:
            if not self._is_off:
                return
            self._is_off = False
            try:
                await self._live()
            except RuntimeFault as fault:
                self._ended(fault)
                assert self._reviving is not None
                await self._reviving

    async def _finish(self) -> None:
        """Take no new work, and give what is in hand a moment."""
        if self._reviving is not None:
            self._reviving.cancel()
            with suppress(asyncio.CancelledError):
                await self._reviving
        if self._world is not None:
            self._world.lines.stop_listening()
            self._desk.refuse()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._desk.idle.wait(), CLOSING_PATIENCE)

    async def status(self) -> dict[str, Any]:
        """Return what the actor says about itself; empty while it cannot."""
        status, body = await self._desk.enquire("status")
        return body if status == 0 else {}

    def health(self) -> dict[str, Any]:
        """Return how the party is, for its desk."""
        world = self._world
        return {
            "party": self.name,
            "kind": self.configuration.kind.name,
            "process": os.getpid(),
            "mode": self.configuration.mode,
            "ready": world is not None and world.ready.is_set(),
            "switched_off": self._is_off,
            "up_seconds": int(monotonic() - self._born),
            "lives": self._lives,
            "addresses": {role: f"{host}:{port}" for role, (host, port) in self.addresses.items()},
            "lines": 0 if world is None else len(world.lines),
            "waiting": 0 if world is None else world.stage.waiting,
            "timers": 0 if world is None else len(world.timers),
            "notes": dict(self.log.counters),
            "batches": 0 if self._committer is None else self._committer.batches,
            "written": 0 if self._committer is None else self._committer.written,
            "line_counters": {} if world is None else dict(world.lines.counters),
        }

    def cut_line(self) -> dict[str, Any]:
        """Arm a fault of the demo: the next frame on a line we dialled leaves, and then the line is gone."""
        world = self._world
        armed = world is not None and self.configuration.mode == "demo"
        if world is not None and armed:
            world.lines.cut_after_next_frame()
        return {"armed": armed}

    def break_network(self, fault: str) -> dict[str, Any]:
        """Draw a fault of the demo's network, which breaks the lines over it and hinders the next calls."""
        world = self._world
        armed = world is not None and self.configuration.mode == "demo"
        if world is not None and armed:
            world.lines.lose(self._network.hinder(fault))
        return {"armed": armed}

    def take_no_calls(self) -> dict[str, Any]:
        """Let this party be down for its callers, and for them alone."""
        world = self._world
        armed = world is not None and self.configuration.mode == "demo"
        if world is not None and armed:
            self._is_down = True
            world.lines.stop_listening()
            world.lines.lose(None)
        return {"armed": armed}

    def slow_down(self) -> dict[str, Any]:
        """Let all that this party says reach others late."""
        world = self._world
        armed = world is not None and self.configuration.mode == "demo"
        if world is not None and armed:
            world.lines.slow_down(LATE)
        return {"armed": armed}

    def mend(self) -> dict[str, Any]:
        """Take the faults of the demo's network away, and take calls again."""
        self._network.mend()
        if self._world is not None:
            self._world.lines.slow_down(0)
        if self._world is not None and self._is_down:
            self._is_down = False
            self._opening = self._loop.create_task(self._listen(self._world))
        return {"armed": True}

    async def _listen(self, world: World) -> None:
        for listener in self.configuration.listeners:
            place = _place_of(listener, self.configuration)
            wanted = replace(listener, address=self.addresses.get(place, listener.address))
            self.addresses[place] = await world.lines.listen(wanted)

    async def _live(self) -> None:
        """Begin a life: store, actor, its open work, and only then the listeners and the desk."""
        configuration = self.configuration
        world = World(
            self._loop,
            self._belongings.make_actor(),
            self._belongings.hsm,
            configuration.routes,
            self._desk,
            self.log,
            self._ended,
            self._devices,
            self._network,
        )
        try:
            self._committer = self._belongings.open_committer(world)
        except StoreLocked:
            raise AlreadyRunning("run.already-running", party=self.name) from None
        except StoreError as fault:
            raise RuntimeFault("run.store", party=self.name, reason=fault) from fault
        self._world = world
        self._lives += 1
        self._since = monotonic()
        world.begin(self._committer)
        try:
            await asyncio.wait_for(world.ready.wait(), START_PATIENCE)
        except TimeoutError:
            raise RuntimeFault("run.slow-start", party=self.name, seconds=int(START_PATIENCE)) from None
        await self._listen(world)
        self._desk.attach(world)
        self.log.note("info", "run.started", {"party": self.name}, look_at_clock())

    async def _die(self) -> None:
        """Drop what is in memory and give the store back."""
        self._desk.attach(None)
        world, committer = self._world, self._committer
        self._world = self._committer = None
        if world is not None:
            world.close()
        if committer is not None:
            await self._loop.run_in_executor(None, committer.close)

    def _ended(self, cause: BaseException) -> None:
        if self._reviving is None or self._reviving.done():
            self._reviving = self._loop.create_task(self._revive(cause))

    async def _revive(self, cause: BaseException) -> None:
        while True:
            if monotonic() - self._since > LONG_LIFE:
                self._pause = SHORTEST_PAUSE
            told = {"party": self.name, "kind": _kind_of(cause), "seconds": self._pause, "where": _places_of(cause)}
            self.log.note("alarm", "run.stopped", told, look_at_clock())
            await self._die()
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            try:
                await self._live()
            except RuntimeFault as fault:
                cause = fault
            else:
                return


def _place_of(listener: Listener, configuration: Configuration) -> str:
    """Return what a listener is called: its role, with a number behind it where several have it."""
    same = [each for each in configuration.listeners if each.role == listener.role]
    return listener.role if same[0] is listener else f"{listener.role}-{same.index(listener) + 1}"


def _kind_of(cause: BaseException) -> str:
    """Return what may be told of a cause: our own faults say what to do, the text of others may hold anything."""
    return str(cause) if isinstance(cause, (RuntimeFault, StoreError)) else type(cause).__name__


def _places_of(cause: BaseException) -> list[str]:
    """Return where it happened, innermost last, without any value."""
    frames = traceback.extract_tb(cause.__traceback__)[-MOST_PLACES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
