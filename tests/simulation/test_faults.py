"""Faults: every class can strike and does nothing when off; swarms differ; planned stops strike once."""

from collections import Counter

import pytest

from countertop.simulation.faults import CrashPoint
from countertop.simulation.swarm import BUSINESS, CLASSES, Swarm
from countertop.values import MINUTE, SECOND
from tests.simulation import toy


def run(rates, seed=7, minutes=20, crashes=(), **options):
    lines = []
    world = toy.world(seed, rates=rates, crashes=crashes, tell=lines.append, **options)
    world.begin()
    world.run(minutes * MINUTE)
    return world, "\n".join(lines)


def test_a_world_without_faults_goes_on_undisturbed():
    world, said = run({})
    assert "crash" not in said
    assert "LineClosed" not in said
    assert (
        toy.counts(world, "caller")
        == toy.counts(world, "echoer")
        == list(range(1, max(toy.counts(world, "caller")) + 1))
    )


@pytest.mark.parametrize(
    ("rates", "sign"),
    [
        ({"crash": 0.05}, "crash: before write"),
        ({"crash": 0.05}, "crash: after write"),
        ({"crash": 0.05, "crash_in_recovery": 1}, "in recovery"),
        ({"disk_full": 20}, "crash: DiskFull"),
        ({"disk_broken": 0.05}, "crash: StoreFailed"),
        ({"reset": 0.05}, "LineClosed(1, reset)"),
        ({"flip": 0.1}, "toy.other_count"),
        ({"late_duplicate": 0.1}, "toy.again"),
        ({"duplicate": 0.1}, "toy.again"),
        ({"delay": 0.1}, "toy.again"),
        ({"loss": 0.1}, "toy.again"),
    ],
)
def test_a_class_that_is_on_strikes(rates, sign):
    assert sign in run(rates)[1]
    assert sign not in run({})[1]


@pytest.mark.parametrize("name", ["partition", "slow_link", "pause", "slow_disk", "half_open", "dial", "reorder"])
def test_a_class_that_only_costs_time_slows_the_world(name):
    rates = {name: CLASSES[name].high, "reset": 0.05}
    counts = [len(toy.counts(run(chosen)[0], "caller")) for chosen in (rates, {"reset": 0.05})]
    assert counts[0] < counts[1]


@pytest.mark.parametrize("name", ["clock_day", "clock_back"])
def test_clocks_are_set(name):
    world, _ = run({name: 20})
    assert any(node.clock.offset for node in world.nodes.values())


def test_clocks_drift():
    world, _ = run({"drift": 5000})
    assert len({node.clock.drift for node in world.nodes.values()}) == 2


def test_a_power_cut_closes_no_lines():
    point = (CrashPoint("echoer", 3, "after"),)
    for rates, silent in (({}, False), ({"power_cut": 1}, True)):
        said = run(rates, crashes=point)[1].split("crash: planned")[1]
        assert ("-> Send" in said[: said.index("LineClosed")]) == silent


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_planned_stop_strikes_once_and_where_it_was_planned(when):
    point = CrashPoint("echoer", 3, when)
    world, said = run({}, crashes=(point,), minutes=2)
    assert said.count("crash: planned") == 1
    assert world.faults.struck == {point}
    assert ("toy.again" in said) == (when == "after")


def test_nothing_strikes_a_healed_world():
    world, _ = run({name: kind.high for name, kind in CLASSES.items()})
    world.heal()
    world.run(world.agenda.now + 10 * MINUTE)
    lives = [node.lives for node in world.nodes.values()]
    world.run(world.agenda.now + 30 * MINUTE)
    assert [node.lives for node in world.nodes.values()] == lives
    before = len(toy.counts(world, "caller"))
    world.run(world.agenda.now + 10 * SECOND)
    assert len(toy.counts(world, "caller")) >= before + 5


def test_swarms_are_the_seeds_own_and_switch_every_class_on_and_off():
    assert Swarm.drawn(5) == Swarm.drawn(5)
    on = Counter(name for seed in range(300) for name in Swarm.drawn(seed).rates)
    kinds = {**CLASSES, **BUSINESS}
    assert set(on) == set(kinds)
    assert all(40 < on[name] < 150 for name in CLASSES)
    shares = {name: 0.5 if kind.share is None else kind.share for name, kind in BUSINESS.items()}
    assert all(on[name] > 0 and abs(on[name] - 300 * share) < 50 for name, share in shares.items())
    assert any(not CLASSES.keys() & Swarm.drawn(seed).rates.keys() for seed in range(300))
    for seed in range(50):
        for name, rate in Swarm.drawn(seed).rates.items():
            assert kinds[name].low * 0.999999 <= rate <= kinds[name].high * 1.000001
