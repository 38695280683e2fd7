"""Members call, sign on, are heard, sign off, and hang up; strangers get nowhere."""

import pytest

from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.transit import ECHO, SIGN_OFF, SIGN_ON
from countertop.switch import SwitchSettings
from countertop.values import SECOND
from tests.interbank import SWITCH_ID
from tests.switch.members import Town

SETTINGS = SwitchSettings()


@pytest.fixture
def town():
    return Town().open()


def test_a_member_that_signs_on_has_the_line(town):
    floor = town.book.actor.floor
    assert [member.line for member in floor.registry.institutions.values()] == [member.line for member in town.members]
    assert town.book.noted("switch.member_signed_on") == 3


def test_the_newest_line_wins_and_the_old_one_is_hung_up(town):
    old = town.bank.line
    town.bank.join(town.book)
    assert town.book.hung_up(old)
    town.acquirer.tell(town.acquirer.sale())
    town.bank.hear("0200")


def test_a_sign_on_again_over_the_same_line_is_answered(town):
    town.bank.tell(town.bank.management(SIGN_ON))
    town.bank.hear("0830")
    assert not town.book.hung_up(town.bank.line)


def test_a_stranger_is_hung_up():
    town = Town()
    line = town.book.call("members")
    town.acquirer.book, town.acquirer.line = town.book, line
    town.acquirer.tell(town.acquirer.management(SIGN_ON, forwarding_id="99999999"))
    assert town.book.hung_up(line)
    assert town.book.noted("switch.stranger") == 1


@pytest.mark.parametrize("first", ["echo", "sale"])
def test_nothing_but_a_sign_on_is_taken_from_a_new_line(first):
    town = Town()
    town.acquirer.book, town.acquirer.line = town.book, town.book.call("members")
    town.acquirer.tell(town.acquirer.management(ECHO) if first == "echo" else town.acquirer.sale())
    assert town.book.hung_up(town.acquirer.line)
    assert town.book.appended == []


@pytest.mark.parametrize("mac", [b"00000000", None])
def test_a_sign_on_without_a_right_mac_is_refused_and_hung_up(mac):
    town = Town()
    town.bank.book, town.bank.line = town.book, town.book.call("members")
    message = town.bank.management(SIGN_ON)
    if mac is None:
        town.book.tell(town.bank.line, INTERBANK.encode(message))
    else:
        town.bank.tell(message, mac=mac)
    assert town.book.hung_up(town.bank.line)
    assert town.book.actor.floor.registry.by_line == {}


def test_a_recorded_sign_on_played_on_another_line_is_refused(town):
    recorded = town.bank.management(SIGN_ON)
    payload = town.bank.seal(recorded)
    town.bank.line = town.book.call("members")
    town.book.tell(town.bank.line, payload)
    thief = town.book.call("members")
    town.book.tell(thief, payload)
    assert town.book.hung_up(thief)
    assert town.book.noted("switch.replayed_sign_on") == 1
    assert town.book.actor.floor.registry.find(town.bank.institution_id).line == town.bank.line


def test_a_caller_that_says_nothing_is_hung_up():
    town = Town()
    line = town.book.call("members")
    town.book.advance(SETTINGS.sign_on_within)
    assert town.book.hung_up(line)
    assert town.book.noted("switch.nobody_signed_on") == 1


def test_a_member_that_signed_off_gets_nothing_until_it_signs_on_again(town):
    town.bank.tell(town.bank.management(SIGN_OFF))
    town.bank.hear("0830")
    town.acquirer.tell(town.acquirer.sale())
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "91"
    town.bank.tell(town.bank.management(SIGN_ON))
    town.bank.hear("0830")
    town.acquirer.tell(town.acquirer.sale())
    town.bank.hear("0200")


def test_an_old_sign_off_that_comes_late_signs_nobody_off(town):
    old = town.bank.management(SIGN_OFF)
    recorded = town.bank.seal(old)
    town.book.tell(town.bank.line, recorded)
    town.bank.hear("0830")
    town.book.advance(SECOND)
    town.bank.tell(town.bank.management(SIGN_ON))
    town.bank.hear("0830")
    town.book.advance(SECOND)
    town.book.tell(town.bank.line, recorded)
    town.bank.hear()
    town.acquirer.tell(town.acquirer.sale())
    town.bank.hear("0200")


