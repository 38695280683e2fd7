"""Every planted bug is found, within far fewer seeds than a night has. Without it the same seeds hold (`test_run`)."""

import pytest

from countertop.acquirer.settings import PLANTABLE as AT_ACQUIRER
from countertop.issuer import PLANTABLE as AT_ISSUER
from countertop.simulation.planted import PLANTED
from countertop.simulation.run import Settings, simulate
from countertop.switch import PLANTABLE as AT_SWITCH
from countertop.terminal import PLANTABLE as AT_TERMINAL

MOST_SEEDS = 200


def test_the_list_is_complete():
    assert set(PLANTED) == AT_TERMINAL | AT_ACQUIRER | AT_SWITCH | AT_ISSUER


@pytest.mark.parametrize("bug", sorted(PLANTED))
def test_a_planted_bug_is_found(bug):
    for seed in range(MOST_SEEDS):
        if not simulate(seed, Settings(planted=frozenset({bug}))).ok:
            return
    pytest.fail(f"{bug} was not found in {MOST_SEEDS} seeds")
