"""Faults of the demo's network: a dialler meets them, and a reason for each has its words."""

import asyncio

import pytest

from countertop.runtime.drawn_network import FAULTS, DrawnNetwork
from countertop.terminal.links import LINKS
from countertop.values import MILLISECOND, SECOND
from countertop.words.terminal_links import TEXTS


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_hinders_its_routes_until_it_is_mended(fault):
    network, hindrance = DrawnNetwork(), FAULTS[fault]
    assert network.hinder(fault) == hindrance.routes
    for route in LINKS:
        reason = asyncio.run(network.hindered(route, 10 * MILLISECOND))
        assert reason == (hindrance.reason if route in hindrance.routes else "")
    network.mend()
    assert asyncio.run(network.hindered(hindrance.routes[0], SECOND)) == ""
    assert f"dial.{hindrance.reason}" in TEXTS
