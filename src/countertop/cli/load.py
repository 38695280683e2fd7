"""`countertop load`: a fixed rate on the whole chain, every party durable, and an audit of all books afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated, Any

import typer

from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import AsJson, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, write, write_error
from countertop.load.chain import ChainFault, behind_the_counter
from countertop.load.fleet import NotReady
from countertop.load.run import Outcome, Plan, load, prepare

__all__ = ["attach"]

MOST_FINDINGS = 20
PERCENTILES = {"p50": 50, "p95": 95, "p99": 99, "p999": 99.9}

Rate = Annotated[float, typer.Option("--rate", min=0.1, max=100_000, help=tell("help.rate"))]
Terminals = Annotated[int, typer.Option("--terminals", min=1, max=10_000, help=tell("help.terminals"))]
Seconds = Annotated[float, typer.Option("--seconds", min=0.1, max=3600, help=tell("help.seconds"))]
LoadData = Annotated[Path | None, typer.Option("--data", help=tell("help.load-data"), metavar="DIR")]
Join = Annotated[bool, typer.Option("--join", help=tell("help.join"))]


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("load", help=tell("help.load"))(run)


def run(
    rate: Rate = 100,
    terminals: Terminals = 50,
    seconds: Seconds = 10,
    data: LoadData = None,
    join: Join = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Found what is missing, run the load, tell what came of it."""
    del language
    temporary = None if data is not None else Path(mkdtemp(prefix="countertop-load-"))
    house = data if temporary is None else temporary / "house"
    assert house is not None, "given, or made"
    plan = Plan(house, rate, terminals, seconds, join)
    is_clean = False
    try:
        if prepare(house, terminals) and not as_json:
            write(tell("load.founded", terminals=terminals, path=house))
        if not as_json:
            write(tell("load.began", terminals=terminals, rate=f"{rate:g}", seconds=f"{seconds:g}"))
        outcome = load(plan)
        is_clean = outcome.is_clean
        if as_json:
            print_json(_facts(plan, outcome))
        else:
            _tell(plan, outcome)
    except (ChainFault, NotReady) as fault:
        write_error(tell("load.not-run", reason=fault))
    finally:
        if temporary is not None and is_clean:
            shutil.rmtree(temporary)
        elif not is_clean:
            write_error(tell("load.kept", path=house))
    raise typer.Exit(Status.COMPLETED if is_clean else Status.FAILED)


def _facts(plan: Plan, outcome: Outcome) -> dict[str, Any]:
    tally = outcome.tally
    return {
        "terminals": plan.terminals,
        "seconds": plan.seconds,
        "asked": plan.rate,
        "reached": tally.rate,
        "answered": tally.answered,
        "right": tally.right,
        "declined": tally.declined,
        "unknown": tally.unknown,
        "refused": tally.refused,
        "wrong": tally.wrong,
        "stopped": tally.stopped,
        "unanswered": tally.unanswered,
        "longest_queue": tally.most_waiting,
        "microseconds": {name: tally.latencies.percentile(percent) for name, percent in PERCENTILES.items()},
        "longest": tally.latencies.largest,
        "cpu_microseconds": {party: round(cost) for party, cost in outcome.costs.items()},
        "owing": outcome.owing,
        "findings": [finding.say(LANGUAGE) for finding in outcome.findings[:MOST_FINDINGS]],
        "found": len(outcome.findings),
        "clean": outcome.is_clean,
    }


def _tell(plan: Plan, outcome: Outcome) -> None:
    tally, told = outcome.tally, outcome.tally.latencies
    times = {name: _milliseconds(told.percentile(percent)) for name, percent in PERCENTILES.items()}
    write(
        tell("load.rate", asked=f"{plan.rate:g}", reached=f"{tally.rate:.0f}"),
        tell("load.latency", **times, largest=_milliseconds(told.largest)),
        tell(
            "load.sales",
            answered=tally.answered,
            right=tally.right,
            declined=tally.declined.total(),
            unknown=tally.unknown,
            refused=tally.refused.total(),
            wrong=tally.wrong.total(),
        ),
    )
    for reasons in (tally.declined, tally.refused, tally.wrong):
        write(*(tell("load.why", what=what, count=count) for what, count in reasons.most_common()))
    write(tell("load.queue", most=tally.most_waiting, unanswered=tally.unanswered))
    if outcome.costs:
        each = "  ".join(f"{party} {cost:.0f}" for party, cost in outcome.costs.items())
        write(tell("load.costs", total=f"{sum(outcome.costs.values()):.0f}", each=each))
    write(*(tell("load.stopped", what=what) for what in tally.stopped))
    if outcome.owing:
        write(tell("load.owing", count=outcome.owing))
    write(
        tell(
            "load.audit",
            parties=len(behind_the_counter(plan.house)) + 1,
            findings=len(outcome.findings),
            seconds=f"{outcome.audited:.1f}",
        ),
        *(f"  {finding.invariant} {finding.say(LANGUAGE)}" for finding in outcome.findings[:MOST_FINDINGS]),
        tell("load.clean" if outcome.is_clean else "load.not-clean"),
    )


def _milliseconds(microseconds: int) -> str:
    return f"{microseconds / 1000:.1f}"
