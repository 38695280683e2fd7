"""Status, transactions, trace and reprints: from the records, masked, at any time."""

import json

import pytest

from countertop.terminal import Slip
from countertop.terminal.machine import MOST_UNSEEN
from tests.terminal.counter import NUMBER, open_counter
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import open_sale, signed_in


@pytest.fixture(scope="module")
def counter():
    opened = signed_in()
    assert opened.do("sale")[0] == 0
    return opened


def test_the_status_says_where_the_machine_stands_and_what_it_owes():
    counter = signed_in()
    unknown_sale(counter)
    status, body = counter.do("status")
    assert status == 0
    assert (body["state"], body["batch_number"], body["operator"], body["line"]) == ("signed_in", "000001", "01", True)
    (owed,) = body["reversals_owed"]
    assert owed == {
        "voucher_number": "000002",
        "batch_number": "000001",
        "kind": "sale",
        "amount": 1250,
        "reason": "98",
        "tries": 1,
    }


def test_the_list_shows_the_batch_newest_first_with_what_became_of_each():
    counter = open_counter()
    counter.do("sale")
    counter.host.codes["0200"] = "55"
    counter.do("sale")
    counter.host.codes.clear()
    counter.advance(1_000_000)
    counter.do("void", voucher_number="2")
    counter.advance(1_000_000)
    counter.do("sale", amount=99)
    listed = counter.do("transactions")[1]["transactions"]
    assert [(entry["voucher_number"], entry["kind"], entry["state"]) for entry in listed][:2] == [
        ("000005", "sale", "completed"),
        ("000004", "void", "completed"),
    ]
    assert {entry["voucher_number"]: entry["state"] for entry in listed}["000002"] == "voided"
    assert {entry["voucher_number"]: entry["state"] for entry in listed}["000003"] == "declined"
    assert all(NUMBER not in f"{entry}" for entry in listed)


def test_a_sale_on_its_way_is_listed_as_prepared():
    counter = signed_in()
    open_sale(counter)
    (entry,) = counter.do("transactions")[1]["transactions"]
    assert (entry["state"], entry["response_code"]) == ("prepared", None)


def test_another_batch_is_listed_when_it_is_named():
    counter = open_counter()
    counter.do("sale")
    counter.host.batch_number = "000002"
    counter.do("sign_in")
    assert counter.do("transactions")[1]["transactions"] == []
    assert len(counter.do("transactions", batch_number="000001")[1]["transactions"]) == 1


@pytest.mark.parametrize("how", [{"rrn": "000000000001"}, {"voucher_number": "2"}, {"voucher_number": "000002"}, {}])
def test_a_trace_shows_every_field_of_every_message(how):
    counter = open_counter()
    counter.do("sale")
    status, body = counter.do("trace", **how)
    assert status == 0
    assert [(hop["direction"], hop["mti"]) for hop in body["hops"]] == [("sent", "0200"), ("received", "0210")]
    sent, received = (hop["fields"] for hop in body["hops"])
    assert (sent["amount"], sent["track2"], sent["pin_block"]) == ("000000001250", "****", "****")
    assert len(sent["mac"]) == 16
    assert (received["response_code"], received["rrn"], received["pan"]) == ("00", "000000000001", "622500******0014")
    assert all((hop["party"], hop["peer"]) == ("terminal", "acquirer") for hop in body["hops"])


def test_a_trace_shows_reversals_and_late_answers_in_order_of_time():
    counter = signed_in()
    unknown_sale(counter)
    counter.advance(1_000_000)
    counter.tell(counter.line, counter.host.seal(counter.host.reply_to(counter.heard("0200")[0])))
    counter.host.silent = False
    counter.wait(70)
    hops = counter.do("trace", voucher_number="2")[1]["hops"]
    assert [(hop["direction"], hop["mti"], hop["remark"]) for hop in hops] == [
        ("sent", "0200", ""),
        ("received", "0210", "late"),
        ("sent", "0400", "try 2"),
        ("received", "0410", ""),
    ]


@pytest.mark.parametrize("verb", ["trace", "slips"])
@pytest.mark.parametrize(
    ("how", "status", "message"),
    [
        ({"voucher_number": "77"}, 12, "screen.not_found"),
        ({"rrn": "999999999999"}, 12, "screen.not_found"),
        ({"voucher_number": "x"}, 2, "screen.voucher_form"),
    ],
)
def test_what_is_not_there_is_not_found(verb, how, status, message):
    counter = open_counter()
    counter.do("sale")
    answered, body = counter.do(verb, **how)
    assert (answered, body["message"]) == (status, message)


