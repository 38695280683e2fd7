"""Refunds of payments by code that a merchant's people ask for at its console."""

import pytest

from countertop.values import SECOND
from tests.acquirer.neighbours import MERCHANT_ID
from tests.acquirer.wallet.test_undoing import paid
from tests.playbook import PowerCut


def ask(house, answer, amount, number=1):
    named = {"rrn": answer.rrn, "amount": amount, "reason": "-", "request_id": f"request-{number:08d}"}
    people = {"by": "clerk", "approved_by": "owner"}
    status, body = house.book.ask_desk("shop-refund", merchant_id=MERCHANT_ID, **named, **people)
    assert status == 0, body
    return body["transaction"]


def refund(house, wallet, answer, amount):
    ask(house, answer, amount)
    wallet.tell_refund(wallet.hear("refund"))


def story(house, rrn):
    return house.book.ask_desk("shop-story", merchant_id=MERCHANT_ID, rrn=rrn)[1]


def test_a_part_is_refunded_at_the_wallet_and_the_rest_is_known(house, till, wallet):
    _, answer = paid(till, wallet)
    line = ask(house, answer, 4_000)
    assert (line["kind"], line["state"], line["card"]) == (
        "qr_refund",
        "received",
        story(house, answer.rrn)["transaction"]["card"],
    )
    request = wallet.hear("refund")
    assert (request.order_number, request.refund_number, request.refund_amount) == (answer.rrn, line["rrn"], 4_000)
    wallet.tell_refund(request)
    told = story(house, line["rrn"])
    assert (told["transaction"]["state"], told["original"]["rrn"]) == ("approved", answer.rrn)
    assert story(house, answer.rrn)["refundable"] == 6_000
    assert ask(house, answer, 6_001, number=2)["response_code"] == "61"
    wallet.nothing_heard()


def test_silence_is_ended_by_repetition_and_survives_a_restart(house, till, wallet):
    _, answer = paid(till, wallet)
    line = ask(house, answer, 4_000)
    wallet.hear("refund")
    house.reopen()
    house.book.advance(10 * SECOND)
    assert ask(house, answer, 4_000)["rrn"] == line["rrn"]
    again = wallet.hear_all()
    assert {(request.refund_number, request.refund_amount) for request in again} == {(line["rrn"], 4_000)}
    wallet.tell_refund(again[0])
    assert story(house, line["rrn"])["transaction"]["state"] == "approved"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_cut_at_any_write_refunds_once(house, till, wallet, write, after):
    _, answer = paid(till, wallet)
    house.book.writes, house.book.cut_at, house.book.cut_after = 0, write, after
    with pytest.raises(PowerCut):
        refund(house, wallet, answer, 4_000)
    house.reopen()
    house.book.advance(0)
    line = ask(house, answer, 4_000)
    if line["state"] == "received":
        wallet.tell_refund(wallet.hear("refund"))
    assert story(house, line["rrn"])["transaction"]["state"] == "approved"
    assert story(house, answer.rrn)["transaction"]["refunded"] == 4_000
