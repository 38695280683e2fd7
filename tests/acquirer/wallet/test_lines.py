"""The lines to the wallet: a slow answer holds up nobody else, and there are never more than there may be."""

import pytest

from countertop.values import SECOND
from tests.acquirer.wallet.provider import CODE, QrHouse, qr_sale


def ask(till, number):
    """Ask for a payment by a code of its own."""
    sale = qr_sale(till, 1000 + number, f"{CODE[:-2]}{number:02}")
    till.tell(sale)
    return sale


def lines(house):
    return house.book.lines_of("wallet")


def test_one_payment_after_the_other_needs_one_line(house, till, wallet):
    for number in range(3):
        ask(till, number)
        wallet.tell(wallet.hear("pay"))
        assert till.hear().response_code == "00"
    assert len(lines(house)) == 1


def test_a_slow_answer_holds_up_no_other_payment(house, till, wallet):
    ask(till, 0)
    slow = wallet.hear("pay")
    for number in range(1, 4):
        ask(till, number)
        wallet.tell(wallet.hear("pay"))
        assert till.hear().response_code == "00"
    assert len(lines(house)) == 2
    wallet.tell(slow)
    assert till.hear().response_code == "00"


@pytest.mark.parametrize("most", [1, 3])
def test_there_are_never_more_lines_than_there_may_be(most):
    house = QrHouse(most_wallet_lines=most).open()
    for number in range(6):
        ask(house.till, number)
    asked = house.wallet.hear_all()
    on = [house.wallet.heard_on[request.nonce] for request in asked]
    assert (len(asked), len(lines(house))) == (6, most)
    assert {on.count(line) for line in lines(house)} == {6 // most}  # queued where least is waited for
    for request in asked:
        house.wallet.tell(request, amount=request.amount)
    assert [answer.response_code for answer in house.till.hear_all()] == ["00"] * 6


def test_a_line_that_goes_takes_only_its_own_answers_with_it(house, till, wallet):
    ask(till, 0)
    lost = wallet.hear("pay")
    ask(till, 1)
    kept = wallet.hear("pay")
    house.book.close(wallet.heard_on[lost.nonce])
    wallet.tell(kept)
    assert till.hear().response_code == "00"
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("pay"))
    assert till.hear().response_code == "00"


def test_a_silent_line_is_given_up_and_the_others_stay(house, till, wallet):
    ask(till, 0)
    silent = wallet.heard_on[wallet.hear("pay").nonce]
    ask(till, 1)
    wallet.tell(wallet.hear("pay"))
    till.hear()
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("pay"))
    till.hear()
    house.book.advance(5 * SECOND)
    assert house.book.hung_up(silent)
    assert len(lines(house)) == 1
