"""What a till asks: taken once under its id, told ever after, refused at the door without a trace."""

import json

import pytest

from countertop.stage import Cancelled
from countertop.terminal.tables import TILL_REQUEST_OF
from countertop.values import Pan
from tests.playbook import PowerCut
from tests.terminal.counter import NUMBER, TERMINAL, open_counter, person, with_settings
from tests.terminal.settlement.batch_host import settling_counter
from tests.terminal.test_sale import open_sale, signed_in

FIRST = "018f3c5a-0000-7000-8000-000000000001"
SECOND = "018f3c5a-0000-7000-8000-000000000002"


def ask(counter, identity=FIRST, verb="sale", **arguments):
    return counter.do(verb, till_request=identity, **(arguments or {"amount": "12.50"}))


def told(counter, identity=FIRST, **more):
    status, body = counter.do("till_request", till_request=identity, **more)
    return body if status == 0 else None


def charged(counter):
    return [state for state in counter.states().values() if state != "reversed"]


def test_what_came_of_a_request_is_told_by_its_id():
    counter = signed_in()
    assert ask(counter)[0] == 0
    body = told(counter)
    assert (body["verb"], body["asked"], body["stands"]) == ("sale", {"amount": "12.50"}, "attempted")
    known = body["transaction"]
    assert (known["state"], known["amount"], known["card"]) == ("completed", 1250, "622500******0014")
    assert (known["voucher_number"], known["approval_code"], known["is_voided"]) == ("000002", "A00001", False)
    assert body["said"] == {"message": "response.00", "arguments": {"code": "00"}, "advice": None}
    assert NUMBER not in json.dumps(body, default=str)


def test_the_same_id_never_charges_twice():
    counter = signed_in()
    ask(counter)
    status, body = ask(counter)
    assert (status, body["message"]) == (12, "screen.till_asked_before")
    assert charged(counter) == ["completed"]
    assert told(counter)["transaction"]["state"] == "completed"
    assert ask(counter, amount="99.00")[0] == 12
    assert told(counter)["asked"] == {"amount": "12.50"}


def test_it_is_told_in_another_life_too():
    counter = signed_in()
    ask(counter)
    again = counter.crashed()
    again.start()
    again.say = person()
    assert told(again) == told(counter)
    assert ask(again)[0] == 12
    assert charged(again) == ["completed"]


def test_what_a_person_left_stays_left():
    counter = signed_in()
    counter.say["ask.pin"] = Cancelled()
    assert ask(counter)[0] == 12
    body = told(counter)
    assert (body["stands"], body["status"], body["said"]["message"]) == ("ended", 12, "screen.cancelled")
    counter.say = person()
    assert ask(counter)[0] == 12
    assert (told(counter)["stands"], charged(counter)) == ("ended", [])


def test_what_ends_while_it_is_looked_up_was_not_interrupted():
    counter = signed_in()
    counter.say["ask.pin"] = Cancelled()
    asked = counter.ask_desk("sale", till_request=FIRST, amount="12.50")
    while counter.questions[0][0].question != "ask.pin":
        counter._answer_one()
    counter.hold = True
    looked = counter.ask_desk("till_request", till_request=FIRST)
    counter._answer_one()
    counter.hold = False
    counter.let_go()
    assert counter.replies[asked][0] == 12
    status, body = counter.replies[looked]
    assert (status, body["stands"]) == (0, "ended")


def test_a_decline_an_unsent_and_a_reversed_one_say_so():
    counter = signed_in()
    counter.host.codes["0200"] = "51"
    ask(counter)
    assert told(counter)["transaction"]["state"] == "declined"
    assert told(counter)["said"]["message"] == "response.51"
    counter.host.silent = True
    counter.ask_desk("sale", till_request=SECOND, amount="3.00")
    counter.pump()
    counter.wait(60)
    assert told(counter, SECOND)["transaction"]["state"] == "reversal_owed"
    counter.host.silent = False
    counter.wait(66)
    body = told(counter, SECOND)
    assert (body["transaction"]["state"], body["said"]["message"]) == ("reversed", "screen.till_reversed")


