"""Reversals owed: same numbers every time, a cadence that never ends, an end by acknowledgement alone."""

import pytest

from countertop.acquirer.tables import ATTEMPT_BY_KEY, LATE_ANSWER_BY_KEY, OBLIGATION_BY_KEY, OPEN_OBLIGATIONS
from countertop.iso8583.interbank_answers import answer_to, management_answer
from tests.acquirer.test_reversal import key_of

SECOND = 1_000_000


def left_unknown(house, till, switch):
    """Let the switch be silent about a sale; return the request and what was forwarded."""
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    house.book.advance(25 * SECOND)
    return request, forwarded


def test_silence_is_answered_98_and_a_reversal_follows(house, till, switch):
    _request, forwarded = left_unknown(house, till, switch)
    answer = till.hear()
    assert (answer.response_code, answer.approval_code, answer.rrn) == ("98", None, forwarded.rrn)
    assert answer.mac is not None
    reversal = switch.acknowledge()
    assert reversal.merchant_category == "5411"
    assert reversal.entry_mode == "021"
    assert reversal.pin_block is None
    assert reversal.track2 is None
    assert house.obligations() == []
    assert house.book.timers.keys() == {"idle", "watermark"}


def test_decision_and_obligation_are_one_append(house, till, switch):
    till.tell(till.sale())
    switch.hear()
    house.book.hold = True
    house.book.advance(25 * SECOND)
    till.nothing_heard()
    switch.nothing_heard()
    (append,) = house.book.held
    assert [entry.KIND for entry in append.records] == ["acquirer.attempt_decided", "acquirer.reversal_owed"]
    house.book.let_go()
    assert till.hear().response_code == "98"


def test_it_is_not_late_before_its_time(house, till, switch):
    till.tell(till.sale())
    forwarded = switch.hear()
    house.book.advance(25 * SECOND - 1)
    switch.tell(switch.approval(forwarded))
    assert till.hear().response_code == "00"
    house.book.advance(60 * SECOND)
    assert house.obligations() == []


def test_three_quick_tries_then_slow_ones_with_alarms_for_ever(house, till, switch):
    left_unknown(house, till, switch)
    line = switch.line
    heard = [switch.hear()]
    times = [0]
    for second in range(1, 400):
        house.book.advance(SECOND)
        for message in switch.hear_all():
            if message.mti == "0420":
                heard.append(message)
                times.append(second)
            else:
                switch.tell(management_answer(message, "00"))
    assert switch.line == line
    assert times == [0, 5, 10, 70, 130, 190, 250, 310, 370]
    assert len({(message.transmission_time, message.stan) for message in heard}) == 1
    assert house.book.noted("acquirer.reversal-unanswered") == len(times) - 3
    (owed,) = house.obligations()
    assert owed["tries"] == len(times)


@pytest.mark.parametrize("code", ["00", "25"])
def test_these_answers_end_it(house, till, switch, code):
    request, _ = left_unknown(house, till, switch)
    switch.acknowledge(code)
    assert house.obligations() == []
    (row,) = house.book.rows(OBLIGATION_BY_KEY, key_of(request))
    assert (row["acknowledged_code"], row["tries"]) == (code, 1)
    house.book.advance(20 * SECOND)
    switch.nothing_heard()
    house.reopen()
    switch.nothing_heard()


@pytest.mark.parametrize("code", ["12", "64", "68", "91", "96", "A0", "30", "05"])
def test_no_other_answer_ends_it(house, till, switch, code):
    left_unknown(house, till, switch)
    switch.acknowledge(code)
    (owed,) = house.obligations()
    assert owed["refused_with"] == code
    (alarm,) = [note for note in house.book.notes if note.message == "acquirer.reversal-refused"]
    assert (alarm.level, alarm.arguments["response_code"]) == ("alarm", code)
    house.book.advance(5 * SECOND)
    switch.acknowledge("00")
    assert house.obligations() == []


def test_an_acknowledgement_with_a_wrong_mac_ends_nothing(house, till, switch):
    left_unknown(house, till, switch)
    switch.tell(answer_to(switch.hear(), "00"), mac=b"00000000")
    assert len(house.obligations()) == 1
    assert house.book.noted("acquirer.switch-mac-wrong") == 1


def test_the_discharge_is_durable_before_it_is_forgotten(house, till, switch):
    left_unknown(house, till, switch)
    request = switch.hear()
    house.book.hold = True
    switch.tell(answer_to(request, "00"))
    switch.tell(answer_to(request, "00"))
    assert len(house.obligations()) == 1
    house.book.let_go()
    assert house.obligations() == []
    assert house.memory.counts["reversal-acknowledged-again"] == 1
    switch.tell(answer_to(request, "00"))
    assert house.memory.counts["reversal-acknowledged-again"] == 2
    assert house.book.noted("acquirer.acknowledged-again") == 2


