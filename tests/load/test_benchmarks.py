"""The benchmarks stay runnable, and their peers do the work they are measured at."""

import importlib

import pytest

from benchmarks import __main__ as all_of_them
from benchmarks import chain, host
from benchmarks.rig import Rig
from countertop.hsm import CHEAPEST_PASSWORDS
from countertop.runtime.founding import found_house
from countertop.runtime.parties import STORE

SECONDS = 0.3


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    place = tmp_path_factory.mktemp("bench")
    found_house(place / "house", 0, fleet=4, password_cost=CHEAPEST_PASSWORDS)
    Rig.of_house(place / "house").save(place / "rig.json")
    return place / "house"


@pytest.fixture(autouse=True)
def few_terminals(monkeypatch):
    monkeypatch.setattr(host, "SCENES", ((4, None), (2, 50.0)))


@pytest.mark.parametrize("measure", [host.measure_naive, host.measure_host], ids=lambda measure: measure.__name__)
def test_both_hosts_answer_every_sale_rightly_to_the_same_clients(house, measure):
    """`scene` raises when an answer is declined, missing, under a wrong MAC or another's."""
    saturated, paced = measure(house, house.with_name("rig.json"), SECONDS)
    assert saturated["answered"] > 4
    assert saturated["macs_verified"] > 0
    assert saturated["cpu"] > 0
    assert paced["answered"] == 50 * SECONDS


def test_the_bare_journal_writes_the_rows_that_the_host_wrote(house, tmp_path):
    assert host.raw_rate(house / "acquirer" / STORE, 4, tmp_path / "raw") > 0


def test_a_chain_that_is_late_or_wrong_has_not_held_its_rate():
    held = {"clean": True, "microseconds": {"p99": chain.MOST_P99}}
    assert chain.is_held(held)
    assert not chain.is_held({**held, "clean": False})
    assert not chain.is_held({**held, "microseconds": {"p99": chain.MOST_P99 + 1}})


def test_every_benchmark_that_is_listed_can_be_run():
    for name in all_of_them.BRIEFLY:
        assert callable(importlib.import_module(f"benchmarks.{name}").main)
