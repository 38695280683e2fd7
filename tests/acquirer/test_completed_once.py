"""A pre-authorisation has one standing completion: also where a completion's void may still be reversed."""

from dataclasses import replace

import pytest

from countertop.acquirer.records import OperatorRegistered, TerminalRegistered
from countertop.acquirer.tables import OPEN_OBLIGATIONS
from countertop.hsm import KeyUsage
from countertop.values import SECOND
from tests.acquirer.neighbours import MERCHANT_ID, House, TillTerminal, share
from tests.acquirer.settlement.till import tell_totals, totals
from tests.acquirer.test_void import refused
from tests.playbook import make_hsm

SECOND_ID = "80000103"


@pytest.fixture
def house():
    """A host with a second terminal at the same shop."""
    till = TillTerminal(None, SECOND_ID, MERCHANT_ID)
    tmk, till.tmk = share(KeyUsage.TMK, SECOND_ID, make_hsm("acquirer"), till.hsm)
    people = [OperatorRegistered(SECOND_ID, number, role) for number, role in (("00", "supervisor"), ("01", "cashier"))]
    house = House(extra=(TerminalRegistered(SECOND_ID, MERCHANT_ID, "00000103", tmk), *people)).open()
    house.second, till.house = till, house
    for each in (house.till, till):
        each.sign_in()
    return house


@pytest.fixture
def till(house):
    return house.till


@pytest.fixture
def second(house):
    return house.second


@pytest.fixture
def switch(house):
    return house.switch


@pytest.fixture
def held(till):
    return till.ask(till.preauthorise())


@pytest.fixture
def void(till, held):
    """A void of a completion, approved; whether the terminal has heard of it nobody can tell."""
    completion = till.complete(held)
    void = till.void_completion(completion, till.ask(completion))
    till.ask(void)
    return void


def test_another_terminal_waits_until_that_of_the_void_has_gone_on(till, second, switch, held, void):
    refused(second, switch, "96", second.complete(held))
    till.ask(till.sale())
    second.ask(second.complete(held))
    refused(till, switch, "12", till.complete(held))


def test_an_advice_waits_and_is_taken_when_it_comes_again(till, second, switch, held, void):
    advice = second.advise_completion(held)
    refused(second, switch, "96", advice)
    till.ask(till.sale())
    second.ask(advice)


def test_it_does_not_wait_for_ever(house, till, second, switch, held, void):
    advice = second.advise_completion(held)
    house.memory.settings = replace(house.memory.settings, void_doubt=2 * SECOND)
    house.book.advance(SECOND)
    refused(second, switch, "96", advice)
    house.book.advance(2 * SECOND)
    second.ask(advice)


def test_it_waits_for_no_terminal_that_settles(till, second, switch, held, void):
    refused(second, switch, "96", second.complete(held))
    tell_totals(till, totals())
    second.ask(second.complete(held))


def test_a_release_waits_too(till, second, switch, held, void):
    refused(second, switch, "96", second.release(held))
    till.ask(till.sale())
    second.ask(second.release(held))


def test_what_moves_nothing_does_not_show_that_a_terminal_has_gone_on(till, second, switch, held, void):
    till.tell(till.balance())
    switch.approve(balance="1002156C000000100000")
    till.hear_all(whole=False)
    refused(second, switch, "96", second.complete(held))


def test_the_voids_own_terminal_has_gone_on_when_it_asks(till, held, void):
    till.ask(till.complete(held))


@pytest.mark.parametrize("acknowledged", [True, False])
def test_a_void_that_is_being_reversed_leaves_the_completion_standing(till, second, switch, held, void, acknowledged):
    """Before the switch has acknowledged it too: until then both completions could be approved."""
    till.tell(till.reversal(void))
    if acknowledged:
        switch.acknowledge()
    else:
        assert switch.hear().mti == "0420"
    assert till.hear().response_code == "00"
    for each in (till, second):
        refused(each, switch, "12", each.complete(held))
        refused(each, switch, "12", each.release(held))


def test_a_void_is_not_reversed_once_somebody_else_has_the_hold(house, till, switch, held, void):
    """No honest terminal asks for that: it reverses what it does not know before it asks for anything else."""
    till.ask(till.complete(held))
    till.tell(till.reversal(void))
    assert till.hear().response_code == "12"
    switch.nothing_heard()
    assert house.book.rows(OPEN_OBLIGATIONS) == []
    assert house.book.noted("acquirer.reversal-disagrees") == 1


def test_a_void_whose_successor_was_reversed_may_be_reversed(till, switch, held, void):
    completion = till.complete(held)
    till.ask(completion)
    till.tell(till.reversal(completion))
    switch.acknowledge()
    till.hear()
    till.tell(till.reversal(void))
    switch.acknowledge()
    assert till.hear().response_code == "00"


def test_a_reversal_and_a_completion_at_once_do_not_both_pass(house, till, switch, held, void):
    """The completion has the hold first; the reversal is told to come again, and then that it is gone."""
    house.book.hold = True
    till.tell(till.reversal(void))
    till.tell(till.complete(held))
    house.book.let_go()
    house.book.hold = False
    (answer,) = till.hear_all(whole=False)
    assert (answer.mti, answer.response_code) == ("0410", "96")
    switch.approve()
    till.hear()
    till.tell(till.reversal(void))
    assert till.hear().response_code == "12"
