"""Refunds, adjustments, tips, transfers and balances at the bank."""

import pytest

from countertop.issuer.tables import CARD_BY_TOKEN
from countertop.values import Pan
from tests.interbank import PAN
from tests.issuer.branch import ACCOUNT, BALANCE, CREDIT_ACCOUNT, CREDIT_PAN, PIN, Branch


@pytest.fixture
def branch():
    return Branch().open()


@pytest.fixture
def sale(branch):
    message = branch.switch.sale(100_00)
    message.approval_code = branch.switch.ask(message).approval_code
    return message


def code(branch, message, **changes):
    return branch.switch.ask(message.copy(**changes) if changes else message).response_code


# Refunds


def test_refunds_give_back_in_parts_until_nothing_is_left(branch, sale):
    assert [code(branch, branch.switch.refund(sale, amount)) for amount in (30_00, 70_01, 70_00, 1)] == [
        "00",
        "61",
        "00",
        "61",
    ]
    assert branch.postings() == [BALANCE, -100_00, 30_00, 70_00]
    branch.verify_books()


def test_the_same_refund_again_is_given_back_once(branch, sale):
    refund = branch.switch.refund(sale, 30_00)
    first = branch.switch.ask(refund)
    branch.restart().open()
    again = branch.switch.ask(refund)
    assert (again.mti, again.response_code, again.approval_code) == ("0230", "00", first.approval_code)
    assert branch.balance() == BALANCE - 70_00


def test_refunds_at_once_take_turns(branch, sale):
    branch.book.hold = True
    for _ in range(3):
        branch.switch.tell(branch.switch.refund(sale, 60_00))
    branch.book.let_go()
    assert sorted(answer.response_code for answer in branch.switch.hear()) == ["00", "61", "61"]
    assert branch.balance() == BALANCE - 40_00


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"pan": Pan(CREDIT_PAN)}, "12"),
        ({"merchant_id": "123456789012346"}, "12"),
        ({"terminal_id": "00000002"}, "00"),
        ({"currency": "840"}, "12"),
        ({"amount": "0" * 12}, "13"),
        ({"original": None}, "30"),
        ({"original": "0200" + "999999" + "0715100000" + "00048020000" * 2}, "25"),
    ],
)
def test_a_refund_fits_its_sale_at_any_terminal_of_the_merchant(branch, sale, change, expected):
    assert code(branch, branch.switch.refund(sale, 30_00), **change) == expected


def test_a_completion_is_refunded_and_then_not_voided(branch):
    hold = branch.switch.preauthorisation(100_00)
    hold.approval_code = branch.switch.ask(hold).approval_code
    assert code(branch, branch.switch.refund(hold, 10_00)) == "12"
    completion = branch.switch.completion(hold, 90_00)
    code(branch, completion)
    assert code(branch, branch.switch.refund(completion, 90_01)) == "61"
    assert code(branch, branch.switch.refund(completion, 40_00)) == "00"
    assert code(branch, branch.switch.completion_void(completion)) == "12"
    assert branch.balance() == BALANCE - 50_00
    branch.verify_books()


def test_a_voided_sale_is_not_refunded_and_a_refunded_one_not_voided(branch, sale):
    code(branch, branch.switch.refund(sale, 1_00))
    assert code(branch, branch.switch.void(sale)) == "12"
    other = branch.switch.sale(10_00)
    code(branch, other)
    code(branch, branch.switch.void(other))
    assert code(branch, branch.switch.refund(other, 1_00)) == "12"


def test_a_reversed_sale_that_was_refunded_comes_back_once(branch, sale):
    code(branch, branch.switch.refund(sale, 30_00))
    assert code(branch, branch.switch.reversal(sale, approval_code=None)) == "00"
    assert branch.postings() == [BALANCE, -100_00, 30_00, 70_00]


def test_a_refund_goes_to_a_card_that_may_not_pay_any_more():
    founded = Branch()
    branch = Branch(cards=(founded.card(PAN, ACCOUNT, expiry="2407"),)).open()
    sale = branch.switch.sale(10_00, track2=None)
    code(branch, sale)
    branch.book.advance(20 * 24 * 3600 * 1_000_000)
    branch.restart().open()
    assert code(branch, branch.switch.refund(sale, 10_00)) == "00"


# Tips


def test_a_tip_raises_a_sale_within_bounds_and_the_last_one_counts(branch, sale):
    tip = "tip_adjustment"
    assert code(branch, branch.switch.adjustment(sale, 120_01, tip)) == "61"
    assert code(branch, branch.switch.adjustment(sale, 120_00, tip)) == "00"
    assert branch.balance() == BALANCE - 120_00
    assert code(branch, branch.switch.adjustment(sale, 110_00, tip)) == "00"
    assert branch.postings() == [BALANCE, -100_00, -20_00, 10_00]
    assert code(branch, branch.switch.adjustment(sale, 110_00)) == "12"
    assert code(branch, branch.switch.void(sale, condition_code="00")) == "64"
    assert code(branch, branch.switch.void(sale, amount=110_00)) == "00"
    assert branch.balance() == BALANCE
    branch.verify_books()


def test_a_tip_must_be_there_to_be_spent(branch):
    sale = branch.switch.with_pin(branch.switch.sale(BALANCE))
    code(branch, sale)
    assert code(branch, branch.switch.adjustment(sale, BALANCE + 1, "tip_adjustment")) == "51"


# Transfers


