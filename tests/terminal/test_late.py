"""Frames that nobody awaits: late answers are written down and change nothing."""

import pytest

from countertop.iso8583 import UNIONPAY_POS
from countertop.terminal.flows.too_late import MOST_LATE_ANSWERS
from countertop.terminal.tables import LATE_ANSWERS_OF
from tests.terminal.counter import TERMINAL
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import open_sale, signed_in


def approval(counter):
    return counter.host.seal(counter.host.reply_to(counter.heard("0200")[0]))


def late(counter, voucher="000002"):
    return counter.rows(LATE_ANSWERS_OF, TERMINAL, "000001", voucher)


def test_an_approval_that_comes_too_late_is_written_down_and_never_accepted():
    counter = signed_in()
    unknown_sale(counter)
    counter.tell(counter.line, approval(counter))
    assert counter.states() == {"000002": "reversal_owed"}
    (row,) = late(counter)
    assert (row["mti"], row["late_code"], row["mac_right"]) == ("0210", "00", 1)
    assert counter.papers == []
    counter.host.silent = False
    counter.wait(66)
    assert counter.states() == {"000002": "reversed"}


def test_a_late_answer_after_the_reversal_changes_nothing_either():
    counter = signed_in()
    unknown_sale(counter)
    counter.host.silent = False
    counter.wait(66)
    counter.tell(counter.lines_of("acquirer")[0], approval(counter))
    assert counter.states() == {"000002": "reversed"}
    assert len(late(counter)) == 1


def test_a_repeated_answer_to_a_completed_sale_prints_nothing_again():
    counter = signed_in()
    counter.do("sale")
    papers = len(counter.papers)
    counter.tell(counter.line, approval(counter))
    assert len(counter.papers) == papers
    assert counter.states() == {"000002": "completed"}
    assert len(late(counter)) == 1


def test_a_late_answer_with_a_wrong_mac_is_kept_as_such():
    counter = signed_in()
    unknown_sale(counter)
    counter.host.break_mac = True
    counter.tell(counter.line, approval(counter))
    assert late(counter)[0]["mac_right"] == 0


def strange(counter):
    return counter.do("status")[1]["counters"].get("strange_frames", 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"terminal_id": "80000102"},
        {"merchant_id": "999290054110002"},
        {"stan": "000077"},
        {"stan": None},
        {"transaction_info": "2200009900020"},
        {"mti": "0510"},
    ],
)
def test_what_is_nothing_to_us_is_counted(changes):
    counter = signed_in()
    counter.do("sale")
    message = counter.host.reply_to(counter.heard("0200")[0])
    for name, value in changes.items():
        setattr(message, name, value)
    counter.tell(counter.line, UNIONPAY_POS.encode(message))
    assert strange(counter) == 1
    assert late(counter) == []


@pytest.mark.parametrize("payload", [b"", b"\x60", bytes(20), b"\xff" * 200])
def test_bytes_that_are_no_message_are_counted(payload):
    counter = signed_in()
    counter.tell(counter.line, payload)
    assert strange(counter) == 1
    assert counter.do("sale")[0] == 0


def test_an_answer_with_another_amount_is_no_answer():
    counter = signed_in()
    number = open_sale(counter)
    counter.host.spoil = lambda answer: setattr(answer, "amount", "000000000001")
    counter.pump()
    assert number not in counter.replies
    assert strange(counter) == 1
    counter.host.spoil = lambda answer: None
    counter.wait(61)
    assert counter.replies[number][0] == 11


def test_nobody_can_fill_the_store_with_late_answers():
    counter = signed_in()
    counter.do("sale")
    answer = approval(counter)
    before = sum(1 for _ in counter.store.records())
    for _ in range(MOST_LATE_ANSWERS + 50):
        counter.tell(counter.line, answer)
    assert sum(1 for _ in counter.store.records()) == before + MOST_LATE_ANSWERS
    assert counter.do("status")[1]["counters"]["late_answers"] == MOST_LATE_ANSWERS + 50
