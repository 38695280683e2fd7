"""The refund: by reference number and date, approved by the supervisor, repeated until it is answered."""

import pytest

from countertop.stage import Append
from countertop.terminal.records import RepeatOwed
from countertop.terminal.tables import LATE_ANSWERS_OF
from countertop.values import SECOND, Secret
from tests.terminal.counter import NUMBER, TERMINAL, person
from tests.terminal.test_sale import signed_in

REFUND = {"rrn": "000000000001", "date": "0715", "amount": 500}


def unknown_refund(counter):
    """A refund that the host never answers; the host is silent afterwards."""
    counter.host.silent = True
    counter.do("refund", **REFUND)
    counter.wait(60)


def test_a_refund_names_the_original_the_people_and_the_card():
    counter = signed_in()
    status, body = counter.do("refund", **REFUND)
    assert (status, body["kind"], body["amount"], body["supervisor"]) == (0, "refund", 500, "00")
    (request,) = counter.heard("0220")
    assert (request.processing_code, request.amount, request.rrn) == ("200000", "000000000500", "000000000001")
    assert (request.original_info, request.reserved_data) == ("0000000000000715", "000")
    assert (request.terminal_information, request.entry_mode) == ("OP00201SV00200", "022")
    assert (request.approval_code, request.pin_block) == (None, None)
    assert counter.states() == {"000002": "completed"}


def test_what_is_not_given_is_asked_for():
    counter = signed_in()
    counter.say |= {"ask.rrn": "000000000001", "ask.original_date": "2024-07-15", "ask.amount": 500}
    assert counter.do("refund")[0] == 0
    assert counter.heard("0220")[0].original_info == "0000000000000715"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rrn": "1"}, "screen.rrn_form"),
        ({"rrn": "００0000000001"}, "screen.rrn_form"),
        ({"date": "1301"}, "screen.date_form"),
        ({"date": "0230"}, "screen.date_form"),
        ({"date": "2023-02-29"}, "screen.date_form"),
        ({"date": "07１5"}, "screen.date_form"),
        ({"amount": 0}, "screen.amount_form"),
    ],
)
def test_what_is_no_reference_no_date_or_no_amount_is_wrong_usage(changes, message):
    counter = signed_in()
    status, body = counter.do("refund", **{**REFUND, **changes})
    assert (status, body["message"]) == (2, message)
    assert counter.heard("0220") == []


def test_29_february_is_a_date_where_no_year_is_told():
    counter = signed_in()
    assert counter.do("refund", **{**REFUND, "date": "0229"})[0] == 0


def test_nothing_is_sent_before_the_supervisor_approved():
    counter = signed_in()
    counter.say["ask.supervisor_password"] = Secret("999999")
    assert counter.do("refund", **REFUND)[1]["message"] == "screen.password_wrong"
    assert counter.heard("0220") == []


def test_a_refund_above_the_terminals_limit_is_refused_before_anything_is_sent():
    counter = signed_in(refund_limit=499)
    status, body = counter.do("refund", **REFUND)
    assert (status, body["message"], body["arguments"]["limit"]) == (12, "screen.amount_limit", "4.99")
    assert counter.heard("0220") == []


def test_the_slip_shows_a_minus_and_what_was_refunded():
    counter = signed_in()
    body = counter.do("refund", **REFUND)[1]
    text = str(body["slips"]["merchant"])
    for piece in ("RMB -5.00", "退货", "000000000001", "07/15", "622500******0014/S"):
        assert piece in text
    assert NUMBER not in text


def test_a_declined_refund_owes_nothing():
    counter = signed_in()
    counter.host.codes["0220"] = "61"
    assert counter.do("refund", **REFUND)[0] == 10
    assert counter.states() == {"000002": "declined"}
    assert counter.do("status")[1]["repeats_owed"] == []


def test_silence_is_repeated_under_the_same_stan_and_never_reversed():
    counter = signed_in()
    unknown_refund(counter)
    assert list(counter.replies.values())[-1][0] == 11
    first, again = counter.heard("0220")[:2]
    for name in ("stan", "amount", "processing_code", "condition_code", "rrn", "original_info", "terminal_information"):
        assert getattr(again, name) == getattr(first, name)
    assert (again.pan.reveal(), again.entry_mode, again.track2, again.pin_block) == (NUMBER, "012", None, None)
    assert counter.heard("0400") == []
    assert counter.papers == []


def test_a_repetition_that_is_answered_completes_and_prints_both_copies():
    counter = signed_in()
    unknown_refund(counter)
    counter.host.silent = False
    counter.wait(70)
    assert counter.states() == {"000002": "completed"}
    assert [paper.copy for paper in counter.papers] == ["merchant", "cardholder"]
    assert counter.do("status")[1]["repeats_owed"] == []
    assert counter.do("sale")[0] == 0


