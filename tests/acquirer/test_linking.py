"""The line to the switch: signed on over, tested when silent, dialled again with growing patience."""

import pytest

from countertop.hsm import MakeMac
from countertop.iso8583 import INTERBANK, InterbankHeader, Message
from countertop.iso8583.interbank_answers import management_answer
from countertop.values import SECOND
from tests.acquirer.neighbours import ACQUIRER_ID, SWITCH_ID, House


def link(house):
    return house.book.ask_desk("status")[1]["link"]


def test_it_signs_on_with_its_id_under_a_mac():
    house = House()
    house.book.start()
    house.book.advance(0)
    request = house.switch.hear()
    assert (request.mti, request.network_code, request.forwarding_id) == ("0820", "001", ACQUIRER_ID)
    assert link(house) == "signing-on"
    house.switch.tell(management_answer(request, "00"))
    assert link(house) == "up"


def test_terminals_are_served_before_the_link_is_up():
    house = House(routes=())
    house.book.start()
    assert house.till.sign_in().response_code == "00"


def test_a_refused_sign_on_is_an_alarm_and_tried_again():
    house = House()
    house.book.start()
    house.book.advance(0)
    line = house.switch.line
    house.switch.tell(management_answer(house.switch.hear(), "A0"))
    assert house.book.hung_up(line)
    assert house.book.noted("acquirer.sign-on-refused") == 1
    house.switch.welcome_back()
    assert link(house) == "up"


def test_the_answer_to_the_sign_on_needs_a_right_mac():
    house = House()
    house.book.start()
    house.book.advance(0)
    house.switch.tell(management_answer(house.switch.hear(), "00"), mac=b"00000000")
    assert link(house) == "signing-on"
    house.book.advance(10 * SECOND)
    assert link(house) == "down"


def test_an_answer_to_another_request_is_ignored():
    house = House()
    house.book.start()
    house.book.advance(0)
    request = house.switch.hear()
    house.switch.tell(management_answer(request, "00").copy(stan="999999"))
    assert link(house) == "signing-on"


def test_silence_is_tested(house, switch):
    house.book.advance(30 * SECOND)
    echo = switch.hear()
    assert (echo.mti, echo.network_code) == ("0820", "301")
    switch.tell(management_answer(echo, "00"))
    house.book.advance(29 * SECOND)
    switch.nothing_heard()
    assert link(house) == "up"


def test_a_busy_line_is_not_tested(house, till, switch):
    for _ in range(10):
        house.book.advance(10 * SECOND)
        till.buy()
    switch.nothing_heard()


def test_a_silent_switch_is_hung_up_and_dialled_again(house, switch):
    line = switch.line
    house.book.advance(40 * SECOND)
    assert house.book.hung_up(line)
    assert house.book.noted("acquirer.switch-silent") == 1
    switch.welcome_back()
    assert link(house) == "up"


def test_the_wait_between_two_calls_doubles_up_to_its_limit(house, switch):
    house.book.routes.clear()
    house.book.close(switch.line)
    calls = []
    for second in range(1, 130):
        before = house.memory.counts["dial-failed"]
        house.book.advance(SECOND)
        if house.memory.counts["dial-failed"] > before:
            calls.append(second)
    assert calls == [1, 3, 7, 15, 31, 61, 91, 121]
    house.book.routes.add("switch")
    switch.welcome_back()
    house.book.close(switch.line)
    switch.welcome_back(patience=1)


def test_the_switch_s_own_test_is_answered(house, switch):
    switch.tell(
        Message("0820", transmission_time="0715100000", stan="000077", forwarding_id=SWITCH_ID, network_code="301")
    )
    answer = switch.hear()
    assert (answer.mti, answer.response_code, answer.stan, answer.network_code) == ("0830", "00", "000077", "301")


def told(code, day="0716", stan="000078"):
    return Message(
        "0820",
        transmission_time="0715230000",
        stan=stan,
        settlement_date=day,
        forwarding_id=SWITCH_ID,
        network_code=code,
    )


def echoed(till):
    till.tell(till.manage("0820", "301"))
    return till.hear().response_code


