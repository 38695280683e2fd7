"""The whole chain at several rates: the highest at which 99 of 100 sales are through in 50 ms and none is wrong.

    python -m benchmarks.chain [rate ...]

Each rate is a run of `countertop load` in a house of its own: 200 production terminals on one durable store, acquirer,
switch and three banks, each a process with its own durable store and its writer beside it; open loop, latency from the
scheduled time, and an audit of all books at the end. All of it shares this machine's cores, the generator too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

RATES = (250, 500, 1_000, 1_500, 2_000, 3_000, 4_000)
TERMINALS = 200
SECONDS = 4.0
MOST_P99 = 50_000
"""Microseconds."""

PATIENCE = 150.0


def run(rate: float) -> dict[str, Any]:
    """Return what a load of this rate told."""
    command = [sys.executable, "-m", "countertop.cli.main", "load", "--json", "--rate", rate]
    command += ["--terminals", TERMINALS, "--seconds", SECONDS]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, timeout=PATIENCE, check=False)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def is_held(told: dict[str, Any]) -> bool:
    """Tell whether the chain held the rate."""
    return bool(told["clean"]) and told["microseconds"]["p99"] <= MOST_P99


def tell(told: dict[str, Any]) -> None:
    """Print one row."""
    p50, p95, p99, p999 = (value / 1000 for value in told["microseconds"].values())
    spent = told["cpu_microseconds"]
    print(
        f"{told['asked']:>6g}/s {told['reached']:>8.0f}/s {p50:>9.1f} {p95:>8.1f} {p99:>8.1f} {p999:>8.1f} "
        f"{told['right']:>7} {told['answered'] - told['right']:>6} {told['found']:>8} {sum(spent.values()):>8}",
        flush=True,
    )


def main() -> None:
    rates = tuple(map(float, sys.argv[1:])) or RATES
    print(
        f"{'asked':>8} {'reached':>10} {'p50 ms':>9} {'p95':>8} {'p99':>8} {'p99.9':>8} {'right':>7} {'others':>6} "
        f"{'findings':>8} {'us a sale':>8}"
    )
    held = None
    for rate in rates:
        told = run(rate)
        tell(told)
        if not is_held(told):
            break
        held = told
    if held is None:
        print(f"none of these rates was held with p99 <= {MOST_P99 // 1000} ms")
        return
    print(f"held with p99 <= {MOST_P99 // 1000} ms, nothing wrong: {held['asked']:g}/s")
    print("us of processor a sale: " + ", ".join(f"{party} {cost}" for party, cost in held["cpu_microseconds"].items()))


if __name__ == "__main__":
    main()