def test_what_is_acknowledged_while_it_is_made_is_not_sent(house, till, switch):
    left_unknown(house, till, switch)
    switch.hear()
    house.book.hold = True
    house.book.advance(5 * SECOND)
    (obligation,) = house.memory.obligations.values()
    house.memory.discharge(obligation)
    house.book.let_go()
    assert [message.mti for message in switch.hear_all()] == ["0820"]


def test_without_a_line_it_waits_for_one(house, till, switch):
    till.tell(till.sale())
    switch.hear()
    house.book.routes.clear()
    house.book.close(switch.line)
    house.book.advance(25 * SECOND)
    assert till.hear().response_code == "98"
    house.book.advance(600 * SECOND)
    assert len(house.obligations()) == 1
    house.book.routes.add("switch")
    switch.welcome_back()
    house.book.advance(10_000)
    switch.acknowledge()
    assert house.obligations() == []


def test_a_line_that_comes_back_carries_all_that_is_owed(house, till, switch):
    for _ in range(5):
        till.tell(till.sale())
    switch.hear_all()
    house.book.routes.clear()
    house.book.close(switch.line)
    house.book.advance(25 * SECOND)
    assert len(till.hear_all()) == 5
    house.book.routes.add("switch")
    switch.welcome_back()
    house.book.advance(10_000)
    for request in switch.hear_all():
        switch.tell(answer_to(request, "00"))
    assert house.obligations() == []
    assert house.book.rows(OPEN_OBLIGATIONS) == []


def test_a_late_approval_is_recorded_and_changes_nothing(house, till, switch):
    request, forwarded = left_unknown(house, till, switch)
    till.hear()
    switch.acknowledge()
    for _ in range(2):
        switch.tell(switch.approval(forwarded, approval_code="LATE01"))
    till.nothing_heard()
    switch.nothing_heard()
    (late,) = house.book.rows(LATE_ANSWER_BY_KEY, key_of(request))
    assert (late["late_code"], late["late_approval_code"]) == ("00", "LATE01")
    (attempt,) = house.book.rows(ATTEMPT_BY_KEY, key_of(request))
    assert (attempt["outcome"], attempt["response_code"]) == ("unknown", "98")
    till.tell(request)
    assert till.hear().response_code == "98"


def test_a_late_approval_after_a_power_cut_is_known_by_its_reference(house, till, switch):
    request, forwarded = left_unknown(house, till, switch)
    house.reopen()
    switch.tell(switch.approval(forwarded))
    (late,) = house.book.rows(LATE_ANSWER_BY_KEY, key_of(request))
    assert late["late_code"] == "00"


def test_a_late_answer_with_a_wrong_mac_is_not_recorded(house, till, switch):
    request, forwarded = left_unknown(house, till, switch)
    switch.hear()
    switch.tell(switch.approval(forwarded), mac=b"00000000")
    assert house.book.rows(LATE_ANSWER_BY_KEY, key_of(request)) == []


def test_an_answer_that_comes_twice_is_counted(house, till, switch):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    for _ in range(3):
        switch.tell(switch.approval(forwarded, approval_code="SAME01"))
    assert till.hear().approval_code == "SAME01"
    assert house.memory.counts["answer-repeated"] == 2
    assert house.book.rows(LATE_ANSWER_BY_KEY, key_of(request)) == []


def test_an_answer_to_nothing_is_noted(house, till, switch):
    till.tell(till.sale())
    forwarded = switch.hear()
    switch.tell(switch.approval(forwarded).copy(stan="777777", rrn="419799999999"))
    till.nothing_heard()
    assert house.book.noted("acquirer.answer-unknown") == 1


def test_the_answer_races_the_time_out(house, till, switch):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    house.book.hold = True
    switch.tell(switch.approval(forwarded))
    house.book.advance(25 * SECOND)
    house.book.let_go()
    assert till.hear().response_code == "00"
    assert house.obligations() == []


def test_the_time_out_races_the_answer(house, till, switch):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    house.book.hold = True
    house.book.advance(25 * SECOND)
    switch.tell(switch.approval(forwarded))
    house.book.let_go()
    assert till.hear().response_code == "98"
    assert len(house.obligations()) == 1
    assert len(house.book.rows(LATE_ANSWER_BY_KEY, key_of(request))) == 1


def test_a_card_that_cannot_be_opened_is_an_alarm_and_stays_owed(house, till, switch):
    till.tell(till.sale())
    switch.hear()
    table = house.book.store._tables["attempt"]
    place = table.names.index("pan_cipher")
    for key, row in list(table.rows.items()):
        table.rows[key] = (*row[:place], "AAAA", *row[place + 1 :])
    house.book.advance(25 * SECOND)
    assert till.hear().response_code == "98"
    switch.nothing_heard()
    assert house.book.noted("acquirer.card-sealed") == 1
    assert len(house.obligations()) == 1
