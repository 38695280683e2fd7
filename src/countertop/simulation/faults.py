"""Faults at work: what the classes that a seed's swarm switches on do to frames, calls, disks, devices and clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Final, Protocol

from countertop.demo.places import PLACES, SHOP
from countertop.simulation.agenda import Agenda
from countertop.simulation.alterations import forged, with_bit_turned
from countertop.simulation.disk import PowerCut
from countertop.simulation.network import Delivery, Network
from countertop.simulation.node import Node
from countertop.simulation.swarm import Swarm
from countertop.stage import Condition, Device, Finding
from countertop.storage import DiskFull, StoreFailed
from countertop.values import MILLISECOND, MINUTE, SECOND

__all__ = ["HOSTILE", "CrashPoint", "Faults"]

DAY: Final = 24 * 60 * MINUTE
HOUR: Final = 60 * MINUTE

# The hostile terminal has a good line: so it knows which answer is to what.
HOSTILE: Final = "hostile"
FIRST_WAY, SECOND_WAY = "ethernet", "mobile"


class Place(Protocol):
    """What faults work on: machines by party, and who calls whom."""

    agenda: Agenda
    network: Network
    nodes: dict[str, Node]
    links: list[tuple[str, str]]


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


_WORKS: Final = Finding(Condition.OK)
_IN_THE_SHOP: Final = Finding(Condition.OK, position=PLACES[SHOP])

# What happens by itself, so often an hour; a method each.
_BY_THE_HOUR: Final = (
    *("partition", "link_down", "sign_off", "pause", "disk_full", "reserve", "device", "moved"),
    *("bank_away", "clock_day", "clock_back"),
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
        self._spoiled: dict[tuple[str, object], tuple[int, Finding]] = {}
        self._links_down: dict[tuple[str, str], tuple[int, str]] = {}
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

    def dial(self, caller: str, called: str, route: str) -> tuple[int, str | None]:
        """Return how long a call takes, and the reason when it fails."""
        dice = self._network
        if not self.healed and caller != HOSTILE:
            until, why = self._links_down.get((caller, route), (0, ""))
            if until > self._now():
                return 30 * MILLISECOND, why
            for way in ((caller, called), (called, caller)):
                if way in self._shut and self._shut[way][0] > self._now():
                    return 5 * SECOND, "time-out"
            if dice.random() < self.swarm.rate("dial"):
                reason = dice.choice(("refused", "unreachable", "time-out"))
                return (5 * SECOND if reason == "time-out" else 30 * MILLISECOND), reason
        self.counts["link failed over"] += route == SECOND_WAY
        return dice.randrange(2 * MILLISECOND, 80 * MILLISECOND), None

    # What the disks ask.

    def sync_time(self) -> int:
        """Return how long this sync takes."""
        dice = self._disk
        if not self.healed and dice.random() < self.swarm.rate("slow_disk"):
            return dice.randrange(SECOND, 40 * SECOND)
        return dice.randrange(100, 3 * MILLISECOND)

    def strike(self, party: str, when: str, write: int, *, recovering: bool) -> None:
        """Raise what befalls this durable write, before or after it took effect."""
        if self.planned:
            point = CrashPoint(party, write, when)
            if point in self.planned and point not in self.struck:
                self.struck.add(point)
                raise PowerCut(f"planned {when} write {write}")
        if self.healed:
            return
        dice, rate = self._disk, self.swarm.rate
        if when == "before" and self._full_until.get(party, 0) > self._now():
            self.counts["disk full"] += 1
            raise DiskFull("no space is left on the made-up disk")
        # Half of the stops fall before the write and half after it.
        crash = rate("crash_in_recovery") if recovering else rate("crash")
        if crash and dice.random() < crash / 2:
            self.counts["crash in recovery"] += recovering
            raise PowerCut(f"{when} write {write}" + (" in recovery" if recovering else ""))
        broken = rate("disk_broken")
        if broken and dice.random() < broken / 2:
            self.counts["failed sync"] += 1
            raise StoreFailed("the made-up disk failed to sync")

    def has_room(self, party: str) -> bool:
        """Return whether a party's disk has more than its reserve."""
        return self._spoiled.get((party, "reserve"), (0, None))[0] <= self._now()

    # What the devices ask.

    def device(self, party: str, device: Device) -> Finding:
        """Return what trying a device shows."""
        works = _IN_THE_SHOP if device is Device.LOCATOR else _WORKS
        until, finding = self._spoiled.get((party, device), (0, works))
        return finding if until > self._now() else works

    # What becomes of machines.

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

    def unleash(self, world: Place) -> None:
        """Plan what this swarm does to the world in the course of time."""
        self._now = lambda: world.agenda.now
        if "drift" in self.swarm:
            most = int(self.swarm.rate("drift"))
            for node in world.nodes.values():
                node.clock.drift = self._events.randrange(-most, most + 1)
        for name in _BY_THE_HOUR:
            if name in self.swarm:
                self._plan(world, name)

    def heal(self) -> None:
        """End all faults. Clocks stay where they were set, and a pause that has begun runs out."""
        self.healed = True
        for ended in (self._shut, self._full_until, self._spoiled, self._links_down):
            ended.clear()

    def _plan(self, world: Place, name: str) -> None:
        world.agenda.after(int(self._events.expovariate(self.swarm.rate(name)) * HOUR) + 1, self._happen, world, name)

    def _happen(self, world: Place, name: str) -> None:
        if self.healed:
            return
        getattr(self, f"_{name}")(world)
        self._plan(world, name)

    def _partition(self, world: Place) -> None:
        dice = self._events
        one, other = dice.choice(world.links)
        if dice.random() < 0.5:
            one, other = other, one
        until = world.agenda.now + dice.randrange(5 * SECOND, 5 * MINUTE)
        holds = dice.random() < 0.5
        self._shut[one, other] = until, holds
        if dice.random() < 0.5:
            self._shut[other, one] = until, holds

    def _sign_off(self, world: Place) -> None:
        _ask_host(world, "sign-off")
        world.agenda.after(self._events.randrange(SECOND, 2 * MINUTE), _ask_host, world, "sign-on")

    def _pause(self, world: Place) -> None:
        process = self._somebody(world).process
        if process is not None:
            process.pause(world.agenda.now + self._events.randrange(5 * SECOND, 2 * MINUTE))

    def _bank_away(self, world: Place) -> None:
        banks = [node for node in world.nodes.values() if node.kind == "issuer"]
        if banks:
            self._events.choice(banks).crash("is away", self._events.randrange(20 * SECOND, 4 * MINUTE))

    def _disk_full(self, world: Place) -> None:
        self._full_until[self._somebody(world).party] = world.agenda.now + self._events.randrange(SECOND, MINUTE)

    def _reserve(self, world: Place) -> None:
        self._spoiled[self._terminal(world).party, "reserve"] = self._soon(world, 5 * MINUTE), _WORKS

    def _device(self, world: Place) -> None:
        device, condition = self._events.choice(
            ((Device.PRINTER, Condition.PAPER_OUT), (Device.BATTERY, Condition.EMPTY), (Device.BATTERY, Condition.LOW))
        )
        level = None if device is Device.PRINTER else 3
        self._spoiled[self._terminal(world).party, device] = self._soon(world, 3 * MINUTE), Finding(condition, level)

    def _moved(self, world: Place) -> None:
        found = self._events.choice((*PLACES.values(), None))
        finding = Finding(Condition.OK if found is not None else Condition.SILENT, position=found)
        self._spoiled[self._terminal(world).party, Device.LOCATOR] = self._soon(world, 5 * MINUTE), finding

    def _link_down(self, world: Place) -> None:
        dice = self._events
        way, why = dice.choice(((FIRST_WAY, "no-carrier"), (FIRST_WAY, "no-carrier"), (SECOND_WAY, "no-signal")))
        node = self._terminal(world)
        self._links_down[node.party, way] = self._soon(world, 5 * MINUTE), why
        if node.process is not None:
            world.network.cut(node.process, way)

    def _soon(self, world: Place, latest: int) -> int:
        return world.agenda.now + self._events.randrange(10 * SECOND, latest)

    def _terminal(self, world: Place) -> Node:
        nodes = list(world.nodes.values())
        return self._events.choice([node for node in nodes if node.kind == "terminal"] or nodes)

    def _clock_day(self, world: Place) -> None:
        self._somebody(world).clock.jump(self._events.choice((-DAY, DAY)))

    def _clock_back(self, world: Place) -> None:
        self.counts["clock back"] += 1
        self._somebody(world).clock.jump(-self._events.randrange(SECOND, HOUR))

    def _somebody(self, world: Place) -> Node:
        return self._events.choice(list(world.nodes.values()))


def _ask_host(world: Place, verb: str) -> None:
    """Ask at the host's desk, where there is a host and it is up."""
    host = world.nodes.get("acquirer")
    if host is not None and host.process is not None:
        host.process.request(0, verb, {})
