"""What the wallet's own desk answers."""

import pytest

from countertop.qr.wallet_fields import FIELDS
from countertop.wallet import NotFounded, Wallet
from countertop.wallet.tables import SCHEMA
from countertop.words import CATALOGUE
from tests.playbook import Playbook
from tests.wallet.till import ACQUIRER, BALANCE, Till


@pytest.fixture
def till():
    return Till()


def test_a_wallet_without_founding_records_says_so():
    with pytest.raises(NotFounded):
        Playbook(Wallet, SCHEMA).start()


def test_status_says_who_it_is_and_what_is_open(till):
    till.pay(200_00)
    till.precreate()
    status, body = till.book.ask_desk("status")
    assert (status, body["english_name"], body["in_flight"], body["to_confirm"]) == (0, "Sample Wallet", 2, 1)


def test_customers_are_shown_masked_with_their_balances(till):
    till.pay()
    _, body = till.book.ask_desk("customers")
    assert [view["holder"] for view in body["customers"]] == ["李**", "韩**", "赵**"]
    assert body["customers"][0]["balance"] == BALANCE - 12_50


def test_orders_are_shown_newest_first(till):
    first, second = till.pay(), till.pay(50_00, customer="poor")
    _, body = till.book.ask_desk("orders")
    assert [(view["order_number"], view["state"]) for view in body["orders"]] == [
        (second.order_number, "FAIL"),
        (first.order_number, "SUCCESS"),
    ]


def test_a_days_bill_is_summed_up(till):
    order = till.pay(10_00)
    till.refund(order.order_number, 4_00)
    status, body = till.book.ask_desk("bill")
    assert (status, body["acquirer"], body["date"]) == (0, ACQUIRER, "20240715")
    assert (body["count"], body["paid"], body["returned"]) == (2, 10_00, 4_00)


@pytest.mark.parametrize(
    ("verb", "arguments", "status"),
    [
        ("code", {"customer": "nobody"}, 2),
        ("pay", {"customer": "nobody", "code_text": "x"}, 2),
        ("pay", {}, 12),
        ("bill", {"date": "tomorrow"}, 2),
        ("trace", {}, 2),
        ("dance", {}, 2),
        ("confirm", {}, 12),
        ("decline", {"customer": 7}, 12),
    ],
)
def test_what_cannot_be_done_is_said(till, verb, arguments, status):
    answered, body = till.book.ask_desk(verb, **arguments)
    assert answered == status
    for text in CATALOGUE[body["message"]]:
        assert text.format(**body["arguments"])


def test_every_note_and_state_has_its_words():
    for state in ("NOTPAY", "USERPAYING", "SUCCESS", "FAIL", "CLOSED", "REVERSED"):
        assert f"wallet.state.{state}" in CATALOGUE
    for reason in FIELDS["reason"].words:
        assert f"wallet.reason.{reason}" in CATALOGUE
