"""A run: it repeats itself, reports what it saw, and shows its trace masked; and two hundred seeds hold."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from countertop.simulation.founding import founding
from countertop.simulation.run import Settings, contradicted, simulate
from countertop.simulation.swarm import Swarm
from countertop.values import MINUTE, SECOND

ROOT = Path(__file__).parents[2]
HASH = "from countertop.simulation.run import Settings, simulate; print(simulate(7, Settings(30)).trace_hash)"
SHORT = Settings(transactions=30)
SEEDS, GROUPS = 200, 20


@pytest.mark.parametrize("group", range(GROUPS))
def test_two_hundred_seeds_break_nothing(group):
    for seed in range(group, SEEDS, GROUPS):
        report = simulate(seed)
        assert report.findings == (), f"countertop simulate --seed {seed} --trace"
        assert report.transactions >= 100


def test_the_same_seed_makes_the_same_report():
    one, other = simulate(7, SHORT), simulate(7, SHORT)
    assert one.trace_hash == other.trace_hash
    assert (one.events, one.seen, one.virtual_time) == (other.events, other.seen, other.virtual_time)
    assert simulate(8, SHORT).trace_hash != one.trace_hash


def test_the_hash_seed_of_python_does_not_matter():
    said = {
        subprocess.run(
            [sys.executable, "-c", HASH],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    }
    assert said == {simulate(7, SHORT).trace_hash}


def test_a_calm_day_is_a_calm_day():
    report = simulate(3, Settings(swarm=Swarm({})))
    assert report.ok
    assert report.seen["late approval discarded"] == report.seen["reversal before original"] == 0


@pytest.mark.parametrize(
    ("told", "row", "end"),
    [
        ("completed", {"state": "completed", "amount": 100}, ""),
        ("stored", {"state": "completed", "amount": 100}, ""),
        ("repeat_owed", {"state": "declined", "amount": 100}, ""),
        ("completed", None, "completed of 100, and is nothing"),
        ("completed", {"amount": 100}, "completed of 100, and is undecided of 100"),
        ("completed", {"state": "completed", "amount": 90}, "completed of 100, and is completed of 90"),
        ("stored", {"state": "stored", "amount": 100}, "completed or declined of 100, and is stored of 100"),
    ],
)
def test_what_a_cashier_was_told_is_how_it_ends(told, row, end):
    said = contradicted({"state": told, "amount": 100, "voucher_number": "000007"}, row)
    assert said == (f"told {told} of 100 for voucher 000007; the end should be {end}" if end else "")


def test_time_flies():
    report = simulate(7)
    assert report.virtual_time > 100 * report.wall_time * SECOND
    assert report.virtual_time > 15 * MINUTE


def test_the_trace_is_masked():
    lines = []
    simulate(5, Settings(transactions=30, tell=lines.append))
    said = "\n".join(lines)
    assert len(lines) > 1000
    for card in founding().wallet.values():
        assert card.pan.reveal() not in said
        assert not re.search(rf"(?<!\d){card.pin.reveal()}(?!\d)", said)


def test_a_trace_tells_the_messages_apart():
    lines = []
    simulate(5, Settings(transactions=6, swarm=Swarm({}), tell=lines.append))
    assert any("-> Send" in line and "mti=0200" in line for line in lines)
    assert any("terminal" in line and "<- FrameReceived" in line and "mti=0210" in line for line in lines)
    assert any("issuer-east" in line and "response_code=00" in line for line in lines)


def test_the_host_leaves_the_switch_and_comes_back():
    lines = []
    assert simulate(2, Settings(swarm=Swarm({"sign_off": 20}), tell=lines.append)).ok
    said = "\n".join(lines)
    assert 0 < said.count("DeskRequest(0, sign-off)") <= said.count("DeskRequest(0, sign-on)")
    assert said.count("acquirer.signed-on") > 1