def transfer(branch, amount=100_00, to=CREDIT_PAN, pin=PIN, **changes):
    message = branch.switch.transfer(amount, to, **changes)
    return message if pin is None else branch.switch.with_pin(message, pin)


def test_a_transfer_posts_both_accounts_in_one_set(branch):
    message = transfer(branch)
    assert [code(branch, message) for _ in range(2)] == ["00", "00"]
    assert (branch.balance(), branch.balance(CREDIT_ACCOUNT)) == (BALANCE - 100_00, 100_00)
    assert branch.settled() == 0
    branch.verify_books()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"to": "6222029999999999995"}, "A3"),
        ({"to": PAN}, "A3"),
        ({"pin": None}, "A7"),
        ({"pin": "000000"}, "55"),
        ({"amount": BALANCE + 1}, "51"),
        ({"amount": 0}, "13"),
        ({"pan": "6222029999999999995", "pin": None}, "14"),
    ],
)
def test_what_is_wrong_with_a_transfer_is_said_and_nothing_moves(branch, changes, expected):
    assert code(branch, transfer(branch, **changes)) == expected
    assert (branch.balance(), branch.balance(CREDIT_ACCOUNT)) == (BALANCE, 0)


@pytest.mark.parametrize(("pin", "expected"), [(PIN, "00"), ("000000", "55")])
def test_a_transfer_that_is_repeated_without_its_pin_gets_the_stored_answer(branch, pin, expected):
    message = transfer(branch, pin=pin)
    first = branch.switch.ask(message)
    for again in (message.copy(pin_block=None), message, message.copy(pin_block=None, track2=None)):
        answer = branch.switch.ask(again)
        assert (answer.response_code, answer.approval_code) == (expected, first.approval_code)
    branch.restart().open()
    assert code(branch, message, pin_block=None) == expected
    assert branch.book.ask_desk("cards")[1]["cards"][0]["wrong_pins"] == (expected == "55")
    branch.verify_books()


def test_a_transfer_without_its_target_is_malformed(branch):
    assert code(branch, transfer(branch), account_to=None) == "30"


def test_transfers_both_ways_and_sales_at_once_end_in_the_right_books(branch):
    assert code(branch, transfer(branch, 500_00)) == "00"
    branch.book.hold = True
    for _ in range(3):
        branch.switch.tell(transfer(branch, 10_00))
        branch.switch.tell(branch.switch.with_pin(branch.switch.transfer(20_00, PAN, pan=CREDIT_PAN)))
        branch.switch.tell(branch.switch.sale(1_00))
        branch.switch.tell(branch.switch.sale(2_00, pan=CREDIT_PAN))
        branch.book.let_go(2)
    branch.book.let_go()
    assert [answer.response_code for answer in branch.switch.hear()] == ["00"] * 12
    assert (branch.balance(), branch.balance(CREDIT_ACCOUNT)) == (BALANCE - 473_00, 464_00)
    branch.verify_books()
    assert not branch.book.actor.office.turns._waiting


def test_a_transfer_is_never_reversed(branch):
    message = transfer(branch)
    code(branch, message)
    assert code(branch, branch.switch.reversal(message)) == "12"


# Balances


def inquiry(branch, pan=PAN, pin=PIN):
    message = branch.switch.balance(pan=pan)
    return message if pin is None else branch.switch.with_pin(message, pin)


def test_a_balance_is_what_may_be_spent_and_moves_nothing(branch):
    hold = branch.switch.preauthorisation(100_00)
    branch.switch.ask(hold)
    answer = branch.switch.ask(inquiry(branch))
    assert (answer.response_code, answer.balance, answer.approval_code) == ("00", "1002156C000000090000", None)
    assert branch.switch.ask(inquiry(branch, CREDIT_PAN)).balance == "3002156C000000050000"
    assert branch.postings() == [BALANCE]


def test_a_balance_below_nothing_has_its_sign(branch):
    sale = branch.switch.with_pin(branch.switch.sale(BALANCE))
    void = branch.switch.void(sale)
    for message in (sale, void, branch.switch.with_pin(branch.switch.sale(BALANCE)), branch.switch.reversal(void)):
        branch.switch.ask(message)
    assert branch.switch.ask(inquiry(branch)).balance == "1002156D000000100000"


def test_a_balance_is_kept_nowhere(branch):
    message = inquiry(branch)
    branch.switch.ask(message)
    stored = "\n".join(line.body for line in branch.book.store.records())
    assert "156C" not in stored
    _, body = branch.book.ask_desk("trace", rrn=message.rrn)
    assert body["hops"][1]["fields"]["balance"] == "****"


def test_a_repeated_inquiry_is_told_the_balance_of_now(branch):
    message = inquiry(branch)
    branch.switch.ask(message)
    branch.switch.ask(branch.switch.sale(1_00))
    assert branch.switch.ask(message).balance == "1002156C000000099900"


def test_a_balance_is_told_only_to_who_knows_the_pin(branch):
    for pin, expected in ((None, "55"), ("000000", "55"), (PIN, "00")):
        answer = branch.switch.ask(inquiry(branch, pin=pin))
        assert (answer.response_code, answer.balance is not None) == (expected, expected == "00")
    (row,) = branch.book.rows(CARD_BY_TOKEN, branch.card(PAN, ACCOUNT).pan_token)
    assert (row["wrong_pins"], row["sales"]) == (0, 0)


def test_a_balance_is_never_reversed(branch):
    message = inquiry(branch)
    branch.switch.ask(message)
    assert code(branch, branch.switch.reversal(message).copy(amount="000000000001")) == "12"