def test_a_slip_printed_again_says_the_same_but_for_its_mark():
    counter = open_counter()
    first = counter.do("sale")[1]["slips"]["merchant"].text()
    status, body = counter.do("slips")
    assert status == 0
    again = body["slips"]["merchant"]
    assert [line for line in again if "DUPLICATE" not in line and "重打印" not in line] == first
    assert len(again) == len(first) + 2
    assert [paper.copy for paper in counter.papers] == ["merchant", "cardholder"] * 2


def test_a_slip_is_the_same_after_a_power_cut():
    counter = open_counter()
    counter.do("sale")
    before = counter.do("slips", voucher_number="2")[1]["slips"]
    again = counter.crashed()
    again.start()
    assert again.do("slips", voucher_number="2")[1]["slips"] == before


@pytest.mark.parametrize(
    ("copies", "printed"),
    [("merchant", ["merchant"]), ("cardholder", ["cardholder"]), ("both", ["merchant", "cardholder"])],
)
def test_one_copy_may_be_asked_for(copies, printed):
    counter = open_counter()
    counter.do("sale")
    assert list(counter.do("slips", copies=copies)[1]["slips"]) == printed
    assert counter.do("slips", copies="bank")[0] == 2


def test_a_slip_that_came_out_while_nobody_was_there_is_told_of_and_shown():
    counter = signed_in()
    counter.somebody_there = False
    counter.do("sale")
    unknown_sale(counter)
    counter.wait(200)
    assert counter.noted("terminal.slip_unseen") == 3
    waiting = [
        {"voucher_number": "000002", "batch_number": "000001", "copy": "merchant"},
        {"voucher_number": "000002", "batch_number": "000001", "copy": "cardholder"},
        {"voucher_number": "000003", "batch_number": "000001", "copy": "failure"},
    ]
    assert counter.do("status")[1]["unseen_slips"] == waiting
    status, body = counter.do("slips")
    assert (status, body["message"]) == (0, "screen.unseen_slips")
    assert body["voucher_numbers"] == ["000002", "000003"]
    assert any("REVERSAL" in line for line in body["unseen_slips"][2]["lines"])
    assert counter.do("status")[1]["unseen_slips"] == waiting
    counter.somebody_there = True
    printed = len(counter.papers)
    counter.do("slips")
    assert [paper.copy for paper in counter.papers[printed:]] == ["merchant", "cardholder", "failure"]
    assert counter.do("status")[1]["unseen_slips"] == []
    assert counter.do("slips")[1]["voucher_number"] == "000002"


def test_only_so_many_unseen_slips_are_kept():
    counter = signed_in()
    counter.somebody_there = False
    for _ in range(MOST_UNSEEN // 2 + 1):
        counter.do("sale")
    unseen = counter.do("status")[1]["unseen_slips"]
    assert len(unseen) == MOST_UNSEEN
    assert unseen[0]["voucher_number"] == "000003"


def test_a_declined_sale_has_no_slip():
    counter = open_counter()
    counter.host.codes["0200"] = "51"
    counter.do("sale")
    assert counter.do("slips")[1]["message"] == "screen.not_found"
    assert counter.do("slips", voucher_number="2")[1]["message"] == "screen.no_slip"


def test_looking_is_possible_while_a_sale_is_under_way():
    counter = signed_in()
    open_sale(counter)
    for verb in ("status", "transactions", "trace"):
        assert isinstance(counter.ask_desk(verb), tuple)


def test_replies_are_plain_data_and_documents():
    counter = open_counter()
    for verb in ("status", "sale", "transactions", "trace", "slips", "echo", "sign_out"):
        json.dumps(counter.do(verb), default=Slip.text)


@pytest.mark.parametrize("value", [{"a": 1}, ["000001"], "\ud800", 1, None, True, 10**30])
@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("transactions", "batch_number"),
        ("trace", "batch_number"),
        ("trace", "rrn"),
        ("slips", "batch_number"),
        ("slips", "copies"),
        ("slips", "voucher_number"),
        ("settlement_slip", "batch_number"),
    ],
)
def test_what_a_program_asks_for_in_the_wrong_form_harms_nothing(counter, verb, name, value):
    counter.do(verb, **{name: value})
    assert counter.do("status")[0] == 0
