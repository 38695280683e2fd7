"""Stored transactions: they count at once, leave in their order, and stay until the host has answered."""

import pytest

from countertop.iso8583.private import SettlementTotals
from countertop.terminal.tables import LATE_ANSWERS_OF
from tests.terminal.counter import NUMBER, TERMINAL, open_counter, person
from tests.terminal.test_preauthorisation import HELD
from tests.terminal.test_sale import signed_in

HOUR = 3600


def post(counter, amount=1000, code="V00001"):
    return counter.do("offline_post", amount=amount, approval_code=code)


def listed(counter):
    return {row["voucher_number"]: row["state"] for row in counter.do("transactions")[1]["transactions"]}


def queue(counter):
    return [entry["voucher_number"] for entry in counter.do("status")[1]["stored"]]


def sent(counter):
    return [message.stan for message in counter.heard("0220")]


def test_an_offline_post_counts_at_once_prints_and_sends_nothing():
    counter = signed_in()
    status, body = post(counter)
    assert (status, body["state"], body["approval_code"]) == (0, "stored", "V00001")
    assert counter.heard("0220") == []
    assert listed(counter) == {"000002": "stored"}
    assert counter.do("status")[1]["completed_in_batch"] == 1
    text = str(body["slips"]["merchant"])
    assert "离线结算" in text
    assert "V00001" in text


def test_it_leaves_after_the_next_transaction_with_the_host_by_its_number_alone():
    counter = signed_in()
    post(counter)
    assert counter.do("sale")[0] == 0
    (advice,) = counter.heard("0220")
    assert (advice.stan, advice.amount, advice.approval_code) == ("000002", "000000001000", "V00001")
    assert (advice.entry_mode, advice.pan.reveal(), advice.track2, advice.pin_block) == ("012", NUMBER, None, None)
    assert (advice.original_info, advice.reserved_data) == ("000000000000000001", "000")
    assert advice.mac is not None
    assert listed(counter) == {"000002": "completed", "000003": "completed"}
    assert queue(counter) == []


def test_what_is_stored_after_a_transaction_waits_for_the_next_one():
    counter = signed_in()
    counter.do("sale")
    post(counter)
    assert counter.heard("0220") == []
    counter.do("sale")
    assert sent(counter) == ["000003"]
    post(counter)
    assert sent(counter) == ["000003"]


def test_what_is_stored_leaves_in_its_order():
    counter = signed_in()
    for _ in range(3):
        post(counter)
    assert counter.do("completion_advice", amount=500, **HELD)[1]["state"] == "stored"
    counter.do("adjustment", voucher_number="2", amount=900)
    assert counter.do("send_stored")[0] == 0
    assert sent(counter) == ["000002", "000003", "000004", "000005", "000006"]
    assert set(listed(counter).values()) == {"completed"}


@pytest.mark.parametrize("code", ["91", "92", "96", "98", "68", "77", "A0"])
def test_nobody_there_keeps_it_and_all_behind_it(code):
    counter = signed_in()
    post(counter)
    post(counter)
    counter.host.codes["0220"] = code
    status, body = counter.do("send_stored")
    assert (status, body["message"], body["stored"]) == (12, "screen.still_stored", ["000002", "000003"])
    assert set(sent(counter)) == {"000002"}
    counter.host.codes.clear()
    assert counter.do("send_stored")[0] == 0
    assert queue(counter) == []


@pytest.mark.parametrize("code", ["77", "A0"])
def test_it_is_told_after_a_sign_in_when_the_host_refuses_it_under_keys_that_the_terminal_has_not(code):
    counter = signed_in()
    post(counter)
    counter.host.codes["0220"], counter.host.break_mac = code, True
    assert counter.do("send_stored")[1]["message"] == "screen.still_stored"
    assert counter.do("status")[1]["state"] == "signed_out"
    counter.host.codes, counter.host.break_mac = {}, False
    assert counter.do("send_stored")[0] == 0
    assert [message.mti for message in counter.host.heard] == ["0800", "0220", "0800", "0220"]
    assert listed(counter) == {"000002": "completed"}


@pytest.mark.parametrize("code", ["00", "01"])
def test_an_answer_with_a_wrong_mac_ends_nothing_and_asks_for_no_sign_in(code):
    counter = signed_in()
    post(counter)
    counter.host.codes["0220"], counter.host.break_mac = code, True
    assert counter.do("send_stored")[1]["message"] == "screen.still_stored"
    assert counter.do("status")[1]["state"] == "signed_in"
    assert queue(counter) == ["000002"]


