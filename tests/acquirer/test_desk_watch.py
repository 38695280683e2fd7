"""What whoever watches the host is told each second, and which outcomes nobody knows."""

import json

from countertop.values import SECOND
from tests.acquirer.neighbours import PAN, TERMINAL_ID


def ask(house, verb, **arguments):
    status, body = house.book.ask_desk(verb, **arguments)
    assert status == 0, body
    assert PAN not in json.dumps(body)
    return body


def test_the_pulse_tells_how_old_the_oldest_open_request_is(house, till, switch):
    before = ask(house, "pulse")
    assert (before["link"], before["in_flight"], before["oldest_in_flight_age"]) == ("up", 0, None)
    till.tell(till.sale())
    house.book.advance(3 * SECOND)
    now = ask(house, "pulse")
    assert (now["in_flight"], now["oldest_in_flight_age"], now["locked"]) == (1, 3 * SECOND, 0)
    assert now["newest_serial"] == before["newest_serial"] + 1
    assert now["at"] == house.book.utc


def test_a_lock_shows_in_the_pulse(house, till):
    assert house.book.ask_desk("command", terminal_id=TERMINAL_ID, command="lock", by="Li Na")[0] == 0
    assert ask(house, "pulse")["locked"] == 1


def test_what_is_in_flight_is_unknown_and_then_owed(house, till, switch):
    till.tell(till.sale(amount=12_50))
    switch.hear()
    (waiting,) = ask(house, "unknown")["unknown"]
    assert (waiting["state"], waiting["amount"], waiting["terminal_id"]) == ("in_flight", 12_50, TERMINAL_ID)
    assert (waiting["card"], waiting["since"], waiting["cause"]) == ("622500******0014", house.book.utc, "")
    house.book.advance(25 * SECOND)
    told = ask(house, "unknown")
    assert (told["in_flight"], told["owed"]) == (0, 1)
    (owed,) = told["unknown"]
    assert (owed["state"], owed["rrn"], owed["cause"], owed["tries"]) == ("owed", waiting["rrn"], "time-out", 1)
    assert owed["card"] == waiting["card"]
    switch.acknowledge()
    assert ask(house, "unknown") == {"unknown": [], "in_flight": 0, "owed": 0}
