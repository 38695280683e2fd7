"""The same attempts against a host with planted faults: there they succeed, so the other tests do see what they look for."""

import pytest

FAULTS = ("no-tombstone", "reversal-amount-not-compared", "fingerprint-not-compared")
SETTINGS = (f"acquirer.settings.planted={','.join(f'acquirer.{fault}' for fault in FAULTS)}",)


@pytest.fixture
def thief(house):
    with house.thief() as thief:
        yield thief.sign_in()


def test_without_tombstones_a_sale_that_was_reversed_before_it_came_is_approved(house, thief):
    stan = thief.next_stan()
    assert thief.ask(thief.reversal(stan, 1000)).response_code == "00"
    assert thief.ask(thief.sale(1000, house.cards[0], stan)).response_code == "00"


def test_without_the_comparison_a_sale_is_reversed_for_another_amount(house, thief):
    bought = thief.buy(1000, house.cards[1])
    assert thief.ask(thief.reversal(bought.stan, 999)).response_code == "00"


def test_without_the_comparison_another_amount_passes_for_a_repetition(house, thief):
    bought = thief.buy(1000, house.cards[2])
    answer = thief.ask(thief.sale(999, house.cards[2], bought.stan))
    assert (answer.response_code, answer.rrn) == ("00", bought.answer.rrn)
