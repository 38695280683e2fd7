"""`countertop simulate`: every invariant checked in made-up worlds, each wholly determined by its seed."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Annotated

import typer

from countertop.cli.language import tell
from countertop.cli.options import AsJson, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, write, write_error
from countertop.simulation.run import Report, Settings
from countertop.simulation.run import simulate as play
from countertop.simulation.seen import MUST_BE_SEEN
from countertop.values import MINUTE

__all__ = ["attach"]

# Seeds given to a process at a time.
SHARE = 4
# After so many seeds every event that must happen somewhere has happened, or the faults are too tame.
ENOUGH_SEEDS = 10_000
# How often somebody who waits for many seeds is told how far they are.
TOLD_EVERY = 500

Seed = Annotated[int | None, typer.Option("--seed", help=tell("help.seed"))]
Seeds = Annotated[int, typer.Option("--seeds", min=1, help=tell("help.seeds"))]
First = Annotated[int, typer.Option("--first", help=tell("help.first"))]
Planted = Annotated[list[str] | None, typer.Option("--planted", help=tell("help.planted"), metavar="BUG")]
Trace = Annotated[bool, typer.Option("--trace", help=tell("help.sim-trace"))]


@dataclass(slots=True)
class _Sum:
    """What came of all seeds."""

    seeds: int = 0
    virtual_time: int = 0
    broken: list[Report] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, report: Report) -> None:
        self.seeds += 1
        self.virtual_time += report.virtual_time
        self.seen += report.seen
        if not report.ok:
            self.broken.append(report)

    def told(self) -> dict[str, int]:
        return {"seeds": self.seeds, "broken": len(self.broken), "minutes": self.virtual_time // MINUTE}

    @property
    def unseen(self) -> list[str]:
        return sorted(MUST_BE_SEEN.keys() - self.seen.keys())


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate", help=tell("help.simulate"))(simulate)


def simulate(
    seed: Seed = None,
    seeds: Seeds = 100,
    first: First = 1,
    planted: Planted = None,
    trace: Trace = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Play one seed or many; status 1 when one breaks an invariant, or when enough seeds were too tame.

    How far many seeds are is said beside the result, on standard error.
    """
    del language
    chosen = range(first, first + seeds) if seed is None else range(seed, seed + 1)
    settings = Settings(planted=frozenset(planted or ()), tell=write if trace and len(chosen) == 1 else None)
    began, total = monotonic(), _Sum()
    for report in _played(chosen, settings):
        total.add(report)
        if not as_json:
            _tell(report, alone=len(chosen) == 1)
        if total.seeds % TOLD_EVERY == 0:
            write_error(tell("simulate.so-far", **total.told(), all=len(chosen), seconds=_since(began)))
    if as_json:
        findings = {str(report.seed): report.findings for report in total.broken}
        counts = {"seeds": total.seeds, "broken": len(total.broken)}
        print_json({**counts, "findings": findings, "seen": dict(total.seen), "unseen": total.unseen})
    elif len(chosen) > 1:
        write(tell("simulate.done", **total.told(), seconds=_since(began)))
        write(*(f"{total.seen[what]:>8}  {what}" for what in MUST_BE_SEEN))
    tame = total.seeds >= ENOUGH_SEEDS and bool(total.unseen)
    if tame:
        write_error(tell("simulate.tame", unseen=", ".join(total.unseen)))
    raise typer.Exit(Status.FAILED if total.broken or tame else Status.COMPLETED)


def _tell(report: Report, *, alone: bool) -> None:
    if not report.ok:
        write(tell("simulate.broken", seed=report.seed), *(f"    {finding}" for finding in report.findings))
    elif alone:
        write(tell("simulate.held", seed=report.seed, transactions=report.transactions, hash=report.trace_hash))


def _since(began: float) -> str:
    return f"{monotonic() - began:.1f}"


def _played(seeds: range, settings: Settings) -> Iterator[Report]:
    """Play seeds on all processors; the reports come in the order of the seeds."""
    if len(seeds) == 1:
        yield play(seeds[0], settings)
        return
    # Every seed leaves a world of garbage; what is searched for it each time need not be our code as well.
    with ProcessPoolExecutor(os.cpu_count(), initializer=gc.freeze) as pool:
        yield from pool.map(partial(play, settings=settings), seeds, chunksize=SHARE)
