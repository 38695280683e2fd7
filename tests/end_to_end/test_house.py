"""Starting, stopping, starting again; and everything that may keep a house from standing."""

import os
import socket
import stat
from time import sleep

import pytest

from countertop.runtime.desk_client import DeskClient
from tests.end_to_end.processes import Serving, found, run, sale, up, voucher_of


def test_a_house_is_ready_soon_and_says_what_to_do_next(tmp_path):
    data = tmp_path / "data"
    seconds = []
    for _ in range(3):  # what else the machine does is in the others
        with up(data, loaded=False) as serving:
            seconds.append(serving.ready_after)
        assert serving.process.returncode == 0
        if seconds[-1] < 5:
            break
    assert min(seconds) < 5, serving.text
    assert "countertop sale 12.50" in serving.text
    assert "127.0.0.1:" in serving.text
    assert serving.lines[-1] == "ready switch issuer-east issuer-west issuer-north wallet acquirer terminal"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {path.name for path in data.iterdir() if path.is_dir()} == set(serving.lines[-1].split()[1:])
    keys = tmp_path / "data-keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.glob("*/lmk")} == {0o400}


def test_without_a_house_nothing_is_reached_and_the_cure_is_said(tmp_path):
    for command in (("sale", "1.00", "--demo"), ("status",), ("trace", "1")):
        done = run(*command, "--language", "en", data=tmp_path)
        assert done.status == 13, done
        assert "countertop up" in done.err


def test_stopping_and_starting_again_keeps_everything(tmp_path):
    data = tmp_path / "data"
    with up(data):
        first = voucher_of(sale(data, "5.00"))
        assert run("move", "corner", data=data).status == 0
    assert run("sale", "1.00", "--demo", data=data).status == 13
    with up(data):
        assert voucher_of(run("slips", first, "--language", "en", data=data)) == first
        status = run("status", "--json", data=data).json["parties"]["terminal"]["status"]
        assert status["completed_in_batch"] == 1
        second = voucher_of(sale(data, "5.00"))
        assert second > first
        place = run("manage", "place", "80000101", "--json", data=data)
        assert place.json["standing"] == "near"  # it stays where it was carried
        assert run("void", first, "--demo", data=data).status == 0


def test_a_second_start_and_busy_ports_say_what_to_do(tmp_path):
    data = tmp_path / "data"
    with up(data):
        again = run("up", "--language", "en", data=data)
        assert again.status == 1
        assert "another process" in again.err
        port = run("status", "--json", data=data).json["parties"]["switch"]["health"]["addresses"]["members"]
    taken = socket.create_server(("127.0.0.1", int(port.rpartition(":")[2])))
    with taken:
        busy = run("up", "--language", "en", data=data)
        assert busy.status == 1
        assert "--port-base" in busy.err
        assert port.rpartition(":")[2] in busy.err
        doctor = run("doctor", "--language", "en", data=data)
        assert doctor.status == 1
        assert f"port {port.rpartition(':')[2]} is in use" in doctor.out
    with up(data):
        doctor = run("doctor", "--json", data=data)
        assert (doctor.status, doctor.json["healthy"]) == (0, True), doctor


@pytest.fixture
def unwritable(tmp_path):
    if os.getuid() == 0:
        return "/proc/countertop-data"  # nobody may write there, not even the superuser
    place = tmp_path / "read-only"
    place.mkdir(mode=0o500)
    return place / "data"


def test_a_directory_that_cannot_be_written_is_said_by_up_and_doctor(unwritable):
    for command in ("up", "doctor"):
        done = run(command, "--language", "en", data=unwritable)
        assert done.status == 1, done
        assert "cannot write the data directory" in done.out + done.err
        assert "--data" in done.out + done.err


def test_a_directory_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter").write_text("dear", "utf-8")
    for command in (("up",), ("found", "--demo")):
        done = (
            run(*command, str(tmp_path), "--language", "en")
            if "found" in command
            else run(*command, "--language", "en", data=tmp_path)
        )
        assert done.status == 1, done
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


def test_a_missing_or_open_key_is_said(tmp_path):
    data = tmp_path / "data"
    found(data)
    lmk = tmp_path / "data-keys" / "acquirer" / "lmk"
    lmk.chmod(0o644)
    done = run("acquirer", "--language", "en", data=data / "acquirer")
    assert done.status == 1
    assert "chmod 600" in done.err
    lmk.unlink()
    done = run("acquirer", "--language", "en", data=data / "acquirer")
    assert done.status == 1
    assert "put the file back" in done.err
    assert run("issuer", data=data / "acquirer").status == 1


def test_an_unknown_setting_is_refused_with_the_nearest(tmp_path):
    data = tmp_path / "data"
    found(data)
    done = run("up", "--set", "acquirer.settings.anser_timeout=1s", "--language", "en", data=data)
    assert done.status == 1
    assert "did you mean answer_timeout?" in done.err
    assert run("up", "--set", "bank.settings.x=1", data=data).status == 1


def test_founding_alone_needs_the_word_demo(tmp_path):
    assert run("found", str(tmp_path / "data")).status == 2
    assert not (tmp_path / "data").exists()


def until_members_have_signed_on(data):
    with DeskClient(data / "switch") as desk:
        for _ in range(4000):
            members = desk.request("status")[1]["members"]
            if all(member["signed_on"] for member in members):
                return
            sleep(0.01)
    raise AssertionError(members)


def test_each_party_serves_in_its_own_process(tmp_path):
    data = tmp_path / "data"
    assert run("found", str(data), "--demo", "--port-base", "0").status == 0
    parties = [
        ("switch", "switch"), ("issuer", "issuer-east"), ("issuer", "issuer-west"), ("issuer", "issuer-north"),
        ("wallet", "wallet"), ("acquirer", "acquirer"), ("terminal", "terminal"),
    ]  # fmt: skip
    serving = {}
    try:
        for kind, name in parties:
            serving[name] = Serving(kind, "--data", data / name)
            if kind == "switch":
                serving[name].ready()
        for one in serving.values():
            one.ready()
        until_members_have_signed_on(data)
        done = sale(data, "4.00")
        assert done.status == 0, done
        assert sale(data, "4.00", "--pin", "9999").status == 10
        voucher = voucher_of(done)
        assert run("void", voucher, "--demo", "--supervisor-password", "000000", data=data).status == 12
        assert run("void", voucher, "--demo", data=data).status == 0
        for kind, name in (("acquirer", "acquirer"), ("issuer", "issuer-east")):
            serving[name].kill()
            serving[name] = Serving(kind, "--data", data / name)
            serving[name].ready()
        until_members_have_signed_on(data)
        assert sale(data, "6.00").status == 0
    finally:
        statuses = {name: one.stop() for name, one in serving.items()}
    assert set(statuses.values()) == {0}, statuses
    assert run("audit", data=data).status == 0
