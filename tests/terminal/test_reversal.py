"""The reversal: owed whenever nobody can know, sent before anything else, never given up."""

import pytest

from countertop.iso8583 import UNIONPAY_POS
from countertop.iso8583.private.settled import Settled, settled_data
from countertop.terminal.tables import OWED, REVERSAL_OF
from countertop.values import SECOND
from tests.terminal.counter import TERMINAL, open_counter, person
from tests.terminal.test_sale import open_sale, signed_in


def unknown_sale(counter):
    """A sale that the host never answers; the host is silent afterwards."""
    counter.host.silent = True
    number = open_sale(counter)
    counter.pump()
    counter.wait(60)
    return number


def owed(counter):
    return counter.do("status")[1]["reversals_owed"]


def test_silence_makes_the_outcome_unknown_and_says_what_happens_next():
    counter = signed_in()
    number = unknown_sale(counter)
    status, body = counter.replies[number]
    assert (status, body["outcome"], body["message"]) == (11, "unknown", "screen.unknown")
    assert (body["advice"], body["state"], body["reason"]) == ("advice.reversal_goes_first", "reversal_owed", "98")
    assert counter.states() == {"000002": "reversal_owed"}
    assert counter.papers == []


def test_it_goes_out_at_once_with_the_attempts_own_numbers():
    counter = signed_in()
    unknown_sale(counter)
    sale, reversal = counter.heard("0200")[0], counter.heard("0400")[0]
    for name in ("stan", "amount", "processing_code", "entry_mode", "condition_code", "currency", "transaction_info"):
        assert getattr(reversal, name) == getattr(sale, name)
    assert reversal.response_code == "98"
    assert (reversal.track2, reversal.pin_block, reversal.security_control) == (None, None, None)


@pytest.mark.parametrize("code", ["00", "12", "25"])
def test_the_hosts_acknowledgement_ends_it(code):
    counter = signed_in()
    counter.host.codes["0400"] = code
    unknown_sale(counter)
    counter.host.silent = False
    counter.wait(66)
    assert counter.states() == {"000002": "reversed"}
    assert owed(counter) == []
    assert "screen.reversed" in counter.shown()
    assert counter.noted("terminal.reversal_fits_nothing") == (code == "12")
    assert counter.do("sale")[0] == 0  # a shop is not shut because a host of the published dialect says 12


@pytest.mark.parametrize("code", ["96", "30", "64", "91", "Z9"])
def test_any_other_answer_does_not(code):
    counter = signed_in()
    counter.host.codes["0400"] = code
    unknown_sale(counter)
    counter.host.silent = False
    counter.wait(3600)
    assert counter.states() == {"000002": "reversal_owed"}
    assert len(counter.heard("0400")) > 100


@pytest.mark.parametrize(
    ("settled", "state", "words"),
    [
        (Settled.REPAID, "settled_repaid", "PAID THE CARDHOLDER BACK BY HAND"),
        (Settled.STANDS, "settled_stands", "FOUND THE PAYMENT RIGHT"),
    ],
)
def test_what_people_at_the_host_have_settled_ends_it_with_a_slip_that_says_how(settled, state, words):
    counter = signed_in()
    counter.host.codes["0400"] = "77"
    unknown_sale(counter)
    counter.host.silent = False
    counter.wait(300)
    assert counter.states() == {"000002": "reversal_owed"}

    def say_so(answer):
        if answer.mti == "0410":
            answer.reserved_data = settled_data("CUP", settled)

    counter.host.codes["0400"], counter.host.spoil = "25", say_so
    counter.papers.clear()
    counter.wait(120)
    assert owed(counter) == []
    assert f"screen.{state}" in counter.shown()
    assert "screen.reversed" not in counter.shown()
    (listed,) = counter.do("transactions")[1]["transactions"]
    assert listed["state"] == state
    (paper,) = counter.papers
    assert paper.copy == "settled"
    assert words in " ".join(" ".join(paper.document.text()).split())
    again = counter.crashed()
    again.start()
    assert owed(again) == []
    (listed,) = again.do("transactions")[1]["transactions"]
    assert listed["state"] == state


