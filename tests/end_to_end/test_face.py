"""The drawn terminal of a real house, touched as a cashier touches it."""

import pytest

from tests.end_to_end.machine import Machine
from tests.end_to_end.processes import run, sale, up


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    directory = tmp_path_factory.mktemp("face") / "data"
    with up(directory, "--set", "terminal.settings.power_save_after=2 s"):
        yield directory


@pytest.fixture
def machine(data):
    with Machine(data) as machine:
        if not machine.screen["light"]:
            if machine.screen["state"] == "off":
                machine.switch_on()
            else:
                machine.press("cancel")
        yield machine


def test_a_machine_that_is_off_is_switched_on_tested_and_sells_by_keys(data):
    with Machine(data) as machine:
        assert machine.title == "front.log_in_first"
        machine.switch_off()
        assert machine.screen["light"] is False
        machine.press("1", "confirm")
        assert machine.screen["state"] == "off"
        machine.hold_power()
        machine.is_in("result")
        assert machine.lines[0] == "screen.self_test_passed"
        assert "part.printer_ok" in machine.lines
        assert "part.line_ok" in machine.lines
        machine.press("confirm")
        machine.log_in()
        machine.press("confirm")
        assert machine.title == "menu.main"
        machine.press("1")
        machine.sees("ask.card")
        card = machine.swipe()
        machine.sees("ask.confirm_card")
        assert card.pan.reveal() in machine.text()
        machine.press("confirm")
        machine.sees("ask.amount")
        machine.press("1", "2", "5", "00", "clear")
        assert machine.screen["entry"] == "12.50"
        machine.press("confirm")
        machine.sees("ask.pin")
        machine.key_pin(card.pin.reveal())
        machine.sees("ask.print_next")
        assert [paper["paper"] for paper in machine.papers] == ["merchant"]
        assert any("RMB 12.50" in line for line in machine.papers[0]["document"]["en"])
        machine.press("confirm")
        machine.ends_with("advice.return_card")
        assert [paper["paper"] for paper in machine.papers] == ["merchant", "cardholder"]


def test_a_card_swiped_in_the_idle_screen_begins_a_sale(machine):
    card = machine.swipe()
    machine.sees("ask.confirm_card")
    machine.press("confirm")
    machine.sees("ask.amount")
    machine.key_in("100")
    machine.sees("ask.pin")
    machine.key_pin(card.pin.reveal())
    machine.sees("ask.print_next")
    machine.press("cancel")
    machine.is_in("result")
    machine.press("cancel")


def test_a_machine_that_nobody_touches_sleeps_and_wakes(machine):
    machine.is_in("power_save")
    assert machine.screen["light"] is False
    machine.press("1")
    assert (machine.screen["state"], machine.screen["light"]) == ("idle", True)


def test_it_is_switched_off_by_hand_and_comes_up_again(data, machine):
    before = terminal(data)["status"]
    machine.hold_power()
    assert machine.title == "front.switch_off"
    machine.press("confirm")
    assert (machine.screen["state"], machine.screen["light"]) == ("off", False)
    refused = sale(data, "12.50", "--json")
    assert (refused.status, refused.json["message"]) == (13, "desk.switched-off")
    health = terminal(data)["health"]
    assert (health["switched_off"], health["ready"], health["lines"], health["timers"]) == (True, False, 0, 0)
    assert "the terminal is off" in run("status", "--language", "en", data=data).out
    assert "switched off" in run("doctor", "--language", "en", data=data).out
    machine.switch_on()
    after = terminal(data)
    assert (after["health"]["lives"], after["status"]["operator"]) == (health["lives"] + 1, "01")
    assert after["status"]["completed_in_batch"] == before["completed_in_batch"] > 0


def test_a_machine_that_is_switched_off_while_it_works_for_a_program_ends_that_first(data, machine):
    with Machine(data, watches=False) as program:
        program._say({"id": "p", "verb": "echo", "talks": True, "arguments": {}})
        machine.switch_off()
        program.until(lambda: "p" in program.replies)
        assert program.replies["p"][0] == 0
    machine.switch_on()
    machine.until(lambda: "front.bar_ethernet" in machine.bar)


def terminal(data):
    """Return health and status of the terminal."""
    return run("status", "--json", data=data).json["parties"]["terminal"]


def test_all_watchers_see_the_same_and_losing_one_changes_nothing(data, machine):
    with Machine(data) as other:
        assert other.screen == machine.screen
        machine.press("confirm")
        other.sees("menu.main")
    machine.press("cancel")
    machine.is_in("idle")


def test_paper_that_was_torn_off_is_found_torn_by_whoever_watches_later(data, machine):
    with Machine(data) as before:
        assert before.papers
        assert not any(paper.get("torn") for paper in before.papers)
        assert machine.do("tear")[0] == 0
    with Machine(data) as after:
        assert [paper["torn"] for paper in after.papers] == [True] * len(before.papers)


def test_a_watcher_that_leaves_in_the_middle_of_a_sale_leaves_the_sale_alone(data, machine):
    with Machine(data) as other:
        other.swipe()
        other.sees("ask.confirm_card")
    machine.sees("ask.confirm_card")
    machine.press("cancel")
    machine.ends_with("screen.card_not_confirmed")