def test_while_the_centre_closes_its_day_an_echo_says_so(house, till, switch):
    assert echoed(till) == "00"
    switch.tell(told("201"), mac=b"00000000")
    assert echoed(till) == "00"
    for stan, (code, said) in enumerate((("201", "90"), ("202", "00"), ("201", "90"))):
        switch.tell(told(code, stan=f"{stan:06d}"))
        assert switch.hear().response_code == "00"
        assert echoed(till) == said
    house.book.close(switch.line)
    switch.welcome_back()
    assert echoed(till) == "00"


def test_a_late_copy_of_the_word_that_the_centre_closes_its_day_does_not_close_it_again(house, till, switch):
    begun = told("201")
    for message in (begun, told("202", stan="000079"), begun.copy(mac=None)):
        switch.tell(message)
        assert switch.hear().response_code == "00"
    assert echoed(till) == "00"
    switch.tell(told("201", stan="000080"))
    switch.hear()
    assert echoed(till) == "90"


def test_a_test_with_a_wrong_mac_is_not_answered(house, switch):
    message = Message(
        "0820", transmission_time="0715100000", stan="000077", forwarding_id=SWITCH_ID, network_code="301"
    )
    switch.tell(message, mac=b"00000000")
    switch.nothing_heard()


def test_other_management_is_not_supported(house, switch):
    switch.tell(
        Message("0820", transmission_time="0715100000", stan="000077", forwarding_id=SWITCH_ID, network_code="101")
    )
    assert switch.hear().response_code == "40"


def test_a_person_signs_off_and_on(house, till, switch):
    line = switch.line
    assert house.book.ask_desk("sign-off") == (0, {"link": "signing-off"})
    request = switch.hear()
    assert request.network_code == "002"
    till.tell(till.sale())
    assert till.hear().response_code == "92"
    switch.tell(management_answer(request, "00"))
    assert link(house) == "signed-off"
    assert house.book.hung_up(line)
    house.book.advance(300 * SECOND)
    assert link(house) == "signed-off"
    assert house.book.ask_desk("sign-off")[0] == 12
    assert house.book.ask_desk("sign-on")[0] == 0
    house.book.advance(0)
    switch.welcome()
    till.buy()


@pytest.mark.parametrize("how", ["silent", "closed"])
def test_signing_off_needs_no_answer(house, switch, how):
    house.book.ask_desk("sign-off")
    if how == "silent":
        house.book.advance(10 * SECOND)
    else:
        house.book.close(switch.line)
    assert link(house) == "signed-off"


def test_a_person_may_come_back_before_the_sign_off_is_done(house, till, switch):
    line = switch.line
    house.book.ask_desk("sign-off")
    late = management_answer(switch.hear(), "00")
    assert house.book.ask_desk("sign-on")[0] == 0
    assert house.book.hung_up(line)
    house.book.advance(0)
    switch.welcome()
    switch.tell(late)
    assert link(house) == "up"
    house.book.advance(10 * SECOND)
    assert link(house) == "up"
    till.buy()


def test_a_line_that_comes_back_brings_the_answers_still_awaited(house, till, switch):
    till.tell(till.sale())
    forwarded = switch.hear()
    house.book.close(switch.line)
    switch.welcome_back()
    switch.tell(switch.approval(forwarded))
    assert till.hear().response_code == "00"


def test_frames_without_sense_are_counted_and_in_the_end_hung_up(house, switch):
    line = switch.line
    for _ in range(10):
        house.book.tell(line, b"\x2e\x02nonsense")
    assert not house.book.hung_up(line)
    house.book.tell(line, b"")
    assert house.book.hung_up(line)
    assert link(house) == "down"
    assert house.memory.counts["switch-undecoded"] == 11


def test_messages_nobody_expects_are_ignored(house, switch):
    message = Message("0200", transmission_time="0715100000", stan="000077", forwarding_id=SWITCH_ID)
    switch.tell(message)
    switch.nothing_heard()
    assert house.memory.counts["switch-unexpected"] == 1


def test_the_switch_does_not_speak_on_a_terminal_s_line(house, till):
    till.tell(till.sale())
    forwarded = house.switch.hear()
    answer = house.switch.approval(forwarded)
    answer.header = InterbankHeader(ACQUIRER_ID, SWITCH_ID)
    payload, covered = INTERBANK.seal_parts(answer)
    (mac,) = house.switch.hsm.perform([MakeMac(house.switch.zak, covered)])
    house.book.tell(till.line, INTERBANK.sealed(payload, mac))
    till.nothing_heard()
    assert house.memory.open
