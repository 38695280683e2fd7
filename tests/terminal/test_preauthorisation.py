"""The pre-authorisation family: held, given back, taken; the completion voided in its batch."""

import pytest

from countertop.card import KeyedCard
from countertop.values import Pan, Secret
from tests.terminal.counter import NUMBER, open_counter
from tests.terminal.test_refund import REFUND
from tests.terminal.test_sale import signed_in

HELD = {"approval_code": "A00001", "date": "0715"}


def voucher(counter, voucher_number):
    (found,) = [row for row in counter.do("transactions")[1]["transactions"] if row["voucher_number"] == voucher_number]
    return found


def test_a_preauthorisation_asks_for_the_pin_and_says_what_it_is():
    counter = signed_in()
    status, body = counter.do("preauthorisation", amount=10000)
    assert (status, body["kind"]) == (0, "preauthorisation")
    (request,) = counter.heard("0100")
    assert (request.processing_code, request.condition_code, request.entry_mode) == ("030000", "06", "021")
    assert request.transaction_info[:2] == "10"
    text = str(body["slips"]["merchant"])
    assert "预授权" in text
    assert NUMBER not in text


@pytest.mark.parametrize(
    ("kind", "mti", "code", "type_code"),
    [
        ("preauthorisation_void", "0100", "200000", "11"),
        ("completion", "0200", "000000", "20"),
    ],
)
def test_what_follows_names_approval_and_date(kind, mti, code, type_code):
    counter = signed_in()
    status, body = counter.do(kind, amount=10000, **HELD)
    assert status == 0
    (request,) = counter.heard(mti)
    assert (request.processing_code, request.transaction_info[:2]) == (code, type_code)
    assert (request.approval_code, request.original_info, request.rrn) == ("A00001", "0000000000000715", None)
    text = str(body["slips"]["merchant"])
    assert "OLD AUTHNO" in text
    assert "07/15" in text


def test_only_the_void_of_a_preauthorisation_needs_the_supervisor():
    counter = signed_in()
    counter.say["ask.supervisor_password"] = Secret("999999")
    assert counter.do("preauthorisation_void", amount=100, **HELD)[1]["message"] == "screen.password_wrong"
    assert counter.do("completion", amount=100, **HELD)[0] == 0
    assert counter.do("refund", **REFUND)[1]["message"] == "screen.password_wrong"


@pytest.mark.parametrize("code", ["", "A0001", "A000012", "Ａ00001", "A-0001"])
def test_an_approval_code_has_six_letters_or_digits(code):
    counter = signed_in()
    status, body = counter.do("completion", amount=100, approval_code=code, date="0715")
    assert (status, body["message"]) == (2, "screen.approval_code_form")


def test_a_completion_is_voided_in_its_batch_with_batch_voucher_and_date():
    counter = signed_in()
    counter.do("completion", amount=10000, **HELD)
    status, body = counter.do("completion_void", voucher_number="2")
    assert (status, body["amount"], body["supervisor"]) == (0, 10000, "00")
    request = counter.heard("0200")[1]
    assert (request.transaction_info[:2], request.original_info) == ("21", "0000010000020715")
    assert (request.rrn, request.approval_code, request.pan.reveal()) == ("000000000001", "A00001", NUMBER)
    assert voucher(counter, "000002")["state"] == "voided"
    assert counter.do("completion_void", voucher_number="2")[1]["message"] == "screen.voided_before"


def test_a_void_takes_only_sales_and_a_completion_void_only_completions():
    counter = signed_in()
    counter.do("completion", amount=100, **HELD)
    counter.do("sale")
    assert counter.do("void", voucher_number="2")[1]["message"] == "screen.no_such_voucher"
    assert counter.do("completion_void", voucher_number="3")[1]["message"] == "screen.no_such_voucher"


@pytest.mark.parametrize("kind", ["preauthorisation", "preauthorisation_void", "completion"])
def test_silence_is_reversed_with_what_the_request_named(kind):
    counter = signed_in()
    counter.host.silent = True
    counter.do(kind, amount=100, **HELD)
    counter.wait(60)
    reversal = counter.heard("0400")[0]
    request = next(message for message in counter.host.heard if message.mti in ("0100", "0200"))
    for name in ("stan", "approval_code", "original_info", "transaction_info", "processing_code", "condition_code"):
        assert getattr(reversal, name) == getattr(request, name)
    counter.host.silent = False
    counter.wait(200)
    assert counter.states() == {"000002": "reversed"}


def test_a_completion_asked_for_at_once_is_repeated_when_it_is_an_advice():
    counter = signed_in(store_completion_advices=False)
    counter.host.silent = True
    counter.ask_desk("completion_advice", amount=100, **HELD)
    counter.pump()
    counter.wait(70)
    assert [message.mti for message in counter.host.heard if message.mti != "0800"][:2] == ["0220", "0220"]
    counter.host.silent = False
    counter.wait(120)
    assert counter.states() == {"000002": "completed"}


def test_a_number_is_keyed_only_where_the_parameter_allows():
    counter = signed_in()
    counter.say["ask.card"] = KeyedCard(Pan(NUMBER), "3012")
    assert counter.do("completion", amount=100, **HELD)[1]["message"] == "screen.card_not_read"
    counter = open_counter(keyed_preauthorisations=True)
    counter.say["ask.card"] = KeyedCard(Pan(NUMBER), "3012")
    assert counter.do("completion", amount=100, **HELD)[0] == 0
    (request,) = counter.heard("0200")
    assert (request.entry_mode, request.pan.reveal(), request.expiry, request.track2) == ("011", NUMBER, "3012", None)
    assert request.security_control == "2600000000000000"
    assert counter.do("sale")[1]["message"] == "screen.card_not_read"


@pytest.mark.parametrize(("number", "expiry"), [("6225000000000015", None), (NUMBER, "3013"), (NUMBER, "12")])
def test_a_number_or_expiry_keyed_wrongly_is_asked_for_again(number, expiry):
    counter = open_counter(keyed_cards=True)
    counter.say["ask.card"] = [KeyedCard(Pan(number), expiry), KeyedCard(Pan(NUMBER), "3012")]
    assert counter.do("sale")[0] == 0
    assert "screen.card_misread" in counter.shown()
