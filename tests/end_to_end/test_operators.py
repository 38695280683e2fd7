"""Operators managed from the command line, on a real terminal, across its restart."""

from tests.end_to_end.machine import Machine
from tests.end_to_end.processes import run, sale, up


def numbers(data):
    done = run("operators", "list", "--json", data=data)
    assert done.status == 0, done
    return [row["operator"] for row in done.json["operators"]]


def test_operators_are_added_changed_reset_and_deleted(tmp_path):
    data = tmp_path / "data"
    with up(data):
        assert numbers(data) == ["00", "01", "02", "99"]
        assert run("operators", "add", "03", "--demo", "--new-password", "47118822", data=data).status == 0
        assert (
            run("operators", "password", "03", "--password", "47118822", "--new-password", "47128822", data=data).status
            == 0
        )
        refused = run("operators", "add", "04", "--approval", "999999", "--new-password", "47118822", data=data)
        assert refused.status == 12, refused
        assert run("operators", "remove", "02", "--demo", data=data).status == 0
        missing = run("operators", "remove", "03", "--language", "en", data=data)
        assert (missing.status, "--supervisor-password" in missing.err) == (2, True), missing
    with up(data):
        assert numbers(data) == ["00", "01", "03", "99"]
        assert "cashier" in run("operators", "list", "--language", "en", data=data).out
        assert run("operators", "reset", "03", "--demo", "--new-password", "11118822", data=data).status == 0
        with Machine(data) as machine:
            machine.press("confirm")
            machine.log_in("03", "11118822")
            machine.press("confirm", "7", "0")
            machine.ends_with("screen.terminal_locked")
            machine.sees("front.locked")
            assert sale(data).status == 12
            machine.press("5")
            machine.sees("ask.operator_number")
            machine.key_in("03")
            machine.sees("ask.operator_password")
            machine.key_in("11118822")
            machine.ends_with("screen.terminal_unlocked")
        for secret in ("47118822", "47128822", "11118822"):
            assert secret not in (data / "terminal" / "log.jsonl").read_text("utf-8")
