"""One run: a world with its faults and people, then healing, then the audit.

First the faults work, and at no moment may money be moved that nobody answers for; then everything is healed, and
within fifteen virtual minutes nothing may be left undecided or owed, and all books must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from countertop.audit import Kept, audit
from countertop.audit.books import Books
from countertop.simulation.errors import Broken
from countertop.simulation.faults import CrashPoint, Faults
from countertop.simulation.founding import TERMINALS
from countertop.simulation.instructed import disagreements
from countertop.simulation.people import Cashier
from countertop.simulation.scene import Scene
from countertop.simulation.seen import Seen
from countertop.simulation.swarm import Swarm
from countertop.simulation.world import World
from countertop.terminal.kinds import KINDS
from countertop.terminal.lifecycle import Remedy
from countertop.values import MINUTE, SECOND

__all__ = ["HEALING", "Report", "Settings", "contradicted", "play", "simulate"]

HEALING: Final = 15 * MINUTE
# A swarm may keep everybody from selling anything; then they go home anyway.
LONGEST_DAY: Final = 8 * 60 * MINUTE
# How often somebody looks whether the day's work is done.
LOOK: Final = 10 * SECOND
MOST_FINDINGS: Final = 20
# So long before the end the host clears the day at the latest.
CLEARING: Final = 2 * MINUTE
_REPEATED: Final = frozenset(kind.name for kind in KINDS.values() if kind.remedy is not Remedy.REVERSAL)
_ANSWERED: Final = frozenset({"completed", "declined"})
# The state that a cashier is told, and those in which the store may hold it in the end.
_BECOMES: Final[Mapping[str, frozenset[str]]] = {
    **{state: frozenset({state}) for state in ("completed", "declined", "reversal_owed", "unanswered")},
    **dict.fromkeys(("repeat_owed", "stored"), _ANSWERED),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made of. A `swarm` of None is drawn by the seed; `tell` is given the trace line by line."""

    transactions: int = 110
    planted: frozenset[str] = frozenset()
    swarm: Swarm | None = None
    crashes: tuple[CrashPoint, ...] = ()
    tell: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How a run went; `virtual_time` in microseconds, `wall_time` in seconds, `events` counts calls of the agenda."""

    seed: int
    swarm: Swarm
    findings: tuple[str, ...]
    seen: Counter[str]
    transactions: int
    events: int
    virtual_time: int
    wall_time: float
    trace_hash: str

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def simulate(seed: int, settings: Settings | None = None) -> Report:
    """Run the world of a seed and report; the same seed and settings make the same report but for its wall time."""
    settings = settings or Settings()
    began = perf_counter()
    swarm = settings.swarm or Swarm.drawn(seed)
    faults = Faults(seed, swarm, settings.crashes)
    goal = settings.transactions // len(TERMINALS) + 1
    scene = Scene(seed, faults, goal, planted=settings.planted, tell=settings.tell)
    seen = Seen(scene.world)
    scene.world.watchers.append(seen.committed)
    findings = play(scene)
    world = scene.world
    return Report(
        seed,
        swarm,
        tuple(findings[:MOST_FINDINGS]),
        seen.close(),
        sum(cashier.begun for cashier in scene.cashiers.values())
        + (0 if scene.hostile is None else scene.hostile.tried),
        world.agenda.done,
        world.agenda.now,
        perf_counter() - began,
        world.digest(),
    )


def play(scene: Scene, longest: int = LONGEST_DAY, healing: int = HEALING) -> list[str]:
    """Let the faults and the people work until the day's work is done, heal, wait, and return what is wrong."""
    world = scene.world
    try:
        world.begin()
        _run_while(world, longest, lambda: not _all_home(scene))
        healed = world.agenda.now
        world.heal()
        scene.close()
        _run_while(world, world.agenda.now + healing - CLEARING, lambda: not _all_home(scene))
        if "clearing" in scene.swarm:
            scene.happenings.clear()
        world.run(healed + healing)
    except Broken as broken:
        return [str(broken), *scene.watch.findings]
    return [
        *scene.watch.findings,
        *scene.watch.close(),
        *([] if scene.hostile is None else scene.hostile.complaints),
        *(finding for name, cashier in scene.cashiers.items() for finding in _told(world, name, cashier)),
        *disagreements(world, TERMINALS),
        *(str(finding) for finding in audit(_books(world), at_rest=True)),
    ]


def _run_while(world: World, until: int, wanted: Callable[[], bool]) -> None:
    while world.agenda.now < until and wanted():
        world.run(world.agenda.now + LOOK)


def _all_home(scene: Scene) -> bool:
    return all(cashier.is_done for cashier in scene.cashiers.values())


def _books(world: World) -> dict[str, Kept]:
    return {
        name if place == 0 else f"{name} before": store
        for name, node in world.nodes.items()
        if name != "hostile"
        for place, store in enumerate(node.stores())
    }


def contradicted(told: Mapping[str, Any], row: Mapping[str, Any] | None) -> str:
    """Return how a store in the end contradicts what a cashier was told of a transaction, nothing when it does not."""
    state, amount = told["state"], told["amount"]
    ends = _BECOMES[state]
    if row is not None and row.get("state") in ends and row["amount"] == amount:
        return ""
    held = "nothing" if row is None else f"{row.get('state', 'undecided')} of {row['amount']}"
    due = f"{' or '.join(sorted(ends))} of {amount}"
    return f"told {state} of {amount} for voucher {told['voucher_number']}; the end should be {due}, and is {held}"


def _told(world: World, name: str, cashier: Cashier) -> Iterator[str]:
    """Compare what a cashier was told with the terminal's books."""
    if cashier.act is not None:
        yield f"I16 {name}: the request to {cashier.act.verb} was never answered"
    elif not cashier.home:
        yield f"I16 {name}: closing time, and {cashier.memory.refused_for or 'nothing'} keeps the cashier from going"
    rows = {}
    for store in world.nodes[name].stores():
        books = Books(name, store)
        outcomes = books.by_key("outcome")
        rows.update({key: {**row, **outcomes.get(key, {})} for key, row in books.by_key("attempt").items()})
    approved: Counter[tuple[str, str, str]] = Counter()
    # A copy that somebody altered may have taken the key of what is repeated until it is answered.
    may_be_taken = _REPEATED if {"forge", "flip"} & world.faults.swarm.rates.keys() else frozenset({"balance"})
    for told in cashier.memory.told:
        if told.facts.get("response_code") == "94" and told.verb not in may_be_taken:
            yield f"I5 {name}: an honest request was called a repetition (voucher {told.facts['voucher_number']})"
        state = told.facts.get("state", "")
        if state not in _BECOMES:
            continue
        key = (TERMINALS[name], told.facts["batch_number"], told.facts["voucher_number"])
        if contradiction := contradicted(told.facts, rows.get(key)):
            yield f"I9 {name}: {contradiction}"
        approved[key] += told.status == 0
    for key, times in approved.items():
        if times > 1:
            yield f"I2 {name}: voucher {key[2]} was approved {times} times to people's faces"
