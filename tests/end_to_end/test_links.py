"""Two ways to the host at the counter, of which one is dead."""

from socket import create_connection

import pytest

from countertop.runtime.desk_client import DeskClient
from tests.end_to_end.processes import address_of, found, run, sale, up


def route(data):
    return run("status", "--json", data=data).json["parties"]["terminal"]["status"]["route"]


def test_with_one_of_two_ways_dead_a_sale_goes_the_other(tmp_path):
    data = tmp_path / "data"
    with up(data, "--set", "terminal.routes.ethernet=127.0.0.1:1"):
        assert sale(data).status == 0
        assert route(data) == "mobile"


def test_of_two_addresses_of_the_host_one_is_dead(tmp_path):
    data = tmp_path / "data"
    found(data)
    path = data / "terminal" / "countertop.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('ethernet = ["', 'ethernet = ["127.0.0.1:1", "'), "utf-8")
    with up(data):
        assert sale(data).status == 0
        assert route(data) == "ethernet"


def test_unplugged_the_terminal_goes_over_the_air_and_back_when_that_fails_too(tmp_path):
    data = tmp_path / "data"
    with up(data):
        assert sale(data).status == 0
        assert route(data) == "ethernet"
        assert run("unplug", data=data).status == 0
        assert route(data) is None
        assert sale(data, "3.00").status == 0
        assert route(data) == "mobile"
        assert run("no-signal", data=data).status == 0
        done = sale(data, "4.00")
        assert done.status == 13, done
        assert "The network cable is out" in done.out + done.err
        assert "No mobile signal" in done.out + done.err
        assert run("mend", data=data).status == 0
        assert sale(data, "5.00").status == 0
        assert run("acquirer-down", data=data).status == 0
        assert sale(data, "6.00").status == 13
        assert run("mend", data=data).status == 0
        assert sale(data, "7.00").status == 0
    assert run("audit", data=data).status == 0


def test_the_terminal_finds_out_which_way_is_dead(tmp_path):
    data = tmp_path / "data"

    def cause():
        return run("diagnose", "cannot-reach-bank", "--json", data=data).json["cause"]

    with up(data):
        assert cause() == "nothing"
        assert run("arrears", data=data).status == 0
        assert run("unplug", data=data).status == 0
        assert cause() == "cable"
        assert run("mend", data=data).status == 0
        assert run("acquirer-down", data=data).status == 0
        assert cause() == "acquirer_down"
        with DeskClient(data / "switch") as desk:
            assert desk.request("down")[1] == {"armed": True}
        members = address_of(data / "switch", "members")
        with pytest.raises(OSError, match="refused"):
            create_connection(members, 10)
        assert run("mend", data=data).status == 0
        create_connection(members, 10).close()
    with up(data, "--set", "terminal.settings.links=mobile"):
        assert run("arrears", data=data).status == 0
        assert cause() == "arrears"
        said = run("diagnose", "cannot-reach-bank", "--language", "en", data=data)
        assert "arrears (H404)" in said.out
