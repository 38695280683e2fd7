"""The terminal finds by testing what is wrong with it."""

import pytest

from countertop.iso8583.private.whereabouts import Whereabouts
from countertop.stage import Condition, Device, Finding
from countertop.terminal.diagnosis import CAUSES, COMPLAINTS
from countertop.values import SECOND
from countertop.values.positions import Position
from countertop.words import CATALOGUE
from tests.terminal.counter import open_counter
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import signed_in

WAYS = ("ethernet", "mobile")


def found(counter, complaint):
    status, body = counter.do("diagnose", complaint=complaint)
    assert status == 0, body
    assert body["help_desk_code"] == CAUSES[body["cause"]]
    assert counter.noted("terminal.diagnosed")
    assert counter.machine.exchange is None
    return body["cause"]


@pytest.mark.parametrize(
    ("obstacles", "cause"),
    [
        ({"ethernet": "no-carrier", "mobile": "no-signal"}, "cable"),
        ({"ethernet": "no-carrier", "mobile": "refused"}, "acquirer_down"),
        ({"ethernet": "refused", "mobile": "refused"}, "acquirer_down"),
        ({"ethernet": "time-out", "mobile": "service-refused"}, "private_network"),
        ({"ethernet": "certificate-expired", "mobile": "no-signal"}, "certificate"),
        ({"ethernet": "no-carrier"}, "second_way"),
        ({"mobile": "arrears"}, "nothing"),
        ({}, "nothing"),
    ],
)
def test_why_the_bank_cannot_be_reached_is_found_by_calling_over_every_way(obstacles, cause):
    counter = open_counter(routes=WAYS, links=[*WAYS])
    counter.obstacles = obstacles
    assert found(counter, "cannot-reach-bank") == cause
    assert counter.dialled[:2] == list(WAYS)


@pytest.mark.parametrize(
    ("reason", "cause"), [("no-signal", "signal"), ("service-refused", "arrears"), ("unreachable", "private_network")]
)
def test_a_mobile_machine_tells_area_arrears_and_private_network_apart(reason, cause):
    counter = open_counter(routes=("mobile",), links=["mobile"])
    counter.obstacles = {"mobile": reason}
    assert found(counter, "cannot_reach_bank") == cause


@pytest.mark.parametrize(("code", "cause"), [("90", "cut_off"), ("91", "centre_down"), ("51", "nothing")])
def test_what_the_host_last_said_tells_of_the_centre_behind_it(code, cause):
    counter = signed_in()
    counter.host.codes["0200"] = code
    counter.do("sale")
    assert found(counter, "cannot_reach_bank") == cause


@pytest.mark.parametrize(("code", "cause"), [("90", "cut_off"), ("91", "centre_down"), ("97", "acquirer_refuses")])
def test_what_the_host_says_when_it_is_asked_tells_more_than_what_it_said_before(code, cause):
    counter = signed_in()
    assert counter.do("sale")[0] == 0
    counter.host.codes["0820"] = code
    assert found(counter, "cannot_reach_bank") == cause


@pytest.mark.parametrize("complaint", ["wrong_place", "cannot_reach_bank"])
@pytest.mark.parametrize(
    ("code", "cause"),
    [("L1", "moved"), ("L2", "unlocated"), ("L3", "other_machine"), ("97", "acquirer_refuses"), ("00", "nothing")],
)
def test_the_host_is_asked_whether_this_machine_may_work_where_it_is(complaint, code, cause):
    counter = signed_in()
    here = Position(31_230_416, 121_473_701)
    counter.findings[Device.LOCATOR] = Finding(Condition.OK, position=here)
    counter.host.codes["0820"] = code
    assert found(counter, complaint) == cause
    assert counter.heard("0820")[-1].qr_data == Whereabouts(counter.machine.installation.serial_number, here).text()


def test_a_host_that_wants_no_account_of_the_place_gets_none():
    counter = signed_in(tells_whereabouts=False)
    assert found(counter, "wrong_place") == "nothing"
    assert counter.heard("0820")[-1].qr_data is None


def test_an_echo_that_is_no_diagnosis_says_nothing_of_the_place():
    counter = signed_in()
    assert counter.do("echo")[0] == 0
    assert counter.heard("0820")[-1].qr_data is None


def test_a_host_that_picks_up_and_says_nothing_is_down():
    counter = signed_in()
    counter.host.silent = True
    number = counter.ask_desk("diagnose", complaint="cannot_reach_bank")
    counter.pump()
    counter.wait(60)
    assert counter.replies[counter._requests][1]["cause"] == "acquirer_down", number


def test_what_is_owed_does_not_dial_while_the_ways_are_tried():
    counter = signed_in()
    unknown_sale(counter)
    counter.wait(200)  # a round is over, and it rests without a line
    counter.host.silent = False
    counter.rings = True
    asked = counter.ask_desk("diagnose", complaint="cannot_reach_bank")
    counter.advance(60 * SECOND)
    counter.pick_up()
    counter.pump()
    assert counter.replies[asked][1]["cause"] == "nothing"
    assert counter.states() == {"000002": "reversed"}
    assert list(counter.opened) == [counter.machine.line]


def test_clocks_are_compared():
    counter = open_counter()
    assert found(counter, "wrong_date") == "nothing"

    def tomorrow(answer):
        answer.local_date = "0716"

    counter.host.spoil = tomorrow
    assert found(counter, "wrong_date") == "date"


@pytest.mark.parametrize(
    ("complaint", "device", "condition", "cause"),
    [
        ("no_power", Device.BATTERY, Condition.LOW, "battery"),
        ("no_power", Device.BATTERY, Condition.OK, "nothing"),
        ("cannot_read_card", Device.CARD_READER, Condition.SILENT, "card_reader"),
        ("cannot_read_card", Device.CARD_READER, Condition.OK, "card"),
        ("cannot_read_fingerprint", Device.FINGERPRINT_READER, Condition.ABSENT, "no_fingerprint_reader"),
        ("cannot_read_fingerprint", Device.FINGERPRINT_READER, Condition.OK, "finger"),
        ("paper", Device.PRINTER, Condition.PAPER_OUT, "paper"),
        ("paper", Device.PRINTER, Condition.SILENT, "printer"),
        ("wrong_place", Device.LOCATOR, Condition.SILENT, "locator"),
    ],
)
def test_devices_are_tried(complaint, device, condition, cause):
    counter = open_counter()
    counter.findings[device] = Finding(condition)
    assert found(counter, complaint) == cause


def test_keys_mac_and_batch():
    assert found(open_counter(keyed=False), "keys_lost") == "master_key"
    counter = open_counter(batch_limit=1)
    assert found(counter, "keys_lost") == "working_keys"
    assert counter.do("sale")[0] == 0
    assert found(counter, "keys_lost") == "nothing"
    assert found(counter, "batch_full") == "batch"
    assert found(counter, "mac_error") == "nothing"
    counter.machine.last_code = "A0"
    assert found(counter, "mac_error") == "mac"
    assert found(counter, "disk_reserve") == "nothing"


def test_a_complaint_that_nobody_knows_is_refused_with_those_there_are():
    status, body = open_counter().do("diagnose", complaint="it smells")
    assert (status, body["message"]) == (2, "screen.no_such_complaint")


def test_the_table_is_whole():
    named = {cause for rows in COMPLAINTS.values() for row in rows for cause in row.causes.values()}
    assert named | {"nothing"} == set(CAUSES)
    assert len(set(CAUSES.values())) == len(CAUSES)
    for cause in CAUSES:
        assert {f"cause.{cause}", f"cure.{cause}"} <= set(CATALOGUE)
