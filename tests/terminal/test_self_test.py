"""Self-test: what is broken is found by trying it, and named."""

import pytest

from countertop.runtime.devices import FAULTS
from countertop.stage import Condition, Device, Finding
from countertop.storage import Entry
from countertop.terminal import MasterKeyLoaded
from countertop.terminal.front.results import lines_of
from countertop.terminal.machine import Work
from countertop.terminal.tables import SELF_TEST_OF
from countertop.words import CATALOGUE, terminal_parts
from tests.terminal.counter import ROUTE, TERMINAL, open_counter
from tests.terminal.test_sale import signed_in


def outcome_of(counter):
    status, body = counter.do("self_test")
    return status, {part["part"]: part["state"] for part in body["parts"]}, body


def failures(counter):
    _status, _parts, body = outcome_of(counter)
    return body["failed"]


def test_a_machine_that_works_says_so_and_writes_it_down():
    counter = open_counter()
    status, parts, body = outcome_of(counter)
    assert (status, set(parts.values()), body["message"]) == (0, {"ok"}, "screen.self_test_passed")
    assert [row["failed_parts"] for row in counter.rows(SELF_TEST_OF, TERMINAL)] == [""]


def test_it_dials_the_host_and_keeps_the_line():
    counter = open_counter()
    outcome_of(counter)
    assert counter.lines_of(ROUTE) != []
    assert counter.host.heard == []  # a test moves nothing
    assert counter.do("sale")[0] == 0


def test_a_line_that_cannot_be_dialled_is_found():
    counter = open_counter(routes=())
    status, _, body = outcome_of(counter)
    assert (status, body["failed"], body["message"]) == (1, ["line"], "screen.self_test_failed")


def test_a_full_disk_is_found():
    counter = open_counter()
    counter.store.below_reserve = True
    assert failures(counter) == ["store"]


def test_a_terminal_without_its_master_key_is_found():
    assert failures(open_counter(keyed=False)) == ["keys"]


def test_keys_that_do_not_open_are_found():
    counter = open_counter()
    counter.store.commit([Entry("founding", (MasterKeyLoaded(TERMINAL, "no key block"),), 0)])
    again = counter.crashed()
    again.start()
    assert failures(again) == ["keys"]


def test_damaged_working_keys_are_found():
    counter = signed_in()
    assert failures(counter) == []
    counter.machine.keys.tak = "no key block"
    assert failures(counter) == ["keys"]


@pytest.mark.parametrize(
    ("device", "condition"),
    [(device, condition) for device, known in FAULTS.items() for condition in known if condition is not Condition.OK],
)
def test_a_device_is_what_it_shows_when_it_is_tried(device, condition):
    counter = open_counter()
    counter.findings[device] = Finding(condition)
    assert failures(counter) == ([] if condition is Condition.ABSENT else [device.value])


@pytest.mark.parametrize(
    ("level", "condition", "failed"), [(100, "ok", []), (19, "low", ["battery"]), (4, "empty", ["battery"])]
)
def test_the_battery_tells_its_level(level, condition, failed):
    counter = open_counter()
    counter.findings[Device.BATTERY] = Finding(Condition(condition), level)
    assert failures(counter) == failed
    assert counter.do("status")[1]["battery"] == level


@pytest.mark.parametrize(("condition", "told"), [("ok", ""), ("paper_out", "paper_out"), ("silent", "silent")])
def test_the_terminal_tells_how_its_printer_showed_itself(condition, told):
    counter = open_counter()
    counter.findings[Device.PRINTER] = Finding(Condition(condition))
    failures(counter)
    assert counter.do("status")[1]["printer"] == told


def test_every_part_and_every_state_of_it_has_its_text():
    devices = {
        f"part.{device.value}_{known.value}"
        for device in Device
        for known in (*FAULTS.get(device, ()), Condition.ABSENT)
    }
    battery = {f"part.battery_{known}" for known in ("ok", "absent", "silent", "low", "empty")}
    others = {f"part.line_{known}" for known in ("ok", "busy", "down")}
    others |= {f"part.keys_{known}" for known in ("ok", "missing", "damaged")} | {"part.store_ok", "part.store_low"}
    assert devices | battery | others == {message for message in terminal_parts.TEXTS if message.startswith("part.")}


def test_the_front_shows_each_part():
    counter = open_counter(routes=())
    _, _, body = outcome_of(counter)
    lines = [line.message for line in lines_of("self_test", body)]
    assert lines[0] == "screen.self_test_failed"
    assert "part.line_down" in lines
    assert set(lines) <= set(CATALOGUE)


def test_a_line_that_is_being_dialled_for_other_work_is_left_to_it():
    counter = open_counter(routes=())
    counter.machine.take_line(Work.REVERSAL, None)
    _, parts, body = outcome_of(counter)
    assert (parts["line"], body["failed"]) == ("busy", [])


@pytest.mark.parametrize("verb", ["sale", "void"])
@pytest.mark.parametrize(
    ("device", "finding", "message"),
    [
        (Device.BATTERY, Finding(Condition.EMPTY, 4), "screen.battery_empty"),
        (Device.PRINTER, Finding(Condition.PAPER_OUT), "screen.paper_out"),
    ],
)
def test_nothing_is_begun_that_power_or_paper_would_not_bring_to_its_end(verb, device, finding, message):
    counter = signed_in()
    heard = len(counter.host.heard)
    counter.findings[device] = finding
    status, body = counter.do(verb)
    assert (status, body["message"], len(counter.host.heard)) == (12, message, heard)
    assert counter.do("status")[1]["printer"] == ("paper_out" if device is Device.PRINTER else "")
    counter.findings.clear()
    assert counter.do("sale")[0] == 0
    assert counter.do("status")[1]["printer"] == ""
