"""The scene of a run: the founded parties in a world, the people at them, and what the swarm wants of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from countertop.acquirer.records import TerminalRegistered
from countertop.issuer.records import FaultRuleSet
from countertop.journal import Query, restore
from countertop.simulation.days import BusyDay
from countertop.simulation.faults import Faults
from countertop.simulation.forgeries import Counter
from countertop.simulation.founding import BANKS, HOSTILE, TERMINALS, FoundedNode, Founding, founding
from countertop.simulation.hostile import SCHEMA as HOSTILE_SCHEMA
from countertop.simulation.hostile import Hostile, Loot
from countertop.simulation.node import Node
from countertop.simulation.people import Cashier, Day
from countertop.simulation.trace import Trace
from countertop.simulation.tricks import TRICKS
from countertop.simulation.watch import Watch
from countertop.simulation.world import ORDINARY_DAY, World, WorldSettings
from countertop.storage import Image
from countertop.terminal.records import StanTaken
from countertop.values import MINUTE, SECOND

__all__ = ["Scene"]

# 16:00 in Greenwich is midnight in Shanghai. Each eve begins ten minutes before the day changes, or the business day.
_BEFORE: Final = 10 * MINUTE
EVES: Final = {
    "New Year": 1_798_732_800 * SECOND - _BEFORE,
    "29 February": 1_835_366_400 * SECOND - _BEFORE,
    "1 March of a leap year": 1_835_452_800 * SECOND - _BEFORE,
    "1 March": 1_772_294_400 * SECOND - _BEFORE,
    "midnight": 1_773_158_400 * SECOND - _BEFORE,
    "cut-off": 1_773_154_800 * SECOND - _BEFORE,
}
# How long a switch waits that is slower than the hosts that ask it.
SLOW_SWITCH: Final = 45 * SECOND
_LAST_STANS: Final = 999_985

_ATTEMPTS = Query("scene_attempts", "attempt", joined="outcome", limit=1_000_000)
_INSTALLATION = Query("scene_installation", "installation", limit=1)


class Scene:
    """Everything of one run, not yet begun.

    Each terminal gets a busy day with `goal` transactions, or `days` says which terminals there are and what is done.
    """

    def __init__(
        self,
        seed: int,
        faults: Faults,
        goal: int = 0,
        *,
        days: Mapping[str, Day] | None = None,
        planted: frozenset[str] = frozenset(),
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.swarm = faults.swarm
        self.found = founding()
        self._planted = planted
        terminals = list(TERMINALS if days is None else days)
        routes = {("acquirer", "switch"): ("switch", "members")}
        routes |= {(bank, "switch"): ("switch", "members") for bank in BANKS}
        routes |= {(name, "acquirer"): ("acquirer", "terminals") for name in (*terminals, "hostile")}
        self.world = World(seed, faults, routes, WorldSettings(self._epoch(seed)), Trace(tell))
        for founded in self.found.nodes.values():
            if founded.kind != "terminal" or founded.party in terminals:
                self._add(founded)
        self.hostile = self._add_hostile() if "hostile" in self.swarm else None
        self.watch = Watch(self.world)
        self.world.watchers.append(self.watch.committed)
        self.cashiers = {name: self._staff(name, (days or {}).get(name), goal) for name in terminals}
        if "replaced" in self.swarm:
            self._plan_replacement()

    def _epoch(self, seed: int) -> int:
        if "eve" not in self.swarm:
            return ORDINARY_DAY
        return list(EVES.values())[seed % len(EVES)]

    def _add(self, founded: FoundedNode) -> Node:
        """Put a party into the world as the swarm wants it."""
        settings: dict[str, Any] = {}
        if founded.kind == "switch" and "slow_switch" in self.swarm:
            settings["answer_timeout"] = SLOW_SWITCH
        if founded.kind == "issuer":
            founded = founded.with_records(*self._rules(founded.party))
        if founded.kind == "terminal" and "stan_wrap" in self.swarm:
            founded = founded.with_records(StanTaken(TERMINALS[founded.party], str(_LAST_STANS), "echo"))
        make = founded.maker(self._planted, **settings)
        return self.world.add(founded.party, founded.schema, founded.image, make, founded.lmk)

    def _rules(self, bank: str) -> list[FaultRuleSet]:
        """Return how the bank misbehaves, card by card."""
        dice = self.world.dice(f"rules/{bank}")
        kinds = {
            "issuer_delay": ("delay", (1, 12)),
            "issuer_late": ("delay", (16, 90)),
            "issuer_silent": ("approve-then-silent", (0, 1)),
        }
        rules = []
        for card in self.found.cards_of(bank):
            for name, (act, (shortest, longest)) in kinds.items():
                if dice.random() < self.swarm.rate(name):
                    rules.append(
                        FaultRuleSet(
                            f"{card.name} {name}",
                            dice.choice((act, "silent")) if name == "issuer_silent" else act,
                            dice.choice(("sale", "sale", "void")),
                            card_ending=card.pan.reveal()[-4:],
                            delay=dice.randrange(shortest * SECOND, longest * SECOND),
                        )
                    )
        return rules

    def _staff(self, name: str, day: Day | None, goal: int) -> Cashier:
        node = self.world.nodes[name]
        dice = self.world.dice(f"people/{name}")
        day = day or BusyDay(dice, self.found.wallet, goal, self.swarm.rate("key_change"))
        cashier = node.person = Cashier(dice, day, shown=self.watch.shown, printed=self.watch.printed)
        return cashier

    # The thief

    def _add_hostile(self) -> Hostile:
        found: Founding = self.found
        (row,) = self.world.nodes["terminal-1"].store().read(_INSTALLATION, ())
        counter = Counter(HOSTILE, row["merchant_id"])
        thief = Hostile(self.world.dice("hostile"), counter, found.thief_tmk, found.wallet, self._slips, TRICKS)
        self.world.add("hostile", HOSTILE_SCHEMA, Image({}, [], []), lambda: thief, found.thief_lmk)
        return thief

    def _slips(self) -> list[Loot]:
        """Return what the first terminal's slips show to whoever picks them up."""
        cards = {card.pan.masked(): card for card in self.found.wallet.values()}
        return [
            Loot(row["stan"], row["amount"], cards[row["masked_pan"]], row["rrn"], row["approval_code"])
            for row in self.world.nodes["terminal-1"].store().read(_ATTEMPTS, ())
            if row["state"] == "completed" and row["kind"] == "sale"
        ]

    # The new machine

    def _plan_replacement(self) -> None:
        dice = self.world.dice("replaced")
        self.world.agenda.after(dice.randrange(3 * MINUTE, 10 * MINUTE), self._replace, dice.choice(list(TERMINALS)))

    def _replace(self, name: str) -> None:
        """Swap a terminal that has nothing open for a new machine, in a new batch; come back later if it has."""
        world = self.world
        node, host = world.nodes[name], world.nodes["acquirer"]
        if world.faults.healed:
            return
        person: Cashier = node.person
        open_work = any(
            row["state"] is None or row["state"] == "reversal_owed" for row in node.store().read(_ATTEMPTS, ())
        )
        if node.process is None or host.process is None or open_work or person.act is not None:
            world.agenda.after(10 * SECOND, self._replace, name)
            return
        node.crash("replaced by a new machine", 30 * SECOND)
        node.retire(self.found.nodes[name].image)
        person.new_batch()
        host.crash("registers a new machine", 2 * SECOND)
        host.image = (
            FoundedNode("acquirer", "acquirer", b"", host.image, {}).with_records(self._registration(name)).image
        )

    def _registration(self, name: str) -> TerminalRegistered:
        """Return the newest registration of a terminal, for its next batch."""
        registered = [
            entry
            for record in self.world.nodes["acquirer"].store().records()
            if isinstance(entry := restore(record.kind, record.version, record.body), TerminalRegistered)
            and entry.terminal_id == TERMINALS[name]
        ]
        return replace(registered[-1], batch_instance=2, batch_number="000002")
