"""What the switch's desk answers: who is there, what happened, what is owed; never a whole card number."""

import pytest

from countertop.switch import SwitchSettings
from countertop.words import CATALOGUE
from tests.interbank import ACQUIRER_ID, BANK_ID, PAN
from tests.switch.members import Town


@pytest.fixture
def town():
    return Town().open()


def test_status_says_who_is_signed_on_and_how_much_is_open(town):
    town.acquirer.tell(town.acquirer.sale())
    town.book.close(town.other_bank.line)
    status, body = town.book.ask_desk("status")
    assert status == 0
    assert {member["institution_id"]: member["signed_on"] for member in body["members"]} == {
        ACQUIRER_ID: True,
        BANK_ID: True,
        "03080000": False,
    }
    assert (body["in_flight"], body["obligations"]) == (1, 0)


def test_a_trace_shows_every_message_of_a_sale_and_its_reversal_in_order(town):
    sale = town.acquirer.with_pin(town.acquirer.sale())
    town.acquirer.tell(sale)
    (request,) = town.bank.hear("0200")
    town.bank.tell(town.bank.answer(request))
    town.book.advance(1_000_000)
    town.acquirer.tell(town.acquirer.reversal(sale))
    (owed,) = town.bank.hear("0420")
    town.book.advance(1_000_000)
    town.bank.tell(town.bank.answer(owed))
    status, body = town.book.ask_desk("trace", rrn=sale.rrn)
    assert status == 0
    assert [(hop["direction"], hop["peer"], hop["mti"]) for hop in body["hops"]] == [
        ("in", ACQUIRER_ID, "0200"),
        ("out", BANK_ID, "0200"),
        ("in", BANK_ID, "0210"),
        ("out", ACQUIRER_ID, "0210"),
        ("in", ACQUIRER_ID, "0420"),
        ("out", ACQUIRER_ID, "0430"),
        ("out", BANK_ID, "0420"),
        ("in", BANK_ID, "0430"),
    ]
    assert {hop["party"] for hop in body["hops"]} == {"switch"}
    assert body["hops"][1]["fields"]["receiving_id"] == BANK_ID
    assert body["hops"][1]["fields"]["pin_block"] == "****"
    assert body["hops"][6]["fields"]["original"] == town.acquirer.original_of(sale)
    assert PAN not in str(body)


def test_a_trace_of_a_time_out_shows_the_68_and_the_late_answer(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    (request,) = town.bank.hear("0200")
    town.book.advance(SwitchSettings().answer_timeout)
    town.bank.tell(town.bank.answer(request))
    _, body = town.book.ask_desk("trace", rrn=sale.rrn)
    assert [(hop["direction"], hop["mti"], hop["fields"].get("response_code")) for hop in body["hops"]] == [
        ("in", "0200", None),
        ("out", "0200", None),
        ("out", "0210", "68"),
        ("in", "0210", "00"),
        ("out", "0420", None),
    ]


def test_a_trace_of_what_went_nowhere_shows_no_hop_to_a_bank(town):
    town.book.close(town.bank.line)
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    _, body = town.book.ask_desk("trace", rrn=sale.rrn)
    assert [(hop["direction"], hop["peer"]) for hop in body["hops"]] == [("in", ACQUIRER_ID), ("out", ACQUIRER_ID)]


def test_a_trace_of_a_tombstone_shows_the_reversal_alone(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(town.acquirer.reversal(sale))
    _, body = town.book.ask_desk("trace", rrn=sale.rrn)
    assert [hop["mti"] for hop in body["hops"]] == ["0420", "0430"]


def test_obligations_are_listed_until_they_are_done(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    town.bank.hear("0200")
    town.book.advance(SwitchSettings().answer_timeout)
    _, body = town.book.ask_desk("obligations")
    (owed,) = body["obligations"]
    assert (owed["debtor_id"], owed["cause"], owed["tries"]) == (BANK_ID, "time-out", 1)
    (reversal,) = town.bank.hear("0420")
    town.bank.tell(town.bank.answer(reversal))
    assert town.book.ask_desk("obligations") == (0, {"obligations": []})


@pytest.mark.parametrize(("verb", "arguments"), [("settle", {}), ("trace", {}), ("trace", {"rrn": 12})])
def test_a_request_that_cannot_be_answered_says_why(town, verb, arguments):
    status, body = town.book.ask_desk(verb, **arguments)
    assert status == 2
    zh, en = CATALOGUE[body["message"]]
    assert zh.format(**body["arguments"])
    assert en.format(**body["arguments"])
