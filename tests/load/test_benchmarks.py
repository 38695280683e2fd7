"""The programs of `benchmarks/` that need nothing beside them still run; what they print is for people."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["host_actor", "terminal_actor", "switch_actor", "issuer_actor"])
def test_an_actor_can_be_timed_alone(name: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.{name}", "500"]

    told = subprocess.run(command, cwd=REPOSITORY, timeout=60, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stderr
    assert "us a sale" in told.stdout


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("settlement", "20", "settlement of   20"),
        ("day_close", "5000", "cut in its middle and started again"),
        ("slip_search", "5000", "one slip by voucher, terminal"),
        ("console_pages", "5000", "a voucher number"),
    ],
)
def test_the_end_of_a_day_can_be_timed(name: str, size: str, says: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.{name}", size]

    told = subprocess.run(command, cwd=REPOSITORY, timeout=60, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout + told.stderr
    assert says in told.stdout