def test_an_open_one_is_told_as_open_and_then_as_sent():
    counter = signed_in()
    counter.say.pop("ask.pin")
    counter.ask_desk("sale", till_request=FIRST, amount="12.50")
    assert told(counter)["stands"] == "open"
    assert told(counter)["stands"] == "ended"  # without an answer to the PIN it was left meanwhile
    counter.say, counter.host.silent = person(), True
    counter.ask_desk("sale", till_request=SECOND, amount="12.50")
    counter.pump()
    body = told(counter, SECOND)
    assert (body["stands"], body["transaction"]["state"]) == ("attempted", "sent")
    assert body["said"] is None


def test_a_voided_sale_says_so_and_slips_are_marked():
    counter = signed_in()
    ask(counter)
    slips = told(counter, slips=True)["slips"]
    assert set(slips) == {"merchant", "cardholder"}
    assert any("DUPLICATE" in row for row in slips["merchant"]["en"])
    assert "slips" not in told(counter)
    counter.advance(1_000_000)
    ask(counter, SECOND, "void", voucher_number="000002")
    assert told(counter)["transaction"]["is_voided"] is True
    assert told(counter, SECOND)["transaction"]["state"] == "completed"
    assert [each["till_request"] for each in counter.do("till_requests")[1]["till_requests"]] == [SECOND, FIRST]


def test_a_settlement_ends_without_a_transaction():
    counter = settling_counter()
    counter.do("sale")
    assert counter.do("settle", till_request=FIRST)[0] == 0
    body = told(counter)
    assert (body["stands"], body["status"], body["said"]["message"]) == ("ended", 0, "screen.settled")


@pytest.mark.parametrize(
    ("settings", "message"), [({"auto_sign_in": False}, "screen.signed_out"), ({"keyed": False}, "screen.out_of_key")]
)
def test_what_is_refused_at_the_door_was_not_taken(settings, message):
    counter = open_counter(**settings)
    assert counter.do("till_door", till_verb="sale")[1]["message"] == message
    assert ask(counter)[1]["message"] == message
    assert told(counter) is None
    assert counter.rows(TILL_REQUEST_OF, TERMINAL, FIRST) == []


def test_the_door_is_shut_while_somebody_else_is_at_the_terminal():
    counter = signed_in()
    assert counter.do("till_door", till_verb="sale")[0] == 0
    counter.host.silent = True
    open_sale(counter)
    assert counter.do("till_door", till_verb="sale")[0] == 14
    assert ask(counter)[0] == 14
    assert told(counter) is None


@pytest.mark.parametrize(
    ("identity", "verb", "arguments"),
    [
        ("1", "sale", {"amount": "1.00"}),
        (FIRST.upper(), "sale", {"amount": "1.00"}),
        (FIRST, "balance", {}),
        (FIRST, "sale", {"amount": 100}),
        (FIRST, "sale", {"amount": "\ud800"}),
        (FIRST, "sale", {"card": "6225"}),
        (FIRST, "sale", {"target_pan": Pan(NUMBER)}),
    ],
)
def test_what_a_till_has_no_business_with_is_refused(identity, verb, arguments):
    counter = signed_in()
    status, body = counter.do(verb, till_request=identity, **arguments)
    assert (status, body["message"]) == (2, "screen.till_form")
    assert charged(counter) == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_cut_at_any_write_charges_once_and_is_told(after):
    seen = set()
    for cut_at in range(1, 8):
        counter = signed_in()
        counter.writes = 0
        counter.cut_at, counter.cut_after = cut_at, after
        try:
            ask(counter)
        except PowerCut:
            pass
        else:
            break
        again = counter.crashed(build=with_settings())
        again.start()
        again.say = person()
        again.pump()
        again.wait(60)
        before = told(again)
        ask(again)
        body = told(again)
        assert before is None or before == body
        seen.add(body["stands"] if "transaction" not in body else body["transaction"]["state"])
        assert len(charged(again)) <= 1
    else:
        pytest.fail("it never came to an end")
    assert seen >= {"completed", "interrupted", "reversed"}
