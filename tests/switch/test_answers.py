"""Answers in time, too late, wrong, or never; and what a restart makes of them."""

import contextlib

import pytest

from countertop.switch import SwitchSettings
from countertop.switch.tables import ATTEMPTS_BY_RRN, LATE_ANSWER_BY_KEY, OBLIGATION_BY_KEY, OPEN_OBLIGATIONS
from countertop.values import SECOND
from tests.interbank import SWITCH_ID
from tests.playbook import PowerCut
from tests.switch.members import Town

TIMEOUT = SwitchSettings().answer_timeout


@pytest.fixture
def town():
    return Town().open()


@pytest.fixture
def asked(town):
    """A sale that the bank has been asked about; (sale, request)."""
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    (request,) = town.bank.hear("0200")
    return sale, request


def state(town, sale):
    (row,) = town.book.rows(ATTEMPTS_BY_RRN, sale.rrn)
    return row["outcome"], row["response_code"]


def key_of(sale):
    return f"48020000|48020000|2024{sale.transmission_time}|{sale.stan}"


def test_no_answer_in_time_is_68_and_a_reversal_owed_in_one_step(town, asked):
    sale, _ = asked
    town.book.advance(TIMEOUT)
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "68"
    assert state(town, sale) == ("unknown", "68")
    last = town.book.appended[-1]
    assert [entry.KIND for entry in last.records] == ["switch.attempt_decided", "switch.reversal_owed"]

    (reversal,) = town.bank.hear("0420")
    assert reversal.forwarding_id == SWITCH_ID
    assert reversal.original == town.acquirer.original_of(sale)
    same = ("pan", "amount", "processing_code", "rrn", "terminal_id", "merchant_id", "acquirer_id", "merchant_category")
    assert all(getattr(reversal, name) == getattr(sale, name) for name in same)
    assert reversal.track2 is reversal.pin_block is None
    town.bank.tell(town.bank.answer(reversal))
    assert town.book.rows(OPEN_OBLIGATIONS) == []
    assert not town.book.actor.floor.owed
    town.book.advance(600 * SECOND)
    assert "0420" not in [message.mti for message in town.bank.hear()]


def test_the_promise_is_durable_before_the_answer_and_the_reversal_leave(town, asked):
    town.book.hold = True
    town.book.advance(TIMEOUT)
    assert town.acquirer.hear() == town.bank.hear() == []
    town.book.let_go()
    town.acquirer.hear("0210")
    town.bank.hear("0420")


def test_a_planted_fault_forgets_the_reversal():
    town = Town(SwitchSettings(planted=frozenset({"switch.timeout-without-reversal"}))).open()
    town.acquirer.tell(town.acquirer.sale())
    town.bank.hear("0200")
    town.book.advance(TIMEOUT)
    town.acquirer.hear("0210")
    assert town.bank.hear() == []
    assert town.book.rows(OPEN_OBLIGATIONS) == []


@pytest.mark.parametrize("code", ["00", "51"])
def test_a_late_answer_is_recorded_and_approves_nothing(town, asked, code):
    sale, request = asked
    town.book.advance(TIMEOUT)
    town.acquirer.hear("0210")
    town.bank.hear("0420")
    for _ in range(2):
        town.bank.tell(town.bank.answer(request, code))
    assert town.acquirer.hear() == []
    (late,) = town.book.rows(LATE_ANSWER_BY_KEY, key_of(sale))
    assert late["late_code"] == code
    assert state(town, sale) == ("unknown", "68")
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1
    town.acquirer.tell(sale)
    (again,) = town.acquirer.hear("0210")
    assert again.response_code == "68"


def test_an_answer_that_races_its_time_out_is_late(town, asked):
    sale, request = asked
    town.book.hold = True
    town.book.advance(TIMEOUT)
    town.bank.tell(town.bank.answer(request))
    town.book.let_go()
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "68"
    assert len(town.book.rows(LATE_ANSWER_BY_KEY, key_of(sale))) == 1
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1


def test_a_time_out_that_races_its_answer_does_nothing(town, asked):
    sale, request = asked
    town.book.advance(TIMEOUT - 1)
    town.book.hold = True
    town.bank.tell(town.bank.answer(request))
    town.book.advance(1)
    town.book.let_go()
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "00"
    assert town.book.rows(OPEN_OBLIGATIONS) == []
    assert state(town, sale) == ("approved", "00")


def test_an_answer_twice_is_passed_on_once(town, asked):
    _, request = asked
    town.bank.tell(town.bank.answer(request))
    town.bank.tell(town.bank.answer(request))
    town.acquirer.hear("0210")
    assert town.book.noted("switch.late_answer") == 0


def test_a_bank_that_approves_what_it_declined_is_sent_a_reversal(town, asked):
    sale, request = asked
    town.bank.tell(town.bank.answer(request, "51"))
    town.acquirer.hear("0210")
    town.bank.tell(town.bank.answer(request))
    assert town.acquirer.hear() == []
    (reversal,) = town.bank.hear("0420")
    assert reversal.original == town.acquirer.original_of(sale)
    assert len(town.book.rows(LATE_ANSWER_BY_KEY, key_of(sale))) == 1


