"""Every planted bug is found, by the seed that the table names, or soon. Without it the same seeds hold (`test_run`)."""

from pathlib import Path

import pytest

from countertop.acquirer.settings import PLANTABLE as AT_ACQUIRER
from countertop.issuer import PLANTABLE as AT_ISSUER
from countertop.simulation.planted import FOUND_BY, PLANTED, UNPLAYED
from countertop.simulation.run import Settings, simulate
from countertop.switch import PLANTABLE as AT_SWITCH
from countertop.terminal import PLANTABLE as AT_TERMINAL

MOST_SEEDS = 200


def test_the_list_is_complete():
    assert set(PLANTED) | UNPLAYED == AT_TERMINAL | AT_ACQUIRER | AT_SWITCH | AT_ISSUER
    assert not set(PLANTED) & UNPLAYED


@pytest.mark.parametrize("bug", sorted(UNPLAYED))
def test_what_no_seed_can_find_yet_is_found_by_a_playbook(bug):
    rooms = [Path(__file__).parents[1] / room for room in ("terminal", "acquirer", "issuer", "switch", "audit")]
    assert any(bug in test.read_text("utf-8") for room in rooms for test in room.rglob("test_*.py"))


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(bug):
    for seed in (FOUND_BY[bug][0], *range(MOST_SEEDS)):
        if not simulate(seed, Settings(planted=frozenset({bug}))).ok:
            return
    pytest.fail(f"{bug} was not found in {MOST_SEEDS} seeds")


def test_the_table_says_which_seed_finds_each():
    assert set(FOUND_BY) == set(PLANTED)
    assert len(PLANTED) >= 30