def test_an_acknowledgement_with_a_wrong_mac_does_not_end_it():
    counter = signed_in()
    unknown_sale(counter)
    counter.host.silent, counter.host.break_mac = False, True
    counter.wait(120)
    assert counter.states() == {"000002": "reversal_owed"}
    assert counter.noted("terminal.acknowledgement_untrusted") > 0
    counter.host.break_mac = False
    counter.wait(120)
    assert counter.states() == {"000002": "reversed"}


def test_three_tries_are_a_round_then_it_alarms_prints_once_and_rests():
    counter = signed_in(reversal_pause=5 * SECOND)
    unknown_sale(counter)
    counter.wait(3 * 60 + 2 * 5)
    assert len(counter.heard("0400")) == 3
    assert counter.noted("terminal.reversal_owed") == 1
    assert "screen.reversal_resting" in counter.shown()
    assert [paper.copy for paper in counter.papers] == ["failure"]
    assert counter.do("status")[1]["reversal_waits_for"] == "the next round"
    counter.wait(59)
    assert len(counter.heard("0400")) == 3
    counter.wait(1)
    assert len(counter.heard("0400")) == 4
    counter.wait(24 * 3600)
    assert [paper.copy for paper in counter.papers] == ["failure"]
    assert counter.noted("terminal.reversal_owed") > 300
    counter.host.silent = False
    counter.wait(300)
    assert counter.states() == {"000002": "reversed"}


def test_every_try_is_written_down_before_it_leaves():
    counter = signed_in()
    unknown_sale(counter)
    counter.wait(200)
    (row,) = counter.rows(REVERSAL_OF, TERMINAL, "000001", "000002")
    assert row["tries"] == len(counter.heard("0400")) == 3


def test_a_new_sale_waits_for_the_reversal_and_then_goes():
    counter = signed_in()
    unknown_sale(counter)
    counter.host.silent = False
    counter.say = person()
    status = counter.do("sale")
    assert not isinstance(status, tuple)
    assert "screen.reversal_first" in counter.shown()
    counter.wait(66)
    assert counter.replies[counter._requests][0] == 0
    assert [message.mti for message in counter.host.heard] == ["0800", "0200", "0400", "0400", "0200"]
    assert counter.states() == {"000002": "reversed", "000003": "completed"}


def test_a_new_sale_is_refused_while_the_reversal_is_not_acknowledged():
    counter = signed_in()
    unknown_sale(counter)
    counter.wait(600)
    tries = len(counter.heard("0400"))
    request = counter.do("sale")
    counter.wait(200)
    status, body = counter.replies[request]
    assert (status, body["message"], body["owed"]) == (12, "screen.still_owed", ["000002"])
    assert body["advice"] == "advice.reversal_goes_on"
    assert 0 < len(counter.heard("0400")) - tries <= 6
    assert len(counter.heard("0200")) == 1


def test_a_sale_begins_a_round_at_once_instead_of_waiting_for_the_next():
    counter = signed_in(reversal_cadence=3600 * SECOND)
    unknown_sale(counter)
    counter.wait(600)
    counter.host.silent = False
    assert counter.do("sale")[0] == 0
    assert counter.states()["000002"] == "reversed"


def test_sign_out_is_refused_while_something_is_owed():
    counter = signed_in()
    unknown_sale(counter)
    request = counter.do("sign_out")
    counter.wait(600)
    status, body = counter.replies[request]
    assert (status, body["message"]) == (12, "screen.still_owed")
    assert counter.heard("0820") == []


def test_a_line_that_drops_after_the_sending_owes_a_reversal():
    counter = signed_in()
    number = open_sale(counter)
    counter.close(counter.line)
    counter.pump()
    assert counter.replies[number][0] == 11
    assert counter.states() == {"000002": "reversed"}


def test_a_wrong_mac_in_an_approval_owes_a_reversal_with_reason_a0():
    counter = signed_in()
    counter.host.break_mac = True
    number = open_sale(counter)
    counter.pump()
    counter.host.break_mac = False
    status, body = counter.replies[number]
    assert (status, body["reason"]) == (11, "A0")
    assert counter.papers == []
    assert counter.heard("0400")[0].response_code == "A0"
    counter.wait(60)
    assert counter.states() == {"000002": "reversed"}