def test_a_program_that_watches_sees_no_card_number(data, machine):
    with Machine(data, person=False) as program:
        card = machine.swipe()
        machine.sees("ask.confirm_card")
        program.sees("ask.confirm_card")
        assert card.pan.reveal() not in "".join(program.said)
        assert card.pan.reveal() in "".join(machine.said)
    machine.press("cancel")
    machine.is_in("result")
    machine.press("cancel")


def test_no_reply_log_or_screen_tells_the_pin(data, machine):
    machine.swipe()
    machine.sees("ask.confirm_card")
    machine.press("confirm")
    machine.sees("ask.amount")
    machine.key_in("987")
    machine.sees("ask.pin")
    machine.said.clear()
    machine.press("7", "3")  # the machine's own pad is dead here
    assert machine.screen["entry"] == ""
    for place, digit in enumerate("736195", 1):
        machine.do("pin_press", key=digit)
        assert machine.screen["entry"] == "*" * place
    machine.do("pin_press", key="confirm")
    machine.is_in("result")
    assert "736195" not in "".join(machine.said)
    assert "736195" not in (data / "terminal" / "log.jsonl").read_text("utf-8")
    assert machine.lines[0] == "response.55"
    machine.press("cancel")


@pytest.mark.parametrize(
    ("device", "condition", "shown"),
    [
        ("printer", "paper_out", "part.printer_paper_out"),
        ("battery", "4", "part.battery_empty"),
        ("card_reader", "silent", "part.card_reader_silent"),
    ],
)
def test_what_the_fault_panel_breaks_the_self_test_finds(data, machine, device, condition, shown):
    mended = "100" if device == "battery" else "ok"
    assert machine.do("set_fault", device=device, condition=condition)[0] == 0
    try:
        done = run("self-test", "--json", data=data)
        assert (done.status, done.json["failed"]) == (1, [device])
        machine.press("confirm", "7", "5")
        machine.ends_with(shown)
    finally:
        assert machine.do("set_fault", device=device, condition=mended)[0] == 0
    assert run("self-test", data=data).status == 0


def test_a_silent_reader_reads_no_card(machine):
    machine.do("set_fault", device="card_reader", condition="silent")
    machine.swipe()
    assert machine.screen["state"] == "idle"
    machine.do("set_fault", device="card_reader", condition="ok")


def test_paper_that_runs_out_costs_no_second_charge(data, machine):
    card = machine.swipe()
    machine.sees("ask.confirm_card")
    machine.press("confirm")
    machine.sees("ask.amount")
    machine.key_in("321")
    machine.sees("ask.pin")
    machine.do("set_fault", device="printer", condition="paper_out")
    machine.papers.clear()
    machine.key_pin(card.pin.reveal())
    machine.sees("ask.print_next")
    machine.press("confirm")
    machine.ends_with("advice.return_card")
    assert machine.papers == []
    machine.swipe()
    machine.ends_with("screen.paper_out")
    machine.do("set_fault", device="printer", condition="ok")
    machine.press("confirm", "6", "1")
    machine.ends_with("screen.unseen_slips")
    assert [paper["paper"] for paper in machine.papers] == ["merchant", "cardholder"]


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("press", {"key": "11"}),
        ("press", {"key": 5}),
        ("press", {}),
        ("press", []),
        ("press", None),
        ("long_press", {"key": "5"}),
        ("pin_press", {"key": "sesame"}),
        ("swipe", {"track2": 5}),
        ("swipe", {"fault": "burnt"}),
        ("scan", {}),
        ("scan", {"code": 134567890123456789}),
        ("set_fault", {"device": "kettle", "condition": "ok"}),
        ("set_fault", {"device": "battery", "condition": "101"}),
        ("set_fault", {"device": "battery", "condition": "²"}),
        ("set_fault", {"device": "printer", "condition": "low"}),
        ("set_fault", {"device": "printer"}),
    ],
)
def test_what_the_machine_does_not_understand_is_refused_and_changes_nothing(machine, verb, arguments):
    before = machine.screen
    machine._numbers += 1
    machine._say({"id": machine._numbers, "verb": verb, "arguments": arguments})
    machine.until(lambda: machine._numbers in machine.replies)
    assert machine.replies[machine._numbers][0] == 2
    assert machine.screen == before


def test_the_power_key_works_from_the_command_line(data, machine):
    assert "on" in run("power", "--language", "en", data=data).out
    assert run("power", "on", data=data).status == 0
    machine.press("confirm", "6", "2")
    busy = run("power", "off", data=data)
    assert busy.status == 14, busy
    machine.press("cancel")
    assert "off" in run("power", "off", "--language", "en", data=data).out
    machine.is_in("off")
    assert run("power", "on", data=data).status == 0
    machine.is_in("result")
    machine.press("confirm")
    machine.log_in()


def test_the_fault_panel_works_from_the_command_line(data):
    assert run("fault", "printer", "paper_out", data=data).status == 0
    found = run("self-test", "--language", "en", data=data)
    assert (found.status, "Printer: no paper" in found.out) == (1, True), found
    assert run("fault", "printer", "ok", data=data).status == 0
    assert run("fault", "kettle", "ok", data=data).status == 2
