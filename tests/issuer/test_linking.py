"""The bank dials, signs on, is heard, and dials again."""

import pytest

from countertop.iso8583 import INTERBANK
from countertop.iso8583.transit import ECHO, SIGN_ON
from countertop.issuer import SCHEMA, Issuer, IssuerSettings, NotFounded
from countertop.stage import FrameReceived
from countertop.values import SECOND
from tests.interbank import BANK_ID
from tests.issuer.branch import Branch
from tests.playbook import Playbook

SETTINGS = IssuerSettings()


@pytest.fixture
def branch():
    return Branch(SETTINGS).open()


def test_a_bank_signs_on_with_a_right_mac_as_soon_as_it_is_open():
    branch = Branch(SETTINGS)
    branch.book.advance(0)
    (request,) = branch.switch.hear("0820")
    assert (request.network_code, request.forwarding_id) == (SIGN_ON, BANK_ID)
    branch.switch.tell(branch.switch.answer(request))
    assert branch.book.ask_desk("status")[1]["signed_on"] is True


def test_a_store_without_founding_records_does_not_open():
    with pytest.raises(NotFounded):
        Playbook(Issuer, SCHEMA).start()


def test_it_dials_again_and_waits_longer_each_time():
    branch = Branch(SETTINGS, routes=set())
    seconds = [0, 1, 3, 7, 15, 31, 61, 91]
    at = 0
    for tries, second in enumerate(seconds, 1):
        branch.book.advance((second - at) * SECOND)
        at = second
        assert branch.book.noted("issuer.dial_failed") == tries
    branch.book.routes.add("switch")
    branch.book.advance(30 * SECOND)
    branch.switch.hear("0820")


def test_a_switch_that_does_not_answer_the_sign_on_is_hung_up_and_dialled_again():
    branch = Branch(SETTINGS)
    branch.book.advance(0)
    first = branch.switch.line
    branch.book.advance(SETTINGS.sign_on_timeout)
    assert branch.book.hung_up(first)
    branch.book.advance(SECOND)
    assert branch.switch.line != first
    branch.switch.hear("0820")


def test_a_refused_sign_on_is_hung_up():
    branch = Branch(SETTINGS)
    branch.book.advance(0)
    (request,) = branch.switch.hear("0820")
    line = branch.switch.line
    branch.switch.tell(branch.switch.answer(request, "A0"))
    assert branch.book.hung_up(line)
    assert branch.book.noted("issuer.sign_on_refused") == 1


@pytest.mark.parametrize("how", ["wrong mac", "another stan"])
def test_what_is_no_answer_to_the_sign_on_signs_nobody_on(how):
    branch = Branch(SETTINGS)
    branch.book.advance(0)
    (request,) = branch.switch.hear("0820")
    if how == "wrong mac":
        branch.switch.tell(branch.switch.answer(request), mac=b"00000000")
    else:
        branch.switch.tell(branch.switch.answer(request, stan="999999"))
    assert branch.book.actor.office.line.state == "signing-on"


def test_requests_are_not_taken_before_the_sign_on():
    branch = Branch(SETTINGS)
    branch.book.advance(0)
    branch.switch.hear("0820")
    branch.switch.tell(branch.switch.sale())
    assert branch.switch.hear() == []
    assert branch.book.appended == []


def test_a_line_that_closes_is_dialled_again(branch):
    line = branch.switch.line
    branch.book.close(line)
    branch.book.advance(SECOND)
    (request,) = branch.switch.hear("0820")
    assert request.network_code == SIGN_ON
    branch.switch.tell(branch.switch.answer(request))
    assert branch.switch.ask(branch.switch.sale()).response_code == "00"


def test_a_silent_line_is_tested_and_stays_when_the_switch_answers(branch):
    branch.book.advance(SETTINGS.echo_when_idle)
    (echo,) = branch.switch.hear("0820")
    assert echo.network_code == ECHO
    branch.switch.tell(branch.switch.answer(echo))
    branch.book.advance(SETTINGS.echo_timeout)
    assert branch.switch.line


def test_a_switch_that_does_not_answer_the_test_is_hung_up(branch):
    line = branch.switch.line
    branch.book.advance(SETTINGS.echo_when_idle + SETTINGS.echo_timeout)
    assert branch.book.hung_up(line)
    assert branch.book.noted("issuer.switch_silent") == 1


def test_a_line_that_is_used_is_not_tested(branch):
    for _ in range(8):
        branch.book.advance(10 * SECOND)
        branch.switch.ask(branch.switch.sale(1))


def test_the_switchs_echo_is_answered_and_nothing_else(branch):
    for network_code, expected in ((ECHO, "00"), ("101", "40")):
        branch.switch.tell(branch.switch.management(network_code))
        (answer,) = branch.switch.hear("0830")
        assert answer.response_code == expected
    branch.switch.tell(branch.switch.management(ECHO), mac=b"00000000")
    assert branch.switch.hear() == []


def test_heartbeats_and_frames_of_old_lines_ask_for_nothing(branch):
    branch.book.tell(branch.switch.line, b"")
    branch.book._go(branch.book.stage.deliver, FrameReceived(999, branch.switch.seal(branch.switch.sale())))
    assert branch.switch.hear() == []


@pytest.mark.parametrize("junk", [b"\x00", b"x" * 99, b"." + bytes(45)])
def test_frames_that_are_no_messages_are_counted_and_then_the_line_is_hung_up(branch, junk):
    line = branch.switch.line
    for _ in range(SETTINGS.most_bad_frames):
        branch.book.tell(line, junk)
    assert not branch.book.hung_up(line)
    branch.book.tell(line, junk)
    assert branch.book.hung_up(line)
    assert branch.book.noted("issuer.unusable_frame") == SETTINGS.most_bad_frames + 1


@pytest.mark.parametrize("mti", ["0210", "0430", "0500"])
def test_a_message_that_a_switch_does_not_send_cannot_be_used(branch, mti):
    branch.book.tell(branch.switch.line, branch.switch.seal(branch.switch.sale().copy(mti=mti)))
    assert branch.book.noted("issuer.unusable_frame") == 1


def test_a_request_without_a_key_cannot_be_used(branch):
    branch.switch.tell(branch.switch.sale(stan=None))
    assert branch.book.noted("issuer.unusable_message") == 1


def test_a_request_without_a_mac_is_refused(branch):
    branch.book.tell(branch.switch.line, INTERBANK.encode(branch.switch.sale(header=None)))
    (answer,) = branch.switch.hear("0210")
    assert answer.response_code == "A0"


def test_an_answer_that_has_no_line_any_more_is_dropped(branch):
    branch.book.hold = True
    sale = branch.switch.sale()
    branch.switch.tell(sale)
    branch.book.close(branch.switch.line)
    branch.book.let_go()
    branch.book.hold = False
    branch.book.advance(SECOND)
    (request,) = branch.switch.hear("0820")
    branch.switch.tell(branch.switch.answer(request))
    assert branch.switch.ask(sale).response_code == "00"
    branch.verify_books()
