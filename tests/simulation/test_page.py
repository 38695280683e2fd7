"""The page about simulation knows every fault, every event that must be seen, and every planted bug."""

from pathlib import Path

import pytest

from countertop.simulation.planted import FOUND_BY, PLANTED
from countertop.simulation.seen import MUST_BE_SEEN
from countertop.simulation.swarm import BUSINESS, CLASSES

PAGE = (Path(__file__).parents[2] / "docs" / "simulation.md").read_text("utf-8")


@pytest.mark.parametrize("fault", CLASSES)
def test_a_fault_is_on_the_page(fault):
    assert f"| `{fault}` |" in PAGE
    assert CLASSES[fault].what.rpartition("; ")[0] in PAGE


@pytest.mark.parametrize("kind", BUSINESS)
def test_a_kind_of_business_is_on_the_page(kind):
    assert f"| `{kind}` |" in PAGE
    assert BUSINESS[kind].what.rpartition("; ")[0] in PAGE


@pytest.mark.parametrize("event", MUST_BE_SEEN)
def test_an_event_is_on_the_page(event):
    assert f"| {event} | {MUST_BE_SEEN[event]} |" in PAGE


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_on_the_page(bug):
    seed, invariant = FOUND_BY[bug]
    assert f"| `{bug}` | {PLANTED[bug]} | {seed} | {invariant} |" in PAGE
