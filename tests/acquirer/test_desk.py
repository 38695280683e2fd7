"""The host's desk: what people see of it, and that it is true."""

import json
from copy import copy

import pytest

from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from countertop.iso8583.interbank_answers import answer_to
from countertop.values import SECOND
from tests.acquirer.neighbours import BANK_ID, MERCHANT_ID, PAN, SWITCH_ID, TERMINAL_ID


def ask(house, verb, **arguments):
    status, body = house.book.ask_desk(verb, **arguments)
    json.dumps(body)
    return status, body


def test_status(house, till, switch):
    till.buy()
    till.tell(till.sale())
    status, body = ask(house, "status")
    assert status == 0
    counts = body.pop("counts")
    assert counts["approved"] == 1
    assert counts["forwarded"] == 2
    assert body == {
        "acquirer_id": "99992900",
        "link": "up",
        "lines": 1,
        "terminals": 2,
        "signed_in": 1,
        "in_flight": 1,
        "owed": 0,
        "oldest_owed_age": None,
    }


def test_status_tells_how_long_a_reversal_is_owed(house, till, switch):
    till.tell(till.sale())
    house.book.advance(32 * SECOND)
    _, body = ask(house, "status")
    assert (body["owed"], body["oldest_owed_age"], body["in_flight"]) == (1, 7 * SECOND, 0)


def test_transactions_newest_first(house, till, switch):
    sale, answer = till.buy(amount=500)
    till.tell(till.void(sale, answer))
    switch.approve()
    till.tell(till.sale(pan="6225000000000015"))
    till.tell(till.reversal(till.sale()))
    given_up = till.sale()
    till.tell(given_up)
    till.tell(till.reversal(given_up))
    _, body = ask(house, "transactions", limit=10)
    states = [(row["kind"], row["state"]) for row in body["transactions"]]
    assert states == [
        ("sale", "unknown"),
        ("tombstone", "tombstone"),
        ("sale", "declined"),
        ("void", "approved"),
        ("sale", "approved"),
    ]
    newest = body["transactions"][-1]
    assert newest["amount"] == 500
    assert newest["card"] == "622500******0014"
    assert newest["operator"] == "01"
    assert newest["approval_code"] == answer.approval_code
    _, body = ask(house, "transactions", limit=1)
    assert len(body["transactions"]) == 1


@pytest.mark.parametrize("limit", [0, -1, 201, "10", None])
def test_a_wrong_limit_is_refused(house, limit):
    status, body = ask(house, "transactions", limit=limit)
    assert (status, body["message"]) == (2, "acquirer.wrong-limit")


def test_a_trace_shows_every_hop_as_it_was_on_the_wire(house, till, switch):
    sale = till.sale(amount=12_345)
    request_bytes = till.tell(sale)
    forwarded_bytes = house.book._sent[switch.line][-1]
    forwarded = switch.hear()
    answer_bytes = switch.tell(switch.approval(forwarded))
    reply_bytes = house.book._sent[till.line][-1]
    reply = till.hear()
    status, body = ask(house, "trace", rrn=reply.rrn)
    assert status == 0
    wire = [
        ("in", TERMINAL_ID, UNIONPAY_POS.decode(request_bytes)),
        ("out", SWITCH_ID, INTERBANK.decode(forwarded_bytes)),
        ("in", SWITCH_ID, INTERBANK.decode(answer_bytes)),
        ("out", TERMINAL_ID, UNIONPAY_POS.decode(reply_bytes)),
    ]
    assert len(body["hops"]) == len(wire)
    for hop, (direction, peer, message) in zip(body["hops"], wire, strict=True):
        fields = message.public_fields()
        assert (hop["party"], hop["direction"], hop["peer"], hop["mti"]) == ("acquirer", direction, peer, message.mti)
        hop["fields"].pop("mac", None)
        fields.pop("mac")
        assert hop["fields"] == fields
    assert PAN not in json.dumps(body)


def test_a_trace_of_a_void_names_its_original_again(house, till, switch):
    sale, answer = till.buy()
    till.tell(till.void(sale, answer))
    forwarded = switch.hear()
    switch.tell(switch.approval(forwarded))
    voided = till.hear()
    _, body = ask(house, "trace", rrn=voided.rrn)
    shown = body["hops"][1]["fields"]
    assert shown["original"] == forwarded.original
    assert shown["approval_code"] == forwarded.approval_code
    assert body["hops"][3]["fields"]["approval_code"] == voided.approval_code


