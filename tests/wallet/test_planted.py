"""Every planted fault is found: by the audit where books can show it, by the conversation where they cannot."""

import pytest

from countertop.values import SECOND
from countertop.wallet import PLANTABLE, WalletSettings
from tests.wallet.till import BALANCE, Till, fault


def till_with(bug):
    return Till(WalletSettings(planted=frozenset({bug})))


def use_a_code_twice(till):
    code = till.code()
    till.pay(1_00, code=code)
    till.pay(2_00, code=code)


def charge_twice(till):
    request = till.pay_request()
    till.ask(request)
    till.ask(till.again(request))


def refund_too_much(till):
    order = till.pay(10_00)
    till.refund(order.order_number, 6_00)
    till.refund(order.order_number, 6_00)


def refund_again(till):
    order, number = till.pay(10_00), till.number()
    for _ in range(2):
        till.refund(order.order_number, 4_00, number)


def pay_late(till):
    order = till.pay(customer="han")
    till.close(order.order_number)
    till.book.advance(3 * SECOND)


def reverse(till):
    till.reverse(till.pay().order_number)


@pytest.mark.parametrize(
    ("bug", "play", "found"),
    [
        ("wallet.code-usable-twice", use_a_code_twice, "audit.code_twice"),
        ("wallet.duplicate-order-charged", charge_twice, "audit.order_twice"),
        ("wallet.refund-cap-ignored", refund_too_much, "audit.refunded_too_much"),
        ("wallet.refund-repeated", refund_again, "audit.refund_twice"),
        ("wallet.pays-after-close", pay_late, "audit.order_moved_wrong"),
        ("wallet.reverse-keeps-the-money", reverse, "audit.order_moved_wrong"),
    ],
)
def test_the_audit_finds_it_and_nothing_without_it(bug, play, found):
    honest, bent = Till(), till_with(bug)
    play(honest)
    play(bent)
    assert honest.findings() == []
    assert found in bent.findings()


def test_without_tombstones_an_order_is_paid_after_its_reversal():
    bent = till_with("wallet.no-tombstone")
    request = bent.pay_request()
    assert fault(bent.reverse(request.order_number)) == "order-unknown"
    assert bent.ask(request).state == "SUCCESS"
    assert bent.balance() < BALANCE


def test_the_hasty_wallet_answers_first():
    bent = till_with("wallet.answer-before-commit")
    request = bent.pay_request()
    bent.book.hold = True
    bent.tell(request)
    assert bent.hear(request).state == "SUCCESS"
    assert bent.balance() == BALANCE


def test_every_planted_fault_is_tried_here():
    tried = {
        "wallet.code-usable-twice",
        "wallet.duplicate-order-charged",
        "wallet.refund-cap-ignored",
        "wallet.pays-after-close",
    }
    tried |= {
        "wallet.refund-repeated",
        "wallet.reverse-keeps-the-money",
        "wallet.no-tombstone",
        "wallet.answer-before-commit",
    }
    assert tried == PLANTABLE
    with pytest.raises(AssertionError, match="no such planted fault"):
        WalletSettings(planted=frozenset({"wallet.unheard-of"}))
