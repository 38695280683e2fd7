"""What must be seen is seen where its cause is let loose, and nothing of it on a calm day."""

import pytest

from countertop.simulation.run import Settings, simulate
from countertop.simulation.seen import MUST_BE_SEEN
from countertop.simulation.swarm import Swarm

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
    "batch mismatch and upload": {"lost_record": 60},
    "settlement over a restart": {"settlement": 20, "crash": 0.05, "loss": 0.1},
    "settlement put off": {"settlement": 20, "delay": 0.1, "hostile": 1},
    "batch number wrap": {"batch_wrap": 1, "settlement": 10},
    "storage limit reached": {"voice": 80, "dial": 0.4},
    "stored transaction refused": {"voice": 80},
    "reserve reached": {"reserve": 20},
    "paper out": {"device": 20},
    "link failed over": {"link_down": 20},
    "locked by the host": {"instructions": 60},
    "master key changed": {"instructions": 60},
    "zone keys changed amid traffic": {"zone_key_change": 60, "issuer_delay": 0.6},
    "carried away": {"moved": 40},
    "completion too late": {"weeks": 1, "preauthorisation": 80},
    "stood in": {"stand_in": 6, "bank_away": 20},
    "hold expired": {"weeks": 1, "preauthorisation": 80, "slow_link": 8, "issuer_late": 0.6},
    "refund too much": {"refund": 80},
    "voice code refused": {"voice": 80},
    "refund at the console": {"desk_refund": 60},
    "refund in place of a reversal": {"code": 400, "weeks": 1, "loss": 0.1, "delay": 0.1},
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
