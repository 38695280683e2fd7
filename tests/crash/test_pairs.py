"""Stopped, and stopped again while it recovers: every pair of stops of one party, for a sale and for a void."""

import pytest

from tests.crash.counter import FLOWS, PARTIES, run, stops

# Recovery is over after so many durable writes: what was open is taken up and its first steps are done.
RECOVERY = 3


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("name", ["sale approved", "void"])
def test_a_second_stop_during_recovery_loses_and_makes_no_money(name, party):
    flow = FLOWS[name]
    struck_twice = 0
    for first in stops(party, 1, run(flow).writes[party]):
        for second in stops(party, first.write + 1, first.write + RECOVERY):
            stopped = run(flow, first, second)
            assert first in stopped.struck
            assert stopped.findings == [], (first, second)
            struck_twice += len(stopped.struck) == 2
    assert struck_twice > 0