def test_silence_keeps_it_and_sales_go_on():
    counter = signed_in()
    post(counter)
    counter.host.silent = True
    number = counter.ask_desk("send_stored")
    counter.pump()
    counter.wait(61)
    assert counter.replies[number][1]["message"] == "screen.still_stored"
    counter.host.silent = False
    assert counter.do("sale")[0] == 0
    assert queue(counter) == []


def test_a_lasting_decline_ends_it_is_listed_and_printed():
    counter = signed_in()
    post(counter)
    counter.host.codes["0220"] = "01"
    assert counter.do("send_stored")[0] == 0
    assert listed(counter) == {"000002": "upload_refused"}
    assert counter.papers[-1].copy == "refused"
    assert "上送被拒" in str(counter.papers[-1].document)
    assert counter.noted("terminal.advice_refused") == 1
    assert counter.do("status")[1]["completed_in_batch"] == 0


def test_the_queue_survives_a_power_cut_in_its_order():
    counter = signed_in()
    for _ in range(3):
        post(counter)
    again = counter.crashed()
    again.start()
    again.say = person()
    assert queue(again) == ["000002", "000003", "000004"]
    assert again.do("status")[1]["completed_in_batch"] == 3
    again.do("send_stored")
    assert sent(again) == ["000002", "000003", "000004"]
    assert again.do("status")[1]["repeats_owed"] == []


def test_a_cut_while_it_is_sent_sends_it_again_under_the_same_stan():
    counter = signed_in()
    post(counter)
    counter.host.silent = True
    counter.ask_desk("send_stored")
    counter.pump()
    again = counter.crashed()
    again.start()
    again.say, again.host.silent = person(), False
    assert again.do("send_stored")[0] == 0
    assert sent(again) == ["000002", "000002"]
    assert listed(again) == {"000002": "completed"}


def test_the_slip_of_what_was_stored_is_the_same_before_and_after_the_host_heard():
    counter = signed_in()
    post(counter)
    before = counter.do("slips", voucher_number="2")[1]["slips"]
    counter.do("send_stored")
    assert counter.do("slips", voucher_number="2")[1]["slips"] == before


@pytest.mark.parametrize(
    ("settings", "amounts", "message"),
    [
        ({"stored_item_limit": 1000}, [1001], "screen.stored_item_limit"),
        ({"stored_count_limit": 2}, [1, 1, 1], "screen.stored_count_limit"),
        ({"stored_total_limit": 1000}, [600, 401], "screen.stored_total_limit"),
    ],
)
def test_no_more_is_stored_than_the_limits_allow(settings, amounts, message):
    counter = signed_in(**settings)
    replies = [post(counter, amount) for amount in amounts]
    assert [status for status, _ in replies] == [0] * (len(amounts) - 1) + [12]
    assert replies[-1][1]["message"] == message


def test_nothing_more_is_stored_when_the_oldest_is_too_old():
    counter = signed_in()
    post(counter)
    counter.wait(25 * HOUR)
    counter.advance(25 * HOUR * 1_000_000)
    assert post(counter)[1]["message"] == "screen.stored_age_limit"


def test_an_adjustment_changes_an_offline_post_and_a_tip_adds_to_what_it_became():
    counter = signed_in()
    post(counter, 1000)
    assert counter.do("adjustment", voucher_number="2", amount=900)[1]["amount"] == 900
    status, body = counter.do("tip_adjustment", voucher_number="2", amount=100)
    assert (status, body["amount"]) == (0, 1000)
    counter.do("send_stored")
    adjustment, tip = counter.heard("0220")[1:]
    assert (adjustment.amount, adjustment.original_info, adjustment.private_data) == (
        "000000000900",
        "000001000002",
        None,
    )
    assert (tip.amount, tip.private_data) == ("000000001000", "000000000100")
    text = str(body["slips"]["merchant"])
    for piece in ("RMB 9.00", "RMB 1.00", "RMB 10.00"):
        assert piece in text
    assert counter.do("adjustment", voucher_number="3", amount=1)[1]["message"] == "screen.nothing_to_adjust"


def test_the_newest_adjustment_counts_whatever_clock_and_stans_say():
    counter = signed_in()
    counter.actor._machine.last_stan = 999_996
    post(counter, 1000)
    counter.do("adjustment", voucher_number="999997", amount=900)
    counter.do("send_stored")
    for amount in (700, 800):  # under 999999 and 000001
        counter.utc -= HOUR * 1_000_000
        counter.do("adjustment", voucher_number="999997", amount=amount)
        counter.do("send_stored")
    assert counter.do("tip_adjustment", voucher_number="999997", amount=100)[1]["amount"] == 900
    counter.do("settle")
    assert SettlementTotals.read(counter.heard("0500")[0].private_data).domestic.debit_amount == 900