def test_a_trace_of_what_was_reversed_shows_the_undoing(house, till, switch):
    request, answer = till.buy()
    till.tell(till.reversal(request))
    till.hear()
    sent = switch.acknowledge()
    _, body = ask(house, "trace", rrn=answer.rrn)
    assert [(hop["direction"], hop["mti"]) for hop in body["hops"]] == [
        *(("in", "0200"), ("out", "0200"), ("in", "0210"), ("out", "0210")),
        *(("in", "0400"), ("out", "0410"), ("out", "0420"), ("in", "0430")),
    ]
    assert body["hops"][5]["fields"]["response_code"] == "00"
    assert body["hops"][6]["fields"]["original"] == sent.original


def test_a_trace_of_silence_shows_what_is_owed_and_what_came_late(house, till, switch):
    till.tell(till.sale())
    forwarded = switch.hear()
    house.book.advance(25 * SECOND)
    reply = till.hear()
    hops = [("in", "0200"), ("out", "0200"), ("out", "0210"), ("out", "0420")]
    _, body = ask(house, "trace", rrn=reply.rrn)
    assert [(hop["direction"], hop["mti"]) for hop in body["hops"]] == hops
    switch.tell(answer_to(switch.hear(), "00"))
    switch.tell(switch.approval(forwarded))
    _, body = ask(house, "trace", rrn=reply.rrn)
    assert [(hop["direction"], hop["mti"]) for hop in body["hops"]] == [*hops, ("in", "0430"), ("in", "0210")]


def test_a_trace_of_a_decline_of_the_host_shows_two_hops(house, till):
    till.tell(till.sale(pan="6225000000000015"))
    reply = till.hear()
    _, body = ask(house, "trace", rrn=reply.rrn)
    assert [(hop["direction"], hop["mti"]) for hop in body["hops"]] == [("in", "0200"), ("out", "0210")]
    assert body["hops"][1]["fields"]["response_code"] == "14"


def test_a_trace_of_a_tombstone_shows_the_reversal(house, till):
    till.tell(till.reversal(till.sale()))
    _, body = ask(house, "trace", rrn=till.hear().rrn)
    assert [(hop["direction"], hop["mti"]) for hop in body["hops"]] == [("in", "0400"), ("out", "0410")]


def test_a_trace_in_flight_shows_what_has_passed(house, till, switch):
    till.tell(till.sale())
    forwarded = switch.hear()
    _, body = ask(house, "trace", rrn=forwarded.rrn)
    assert [(hop["direction"], hop["mti"]) for hop in body["hops"]] == [("in", "0200"), ("out", "0200")]


def test_a_trace_of_nothing_is_empty_and_of_no_reference_refused(house):
    assert ask(house, "trace", rrn="000000000000") == (0, {"rrn": "000000000000", "hops": []})
    assert ask(house, "trace")[0] == 2


def test_terminals(house, till):
    _, body = ask(house, "terminals")
    first = body["terminals"][0]
    assert first == {
        "terminal_id": TERMINAL_ID,
        "merchant_id": MERCHANT_ID,
        "merchant_name": "Demo Fresh Mart",
        "serial_number": "00000101",
        "is_open": True,
        "signed_in": True,
        "batch_number": "000001",
        "batch_instance": 1,
    }


def test_long_lists_come_in_pages(house, till):
    registered = house.memory.registry.terminals
    for number in range(90000000, 90000060):
        registered[str(number)] = another = copy(registered[TERMINAL_ID])
        another.terminal_id = str(number)
    for verb in ("terminals", "batches"):
        _, first = ask(house, verb)
        assert (len(first[verb]), first["more"]) == (50, True)
        _, rest = ask(house, verb, after="90000047")
        assert (len(rest[verb]), rest["more"]) == (12, False)
    assert len(ask(house, "batches", terminal_id=TERMINAL_ID)[1]["batches"]) == 1


def test_obligations(house, till, switch):
    till.tell(till.sale())
    house.book.advance(25 * SECOND)
    (owed,) = house.obligations()
    assert owed["cause"] == "time-out"
    assert owed["tries"] == 1
    assert owed["terminal_id"] == TERMINAL_ID
    assert BANK_ID not in owed["attempt_key"]


def test_an_unknown_verb_gets_the_list(house):
    status, body = ask(house, "sell")
    assert (status, body["message"]) == (2, "acquirer.unknown-verb")
    assert "status" in body["arguments"]["verbs"]
