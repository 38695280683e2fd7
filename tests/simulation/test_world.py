"""The made-up world without payments: it repeats itself, survives its faults, and finds a party that forgets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from countertop.simulation.errors import Broken
from countertop.simulation.swarm import Swarm
from countertop.stage import FrameReceived
from countertop.values import MINUTE, SECOND
from tests.simulation import toy

ROOT = Path(__file__).parents[2]
DIGEST = """
from tests.simulation.test_world import run
print(run(11).digest())
"""


def run(seed, **options):
    world = toy.world(seed, swarm=Swarm.drawn(seed), **options)
    world.begin()
    world.run(10 * MINUTE)
    world.heal()
    world.run(25 * MINUTE)
    return world


def test_the_same_seed_makes_the_same_world():
    assert run(11).digest() == run(11).digest()
    assert run(11).digest() != run(12).digest()


def test_the_hash_seed_of_python_does_not_matter():
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert digests == {run(11).digest().encode() + b"\n"}


def test_what_was_answered_is_kept_whatever_happens():
    for seed in range(25):
        world = run(seed)
        assert set(toy.counts(world, "caller")) <= set(toy.counts(world, "echoer")), seed
        assert len(toy.counts(world, "caller")) > 500, seed


def test_a_party_that_answers_before_it_keeps_is_found():
    worlds = (run(seed, echoer=lambda: toy.Echoer(forgetful=True)) for seed in range(25))
    assert any(not set(toy.counts(world, "caller")) <= set(toy.counts(world, "echoer")) for world in worlds)


def test_a_broken_invariant_ends_the_run_with_the_name_of_the_party():
    class Breaks(toy.Echoer):
        def handle(self, event, now):
            assert type(event) is not FrameReceived, "no frames here"

    world = toy.world(1, echoer=Breaks)
    world.begin()
    with pytest.raises(Broken, match=r"echoer broke: AssertionError: no frames here"):
        world.run(MINUTE)


def test_the_trace_shows_every_delivery_and_effect():
    lines = []
    world = toy.world(1, tell=lines.append)
    world.begin()
    world.run(2 * SECOND)
    said = [line.split(maxsplit=2)[1:] for line in lines]
    assert ["caller", "-> Dial(echo)"] in said
    assert ["echoer", "<- LineOpened(1, callers)"] in said
    assert ["echoer", "<- FrameReceived(1, 4 bytes) 4 bytes"] in said
    assert ["echoer", "-> Append(s, toy.counted)"] in said
    assert ["echoer", "-> Send(1, 4 bytes) 4 bytes"] in said
