"""Faults: which classes a seed switches on, how strongly, and what they then do.

Every seed draws its own swarm: each class is on or off, because too much of one fault hides the bugs that another
would show. The classes, with the range of their rates, are one table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from countertop.simulation.alterations import forged, with_bit_turned
from countertop.simulation.disk import PowerCut
from countertop.simulation.network import Delivery
from countertop.storage import DiskFull, StoreFailed
from countertop.values import MILLISECOND, MINUTE, SECOND

if TYPE_CHECKING:
    from countertop.simulation.node import Node, Process
    from countertop.simulation.world import World

__all__ = ["CLASSES", "CrashPoint", "Faults", "Swarm"]

DAY: Final = 24 * 60 * MINUTE
HOUR: Final = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class FaultClass:
    """A class of faults: its rate lies between `low` and `high`, drawn so that each order of magnitude is as likely."""

    low: float
    high: float
    what: str


# Rates are per frame, per call, per durable write or per virtual hour, as the sentence says.
CLASSES: Final[Mapping[str, FaultClass]] = MappingProxyType(
    {
        "loss": FaultClass(0.003, 0.1, "a frame is lost, the line stays; per frame"),
        "duplicate": FaultClass(0.01, 0.3, "a frame arrives twice within moments; per frame"),
        "late_duplicate": FaultClass(0.01, 0.1, "a frame arrives again minutes later; per frame"),
        "reorder": FaultClass(0.01, 0.2, "a frame is overtaken by others; per frame"),
        "delay": FaultClass(0.003, 0.1, "a frame comes later than every timer; per frame"),
        "flip": FaultClass(0.001, 0.03, "a bit is turned over; per frame"),
        "forge": FaultClass(0.003, 0.05, "somebody on the way writes another amount, code or number; per frame"),
        "reset": FaultClass(0.003, 0.05, "a line breaks in mid-frame; per frame"),
        "half_open": FaultClass(0.003, 0.03, "a line goes dead without a word; per frame"),
        "revive": FaultClass(1, 1, "copies that outlive their line come out of the next one; always"),
        "dial": FaultClass(0.05, 0.5, "a call fails; per call"),
        "partition": FaultClass(1, 20, "one or both ways between two parties are shut for a while; per hour"),
        "slow_link": FaultClass(1, 8, "every frame takes so many seconds; per frame"),
        "crash": FaultClass(0.003, 0.05, "a machine stops just before or after a durable write; per write"),
        "crash_in_recovery": FaultClass(0.05, 0.4, "it stops again at a write soon after; per write"),
        "power_cut": FaultClass(0.2, 1, "a machine that stops resets no lines; per stop"),
        "sign_off": FaultClass(1, 10, "the host signs off from the switch and comes back; per hour"),
        "pause": FaultClass(1, 20, "a process does nothing for longer than timers; per hour"),
        "disk_full": FaultClass(1, 10, "no space for a while; per hour"),
        "disk_broken": FaultClass(0.001, 0.02, "a sync fails, and nobody knows what it left; per write"),
        "slow_disk": FaultClass(0.01, 0.2, "a sync takes seconds; per write"),
        "clock_day": FaultClass(1, 10, "somebody sets a clock a day forwards or back; per hour"),
        "clock_back": FaultClass(1, 20, "a clock goes back by up to an hour; per hour"),
        "drift": FaultClass(50, 5000, "clocks run fast or slow; parts a million"),
        "eve": FaultClass(1, 1, "the world begins shortly before a midnight worth its name; always"),
        "stan_wrap": FaultClass(1, 1, "terminals' numbers are about to wrap; always"),
        "key_change": FaultClass(0.05, 0.3, "a terminal signs in again although it need not; per transaction"),
        "slow_switch": FaultClass(1, 1, "the switch waits longer for a bank than its askers do; always"),
        "issuer_delay": FaultClass(0.1, 0.6, "a bank takes its time; per card"),
        "issuer_late": FaultClass(0.1, 0.6, "a bank answers when everybody has given up; per card"),
        "issuer_silent": FaultClass(0.1, 0.6, "a bank books and says nothing, or neither; per card"),
        "hostile": FaultClass(1, 1, "a terminal with good keys does what no terminal may; always"),
        "replaced": FaultClass(1, 1, "a terminal is replaced by a new machine with its id, in a new batch; once"),
    }
)

# The hostile terminal has a good line: so it knows which answer is to what.
HOSTILE: Final = "hostile"

# A class is on in this share of the seeds, and one seed in so many has no faults at all.
SHARE_ON: Final = 0.3
CALM_ONE_IN: Final = 25


@dataclass(frozen=True, slots=True)
class Swarm:
    """The classes that are on, with their rates."""

    rates: Mapping[str, float]

    @classmethod
    def drawn(cls, seed: int) -> Swarm:
        """Return the swarm of a seed."""
        dice = Random(f"{seed}/swarm")  # noqa: S311 - a made-up world's chance, repeatable by its seed
        if dice.randrange(CALM_ONE_IN) == 0:
            return cls({})
        rates = {}
        for name, kind in CLASSES.items():
            on, place = dice.random() < SHARE_ON, dice.random()
            if on:
                rates[name] = math.exp(math.log(kind.low) + place * (math.log(kind.high) - math.log(kind.low)))
        return cls(rates)

    def __contains__(self, name: str) -> bool:
        return name in self.rates

    def rate(self, name: str) -> float:
        """Return the rate of a class, 0 where it is off."""
        return self.rates.get(name, 0.0)


@dataclass(frozen=True, slots=True)
class CrashPoint:
    """A planned stop of one party at its durable write number `write`, `before` or `after` it took effect."""

    party: str
    write: int
    when: str


# What becomes of a frame that is struck, from its ordinary delay and its bytes.
_FATES: Final[Mapping[str, Callable[[Random, int, bytes], Delivery]]] = MappingProxyType(
    {
        "loss": lambda _, __, ___: Delivery(()),
        "duplicate": lambda dice, base, _: Delivery((base, base + dice.randrange(SECOND)), in_order=False),
        "late_duplicate": lambda dice, base, _: Delivery(
            (base, base + dice.randrange(20 * SECOND, 10 * MINUTE)), in_order=False
        ),
        "reorder": lambda dice, base, _: Delivery((base + dice.randrange(5 * SECOND),), in_order=False),
        "delay": lambda dice, base, _: Delivery((base + dice.randrange(10 * SECOND, 5 * MINUTE),), in_order=False),
        "flip": lambda dice, base, payload: Delivery((base,), altered=with_bit_turned(payload, dice)),
        "forge": lambda dice, base, payload: Delivery((base,), altered=forged(payload, dice)),
        "reset": lambda _, __, ___: Delivery((), breaks=True),
        "half_open": lambda _, base, __: Delivery((base,), hangs=True),
    }
)


class Faults:
    """A swarm at work on one world. `crashes` are planned stops, for enumeration, beside those of the swarm."""

    def __init__(self, seed: int, swarm: Swarm, crashes: tuple[CrashPoint, ...] = ()) -> None:
        self.swarm = swarm
        self.healed = False
        self.struck: set[CrashPoint] = set()
        self.planned = frozenset(crashes)
        self.counts: Counter[str] = Counter()
        self._network = Random(f"{seed}/network")  # noqa: S311 - as above
        self._disk = Random(f"{seed}/disk")  # noqa: S311
        self._events = Random(f"{seed}/events")  # noqa: S311
        self._shut: dict[tuple[str, str], tuple[int, bool]] = {}
        self._full_until: dict[str, int] = {}
        self._now: Callable[[], int] = lambda: 0
        rates = swarm.rates
        self._frame_classes = [(name, rates[name]) for name in _FATES if name in rates]
        self._slow = int(rates.get("slow_link", 0) * SECOND)

    # What the network asks.

    def delivery(self, sender: str, receiver: str, payload: bytes) -> Delivery:
        """Return the fate of a frame."""
        dice = self._network
        base = dice.randrange(MILLISECOND, 40 * MILLISECOND)
        if self.healed or HOSTILE in (sender, receiver):
            return Delivery((base,))
        if self._slow:
            base += dice.randrange(self._slow)
        shut = self._shut.get((sender, receiver))
        if shut is not None and shut[0] > self._now():
            return Delivery((shut[0] - self._now() + base,) if shut[1] else ())
        for name, rate in self._frame_classes:
            if dice.random() < rate:
                return _FATES[name](dice, base, payload)
        return Delivery((base,))

    def latency(self, sender: str, receiver: str) -> int | None:
        """Return how long a word of the transport takes, or None when it never arrives."""
        shut = self._shut.get((sender, receiver))
        if shut is not None and shut[0] > self._now() and not self.healed:
            return shut[0] - self._now() if shut[1] else None
        return self._network.randrange(MILLISECOND, 40 * MILLISECOND)

    def dial(self, caller: str, called: str) -> tuple[int, str | None]:
        """Return how long a call takes, and the reason when it fails."""
        dice = self._network
        if not self.healed and caller != HOSTILE:
            for way in ((caller, called), (called, caller)):
                if way in self._shut and self._shut[way][0] > self._now():
                    return 5 * SECOND, "time-out"
            if dice.random() < self.swarm.rate("dial"):
                reason = dice.choice(("refused", "unreachable", "time-out"))
                return (5 * SECOND if reason == "time-out" else 30 * MILLISECOND), reason
        return dice.randrange(2 * MILLISECOND, 80 * MILLISECOND), None

    # What the disks ask.

    def sync_time(self) -> int:
        """Return how long this sync takes."""
        dice = self._disk
        if not self.healed and dice.random() < self.swarm.rate("slow_disk"):
            return dice.randrange(SECOND, 40 * SECOND)
        return dice.randrange(100, 3 * MILLISECOND)

    def strike(self, process: Process, when: str, write: int) -> None:
        """Raise what befalls this durable write, before or after it took effect."""
        if self.planned:
            point = CrashPoint(process.party, write, when)
            if point in self.planned and point not in self.struck:
                self.struck.add(point)
                raise PowerCut(f"planned {when} write {write}")
        if self.healed:
            return
        dice, rate = self._disk, self.swarm.rate
        if when == "before" and self._full_until.get(process.party, 0) > self._now():
            self.counts["disk full"] += 1
            raise DiskFull("no space is left on the made-up disk")
        # Half of the stops fall before the write and half after it.
        crash = rate("crash_in_recovery") if process.recovering() else rate("crash")
        if crash and dice.random() < crash / 2:
            self.counts["crash in recovery"] += process.recovering()
            raise PowerCut(f"{when} write {write}" + (" in recovery" if process.recovering() else ""))
        broken = rate("disk_broken")
        if broken and dice.random() < broken / 2:
            self.counts["failed sync"] += 1
            raise StoreFailed("the made-up disk failed to sync")

    def down_time(self) -> int:
        """Return how long a machine that stopped stays down."""
        if self.healed or self.planned:
            return 2 * SECOND
        return self._events.choice((SECOND, 5 * SECOND, 30 * SECOND, 3 * MINUTE))

    def reload_time(self) -> int:
        """Return how long it takes until a process whose store failed is there again."""
        return 3 * SECOND

    def dies_silently(self) -> bool:
        """Return whether a machine that stops now leaves its lines without a word."""
        return not self.healed and self._events.random() < self.swarm.rate("power_cut")

    # What happens by itself.

    def unleash(self, world: World) -> None:
        """Plan what this swarm does to the world in the course of time."""
        self._now = lambda: world.agenda.now
        if "drift" in self.swarm:
            most = int(self.swarm.rate("drift"))
            for node in world.nodes.values():
                node.clock.drift = self._events.randrange(-most, most + 1)
        for name in ("partition", "sign_off", "pause", "disk_full", "clock_day", "clock_back"):
            if name in self.swarm:
                self._plan(world, name)

    def heal(self) -> None:
        """End all faults. Clocks stay where they were set, and a pause that has begun runs out."""
        self.healed = True
        self._shut.clear()
        self._full_until.clear()

    def _plan(self, world: World, name: str) -> None:
        world.agenda.after(int(self._events.expovariate(self.swarm.rate(name)) * HOUR) + 1, self._happen, world, name)

    def _happen(self, world: World, name: str) -> None:
        if self.healed:
            return
        getattr(self, f"_{name}")(world)
        self._plan(world, name)

    def _partition(self, world: World) -> None:
        dice = self._events
        one, other = dice.choice(world.links)
        if dice.random() < 0.5:
            one, other = other, one
        until = world.agenda.now + dice.randrange(5 * SECOND, 5 * MINUTE)
        holds = dice.random() < 0.5
        self._shut[one, other] = until, holds
        if dice.random() < 0.5:
            self._shut[other, one] = until, holds

    def _sign_off(self, world: World) -> None:
        _ask_host(world, "sign-off")
        world.agenda.after(self._events.randrange(SECOND, 2 * MINUTE), _ask_host, world, "sign-on")

    def _pause(self, world: World) -> None:
        process = self._somebody(world).process
        if process is not None:
            process.pause(world.agenda.now + self._events.randrange(5 * SECOND, 2 * MINUTE))

    def _disk_full(self, world: World) -> None:
        self._full_until[self._somebody(world).party] = world.agenda.now + self._events.randrange(SECOND, MINUTE)

    def _clock_day(self, world: World) -> None:
        self._somebody(world).clock.jump(self._events.choice((-DAY, DAY)))

    def _clock_back(self, world: World) -> None:
        self.counts["clock back"] += 1
        self._somebody(world).clock.jump(-self._events.randrange(SECOND, HOUR))

    def _somebody(self, world: World) -> Node:
        return self._events.choice(list(world.nodes.values()))


def _ask_host(world: World, verb: str) -> None:
    """Ask at the host's desk, where there is a host and it is up."""
    host = world.nodes.get("acquirer")
    if host is not None and host.process is not None:
        host.process.request(0, verb, {})
