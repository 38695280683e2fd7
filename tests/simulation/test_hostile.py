"""The hostile terminal: every trick is refused or harmless, and complains when the host has the bug it is after."""

import pytest

from countertop.simulation import scene as scene_module
from countertop.simulation import tricks
from countertop.simulation.days import ListedDay
from countertop.simulation.faults import Faults
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.simulation.swarm import Swarm
from countertop.values import MINUTE

SEED = 5


def run(monkeypatch, *only, planted=frozenset(), minutes=15):
    monkeypatch.setattr(scene_module, "TRICKS", (tricks.buy, *only))
    days = {"terminal-1": ListedDay([lambda _: None])}
    scene = Scene(SEED, Faults(SEED, Swarm({"hostile": 1})), days=days, planted=planted)
    world = scene.world
    world.begin()
    world.run(minutes * MINUTE)
    return scene, play_on(scene)


def play_on(scene):
    """Heal and audit a world that has begun."""
    scene.world.begin = lambda: None
    return play(scene)


@pytest.mark.parametrize("trick", tricks.TRICKS, ids=lambda trick: trick.__name__)
def test_a_trick_gets_nowhere(monkeypatch, trick):
    scene, findings = run(monkeypatch, trick)
    assert scene.hostile.tried > 15
    assert findings == []


@pytest.mark.parametrize(
    ("bug", "trick", "invariant"),
    [
        ("acquirer.fingerprint-not-compared", tricks.change_the_amount, "I5"),
        ("acquirer.fingerprint-not-compared", tricks.change_the_card, "I5"),
        ("acquirer.reversal-amount-not-compared", tricks.reverse_another_amount, "I6"),
        ("acquirer.no-tombstone", tricks.reverse_before_buying, "I6"),
        ("issuer.void-and-reversal-both-credit", tricks.reverse_and_void_at_once, "I8"),
        ("acquirer.decided-duplicate-reprocessed", tricks.send_again, "I9"),
    ],
)
def test_a_trick_finds_the_bug_it_is_after(monkeypatch, bug, trick, invariant):
    _, findings = run(monkeypatch, trick, planted=frozenset({bug}))
    assert any(finding.startswith(invariant) for finding in findings), findings[:5]


def test_it_knows_what_lies_in_the_bins(monkeypatch):
    monkeypatch.setattr(scene_module, "TRICKS", (tricks.void_of_strangers,))
    scene = Scene(SEED, Faults(SEED, Swarm({"hostile": 1})), 60)
    assert play(scene) == []
    assert scene.hostile.tried > 5
    assert len(scene.hostile.slips()) > 5
