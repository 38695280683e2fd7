"""What an acquirer did not ask about, it is told, until it has acknowledged it."""

import pytest

from countertop.values import MINUTE, SECOND
from countertop.wallet import WalletSettings
from tests.wallet.till import ACQUIRER, Till, shared_key


@pytest.fixture
def till():
    return Till(routes=["acquirer"])


def told(till):
    till.book.advance(0)
    notice = till.notice()
    return notice.event, notice.state, notice.reason


def test_a_payment_by_the_shops_code_is_told(till):
    order = till.precreate()
    till.scan(order.code_text)
    till.book.advance(0)
    notice = till.notice()
    assert (notice.event, notice.order_number, notice.amount) == ("paid", order.order_number, 12_50)
    assert (notice.wallet_number, notice.merchant_id) == (order.wallet_number, "999290054110001")
    till.acknowledge(notice)
    assert till.book.lines_of("acquirer") == []
    assert till.book.actor.office.herald.owed == {}


def test_what_the_answer_says_is_not_told_again(till):
    till.pay()
    till.reverse(till.pay(200_00).order_number)
    till.book.advance(MINUTE)
    assert till.book.lines_of("acquirer") == []


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (lambda till: till.book.ask_desk("confirm", customer="li"), ("paid", "SUCCESS", None)),
        (lambda till: till.book.ask_desk("decline", customer="li"), ("not-paid", "FAIL", "customer-declined")),
        (lambda till: till.book.advance(MINUTE), ("not-paid", "FAIL", "customer-silent")),
    ],
)
def test_what_the_customer_does_is_told(till, happens, expected):
    till.pay(200_00)
    happens(till)
    assert told(till) == expected


def test_an_expired_code_is_told(till):
    till.precreate(expires_in=10)
    till.book.advance(10 * SECOND)
    assert told(till) == ("not-paid", "CLOSED", "expired")


def test_late_money_is_told(till):
    order = till.pay(customer="han")
    till.close(order.order_number)
    till.book.advance(3 * SECOND)
    assert told(till) == ("late-payment-refunded", "CLOSED", "closed")


def test_a_slow_refund_is_told():
    till = Till(WalletSettings(refund_delay=SECOND), routes=["acquirer"])
    order = till.pay(10_00)
    till.refund(order.order_number, 4_00, "R1")
    till.book.advance(SECOND)
    till.book.advance(0)
    notice = till.notice()
    assert (notice.event, notice.refund_number, notice.refund_amount, notice.refunded) == ("refunded", "R1", 4_00, 4_00)


def test_notices_go_one_after_the_other_over_one_line(till):
    orders = [till.precreate() for _ in range(3)]
    for order in orders:
        till.scan(order.code_text)
    till.book.advance(0)
    heard = []
    for _ in orders:
        notice = till.notice()
        heard.append(notice.order_number)
        till.acknowledge(notice)
    assert heard == [order.order_number for order in orders]
    assert till.book.lines_of("acquirer") == []


def test_a_notice_is_repeated_until_it_is_acknowledged(till):
    till.book.routes.clear()
    order = till.precreate()
    till.scan(order.code_text)
    till.book.advance(10 * MINUTE)
    assert till.book.noted("wallet.notices_wait") == 1
    till.restart()
    till.book.routes.add("acquirer")
    first = next_notice(till)
    till.book.close(till.notice_line)
    again = next_notice(till)
    assert (again.notice_number, again.order_number) == (first.notice_number, order.order_number)
    assert again.nonce != first.nonce
    till.acknowledge(again)
    till.restart()
    assert till.book.actor.office.herald.owed == {}


def test_a_line_lost_while_the_acknowledgement_is_written_leaves_nothing_to_tell(till):
    till.scan(till.precreate().code_text)
    till.book.advance(0)
    notice, line = till.notice(), till.notice_line
    till.book.hold = True
    till.acknowledge(notice)
    till.book.close(line)
    till.book.let_go()
    till.book.hold = False
    till.book.advance(MINUTE)
    assert till.book.actor.office.herald.owed == {}
    assert not till.book.actor.office.herald.busy
    assert till.book.lines_of("acquirer") == []
    assert told_again(till)


def told_again(till):
    till.scan(till.precreate().code_text)
    return told(till)[0] == "paid"


def next_notice(till):
    """Let time pass until a notice is told."""
    while not till.book.lines_of("acquirer"):
        till.book.advance(SECOND)
    return till.notice()


@pytest.mark.parametrize("wrong", [{"nonce": "ab" * 16}, {"notice_number": 7}, {"acquirer_id": "1"}])
def test_a_wrong_acknowledgement_counts_for_nothing(till, wrong):
    till.scan(till.precreate().code_text)
    till.book.advance(0)
    till.acknowledge(till.notice(), **wrong)
    assert till.book.noted("wallet.notice_not_acknowledged") == 1
    assert list(till.book.actor.office.herald.owed) == [1]
    till.book.advance(5 * SECOND)
    till.acknowledge(till.notice())
    assert till.book.actor.office.herald.owed == {}


def test_an_acknowledgement_under_another_key_counts_for_nothing(till):
    (key,) = shared_key("thief", till.hsm)
    till.scan(till.precreate().code_text)
    till.book.advance(0)
    till.acknowledge(till.notice(), key)
    assert list(till.book.actor.office.herald.owed) == [1]


@pytest.mark.parametrize("said", [b"", b"OK", b'{"result":"REFUSED","fault":"busy"}'])
def test_anything_else_is_no_acknowledgement(till, said):
    till.scan(till.precreate().code_text)
    till.book.advance(0)
    till.notice()
    till.book.tell(till.notice_line, said)
    assert list(till.book.actor.office.herald.owed) == [1]
    assert till.book.lines_of("acquirer") == []


def test_an_acquirer_that_says_nothing_is_hung_up_on(till):
    till.scan(till.precreate().code_text)
    till.book.advance(0)
    till.notice()
    till.book.advance(10 * SECOND)
    assert till.book.lines_of("acquirer") == []
    till.book.advance(5 * SECOND)
    assert till.notice().notice_number == 1


def test_the_pause_doubles_up_to_its_limit(till):
    till.book.routes.clear()
    till.scan(till.precreate().code_text)
    till.book.advance(24 * 60 * MINUTE)
    assert till.book.actor.office.herald.pause == till.settings.longest_notice_pause


def test_who_wants_no_notices_gets_none(till):
    other = Till(acquirer_id="99992901", routes=["acquirer"])
    other.key = shared_key("other", other.hsm)[0]
    other.scan(other.precreate().code_text)
    other.book.advance(MINUTE)
    assert other.book.lines_of("acquirer") == []
    assert other.acquirer_id != ACQUIRER
