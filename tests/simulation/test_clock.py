"""A node's clocks: jumps move the wall clock, drift moves both."""

from countertop.simulation.agenda import Agenda
from countertop.simulation.clock import NodeClock
from countertop.values import SECOND


def at(seconds, **options):
    agenda = Agenda()
    agenda.now = seconds * SECOND
    return NodeClock(agenda, epoch=1000, **options)


def test_both_clocks_follow_the_world():
    now = at(10).read()
    assert (now.utc, now.monotonic) == (1000 + 10 * SECOND, 10 * SECOND)


def test_a_jump_moves_the_wall_clock_alone():
    clock = at(10)
    clock.jump(-3 * SECOND)
    assert (clock.read().utc, clock.read().monotonic) == (1000 + 7 * SECOND, 10 * SECOND)


def test_a_clock_that_runs_fast_counts_more_and_waits_less():
    clock = at(1000, drift=1000)
    assert clock.read().monotonic == 1001 * SECOND
    assert clock.world_time(1000 * SECOND) == 999 * SECOND
