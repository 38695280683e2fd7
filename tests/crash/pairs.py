"""Stopped, and a party stopped again while the first one recovers."""

from tests.crash.counter import around, run

# Recovery is over after so many durable writes: what was open is taken up and its first steps are done.
RECOVERY = 3
# Beside it, the others go on: their next writes are those that may cut what they and it tell each other.
BESIDE = 1


def second_stops(flow, first):
    """Every stop of the recovering party in its recovery, and the next ones of every other party."""
    (so_far,) = run(flow, first).at_stops
    for party in flow.parties:
        following = RECOVERY if party == first.party else BESIDE
        yield from around(party, range(so_far[party] + 1, so_far[party] + following + 1))
