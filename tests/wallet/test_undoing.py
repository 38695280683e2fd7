"""Orders given up: closed, reversed, before they came and after they were paid, and money that comes too late."""

import pytest

from countertop.qr.wallet_messages import RefundRequest, ReverseRequest
from countertop.values import MINUTE, SECOND
from countertop.wallet import WalletSettings
from tests.wallet.till import BALANCE, Till, fault

DAY = 24 * 60 * MINUTE


@pytest.fixture
def till():
    return Till()


def outcome(answer):
    return answer.state, answer.reason


def test_a_paid_order_is_reversed_and_the_money_goes_back(till):
    paid = till.pay()
    reversed_ = till.reverse(paid.order_number)
    assert (reversed_.state, reversed_.refunded) == ("REVERSED", 0)
    assert (till.balance(), till.payable) == (BALANCE, 0)
    assert till.reverse(paid.order_number).state == "REVERSED"
    assert (till.balance(), till.payable) == (BALANCE, 0)
    assert till.query(paid.order_number).state == "REVERSED"
    assert till.findings() == []


@pytest.mark.parametrize("give_up", ["close", "reverse"])
def test_an_order_that_never_came_is_given_up_beforehand(till, give_up):
    request = till.pay_request()
    state = {"close": "CLOSED", "reverse": "REVERSED"}[give_up]
    answer = getattr(till, give_up)(request.order_number)
    assert (outcome(answer), answer.amount, answer.wallet_number) == ((state, "never-came"), None, None)
    assert till.ask(request).state == state
    assert till.balance() == BALANCE
    other = till.precreate_request(order_number=request.order_number)
    assert (till.ask(other).state, till.ask(till.again(other)).code_text) == (state, None)
    assert till.findings() == []


def test_a_reversal_races_with_what_it_reverses(till):
    request = till.pay_request()
    till.book.hold = True
    till.tell(request)
    till.tell(_reversal(till, request.order_number))
    till.book.let_go()
    till.book.hold = False
    assert len(till.book.said(till.line)) == 2
    assert till.query(request.order_number).state == "REVERSED"
    assert (till.balance(), till.payable) == (BALANCE, 0)
    assert till.findings() == []


def _reversal(till, order_number):
    return ReverseRequest(**till.head(), order_number=order_number)


@pytest.mark.parametrize(("give_up", "state"), [("close", "CLOSED"), ("reverse", "REVERSED")])
def test_an_order_the_customer_is_asked_about_is_given_up(till, give_up, state):
    order = till.pay(200_00)
    assert getattr(till, give_up)(order.order_number).state == state
    status, body = till.book.ask_desk("confirm", customer="li")
    assert (status, body["message"]) == (12, "wallet.nothing_to_confirm")
    till.book.advance(5 * MINUTE)
    assert till.query(order.order_number).state == state
    assert till.balance() == BALANCE


def test_a_confirmation_races_with_the_close(till):
    order = till.pay(200_00)
    till.book.hold = True
    number = till.book.ask_desk("confirm", customer="li")
    till.tell(_reversal(till, order.order_number))
    till.book.let_go()
    till.book.hold = False
    till.book.said(till.line)
    assert till.book.replies[number][0] in (0, 12)
    assert till.query(order.order_number).state == "REVERSED"
    assert (till.balance(), till.payable) == (BALANCE, 0)
    assert till.findings() == []


@pytest.mark.parametrize(("give_up", "state"), [("close", "CLOSED"), ("reverse", "REVERSED")])
def test_money_that_comes_after_the_end_goes_back(till, give_up, state):
    order = till.pay(customer="han")
    assert getattr(till, give_up)(order.order_number).state == state
    assert (till.balance("han"), till.in_transit) == (BALANCE - 12_50, 12_50)
    assert till.findings() == ["audit.still_pending", "audit.ledger_not_zero"]
    till.book.advance(3 * SECOND)
    assert (till.balance("han"), till.in_transit, till.payable) == (BALANCE, 0, 0)
    assert till.query(order.order_number).state == state
    assert till.book.noted("wallet.late_payment") == 1
    assert till.findings() == []


def test_a_shops_code_closed_is_not_paid(till):
    order = till.precreate()
    assert outcome(till.close(order.order_number)) == ("CLOSED", "closed")
    assert till.scan(order.code_text) == (12, {"message": "wallet.too_late", "arguments": {}})


def test_a_failed_order_stays_failed(till):
    order = till.pay(50_00, customer="poor")
    for give_up in (till.close, till.reverse):
        assert outcome(give_up(order.order_number)) == ("FAIL", "balance")


def test_a_paid_order_is_not_closed(till):
    order = till.pay()
    assert fault(till.close(order.order_number)) == "order-paid"
    assert till.query(order.order_number).state == "SUCCESS"


def test_a_reversal_has_a_week(till):
    first, second = till.pay(), till.pay()
    till.book.advance(7 * DAY)
    assert till.reverse(first.order_number).state == "REVERSED"
    till.book.advance(SECOND)
    assert fault(till.reverse(second.order_number)) == "too-late"


def test_what_was_refunded_in_part_is_not_reversed(till):
    order = till.pay()
    till.refund(order.order_number, 1_00)
    assert fault(till.reverse(order.order_number)) == "order-refunded"


# Refunds