def test_a_bank_that_declines_what_it_approved_is_recorded(town, asked):
    sale, request = asked
    town.bank.tell(town.bank.answer(request))
    town.bank.tell(town.bank.answer(request, "51"))
    town.acquirer.hear("0210")
    assert state(town, sale) == ("approved", "00")
    assert town.book.rows(OPEN_OBLIGATIONS) == []
    assert len(town.book.rows(LATE_ANSWER_BY_KEY, key_of(sale))) == 1


def test_an_answer_with_a_wrong_mac_is_as_good_as_none(town, asked):
    sale, request = asked
    town.bank.tell(town.bank.answer(request), mac=b"00000000")
    assert town.acquirer.hear() == []
    assert town.book.noted("switch.wrong_mac") == 1
    town.book.advance(TIMEOUT)
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "68"
    assert state(town, sale) == ("unknown", "68")


@pytest.mark.parametrize(
    "change",
    [{"amount": "000000000001"}, {"processing_code": "200000"}, {"terminal_id": "00000002"}, {"rrn": "000000000001"}],
)
def test_an_answer_to_something_else_is_as_good_as_none(town, asked, change):
    _, request = asked
    town.bank.tell(town.bank.answer(request).copy(**change))
    assert town.acquirer.hear() == []
    assert town.book.noted("switch.wrong_answer") == 1


def test_an_answer_from_another_bank_is_no_answer(town, asked):
    _, request = asked
    town.other_bank.tell(town.other_bank.answer(request))
    assert town.acquirer.hear() == []
    assert town.book.noted("switch.answer_to_nothing") == 1


def test_an_answer_to_nothing_is_ignored(town):
    town.bank.book = town.book
    town.bank.tell(town.bank.answer(town.acquirer.sale()))
    assert town.book.noted("switch.answer_to_nothing") == 1
    assert town.book.appended == []


def test_an_answer_goes_to_the_line_the_member_has_now(town, asked):
    _, request = asked
    town.book.close(town.acquirer.line)
    town.acquirer.join(town.book)
    town.bank.tell(town.bank.answer(request))
    town.acquirer.hear("0210")


def test_what_was_in_flight_at_a_restart_is_given_up_and_reversed(town, asked):
    sale, request = asked
    town.restart()
    assert state(town, sale) == ("unknown", "68")
    town.open()
    (reversal,) = town.bank.hear("0420")
    assert reversal.original == town.acquirer.original_of(sale)
    town.bank.tell(town.bank.answer(request))
    assert town.acquirer.hear() == []
    town.acquirer.tell(sale)
    (again,) = town.acquirer.hear("0210")
    assert again.response_code == "68"
    town.bank.tell(town.bank.answer(reversal))
    assert town.book.rows(OPEN_OBLIGATIONS) == []


def test_a_restart_in_a_restart_owes_no_second_reversal(town, asked):
    sale, _ = asked
    town.restart()
    first = town.book.rows(OBLIGATION_BY_KEY, key_of(sale))
    town.restart()
    assert town.book.rows(OBLIGATION_BY_KEY, key_of(sale)) == first
    assert len(first) == 1


@pytest.mark.parametrize("cut_after", [False, True])
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_power_cut_at_any_write_leaves_nobody_believing_what_is_not_so(write, cut_after):
    """Play sale, time-out, reversal; cut the power at each durable write; what follows must end in agreement."""
    town = Town().open()
    town.book.cut_at, town.book.cut_after = town.book.writes + write, cut_after
    sale = town.acquirer.sale()
    told, at_bank = [], []

    def play():
        town.acquirer.tell(sale)
        at_bank.extend(town.bank.hear())
        town.book.advance(TIMEOUT)
        told.extend(town.acquirer.hear())
        for reversal in town.bank.hear():
            at_bank.append(reversal)
            if reversal.mti == "0420":
                town.bank.tell(town.bank.answer(reversal))

    with contextlib.suppress(PowerCut):
        play()
    told += town.acquirer.hear()
    at_bank += town.bank.hear()
    town.restart().open()
    town.acquirer.tell(sale)
    town.book.advance(TIMEOUT)
    told += town.acquirer.hear()
    for message in town.bank.hear():
        at_bank.append(message)
        if message.mti == "0420":
            town.bank.tell(town.bank.answer(message))
    asked = [message for message in at_bank if message.mti == "0200"]
    reversed_ = [message for message in at_bank if message.mti == "0420"]
    assert {answer.response_code for answer in told} <= {"68"}
    assert len(asked) <= 1
    assert len({(message.transmission_time, message.stan) for message in reversed_}) == (
        1 if asked else len({m.stan for m in reversed_})
    )
    if asked:
        assert reversed_
    assert town.book.rows(OPEN_OBLIGATIONS) == []