def test_a_decline_without_mac_is_no_decline():
    counter = signed_in()
    counter.host.codes["0200"] = "51"
    number = open_sale(counter)
    (payload,) = counter.said(counter.line)
    bare = UNIONPAY_POS.decode(counter.host.answer(payload))
    bare.mac = None
    counter.tell(counter.line, UNIONPAY_POS.encode(bare))
    counter.pump()
    assert counter.replies[number][0] == 11
    assert counter.states() == {"000002": "reversed"}


def test_an_unreachable_host_is_tried_again_for_ever():
    counter = signed_in()
    number = open_sale(counter)
    counter.routes.clear()
    counter.close(counter.line)
    counter.pump()
    assert counter.replies[number][0] == 11
    counter.wait(600)
    assert counter.states() == {"000002": "reversal_owed"}
    counter.routes.add("acquirer")
    counter.wait(70)
    assert counter.states() == {"000002": "reversed"}


def test_a_line_on_which_nobody_answers_is_closed_and_dialled_again():
    counter = signed_in()
    unknown_sale(counter)
    (first,) = counter.lines_of("acquirer")
    counter.wait(66)
    assert counter.hung_up(first)
    assert len(counter.lines_of("acquirer")) == 1


def test_when_the_host_refuses_the_mac_the_terminal_signs_in_and_reverses_with_new_keys():
    counter = signed_in()
    unknown_sale(counter)
    counter.host.silent = False
    counter.host.codes["0400"] = "A0"
    counter.wait(66)
    assert counter.do("status")[1]["state"] == "signed_out"
    counter.host.codes.clear()
    counter.wait(10)
    assert [message.mti for message in counter.host.heard][-2:] == ["0800", "0400"]
    assert counter.states() == {"000002": "reversed"}


def test_a_sign_in_is_allowed_with_a_reversal_owed_and_sets_it_going():
    counter = signed_in(auto_sign_in=False, reversal_cadence=3600 * SECOND)
    unknown_sale(counter)
    counter.host.silent = False
    counter.host.codes["0400"] = "A0"
    counter.wait(200)
    assert counter.do("status")[1]["state"] == "signed_out"
    counter.wait(3600)
    counter.host.codes.clear()
    assert counter.do("sign_in")[0] == 0
    assert counter.states() == {"000002": "reversed"}


def test_a_sign_in_that_fails_counts_as_a_try():
    counter = signed_in()
    unknown_sale(counter)
    counter.host.silent = False
    counter.host.codes |= {"0400": "A0", "0800": "96"}
    counter.wait(120)
    assert counter.noted("terminal.reversal_owed") >= 1
    counter.host.codes.clear()
    counter.wait(120)
    assert counter.states() == {"000002": "reversed"}


def test_the_answer_to_an_earlier_try_ends_it_between_two_tries():
    counter = signed_in()
    unknown_sale(counter)
    counter.advance(60 * SECOND)
    assert counter.machine.exchange is None
    reversal = counter.heard("0400")[0]
    late = counter.host.seal(counter.host.reply_to(reversal))
    line = counter.call("acquirer")
    counter.tell(line, late)
    assert counter.states() == {"000002": "reversed"}
    counter.wait(600)
    assert len(counter.heard("0400")) == 1


def test_an_acknowledgement_that_is_being_written_down_saves_the_next_try():
    counter = signed_in()
    unknown_sale(counter)
    counter.advance(60 * SECOND)
    answer = counter.host.seal(counter.host.reply_to(counter.heard("0400")[0]))
    counter.hold = True
    counter.tell(counter.call("acquirer"), answer)
    counter.advance(5 * SECOND)
    assert len(counter.held) == 2
    counter.hold = False
    counter.let_go()
    counter.wait(600)
    assert counter.states() == {"000002": "reversed"}
    assert counter.machine.obligations == []
    assert len(counter.heard("0400")) == 1


def test_the_obligation_is_durable_before_anybody_hears_of_it():
    counter = signed_in()
    counter.host.silent = True
    number = open_sale(counter)
    counter.hold = True
    counter.advance(60 * SECOND)
    assert number not in counter.replies
    counter.let_go()
    assert counter.replies[number][0] == 11
    assert counter.rows(OWED, TERMINAL, "reversal_owed")


def test_two_sales_never_wait_on_one_line():
    counter = open_counter()
    counter.host.silent = True
    counter.do("sale")
    counter.wait(61)
    assert counter.heard("0200") == []