def test_refunds_are_partial_and_repeated_up_to_the_amount(till):
    order = till.pay(10_00)
    first = till.refund(order.order_number, 4_00)
    assert (first.refund_state, first.refund_amount, first.refunded) == ("SUCCESS", 4_00, 4_00)
    assert till.refund(order.order_number, 6_00).refunded == 10_00
    assert fault(till.refund(order.order_number, 1)) == "refund-too-much"
    answer = till.query(order.order_number)
    assert (answer.state, answer.refunded) == ("SUCCESS", 10_00)
    assert (till.balance(), till.payable) == (BALANCE, 0)
    assert till.findings() == []


def test_the_same_refund_again_is_the_same_refund(till):
    order = till.pay(10_00)
    first = till.refund(order.order_number, 4_00, "R1")
    again = till.refund(order.order_number, 4_00, "R1")
    assert (again.refunded, again.refunded_at) == (4_00, first.refunded_at)
    assert till.query_refund("R1").refund_state == "SUCCESS"
    assert fault(till.refund(order.order_number, 5_00, "R1")) == "refund-differs"
    other = till.pay(10_00)
    assert fault(till.refund(other.order_number, 4_00, "R1")) == "refund-differs"
    assert till.payable == 16_00


def test_two_refunds_race_for_what_is_left(till):
    order = till.pay(10_00)
    till.book.hold = True
    for number in ("R1", "R2"):
        made = {"order_number": order.order_number, "refund_number": number, "refund_amount": 6_00, "currency": "156"}
        till.tell(RefundRequest(**till.head(), **made))
    till.book.let_go()
    till.book.hold = False
    said = till.book.said(till.line)
    assert sorted(b"refund-too-much" in payload for payload in said) == [False, True]
    assert (till.payable, till.findings()) == (4_00, [])


def test_a_refund_may_take_its_time():
    till = Till(WalletSettings(refund_delay=2 * SECOND))
    order = till.pay(10_00)
    answer = till.refund(order.order_number, 4_00, "R1")
    assert (answer.refund_state, answer.refunded, answer.refunded_at) == ("PROCESSING", 4_00, None)
    assert till.balance() == BALANCE - 10_00
    assert fault(till.refund(order.order_number, 6_01)) == "refund-too-much"
    assert till.findings(at_rest=False) == []
    till.restart()
    till.book.advance(2 * SECOND)
    assert till.query_refund("R1").refund_state == "SUCCESS"
    assert (till.balance(), till.findings()) == (BALANCE - 6_00, [])


@pytest.mark.parametrize(("customer", "amount"), [("poor", 50_00), ("li", 200_00), ("han", 10_00)])
def test_what_is_not_paid_is_not_refunded(till, customer, amount):
    order = till.pay(amount, customer=customer)
    assert fault(till.refund(order.order_number, 1)) == "order-not-paid"


def test_refunds_have_their_limits():
    till = Till(WalletSettings(most_refunds=2, refund_window=DAY))
    order = till.pay(10_00)
    assert fault(till.refund("A999999", 1)) == "order-unknown"
    assert fault(till.query_refund("R999")) == "refund-unknown"
    assert fault(till.refund(order.order_number, 1, currency="840")) == "currency-unknown"
    till.refund(order.order_number, 1)
    till.refund(order.order_number, 1)
    assert fault(till.refund(order.order_number, 1)) == "refunds-too-many"
    other = till.pay(10_00)
    till.book.advance(DAY + SECOND)
    assert fault(till.refund(other.order_number, 1)) == "too-late"


# Bills


def test_a_bill_has_every_movement_of_its_day(till):
    first, second = till.pay(10_00), till.pay(20_00)
    till.refund(first.order_number, 3_00, "R1")
    till.reverse(second.order_number)
    till.pay(50_00, customer="poor")
    bill = till.bill()
    assert [(line.kind, line.order_number, line.moved, line.refund_number) for line in bill.lines] == [
        ("payment", first.order_number, 10_00, None),
        ("payment", second.order_number, 20_00, None),
        ("refund", first.order_number, -3_00, "R1"),
        ("reversal", second.order_number, -20_00, None),
    ]
    assert (bill.lines_of_day, bill.sum_of_day, bill.closed, bill.more) == (4, 7_00, False, False)
    assert till.payable == bill.sum_of_day


def test_a_refund_is_on_the_bill_of_its_own_day(till):
    order = till.pay(10_00)
    till.book.advance(DAY)
    till.refund(order.order_number, 10_00)
    assert (till.bill("20240715").sum_of_day, till.bill("20240716").sum_of_day) == (10_00, -10_00)
    assert till.bill("20240715").closed


def test_a_long_bill_comes_in_pages(till):
    for _ in range(45):
        till.pay(1_00)
    lines, after = [], 0
    while True:
        page = till.bill(after=after)
        lines += page.lines
        assert (page.lines_of_day is None) == (after > 0)
        if not page.more:
            break
        after = page.lines[-1].line
    assert len({line.order_number for line in lines}) == len(lines) == 45


@pytest.mark.parametrize("date", ["20240716", "20240230", "99999999", "00000000"])
def test_a_day_that_is_none_has_no_bill(till, date):
    assert fault(till.bill(date)) == "date-wrong"


def test_a_day_without_orders_has_an_empty_bill(till):
    bill = till.bill("20240714")
    assert (bill.lines, bill.lines_of_day, bill.sum_of_day, bill.closed) == ([], 0, 0, True)