def test_a_sale_is_not_adjusted():
    counter = signed_in()
    counter.do("sale")
    assert counter.do("tip_adjustment", voucher_number="2", amount=1)[1]["message"] == "screen.nothing_to_adjust"


def test_a_stored_completion_is_voided_only_after_the_host_heard_of_it():
    counter = signed_in()
    counter.do("completion_advice", amount=100, **HELD)
    assert counter.do("completion_void", voucher_number="2")[1]["message"] == "screen.not_told_yet"
    counter.do("send_stored")
    assert counter.do("completion_void", voucher_number="2")[0] == 0


def test_without_keyed_numbers_an_offline_post_swipes_the_card():
    counter = open_counter(keyed_offline_posts=False)
    assert post(counter)[0] == 0


def test_nothing_stored_leaves_while_somebody_is_asked_something():
    counter = signed_in(poll_every=30_000_000)
    post(counter)
    counter.do("sale")
    post(counter)
    counter.machine.advices_due = True  # as after an answer behind which somebody waited
    counter.ask_desk("sale")
    counter.advance(31_000_000)  # the poll comes while the card is asked for
    assert sent(counter) == ["000002"]
    counter.pump()
    assert len(counter.heard("0200")) == 2
    assert sent(counter) == ["000002", "000004"]


def test_a_second_copy_of_an_answer_that_is_being_written_changes_nothing():
    counter = signed_in()
    post(counter)
    counter.ask_desk("send_stored")
    (payload,) = counter.said(counter.line)
    answer = counter.host.answer(payload)
    counter.hold = True
    counter.tell(counter.line, answer)
    counter.tell(counter.line, answer)
    counter.let_go()
    counter.hold = False
    counter.pump()
    assert listed(counter) == {"000002": "completed"}
    assert queue(counter) == []
    assert late(counter) == ["00"]
    assert counter.do("status")[1]["completed_in_batch"] == 1


def test_what_is_stored_still_counts_in_the_batch_after_a_sign_in():
    counter = signed_in()
    post(counter)
    counter.do("sign_in")
    assert counter.do("status")[1]["completed_in_batch"] == 1


def late(counter):
    return [row["late_code"] for row in counter.rows(LATE_ANSWERS_OF, TERMINAL, "000001", "000002")]


def answer_overdue(counter):
    """What is stored was sent and nobody answered; return the answer to that try, which comes only now."""
    post(counter)
    counter.host.silent = True
    counter.do("send_stored")
    counter.wait(61)
    assert queue(counter) == ["000002"]
    counter.host.silent = False
    return counter.host.financial(counter.heard("0220")[0])


def sent_again_while_its_answer_is_written(counter):
    answer = answer_overdue(counter)
    counter.hold = True
    counter.ask_desk("send_stored")
    counter.tell(counter.line, answer)
    assert [effect.records[0].KIND for effect in counter.held] == ["terminal.repeat_tried", "terminal.attempt_decided"]
    counter.let_go()
    counter.hold = False


def is_told_once(counter):
    told = (listed(counter), queue(counter), counter.do("status")[1]["completed_in_batch"])
    return told == ({"000002": "completed"}, [], 1)


@pytest.mark.parametrize("code", ["00", "25", "98", "A0"])
def test_an_answer_to_a_try_that_left_too_late_is_written_down_only(code):
    counter = signed_in()
    sent_again_while_its_answer_is_written(counter)
    counter.host.codes["0220"] = code
    counter.pump()
    assert len(sent(counter)) == 2
    assert is_told_once(counter)
    assert late(counter) == [code]
    assert "screen.advice_refused" not in counter.shown()
    assert counter.do("sale")[0] == 0


def test_silence_on_a_try_that_left_too_late_changes_nothing():
    counter = signed_in()
    sent_again_while_its_answer_is_written(counter)
    counter.host.silent = True
    counter.wait(61)
    counter.host.silent = False
    assert is_told_once(counter)
    assert counter.do("sale")[0] == 0


def test_an_answer_that_is_being_written_down_saves_the_next_try():
    counter = signed_in()
    answer = answer_overdue(counter)
    counter.hold = True
    counter.tell(counter.call("acquirer"), answer)
    number = counter.ask_desk("send_stored")
    assert [effect.records[0].KIND for effect in counter.held] == ["terminal.attempt_decided", "terminal.repeat_tried"]
    counter.let_go()
    counter.hold = False
    counter.pump()
    assert counter.replies[number][0] == 0
    assert len(sent(counter)) == 1
    assert is_told_once(counter)
