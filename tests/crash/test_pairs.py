"""Stopped, and stopped again during recovery: a sample of the pairs of every flow; `make crash` plays all of them."""

from random import Random

import pytest

from tests.crash.counter import run
from tests.crash.flows import EVERY_DAY, FLOWS, undisturbed
from tests.crash.pairs import second_stops

PAIRS = 2


@pytest.mark.parametrize("name", EVERY_DAY)
def test_a_second_stop_during_recovery_loses_and_makes_no_money(name):
    flow, dice = FLOWS[name], Random(name)
    stops = undisturbed(name).stops()
    for first in dice.sample(stops, min(PAIRS, len(stops))):
        second = dice.choice(list(second_stops(flow, first)))
        stopped = run(flow, first, second)
        assert first in stopped.struck
        assert stopped.findings == [], (first, second)


def test_the_second_stop_is_in_the_recovery_of_the_first_or_beside_it():
    flow, dice = FLOWS["sale"], Random("sale")
    struck = [
        run(flow, first, second).struck
        for first in undisturbed("sale").stops()
        for second in dice.sample(list(second_stops(flow, first)), 2)
    ]
    twice = [stops for stops in struck if len(stops) == 2]
    assert len(twice) > len(struck) / 2
    assert any(len({stop.party for stop in stops}) == 1 for stops in twice)
