"""The balance: shown to the person once, and kept nowhere; transfers; small amounts; debit or credit."""

import json

import pytest

from countertop.card import StripeCard
from countertop.values import Pan
from tests.terminal.counter import open_counter
from tests.terminal.test_sale import signed_in

BALANCE = "0002156C000012345678"


def told(**settings):
    counter = signed_in(**settings)
    counter.host.spoil = lambda answer: setattr(answer, "balance", BALANCE if answer.mti == "0210" else None)
    return counter


def kept(counter):
    """Everything that is durable, printed or answered, as text."""
    records = [repr(record) for effect in counter.appended for record in effect.records]
    papers = [str(paper.document) for paper in counter.papers]
    return " ".join([*records, *papers, json.dumps(list(counter.replies.values()), default=str)])


def test_a_balance_is_shown_and_kept_nowhere():
    counter = told()
    status, body = counter.do("balance")
    assert (status, body["kind"]) == (0, "balance")
    (request,) = counter.heard("0200")
    assert (request.processing_code, request.amount, request.entry_mode) == ("310000", None, "021")
    (shown,) = [screen for screen in counter.screens if screen.message == "screen.balance"]
    assert shown.sensitive
    assert shown.arguments["amount"].reveal() == "123456.78"
    text = kept(counter)
    for form in ("12345678", "123456.78", BALANCE):
        assert form not in text
    assert counter.papers == []
    assert counter.do("slips", voucher_number="2")[1]["message"] == "screen.no_slip"


def test_a_balance_that_is_owed_has_a_minus():
    counter = told()
    counter.host.spoil = lambda answer: setattr(answer, "balance", "0002156D000000000150")
    counter.do("balance")
    (shown,) = [screen for screen in counter.screens if screen.message == "screen.balance"]
    assert shown.arguments["amount"].reveal() == "-1.50"


def test_an_answer_without_balance_says_so():
    counter = signed_in()
    assert counter.do("balance")[0] == 0
    assert "screen.balance_untold" in counter.shown()


def test_silence_owes_nothing():
    counter = signed_in()
    counter.host.silent = True
    number = counter.ask_desk("balance")
    counter.pump()
    counter.wait(300)
    assert counter.replies[number][0] == 13
    assert counter.states() == {"000002": "unanswered"}
    assert counter.heard("0400") == []
    assert len(counter.heard("0200")) == 1


def test_transfers_are_off_until_the_parameter_says_so():
    counter = signed_in()
    assert counter.do("transfer", amount=100)[1]["message"] == "screen.switched_off"
    counter = open_counter(transfers=True)
    status, body = counter.do("transfer", amount=100, target_pan=Pan("6224240000000009"))
    assert status == 0
    (request,) = counter.heard("0200")
    assert (request.processing_code, request.condition_code) == ("400000", "66")
    assert request.extended_data == b"6224240000000009"
    assert "622424******0009" in str(body["slips"]["merchant"])
    assert "6224240000000009" not in kept(counter)


def test_a_transfer_is_repeated_with_its_target():
    counter = signed_in(transfers=True)
    counter.host.silent = True
    counter.ask_desk("transfer", amount=100, target_pan=Pan("6224240000000009"))
    counter.pump()
    counter.wait(70)
    first, again = counter.heard("0200")[:2]
    assert (again.stan, again.extended_data, again.pin_block) == (first.stan, first.extended_data, None)


@pytest.mark.parametrize(
    ("amount", "asked", "sentence"), [(1000, False, "免密免签"), (1001, True, None)], ids=["within", "above"]
)
def test_a_small_amount_goes_without_pin_and_signature(amount, asked, sentence):
    counter = signed_in(small_amount_limit=1000)
    body = counter.do("sale", amount=amount)[1]
    (request,) = counter.heard("0200")
    assert (request.pin_block is not None) is asked
    text = "".join(str(body["slips"]["merchant"]).split())
    if sentence is None:
        assert "SIGNATURE" in text.replace("NOSIGNATURE", "")
        return
    assert "交易金额未超过10.00元，免密免签" in text
    assert "持卡人签名" not in text
    again = counter.do("slips", voucher_number="2", copies="merchant")[1]["slips"]["merchant"]
    assert "交易金额未超过10.00元，免密免签" in "".join("".join(again).split())


def test_without_a_pin_a_small_amount_is_not_signed_for():
    counter = signed_in(no_signature_limit=1250)
    counter.say["ask.pin"] = None
    text = "".join(str(counter.do("sale")[1]["slips"]["merchant"]).split())
    assert "交易金额未超过12.50元，无需签名" in text
    assert "持卡人签名" not in text


def test_a_chip_card_by_its_stripe_pays_nothing_without_its_pin_however_small():
    counter = signed_in(small_amount_limit=100_000)
    counter.say |= {"ask.card": StripeCard(Pan("6224240000000009"), "3012", "220").swipe(), "ask.pin": None}
    assert counter.do("sale")[1]["message"] == "screen.fallback_needs_pin"


@pytest.mark.parametrize(("account", "written"), [("debit", "借记卡"), ("credit", "贷记卡")])
def test_debit_or_credit_is_asked_where_the_parameter_says_so(account, written):
    counter = signed_in(asks_account=True)
    counter.say["ask.account"] = account
    assert written in str(counter.do("sale")[1]["slips"]["merchant"])
    assert counter.do("sale", account="none")[1]["message"] == "screen.account_form"
