"""What must be seen is seen where its cause is let loose, and nothing of it on a calm day."""

import pytest

from countertop.simulation.faults import Swarm
from countertop.simulation.run import Settings, simulate
from countertop.simulation.seen import MUST_BE_SEEN

CAUSES = {
    "late approval discarded": {"delay": 0.1},
    "reversal before original": {"delay": 0.1},
    "tombstone hit": {"delay": 0.1},
    "duplicate answered from journal": {"duplicate": 0.3},
    "crash in recovery": {"crash": 0.05, "crash_in_recovery": 0.4},
    "void/reversal race": {"hostile": 1},
    "key change in flight": {"key_change": 0.3, "delay": 0.1, "loss": 0.1},
    "disk full": {"disk_full": 20},
    "failed sync": {"disk_broken": 0.02},
    "clock back": {"clock_back": 20},
    "STAN wrap": {"stan_wrap": 1},
    "New Year": {"eve": 1},
    "29 February": {"eve": 1},
    "midnight": {"eve": 1},
    "switch slower than host timer": {"slow_switch": 1, "issuer_late": 0.5},
    "machine replaced": {"replaced": 1},
}


def test_every_event_has_a_cause_here():
    assert set(CAUSES) == set(MUST_BE_SEEN)


@pytest.mark.parametrize("event", CAUSES)
def test_an_event_is_seen_where_its_cause_is_let_loose(event):
    for seed in range(12):
        report = simulate(seed, Settings(swarm=Swarm(CAUSES[event])))
        assert report.ok, (seed, report.findings)
        if report.seen[event]:
            return
    pytest.fail(f"never seen: {event}")


def test_a_calm_day_shows_none_of_them():
    assert not simulate(1, Settings(swarm=Swarm({}))).seen
