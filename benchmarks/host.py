"""The acquirer alone, in front of a switch that approves at once, beside a naive host and the bare journal.

    python -m benchmarks.host [seconds]

Everything is a process of its own on loopback: clients, host, the host's writer, switch. Saturated, each terminal sends
its next sale when the last is answered, so as many sales are under way as there are terminals; at 100 a second, sales
come at fixed times and latency counts from those. Every answer is checked, and one in sixteen has its MAC verified.
Both hosts keep two durable rows a sale: what came before it is forwarded, what was decided before it is answered.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.raw_journal import raw_rate
from benchmarks.rig import Rig
from countertop.demo.people import ACQUIRER
from countertop.hsm import CHEAPEST_PASSWORDS
from countertop.load.chain import running
from countertop.load.costs import Costs
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.founding import found_house
from countertop.runtime.parties import STORE, read_party

MOST_TERMINALS = 200
SECONDS = 5.0
SCENES: tuple[tuple[int, float | None], ...] = ((50, None), (200, None), (50, 100.0))
"""Terminals, and the rate; saturated where there is none."""

STANS_A_SCENE = 250_000
PATIENCE = 40.0


class FailedError(Exception):
    """A run was not right; the text says in what."""


@contextmanager
def process(*arguments: object) -> Iterator[tuple[int, int]]:
    """Run a module of the benchmarks that prints its port and lives as long as its input; yields process and port."""
    command = [sys.executable, "-m", *map(str, arguments)]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert started.stdin is not None
    assert started.stdout is not None
    try:
        yield started.pid, int(started.stdout.readline())
    finally:
        started.stdin.close()
        try:
            started.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            started.kill()
        started.stdout.close()


def scene(rig: Path, port: int, place: int, seconds: float, host: Mapping[str, int]) -> dict[str, Any]:
    """Run one scene's clients against a host (its process by name) and return what they saw, and what it cost.

    Raises FailedError when anything was wrong.
    """
    costs = Costs(host)
    terminals, rate = SCENES[place]
    command = [sys.executable, "-m", "benchmarks.terminal_clients", rig, port, terminals]
    command += [2 + place * STANS_A_SCENE, seconds, *(() if rate is None else (rate,))]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, timeout=seconds + PATIENCE, check=True)
    seen: dict[str, Any] = json.loads(done.stdout)
    if seen["wrong"] or seen["codes"].keys() != {"00"} or seen["answered"] != seen["sent"]:
        raise FailedError(f"{terminals} terminals: wrong {seen['wrong']}, codes {seen['codes']}, sent {seen['sent']}")
    seen["rate"] = seen["answered"] / seen["seconds"]
    # The warm-up's and the sign-ins' time counts too; saturated, they are a tenth.
    seen["cpu"] = sum(costs.seconds().values())
    return seen


def measure_host(house: Path, rig: Path, seconds: float) -> list[dict[str, Any]]:
    """Return what the clients of the real host saw, with the sales that shared a commit and the host's costs."""
    acquirer = house / ACQUIRER.party
    configuration = read_party(acquirer, {}, {})
    listener = next(listener for listener in configuration.listeners if listener.role == "terminals")
    ((_, switch_port),) = configuration.routes["switch"].addresses
    seen = []
    with (
        process("benchmarks.dummy_switch", rig, switch_port),
        running([acquirer]) as processes,
        DeskClient(acquirer) as desk,
    ):
        for place in range(len(SCENES)):
            before = _health(desk)
            told = scene(rig, listener.address[1], place, seconds, processes)
            after = _health(desk)
            told["batch"] = (after["written"] - before["written"]) / max(after["batches"] - before["batches"], 1)
            seen.append(told)
    return seen


def measure_naive(house: Path, rig: Path, seconds: float) -> list[dict[str, Any]]:
    """Return what the clients of the naive host saw."""
    with (
        process("benchmarks.dummy_switch", rig, 0) as (_, switch_port),
        process("benchmarks.naive_host", rig, house.with_name("naive.sqlite"), switch_port) as (naive, port),
    ):
        return [scene(rig, port, place, seconds, {"naive": naive}) for place in range(len(SCENES))]


def _health(desk: DeskClient) -> dict[str, Any]:
    return desk.request("health")[1]


def tell(ours: Sequence[dict[str, Any]], naive: Sequence[dict[str, Any]], raw: float) -> None:
    """Print one row a scene."""
    print(f"{'':32} {'countertop':>28} {'naive':>28} {'ratio':>7}")
    for (terminals, rate), us, them in zip(SCENES, ours, naive, strict=True):
        name = f"{terminals} terminals, " + ("saturated" if rate is None else f"{rate:g}/s")
        ratio = us["rate"] / them["rate"] if rate is None else them["percentiles"]["99"] / us["percentiles"]["99"]
        print(f"{name:32} {_figures(us):>28} {_figures(them):>28} {ratio:>6.1f}x")
    busiest = ours[0]
    print(f"{'entries that shared a commit':32} " + ", ".join(f"{each['batch']:.1f}" for each in ours))
    print(
        f"{'bare sqlite3, equal batches':32} {raw:,.0f} sales/s; the host reaches {busiest['rate'] / raw:.2f} of it "
        f"at {SCENES[0][0]} terminals"
    )
    for (terminals, _), us, them in list(zip(SCENES, ours, naive, strict=True))[:2]:
        mine, other = (seen["cpu"] / seen["answered"] * 1e6 for seen in (us, them))
        name = f"{terminals} terminals, processor a sale"
        print(f"{name:32} {mine:>25.0f} us {other:>25.0f} us {other / mine:>6.1f}x")


def _figures(seen: dict[str, Any]) -> str:
    p50, p99 = (seen["percentiles"][each] / 1000 for each in ("50", "99"))
    return f"{seen['rate']:,.0f}/s  p50 {p50:.1f}  p99 {p99:.1f} ms"


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    directory = Path(tempfile.mkdtemp(prefix="countertop-bench-"))
    try:
        house, rig = directory / "house", directory / "rig.json"
        found_house(house, 0, fleet=MOST_TERMINALS, password_cost=CHEAPEST_PASSWORDS)
        Rig.of_house(house).save(rig)
        naive = measure_naive(house, rig, seconds)
        ours = measure_host(house, rig, seconds)
        raw = raw_rate(house / ACQUIRER.party / STORE, ours[0]["batch"], directory / "raw")
        tell(ours, naive, raw)
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
