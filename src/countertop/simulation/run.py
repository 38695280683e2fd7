"""One run: a world with its faults and people, then healing, then the audit.

First the faults work and nobody may lose or make money for a moment; then everything is healed, and within fifteen
virtual minutes nothing may be left undecided or owed, and all books must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

from countertop.audit import Finding, audit
from countertop.simulation.errors import Broken
from countertop.simulation.faults import CrashPoint, Faults, Swarm
from countertop.simulation.founding import BANKS, TERMINALS, founding
from countertop.simulation.people import Cashier
from countertop.simulation.trace import Trace
from countertop.simulation.world import World, WorldSettings
from countertop.values import MINUTE

__all__ = ["Report", "Settings", "simulate"]

HEALING: Final = 15 * MINUTE
LONGEST_DAY: Final = 12 * 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made of. `swarm` of None is drawn by the seed."""

    transactions: int = 110
    planted: frozenset[str] = frozenset()
    swarm: Swarm | None = None
    crashes: tuple[CrashPoint, ...] = ()
    tell: Callable[[str], None] | None = None


@dataclass(slots=True)
class Report:
    """How a run went; times in microseconds, `wall_time` in seconds."""

    seed: int
    findings: list[str]
    seen: Counter[str]
    transactions: int
    virtual_time: int
    wall_time: float
    trace_hash: str
    swarm: dict[str, float] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def simulate(seed: int, settings: Settings | None = None) -> Report:
    return _Run(seed, settings or Settings()).report()


class _Run:
    def __init__(self, seed: int, settings: Settings) -> None:
        self.seed = seed
        self.settings = settings
        self.swarm = settings.swarm or Swarm.drawn(seed)
        self.faults = Faults(seed, self.swarm, settings.crashes)
        self.found = founding()
        routes = {("acquirer", "switch"): ("switch", "members")}
        routes |= {(bank, "switch"): ("switch", "members") for bank in BANKS}
        routes |= {(name, "acquirer"): ("acquirer", "terminals") for name in TERMINALS}
        self.world = World(seed, self.faults, routes, WorldSettings(), Trace(settings.tell))
        self.cashiers = []
        for name, node in self.found.nodes.items():
            made = self.world.add(name, node.schema, node.image, node.maker(settings.planted), node.lmk)
            if node.kind == "terminal":
                cashier = Cashier(
                    self.world.dice(name),
                    self.found.wallet,
                    settings.transactions // len(TERMINALS) + 1,
                    self.swarm.rate("key_change"),
                    watch=lambda process, paper: None,
                )
                made.person = cashier
                self.cashiers.append(cashier)

    def report(self) -> Report:
        began = perf_counter()
        world = self.world
        findings = []
        try:
            world.begin()
            world.run(LONGEST_DAY, enough=lambda: all(c.home and c.act is None for c in self.cashiers))
            world.heal()
            for c in self.cashiers:
                c.home = True
            world.run(world.agenda.now + HEALING)
            parties = {name: node.store() for name, node in world.nodes.items()}
            findings = [str(f) for f in audit(parties, at_rest=True)]
        except Broken as broken:
            findings = [str(broken)]
            raise
        return Report(
            self.seed,
            findings,
            Counter(),
            sum(c.begun for c in self.cashiers),
            world.agenda.now,
            perf_counter() - began,
            world.digest(),
            dict(self.swarm.rates),
        )
