"""The void: found in the batch, approved by the supervisor, then as a sale."""

import pytest

from countertop.card import StripeCard
from countertop.hsm import HashPassword
from countertop.storage import Entry
from countertop.terminal import OperatorAdded
from countertop.terminal.tables import ATTEMPT_BY_VOUCHER
from countertop.values import Pan, Pin, Secret
from tests.terminal.counter import CARD, NUMBER, PASSWORDS, TERMINAL, open_counter


def sold(**settings):
    counter = open_counter(**settings)
    assert counter.do("sale")[1]["voucher_number"] == "000002"
    return counter


def states_of(counter):
    return {row["voucher_number"]: row["state"] for row in counter.do("transactions")[1]["transactions"]}


@pytest.mark.parametrize("voucher", ["000002", "2"])
def test_a_void_undoes_a_sale_of_the_batch(voucher):
    counter = sold()
    status, body = counter.do("void", voucher_number=voucher)
    assert status == 0
    told = {name: body[name] for name in ("kind", "voucher_number", "original_voucher_number", "supervisor", "amount")}
    assert told == {
        "kind": "void",
        "voucher_number": "000003",
        "original_voucher_number": "000002",
        "supervisor": "00",
        "amount": 1250,
    }
    assert body["advice"] is None
    assert states_of(counter) == {"000002": "voided", "000003": "completed"}
    assert [paper.copy for paper in counter.papers[2:]] == ["merchant", "cardholder"]
    text = str(body["slips"]["merchant"])
    assert "RMB -12.50" in text
    assert "OLD VOUCHER):    000002" in text


def test_the_voucher_number_is_asked_for_when_it_is_not_given():
    counter = sold()
    counter.say["ask.voucher_number"] = "2"
    assert counter.do("void")[0] == 0


def test_the_message_carries_the_original_and_both_people():
    counter = sold()
    counter.do("void", voucher_number="2")
    request = counter.heard("0200")[1]
    assert (request.processing_code, request.amount, request.rrn) == ("200000", "000000001250", "000000000001")
    assert (request.original_info, request.approval_code) == ("000001000002", "A00001")
    assert request.terminal_information == "OP00201SV00200"
    assert (request.entry_mode, request.pan.reveal(), request.track2, request.pin_block) == ("012", NUMBER, None, None)


def test_nothing_is_sent_before_the_supervisor_approved():
    counter = sold()
    counter.say["ask.supervisor_password"] = Secret("999999")
    status, body = counter.do("void", voucher_number="2")
    assert (status, body["message"]) == (12, "screen.password_wrong")
    assert len(counter.heard("0200")) == 1
    assert states_of(counter) == {"000002": "completed"}
    assert counter.do("status")[1]["operator"] == "01"


def test_a_supervisor_locked_by_wrong_passwords_approves_nothing():
    counter = sold()
    counter.say["ask.supervisor_password"] = Secret("999999")
    for _ in range(5):
        counter.do("void", voucher_number="2")
    counter.say["ask.supervisor_password"] = Secret("123456")
    assert counter.do("void", voucher_number="2")[1]["message"] == "screen.operator_locked"


def test_number_00_approves_only_as_a_supervisor():
    counter = sold()
    (stored,) = counter.hsm.perform([HashPassword(Secret(PASSWORDS["00"]))])
    counter.store.commit([Entry("founding", (OperatorAdded(TERMINAL, "00", "cashier", stored),), 0)])
    assert counter.do("void", voucher_number="2")[1]["message"] == "screen.not_permitted"
    assert len(counter.heard("0200")) == 1


@pytest.mark.parametrize(
    ("voucher", "status", "message"),
    [
        ("9", 12, "screen.no_such_voucher"),
        ("1", 12, "screen.no_such_voucher"),
        ("", 2, "screen.voucher_form"),
        ("1234567", 2, "screen.voucher_form"),
        ("１", 2, "screen.voucher_form"),
        (2, 2, "screen.voucher_form"),
    ],
)
def test_a_voucher_that_is_none_is_refused(voucher, status, message):
    counter = sold()
    answered, body = counter.do("void", voucher_number=voucher)
    assert (answered, body["message"]) == (status, message)


def test_a_declined_sale_cannot_be_voided():
    counter = open_counter()
    counter.host.codes["0200"] = "51"
    counter.do("sale")
    assert counter.do("void", voucher_number="2")[1]["message"] == "screen.not_approved"


def test_a_voided_sale_cannot_be_voided_again_and_a_void_not_at_all():
    counter = sold()
    counter.do("void", voucher_number="2")
    assert counter.do("void", voucher_number="2")[1]["message"] == "screen.voided_before"
    assert counter.do("void", voucher_number="3")[1]["message"] == "screen.no_such_voucher"


def test_a_sale_of_another_batch_is_not_found():
    counter = sold()
    counter.host.batch_number = "000002"
    counter.do("sign_in")
    assert counter.do("void", voucher_number="2")[1]["message"] == "screen.no_such_voucher"


def test_a_declined_void_leaves_the_sale_as_it_was():
    counter = sold()
    counter.host.codes["0200", "200000"] = "25"
    status, body = counter.do("void", voucher_number="2")
    assert (status, body["message"]) == (10, "response.25")
    assert states_of(counter) == {"000002": "completed", "000003": "declined"}
    counter.host.codes.clear()
    assert counter.do("void", voucher_number="2")[0] == 0


def test_a_void_whose_outcome_is_unknown_is_reversed_and_the_sale_stands_again():
    counter = sold()
    counter.host.silent = True
    counter.do("void", voucher_number="2")
    counter.host.silent = False
    counter.wait(61)
    assert counter.replies[counter._requests][0] == 11
    (reversal,) = counter.heard("0400")
    assert (reversal.processing_code, reversal.original_info) == ("200000", "000001000002")
    assert reversal.transaction_info == "2300000100020"
    assert (reversal.approval_code, reversal.pan.reveal()) == ("A00001", NUMBER)
    assert states_of(counter) == {"000002": "completed", "000003": "reversed"}
    assert counter.do("void", voucher_number="2")[0] == 0
    assert states_of(counter)["000002"] == "voided"


def test_a_void_may_ask_for_the_card_and_the_pin():
    counter = sold(void_with_card=True, void_with_pin=True)
    assert counter.do("void", voucher_number="2")[0] == 0
    request = counter.heard("0200")[1]
    assert (request.entry_mode, request.pan) == ("021", None)
    assert request.track2 is not None
    assert request.pin_block is not None


def test_a_void_with_the_card_but_no_pin():
    counter = sold(void_with_card=True)
    counter.say["ask.pin"] = Pin("000000")
    assert counter.do("void", voucher_number="2")[0] == 0
    assert counter.heard("0200")[1].entry_mode == "022"


def test_another_card_does_not_void():
    counter = sold(void_with_card=True)
    counter.say["ask.card"] = StripeCard(Pan("6224240000000009"), "3012", "120").swipe()
    status, body = counter.do("void", voucher_number="2")
    assert (status, body["message"]) == (12, "screen.other_card")
    assert len(counter.heard("0200")) == 1
    counter.say["ask.card"] = CARD.swipe()
    assert counter.do("void", voucher_number="2")[0] == 0


def test_people_stay_at_home_where_the_host_refuses_field_46():
    counter = sold(people_in_mac=False)
    counter.do("void", voucher_number="2")
    assert all(message.terminal_information is None for message in counter.heard("0200"))
    (row,) = counter.rows(ATTEMPT_BY_VOUCHER, TERMINAL, "000001", "000003")
    assert row["supervisor"] == "00"
