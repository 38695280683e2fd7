"""Terminals that are only connected: what thousands of idle lines cost the acquirer, and the terminals that sell.

    python -m benchmarks.connections [idle] [seconds]

The acquirer is a process of its own in front of a switch that approves at once. 500 terminals sell at a rate that
leaves it room, first alone, then beside the idle lines (5,000 if nothing else is said). Memory is what the acquirer's
process and its writer have resident, shared pages counted in each.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.host import process
from benchmarks.rig import Rig
from countertop.demo.people import ACQUIRER
from countertop.hsm import CHEAPEST_PASSWORDS
from countertop.load.chain import running
from countertop.runtime.founding import found_house
from countertop.runtime.parties import read_party

IDLE = 5_000
ACTIVE = 500
RATE = 200.0
SECONDS = 5.0
PATIENCE = 60.0
AT_ONCE = 100
STANS_A_RUN = 100_000


class Resting(asyncio.Protocol):
    """A line on which nothing is said."""


@contextmanager
def all_from_one_address() -> Iterator[None]:
    """Let the acquirer take all these lines from this machine, which it would take for an attack."""
    os.environ["COUNTERTOP_ACQUIRER__LINES__MOST_PER_ADDRESS"] = str(20_000)
    try:
        yield
    finally:
        del os.environ["COUNTERTOP_ACQUIRER__LINES__MOST_PER_ADDRESS"]


@asynccontextmanager
async def idle_lines(port: int, count: int) -> AsyncIterator[None]:
    """Hold lines open, opened some at a time as terminals would after a power cut."""
    loop = asyncio.get_running_loop()
    transports: list[asyncio.BaseTransport] = []
    while len(transports) < count:
        wave = min(AT_ONCE, count - len(transports))
        opened = await asyncio.gather(*(loop.create_connection(Resting, "127.0.0.1", port) for _ in range(wave)))
        transports += [transport for transport, _ in opened]
    try:
        yield
        closed = sum(transport.is_closing() for transport in transports)
        assert not closed, f"{closed} idle lines were closed"
    finally:
        for transport in transports:
            transport.close()


def resident(process_id: int) -> int:
    """Return the bytes that a process and its children have in memory."""
    status = Path(f"/proc/{process_id}/status").read_text().splitlines()
    own = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return own + sum(resident(int(child)) for child in children)


async def sell(rig: Path, port: int, run: int, seconds: float) -> dict[str, Any]:
    """Return what 500 terminals saw that sold at the rate."""
    first_stan = 2 + run * STANS_A_RUN
    arguments = [rig, port, ACTIVE, first_stan, seconds, RATE]
    command = [sys.executable, "-m", "benchmarks.terminal_clients", *map(str, arguments)]
    clients = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    told, _ = await asyncio.wait_for(clients.communicate(), seconds + PATIENCE)
    seen: dict[str, Any] = json.loads(told)
    assert not seen["wrong"], seen["wrong"]
    assert seen["answered"] == seen["sent"], seen
    return seen


async def measure(rig: Path, port: int, acquirer: int, idle: int, seconds: float) -> None:
    """Print one row without idle lines and one beside them."""
    print(f"{'lines':>16} {'resident':>12} {'sales':>8} {'p50':>8} {'p99':>8}")
    alone = await sell(rig, port, 0, seconds)
    _tell(f"{ACTIVE} active", resident(acquirer), alone)
    before = resident(acquirer)
    async with idle_lines(port, idle):
        beside = await sell(rig, port, 1, seconds)
        after = resident(acquirer)
        _tell(f"and {idle} idle", after, beside)
    print(f"an idle line costs {(after - before) / max(idle, 1) / 1024:.1f} KiB")


def _tell(name: str, memory: int, seen: dict[str, Any]) -> None:
    p50, p99 = (seen["percentiles"][each] / 1000 for each in ("50", "99"))
    rate = seen["answered"] / seen["seconds"]
    print(f"{name:>16} {memory / 2**20:>8.0f} MiB {rate:>6.0f}/s {p50:>5.1f} ms {p99:>5.1f} ms")


def main() -> None:
    idle = int(sys.argv[1]) if len(sys.argv) > 1 else IDLE
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    directory = Path(tempfile.mkdtemp(prefix="countertop-bench-"))
    try:
        house, rig = directory / "house", directory / "rig.json"
        found_house(house, 0, fleet=ACTIVE, password_cost=CHEAPEST_PASSWORDS)
        Rig.of_house(house).save(rig)
        acquirer = house / ACQUIRER.party
        configuration = read_party(acquirer, {}, {})
        listener = next(listener for listener in configuration.listeners if listener.role == "terminals")
        ((_, switch_port),) = configuration.routes["switch"].addresses
        with (
            all_from_one_address(),
            process("benchmarks.dummy_switch", rig, switch_port),
            running([acquirer]) as processes,
        ):
            asyncio.run(measure(rig, listener.address[1], next(iter(processes.values())), idle, seconds))
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