def test_a_members_echo_is_answered(town):
    town.bank.tell(town.bank.management(ECHO))
    (answer,) = town.bank.hear("0830")
    assert (answer.response_code, answer.network_code) == ("00", ECHO)


def test_an_unknown_network_code_is_refused(town):
    town.bank.tell(town.bank.management("161"))
    (answer,) = town.bank.hear("0830")
    assert answer.response_code == "30"


def test_a_wrong_mac_on_a_sign_off_does_not_sign_anybody_off(town):
    town.bank.tell(town.bank.management(SIGN_OFF), mac=b"00000000")
    assert town.book.actor.floor.registry.find(town.bank.institution_id).line == town.bank.line


def test_a_silent_line_is_tested_and_stays_when_the_member_answers(town):
    town.book.advance(SETTINGS.echo_when_idle)
    for member in town.members:
        (echo,) = member.hear("0820")
        assert (echo.network_code, echo.forwarding_id) == (ECHO, SWITCH_ID)
        member.tell(echo.copy(mti="0830", response_code="00", mac=None))
    town.book.advance(SETTINGS.echo_timeout)
    assert not any(town.book.hung_up(member.line) for member in town.members)


def test_a_member_that_does_not_answer_the_test_is_hung_up(town):
    town.book.advance(SETTINGS.echo_when_idle + SETTINGS.echo_timeout)
    assert all(town.book.hung_up(member.line) for member in town.members)
    assert town.book.noted("switch.member_silent") == 3


def test_a_member_that_calls_anew_is_not_hung_up_because_its_old_line_was_silent(town):
    town.book.advance(SETTINGS.echo_when_idle)
    town.bank.hear("0820")  # over a line that is dead by now
    town.bank.join(town.book)
    town.book.advance(SETTINGS.echo_timeout)
    assert not town.book.hung_up(town.bank.line)
    town.bank.tell(town.bank.management(ECHO))
    town.bank.hear("0830")


def test_an_echo_answer_with_a_wrong_mac_does_not_count(town):
    town.book.advance(SETTINGS.echo_when_idle)
    (echo,) = town.bank.hear("0820")
    town.bank.tell(echo.copy(mti="0830", response_code="00", mac=None), mac=b"00000000")
    town.book.advance(SETTINGS.echo_timeout)
    assert town.book.hung_up(town.bank.line)


def test_a_line_that_is_used_is_not_tested(town):
    for _ in range(8):
        town.book.advance(10 * SECOND)
        for member in town.members:
            member.tell(member.management(ECHO))
            member.hear("0830")


def test_the_heartbeat_of_an_idle_line_asks_for_nothing(town):
    town.book.tell(town.bank.line, b"")
    assert town.bank.hear() == []


@pytest.mark.parametrize("junk", [b"\x00", b"x" * 100, b"." + bytes(45)])
def test_frames_that_are_no_messages_are_counted_and_then_the_line_is_hung_up(town, junk):
    for _ in range(SETTINGS.most_bad_frames):
        town.book.tell(town.bank.line, junk)
    assert not town.book.hung_up(town.bank.line)
    town.book.tell(town.bank.line, junk)
    assert town.book.hung_up(town.bank.line)
    assert town.book.noted("switch.unusable_frame") == SETTINGS.most_bad_frames + 1
    assert town.book.actor.floor.registry.find(town.bank.institution_id).line is None


@pytest.mark.parametrize("mti", ["0210", "0430", "0800"])
def test_a_message_that_its_kind_of_member_does_not_send_cannot_be_used(town, mti):
    town.acquirer.tell(town.acquirer.sale().copy(mti=mti))
    assert town.book.noted("switch.unusable_frame") == 1
    assert town.acquirer.hear() == []


def test_a_request_without_a_key_cannot_be_used(town):
    town.acquirer.tell(town.acquirer.sale(stan=None))
    assert town.book.noted("switch.unusable_message") == 1
    assert town.acquirer.hear() == []


def test_messages_of_lines_that_are_gone_are_dropped(town):
    town.book.close(town.acquirer.line)
    town.book.opened[town.acquirer.line] = "members"
    town.acquirer.tell(town.acquirer.sale())
    assert town.book.appended == []


def test_an_empty_message_is_told_apart_from_a_sign_on():
    town = Town()
    line = town.book.call("members")
    town.book.tell(line, INTERBANK.encode(Message("0820")))
    assert town.book.hung_up(line)
