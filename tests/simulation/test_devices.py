"""Devices, reserves and links that fail at a terminal: it begins nothing that it may not end, and finds its other way."""

import pytest

from countertop.simulation.faults import Faults
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.simulation.swarm import Swarm


def messages(rates, seed=1):
    scene = Scene(seed, Faults(seed, Swarm(rates)), 15)
    assert play(scene) == []
    return scene, {told.facts["message"] for cashier in scene.cashiers.values() for told in cashier.memory.told}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("device", {"screen.paper_out", "screen.battery_empty"}),
        ("reserve", {"screen.disk_full"}),
        ("moved", {"response.L1"}),
    ],
)
def test_a_terminal_says_what_keeps_it_from_beginning(fault, said):
    for seed in range(4):
        if said & messages({fault: 60}, seed)[1]:
            return
    pytest.fail(f"nobody was told of {said}")


def test_a_terminal_sells_over_its_second_way_while_the_first_is_down():
    scene, said = messages({"link_down": 60})
    assert scene.world.faults.counts["link failed over"]
    assert "response.00" in said
