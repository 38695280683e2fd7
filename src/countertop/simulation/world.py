"""The made-up world: one process, one agenda, one seed; nodes with production actors, lines between them, faults.

Every draw of chance comes from a stream named after the seed and its use, so that switching one thing off leaves the
others as they were. Nothing depends on the order of a set or on the hash of a string.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from countertop.hsm import CHEAPEST_PASSWORDS, SoftwareHsm
from countertop.journal import Schema
from countertop.simulation.agenda import Agenda
from countertop.simulation.clock import NodeClock
from countertop.simulation.faults import Faults
from countertop.simulation.network import Network
from countertop.simulation.node import Node, Process
from countertop.simulation.trace import Trace
from countertop.stage import Actor
from countertop.storage import Entry, Image, Question
from countertop.values import SECOND

__all__ = ["World", "WorldSettings"]

# 2026-03-10 10:00 in Shanghai, a day like any other.
ORDINARY_DAY = 1_773_108_000 * SECOND

Watcher = Callable[[Process, Sequence[Entry | Question]], None]


@dataclass(frozen=True, slots=True)
class WorldSettings:
    """How a world is made; times in microseconds. A life counts as recovering while it is younger than `recovery`."""

    epoch: int = ORDINARY_DAY
    recovery: int = 10 * SECOND


class World:
    """Holds everything, and tells `watchers` of every batch that a disk has dealt with.

    `routes` gives, for a caller and the name of its route, the party called and the role of that party's listener.
    """

    def __init__(
        self,
        seed: int,
        faults: Faults,
        routes: dict[tuple[str, str], tuple[str, str]],
        settings: WorldSettings | None = None,
        trace: Trace | None = None,
    ) -> None:
        self.seed = seed
        self.settings = settings or WorldSettings()
        self.recovery = self.settings.recovery
        self.agenda = Agenda()
        self.trace = trace or Trace()
        self.faults = faults
        self.nodes: dict[str, Node] = {}
        self.network = Network(self.agenda, faults, self.nodes, routes)
        self.network.revives = "revive" in faults.swarm
        self.links = [(caller, called) for (caller, _), (called, _) in routes.items()]
        self.watchers: list[Watcher] = []

    def dice(self, use: str) -> Random:
        """Return the stream of chance for one use."""
        return Random(f"{self.seed}/{use}")  # noqa: S311 - a made-up world's chance, repeatable by its seed

    def add(self, party: str, schema: Schema, image: Image, build: Callable[[], Actor], lmk: bytes) -> Node:
        """Put a party into the world; it is not started yet."""
        entropy = self.dice(f"entropy/{party}")
        hsm = SoftwareHsm(lmk, entropy.randbytes, CHEAPEST_PASSWORDS)
        clock = NodeClock(self.agenda, self.settings.epoch)
        node = self.nodes[party] = Node(self, party, schema, image, build, hsm, clock, entropy)
        return node

    def begin(self) -> None:
        """Let the faults loose and start every party."""
        self.faults.unleash(self)
        for node in self.nodes.values():
            node.boot()

    def heal(self) -> None:
        """End all faults; machines that are down come up by themselves."""
        self.faults.heal()
        self.network.calm = True
        self.trace.add(self.agenda.now, "world", "healed")

    def run(self, until: int) -> None:
        """Let the world run up to a moment."""
        self.agenda.run(until)

    def committed(self, process: Process, items: Sequence[Entry | Question]) -> None:
        """Tell the watchers which batch a disk has dealt with; what became of it they see in the stores."""
        for watcher in self.watchers:
            watcher(process, items)

    def digest(self) -> str:
        """Return the hash of all that happened and of every party's chain."""
        heads = []
        for node in self.nodes.values():
            last = deque(node.store().records(), maxlen=1)
            heads.append(last[0].hash if last else b"")
        return self.trace.digest(*heads)
