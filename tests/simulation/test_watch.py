"""The watch: an undone debit that nobody owes, and a screen or slip that is ahead of the store, are seen at once."""

import pytest

from countertop.simulation.days import ListedDay
from countertop.simulation.faults import Faults
from countertop.simulation.founding import founding
from countertop.simulation.people import Act
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.simulation.swarm import Swarm
from countertop.stage import Print, Show


def sale(name="debit-east"):
    card = founding().wallet[name]
    return lambda _: Act("sale", {"amount": 100}, card, pin=card.pin)


SALES = tuple(map(sale, ("debit-east", "credit-east", "debit-west", "credit-west", "debit-north")))


def scene(planted=frozenset(), rates=None, acts=SALES[:1]):
    return Scene(1, Faults(1, Swarm(rates or {})), days={"terminal-1": ListedDay(acts)}, planted=planted)


def test_a_day_without_faults_shows_nothing():
    made = scene()
    assert play(made) == []
    assert made.watch.findings == []


def test_a_debit_that_nobody_owes_is_seen_the_moment_it_is_given_up():
    planted = frozenset({"switch.timeout-without-reversal"})
    made = scene(planted, {"issuer_silent": 0.999}, SALES)
    play(made)
    assert any("nobody owes its reversal" in finding for finding in made.watch.findings)


def test_the_same_silence_without_the_bug_is_owed_by_somebody():
    made = scene(rates={"issuer_silent": 0.999}, acts=SALES)
    assert play(made) == []
    assert any(told.status for told in made.cashiers["terminal-1"].memory.told)


@pytest.mark.parametrize("message", ["screen.approved", "screen.unknown", "screen.reversed"])
def test_a_screen_ahead_of_its_store_is_seen(message):
    made = scene()
    play(made)
    made.watch.shown(made.world.nodes["terminal-1"].process, Show(message, voucher="000777"))
    assert made.watch.findings == [f"I9 terminal-1 said {message} of voucher 000777 before its store did"]


def test_a_slip_ahead_of_its_store_is_seen():
    made, papers = scene(), []
    made.cashiers["terminal-1"]._printed = lambda process, paper: papers.append((process, paper))
    play(made)
    process, paper = papers[0]
    made.watch.printed(process, Print(paper.document, paper.copy))
    assert made.watch.findings == []
    process.disk.store._tables["outcome"].rows.clear()
    made.watch.printed(process, Print(paper.document, paper.copy))
    assert len(made.watch.findings) == 1
