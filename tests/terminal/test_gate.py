"""The gate: every refusal with its reason, and what the terminal does by itself."""

import pytest

from countertop.stage import Cancelled, NobodyAnswered, PersonGone, Print
from countertop.values import SECOND, Secret
from tests.terminal.counter import PASSWORDS, open_counter, person
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import open_sale, signed_in


def test_a_sale_on_a_fresh_terminal_logs_in_and_signs_in_by_itself():
    counter = open_counter()
    assert counter.do("sale")[0] == 0
    assert [message.mti for message in counter.host.heard] == ["0800", "0200"]


def test_without_auto_sign_in_the_operator_is_told_to():
    counter = open_counter(auto_sign_in=False)
    status, body = counter.do("sale")
    assert (status, body["message"], body["advice"]) == (12, "screen.signed_out", "advice.sign_in")
    assert counter.host.heard == []


def test_a_sign_in_that_fails_on_the_way_to_a_sale_is_why_the_sale_is_refused():
    counter = open_counter()
    counter.host.codes["0800"] = "97"
    status, body = counter.do("sale")
    assert (status, body["message"]) == (10, "response.97")
    assert counter.heard("0200") == []
    assert len(counter.heard("0800")) == 1


def test_an_unreachable_host_refuses_a_sale_before_the_card_is_read():
    counter = open_counter(routes=())
    status, body = counter.do("sale")
    assert (status, body["outcome"], body["message"]) == (13, "unreachable", "screen.unreachable")
    assert "screen.card_number" not in counter.shown()


@pytest.mark.parametrize("number", ["00", "99"])
@pytest.mark.parametrize("verb", ["sale", "void"])
def test_supervisor_and_manager_do_not_sell(verb, number):
    counter = open_counter()
    counter.say |= {"ask.operator_number": number, "ask.operator_password": Secret(PASSWORDS[number])}
    counter.do("log_in")
    status, body = counter.do(verb)
    assert (status, body["message"], body["advice"]) == (12, "screen.not_permitted", "advice.log_in_as")


def test_a_full_batch_takes_no_more():
    counter = open_counter(batch_limit=2)
    assert [counter.do("sale")[0] for _ in range(3)] == [0, 0, 12]
    _status, body = counter.do("sale")
    assert (body["message"], body["advice"]) == ("screen.batch_full", "advice.settle")
    again = counter.crashed()
    again.start()
    again.say = counter.say
    assert again.do("sale")[1]["message"] == "screen.batch_full"


@pytest.mark.parametrize("verb", ["sale", "void"])
def test_without_room_on_the_disk_nothing_new_is_begun_and_no_card_is_read(verb):
    counter = open_counter()
    assert counter.do("sale")[0] == 0
    written, heard = len(counter.appended), len(counter.host.heard)
    counter.store.below_reserve = True
    counter.say = {}
    status, body = counter.do(verb, voucher_number="2")
    assert (status, body["message"], body["advice"]) == (12, "screen.disk_full", "advice.free_space")
    assert counter.shown()[-2:] == ["screen.disk_full", "advice.free_space"]
    assert counter.noted("terminal.disk_full") == 1
    assert (len(counter.appended), len(counter.host.heard)) == (written, heard)
    assert not counter.do("status")[1]["room_on_disk"]
    counter.store.below_reserve = False
    counter.say = person()
    assert counter.do(verb, voucher_number="2")[0] == 0
    assert counter.do("status")[1]["room_on_disk"]


def test_what_is_in_hand_when_the_disk_fills_is_finished():
    counter = signed_in()
    number = open_sale(counter)
    counter.store.below_reserve = True
    counter.tell(counter.line, counter.host.answer(counter.said(counter.line)[0]))
    counter.pump()
    assert counter.replies[number][0] == 0
    assert [paper.copy for paper in counter.papers] == ["merchant", "cardholder"]


def test_a_reversal_owed_goes_out_though_the_disk_is_full():
    counter = signed_in()
    unknown_sale(counter)
    counter.store.below_reserve = True
    counter.host.silent = False
    counter.wait(200)
    assert set(counter.states().values()) == {"reversed"}
    assert counter.do("sale")[1]["message"] == "screen.disk_full"


def test_declined_sales_do_not_fill_the_batch():
    counter = open_counter(batch_limit=1)
    counter.host.codes["0200"] = "51"
    assert [counter.do("sale")[0] for _ in range(3)] == [10, 10, 10]


def test_one_conversation_at_a_time():
    counter = open_counter()
    counter.ask_desk("sale")
    status, body = counter.ask_desk("sign_in")
    assert (status, body["message"], body["arguments"]) == (14, "screen.busy", {"verb": "sale"})
    assert counter.ask_desk("status")[1]["busy"]
    counter.pump()
    assert counter.replies[1][0] == 0


def test_an_unknown_verb_is_wrong_usage():
    assert open_counter().do("no_such_thing")[0] == 2


@pytest.mark.parametrize(
    "question",
    ["ask.operator_number", "ask.operator_password", "ask.card", "ask.confirm_card", "ask.amount", "ask.pin"],
)
@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        (Cancelled(), "screen.cancelled"),
        (NobodyAnswered(), "screen.nobody_answered"),
        (PersonGone(), "screen.person_gone"),
    ],
)
def test_whoever_goes_away_from_a_question_leaves_nothing_behind(question, outcome, message):
    counter = open_counter()
    counter.say[question] = outcome
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, message)
    assert counter.heard("0200") == []
    assert counter.states() == {}
    counter.say[question] = open_counter().say[question]
    assert counter.do("sale")[0] == 0


def test_who_waits_for_a_sign_in_that_fails_is_brought_to_the_gate_once():
    counter = signed_in()
    counter.host.silent = True
    open_sale(counter)
    counter.pump()
    counter.advance(60 * SECOND)
    counter.host.silent, counter.host.codes["0400"] = False, "A0"
    counter.pump()
    counter.routes.clear()
    counter.close(counter.line)
    counter.wait(5)  # two tries have failed, and the keys are not the host's
    counter.hold = True
    asked = counter.ask_desk("qr_query", voucher_number="000002")
    assert [type(effect) for effect in counter.held] == [Print]  # of the third, for want of a sign-in
    assert counter.do("status")[1]["reversal_waits_for"] == "the next round"
    assert counter.replies[asked][1]["message"] == "screen.unreachable"
    counter.hold = False
    counter.let_go()
    assert counter.do("status")[1]["busy"] is False
