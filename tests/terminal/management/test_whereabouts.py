"""What a terminal tells of itself: which machine, where, with each sign-in and whatever asks for money."""

from dataclasses import replace

from countertop.iso8583.private.whereabouts import Whereabouts, read_whereabouts
from countertop.stage import Condition, Device, Finding
from countertop.values.positions import Position
from tests.terminal.counter import open_counter

SHOP, ACROSS = Position(31_230_416, 121_473_701), Position(31_197_300, 121_437_600)


def carried(counter, position):
    counter.findings[Device.LOCATOR] = Finding(Condition.OK, position=position)


def told(counter, mti):
    return [read_whereabouts(message.qr_data) for message in counter.heard(mti)]


def test_sign_in_and_sale_tell_machine_and_place():
    counter = open_counter()
    carried(counter, SHOP)
    assert counter.do("sale")[0] == 0
    carried(counter, ACROSS)
    assert counter.do("sale")[0] == 0
    (account,) = told(counter, "0800")
    assert replace(account, random_number="") == Whereabouts("00000001", SHOP, seals=True)
    assert len(bytes.fromhex(account.random_number)) == 8
    assert told(counter, "0200") == [Whereabouts("00000001", SHOP), Whereabouts("00000001", ACROSS)]


def test_where_it_finds_no_place_it_tells_the_machine():
    counter = open_counter()
    counter.findings[Device.LOCATOR] = Finding(Condition.SILENT)
    assert counter.do("sale")[0] == 0
    assert told(counter, "0200") == [Whereabouts("00000001")]


def test_a_host_that_wants_no_field_59_gets_none():
    counter = open_counter(tells_whereabouts=False)
    assert counter.do("sale")[0] == 0
    assert [message.qr_data for message in counter.host.heard] == [None, None]


def test_a_refusal_for_its_place_says_what_to_do():
    counter = open_counter()
    counter.host.codes["0200"] = "L1"
    _, body = counter.do("sale")
    assert (body["message"], body["advice"]) == ("response.L1", "action.relocate")
    counter.host.codes["0200"] = "L3"
    _, body = counter.do("sale")
    assert (body["message"], body["advice"]) == ("response.L3", "action.call_acquirer")