def test_a_repetition_that_is_declined_ends_it_too():
    counter = signed_in()
    unknown_refund(counter)
    counter.host.silent, counter.host.codes["0220"] = False, "25"
    counter.wait(70)
    assert counter.states() == {"000002": "declined"}
    assert "screen.repeat_declined" in counter.shown()


@pytest.mark.parametrize("code", ["68", "96", "98"])
def test_an_answer_that_knows_nothing_settles_nothing(code):
    counter = signed_in()
    counter.host.codes["0220"] = code
    assert counter.do("refund", **REFUND)[0] == 11
    counter.wait(300)
    assert counter.do("transactions")[1]["transactions"][0]["state"] == "repeat_owed"
    counter.host.codes.clear()
    counter.wait(120)
    assert counter.states() == {"000002": "completed"}


def test_no_sale_is_taken_while_a_refund_is_unknown():
    counter = signed_in()
    unknown_refund(counter)
    number = counter.ask_desk("sale")
    counter.wait(200)
    assert counter.replies[number][1]["message"] == "screen.still_owed"
    assert counter.heard("0200") == []


def test_a_cut_refund_is_repeated_after_the_restart():
    counter = signed_in()
    counter.hold = True
    number = counter.ask_desk("refund", **REFUND)
    while counter.questions or counter.held:
        counter.pump()
        if any(
            type(effect) is Append and effect.records[0].KIND == "terminal.attempt_prepared" for effect in counter.held
        ):
            counter.let_go(1)
            break
        counter.let_go(1)
    assert type(number) is int
    again = counter.crashed()
    again.start()
    again.say = person()
    again.wait(30)
    assert again.states() == {"000002": "completed"}
    assert again.appended[0].records[0].__class__ is RepeatOwed


def test_a_wrong_mac_is_no_answer():
    counter = signed_in()
    counter.host.break_mac = True
    assert counter.do("refund", **REFUND)[0] == 11
    counter.host.break_mac = False
    counter.wait(90)
    assert counter.states() == {"000002": "completed"}


def test_the_answer_to_an_earlier_try_is_taken_as_the_answer():
    counter = signed_in()
    unknown_refund(counter)
    counter.wait(62)
    request = counter.heard("0220")[0]
    counter.tell(
        counter.call("acquirer") if not counter.lines_of("acquirer") else counter.line, counter.host.financial(request)
    )
    counter.pump()
    assert counter.states() == {"000002": "completed"}


def late(counter):
    return [row["late_code"] for row in counter.rows(LATE_ANSWERS_OF, TERMINAL, "000001", "000002")]


def repeated_while_its_answer_is_written(counter):
    """The next try leaves while the answer to the first one is on its way to the disk."""
    unknown_refund(counter)
    counter.wait(60)
    answer = counter.host.financial(counter.heard("0220")[0])
    tries = len(counter.heard("0220"))
    counter.host.silent, counter.hold = False, True
    counter.advance(10 * SECOND)
    counter.tell(counter.line, answer)
    assert [effect.records[0].KIND for effect in counter.held] == ["terminal.repeat_tried", "terminal.attempt_decided"]
    counter.let_go()
    counter.hold = False
    assert counter.states() == {"000002": "completed"}
    return tries


@pytest.mark.parametrize("code", ["00", "25", "68", "A0"])
def test_an_answer_to_a_try_that_left_too_late_is_written_down_only(code):
    counter = signed_in()
    tries = repeated_while_its_answer_is_written(counter)
    counter.host.codes["0220"] = code
    counter.pump()
    assert len(counter.heard("0220")) == tries + 1
    assert counter.states() == {"000002": "completed"}
    assert late(counter) == [code]
    assert [paper.copy for paper in counter.papers] == ["merchant", "cardholder"]
    assert counter.do("status")[1]["completed_in_batch"] == 1
    assert counter.do("sale")[0] == 0


def test_a_second_copy_of_an_answer_that_is_being_written_is_written_down_as_late():
    counter = signed_in()
    unknown_refund(counter)
    counter.wait(60)
    answer = counter.host.financial(counter.heard("0220")[0])
    line, counter.hold = counter.call("acquirer"), True
    counter.tell(line, answer)
    counter.tell(line, answer)
    counter.let_go()
    counter.hold = False
    assert counter.states() == {"000002": "completed"}
    assert late(counter) == ["00"]
    assert counter.do("status")[1]["completed_in_batch"] == 1


def test_the_trace_shows_every_try():
    counter = signed_in()
    unknown_refund(counter)
    counter.host.silent = False
    counter.wait(70)
    hops = counter.do("trace", voucher_number="2")[1]["hops"]
    assert [(hop["direction"], hop["mti"]) for hop in hops] == [
        ("sent", "0220"),
        ("sent", "0220"),
        ("received", "0230"),
    ]
    assert all(TERMINAL in hop["fields"]["terminal_id"] for hop in hops)
