"""A load from its founding to its audit: the house, the chain, the fleet, and what all their books say afterwards."""

from __future__ import annotations

import asyncio
import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from countertop.audit import Finding, audit
from countertop.demo.founding import FLEET
from countertop.hsm import CHEAPEST_PASSWORDS
from countertop.load.cards import cards_of
from countertop.load.chain import behind_the_counter, linked, running
from countertop.load.costs import Costs
from countertop.load.fleet import Fleet
from countertop.load.tally import Tally
from countertop.runtime.collector import keep_what_is_loaded
from countertop.runtime.errors import DirectoryFault
from countertop.runtime.founding import found_house
from countertop.runtime.house import allow_many_files, loop_factory
from countertop.runtime.parties import STORE, read_party, schema_of
from countertop.runtime.premises import is_empty
from countertop.storage.sqlite import SqliteStore
from countertop.values import SECOND

__all__ = ["CARDS_PER_TERMINAL", "Outcome", "Plan", "load", "prepare"]

CARDS_PER_TERMINAL = 3
"""So that no account is asked twice at a time, as among people."""

AMOUNT = 12_34
ANSWER_PATIENCE = 75.0
"""Seconds for the last answers; a terminal waits 60 for its own."""

SETTLE_PATIENCE = 30.0
"""Seconds for reversals that are owed when the last answer has come."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked: sales a second, over so many terminals, for so many seconds, in a house.

    `join` says that the house is being served already; else its parties are started, each in its own process.
    """

    house: Path
    rate: float
    terminals: int
    seconds: float
    join: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of it: `owing` terminals owed a reversal at the end, `audited` seconds were spent on the books.

    `costs` is the processor time of each party while sales came, in microseconds a sale.
    """

    tally: Tally
    owing: int = 0
    audited: float = 0.0
    costs: dict[str, float] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every sale was approved as asked and no book shows anything wrong."""
        return self.tally.is_clean and not (self.owing or self.findings)


def prepare(house: Path, terminals: int) -> bool:
    """Found a house with a fleet of so many terminals where there is none; return whether it was founded.

    Raises DirectoryFault where there is a house without a fleet, or something else.
    """
    if is_empty(house):
        # At the price of a real log-in a thousand cashiers would take a minute to begin, and sell no better.
        cards = cards_of(terminals * CARDS_PER_TERMINAL)
        found_house(house, 0, more_cards=cards, fleet=terminals, password_cost=CHEAPEST_PASSWORDS)
        return True
    if not (house / FLEET / STORE).exists():
        raise DirectoryFault("load.no-fleet", path=str(house))
    return False


def load(plan: Plan) -> Outcome:
    """Run the load and audit all books; raises ChainFault, NotReady or RuntimeFault when it cannot be run."""
    parties = behind_the_counter(plan.house)
    processes = {FLEET: os.getpid()}
    with ExitStack() as stack:
        if not plan.join:
            processes |= stack.enter_context(running(parties))
        linked(plan.house)
        allow_many_files()
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            outcome = runner.run(_sold(plan, processes))
    began = monotonic()
    outcome.findings = _audited([*parties, plan.house / FLEET], at_rest=not plan.join)
    outcome.audited = monotonic() - began
    return outcome


async def _sold(plan: Plan, processes: dict[str, int]) -> Outcome:
    # The same at every run: no file holds them. A house knows those of all terminals it was founded with.
    cards = list(cards_of(plan.terminals * CARDS_PER_TERMINAL).values())
    fleet = Fleet(plan.house / FLEET, cards, AMOUNT, os.environ, plan.terminals)
    try:
        await fleet.open()
        keep_what_is_loaded()
        costs = Costs(processes)
        await fleet.sell(plan.rate, plan.seconds, ANSWER_PATIENCE)
        seconds, sales = costs.seconds(), max(fleet.tally.answered, 1)
        outcome = Outcome(fleet.tally, await fleet.settle(SETTLE_PATIENCE))
        outcome.costs = {party: spent * SECOND / sales for party, spent in seconds.items()}
        return outcome
    finally:
        await fleet.close()


def _audited(parties: list[Path], *, at_rest: bool) -> list[Finding]:
    with ExitStack() as stack:
        books = {}
        for directory in parties:
            kind = read_party(directory, os.environ, {}).kind.name
            books[directory.name] = SqliteStore.open_read_only(directory / STORE, schema_of(kind))
            stack.callback(books[directory.name].close)
        return audit(books, at_rest=at_rest)
