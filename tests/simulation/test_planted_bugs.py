"""Every planted bug is found, by the seed that the table names, or soon. Without it the same seeds hold (`test_run`)."""

from pathlib import Path

import pytest

from countertop.acquirer.settings import PLANTABLE as AT_ACQUIRER
from countertop.issuer import PLANTABLE as AT_ISSUER
from countertop.simulation.planted import FOUND_BY, PLANTED, UNPLAYED
from countertop.simulation.run import Settings, simulate
from countertop.simulation.swarm import Swarm
from countertop.switch import PLANTABLE as AT_SWITCH
from countertop.terminal import PLANTABLE as AT_TERMINAL
from countertop.wallet import PLANTABLE as AT_WALLET

MOST_SEEDS = 200

HAUNTS = {
    "terminal.settlement-forgotten-at-reboot": {"settlement": 20, "crash": 0.05},
    "terminal.refund-forgotten-at-reboot": {"refund": 40, "crash": 0.05, "delay": 0.1},
    "terminal.balance-kept": {"balance": 15},
    "acquirer.advice-accepted-twice": {"advice": 40, "voice": 50, "loss": 0.1},
    "switch.advice-forgotten-at-reboot": {"stand_in": 6, "bank_away": 20, "crash": 0.05},
    "switch.timeout-without-reversal": {"issuer_late": 0.6},
    "switch.zone-keys-dropped-unconfirmed": {"zone_key_change": 30, "loss": 0.15},
    "acquirer.upload-posts-twice": {"settlement": 20, "lost_record": 30, "loss": 0.15, "duplicate": 0.1},
}
"""What is going on where a bug lives: every change of the world moves the seeds, and few days have all of it."""


def test_the_list_is_complete():
    assert set(PLANTED) | UNPLAYED == AT_TERMINAL | AT_ACQUIRER | AT_SWITCH | AT_ISSUER | AT_WALLET
    assert not set(PLANTED) & UNPLAYED


@pytest.mark.parametrize("bug", sorted(UNPLAYED))
def test_what_no_seed_can_find_yet_is_found_by_a_playbook(bug):
    rooms = [
        Path(__file__).parents[1] / room for room in ("terminal", "acquirer", "issuer", "switch", "wallet", "audit")
    ]
    assert any(bug in test.read_text("utf-8") for room in rooms for test in room.rglob("test_*.py"))


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(bug):
    if not simulate(FOUND_BY[bug][0], Settings(planted=frozenset({bug}))).ok:
        return
    for seed in range(MOST_SEEDS):
        swarm = Swarm({**Swarm.drawn(seed).rates, **HAUNTS.get(bug, {})})
        if not simulate(seed, Settings(planted=frozenset({bug}), swarm=swarm)).ok:
            return
    pytest.fail(f"{bug} was not found in {MOST_SEEDS} seeds")


def test_the_table_says_which_seed_finds_each():
    assert set(FOUND_BY) == set(PLANTED)
    assert len(PLANTED) >= 30
