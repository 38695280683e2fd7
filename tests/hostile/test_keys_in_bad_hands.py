"""A client with valid keys of its own terminal, against a real host: what it may not do is refused or harmless."""

import pytest

from tests.end_to_end.test_faults import until_nothing_is_owed

APPROVING = {"00", "10", "11", "A2", "A4", "A5", "A6"}


@pytest.fixture
def thief(house):
    with house.thief(0) as thief:
        yield thief.sign_in()


@pytest.fixture(autouse=True, scope="module")
def books_agree(house):
    yield
    until_nothing_is_owed(house.data)
    house.still_works()


def test_another_terminal_s_sale_cannot_be_voided(house, thief):
    with house.thief(1) as victim:
        bought = victim.sign_in().buy(1000, house.cards[3])
    thief.counter.batch_number = victim.counter.batch_number
    assert thief.ask(thief.void(bought)).response_code not in APPROVING
    in_another_s_name = thief.void(bought)
    in_another_s_name.terminal_id = victim.counter.terminal_id
    with house.notes("acquirer", "acquirer.wrong-mac"):
        assert thief.ask(in_another_s_name).response_code == "A0"


@pytest.mark.parametrize("amount", [1, 999, 1001, 100_000])
def test_a_void_has_the_sale_s_amount(house, thief, amount):
    bought = thief.buy(1000, house.cards[0])
    assert thief.ask(thief.void(bought, amount=amount)).response_code == "64"
    assert thief.ask(thief.void(bought)).response_code == "00"


def test_a_sale_is_voided_once(house, thief):
    bought = thief.buy(1000, house.cards[0])
    first = thief.void(bought)
    payload = thief.sealed(first)
    answer = thief.ask_with(payload)
    assert answer.response_code == "00"
    again = thief.ask_with(payload)  # the same bytes: the same answer, which is no second credit
    assert (again.response_code, again.rrn) == ("00", answer.rrn)
    assert thief.ask(thief.void(bought)).response_code == "12"


@pytest.mark.parametrize("supervisor", [None, "01", "55", ""])
def test_a_void_takes_a_supervisor_whom_the_host_knows(house, thief, supervisor):
    bought = thief.buy(1000, house.cards[1])
    refused = thief.ask(thief.void(bought, supervisor=supervisor))
    assert refused.response_code in {"58", "30"}, refused.response_code
    assert thief.ask(thief.void(bought)).response_code == "00"


@pytest.mark.parametrize("amount", [0, 1, 999, 1001])
def test_a_reversal_has_the_sale_s_amount(house, thief, amount):
    bought = thief.buy(1000, house.cards[2])
    with house.notes("acquirer", "acquirer.reversal-disagrees"):
        assert thief.ask(thief.reversal(bought.stan, amount)).response_code == "64"
    assert thief.ask(thief.reversal(bought.stan, 1000)).response_code == "00"


def test_what_was_reversed_before_it_came_is_declined(house, thief):
    stan = thief.next_stan()
    with house.notes("acquirer", "acquirer.tombstone", "acquirer.tombstone-hit"):
        assert thief.ask(thief.reversal(stan, 1000)).response_code == "00"
        late = thief.ask(thief.sale(1000, house.cards[4], stan))
    assert late.response_code not in APPROVING
    assert thief.ask(thief.reversal(stan, 1000)).response_code == "00"


def test_a_used_number_serves_for_nothing_else(house, thief):
    bought = thief.buy(1000, house.cards[8])
    with house.notes("acquirer", "acquirer.conflict"):
        assert thief.ask(thief.sale(999, house.cards[8], bought.stan)).response_code == "94"
        assert thief.ask(thief.sale(1000, house.cards[0], bought.stan)).response_code == "94"


def test_a_second_reversal_and_a_void_afterwards_move_nothing(house, thief):
    bought = thief.buy(1000, house.cards[5])
    for _ in range(3):
        assert thief.ask(thief.reversal(bought.stan, 1000)).response_code == "00"
    assert thief.ask(thief.void(bought)).response_code not in APPROVING


def test_void_and_reversal_at_once_credit_once(house, thief):
    bought = thief.buy(1000, house.cards[6])
    void, reversal = (thief.sealed(each) for each in (thief.void(bought), thief.reversal(bought.stan, 1000)))
    thief.line.send(void)
    thief.line.send(reversal)
    assert thief.line.receive() is not None
    assert thief.line.receive() is not None


def test_keys_of_an_earlier_sign_in_are_worth_nothing(house, thief):
    old = thief.keys
    thief.sign_in()
    new, thief.keys = thief.keys, old
    assert thief.ask(thief.sale(1000, house.cards[7])).response_code == "A0"
    thief.keys = new
    thief.buy(1000, house.cards[7])
