"""Lines drop and processes die; no money is lost or made."""

from threading import Thread
from time import monotonic, sleep

import pytest

from countertop.runtime.desk_client import DeskClient
from countertop.runtime.errors import DeskFault
from tests.end_to_end.processes import PATIENCE, address_of, found, run, sale, up
from tests.faulty_proxy import FaultyProxy


def terminal_status(data):
    return run("status", "--json", data=data).json["parties"]["terminal"]["status"]


def until_nothing_is_owed(data):
    began = monotonic()
    while True:
        parties = run("status", "--json", data=data).json["parties"]
        owed = [
            parties["terminal"]["status"]["reversals_owed"],
            parties["acquirer"]["status"]["owed"],
            parties["switch"]["status"]["obligations"],
        ]
        if not any(owed):
            return
        assert monotonic() - began < 20, owed
        sleep(0.2)


@pytest.mark.parametrize("fault", ["lose-answer", "lose-request"])
def test_a_line_that_drops_ends_in_a_reversal(tmp_path, fault):
    data = tmp_path / "data"
    found(data)
    with (
        FaultyProxy(address_of(data / "acquirer", "terminals")) as proxy,
        up(
            data,
            "--set",
            f"terminal.routes.ethernet=127.0.0.1:{proxy.address[1]}",
            "--set",
            "terminal.settings.links=ethernet",
            "--set",
            "terminal.settings.reversal_pause=100ms",
        ),
    ):
        assert sale(data, "10.00").status == 0
        proxy.fault = fault
        unknown = sale(data, "11.00", "--json")
        assert unknown.status == 11, unknown
        assert proxy.dropped
        proxy.fault = ""
        done = sale(data, "12.00")
        assert done.status == 0, done
        until_nothing_is_owed(data)
    audit = run("audit", "--language", "en", data=data)
    assert audit.status == 0, audit


def test_a_line_cut_from_the_command_line_ends_in_a_reversal(tmp_path):
    data = tmp_path / "data"
    with up(data, "--set", "terminal.settings.reversal_pause=100ms"):
        assert sale(data, "10.00").status == 0
        assert run("cut-line", data=data).status == 0
        unknown = sale(data, "11.00", "--json")
        assert unknown.status == 11, unknown
        until_nothing_is_owed(data)
        voucher = unknown.json["voucher_number"]
        hops = run("trace", voucher, "--json", data=data).json["hops"]
        assert {"terminal", "acquirer", "switch", "issuer-east"} <= {hop["party"] for hop in hops}
        assert {"0200", "0400", "0410", "0420", "0430"} <= {hop["mti"] for hop in hops}
        assert sale(data, "12.00").status == 0
    assert run("audit", data=data).status == 0


def test_a_host_that_cannot_be_reached_is_an_exit_status_of_its_own(tmp_path):
    data = tmp_path / "data"
    with up(data, "--set", "terminal.routes.ethernet=127.0.0.1:1", "--set", "terminal.settings.links=ethernet"):
        for command in (("echo",), ("sign-in", "--demo"), ("sale", "12.50", "--demo")):
            ran = run(*command, "--json", data=data)
            assert (ran.status, ran.json["outcome"]) == (13, "unreachable"), ran
            assert "screen.unreachable" in [shown["message"] for shown in ran.json["screen"]]


def test_a_slip_that_comes_out_while_nobody_is_there_waits_to_be_seen(tmp_path):
    data = tmp_path / "data"
    found(data)
    with FaultyProxy(address_of(data / "acquirer", "terminals")) as proxy:
        host, port = proxy.address
        settings = (
            f"routes.ethernet={host}:{port}",
            "settings.links=ethernet",
            "settings.reversal_pause=300ms",
            "settings.reversal_cadence=1 min",
        )
        with up(data, *(word for setting in settings for word in ("--set", f"terminal.{setting}"))):
            assert sale(data).status == 0
            proxy.fault = "lose-request"
            assert sale(data).status == 11
            began = monotonic()
            while not (unseen := terminal_status(data)["unseen_slips"]):
                assert monotonic() - began < PATIENCE
                sleep(0.1)
            (slip,) = unseen
            assert slip["copy"] == "failure"
            told = run("status", "--language", "en", data=data)
            assert f"1 slips came out while nobody was there (vouchers {slip['voucher_number']})" in told.out
            assert f"{slip['voucher_number']}" in run("slips", "--language", "en", data=data).out
            assert terminal_status(data)["unseen_slips"] == []


class Customers(Thread):
    """Sells without pause through the terminal's desk until the house falls."""

    def __init__(self, data):
        super().__init__(daemon=True)
        self.data = data
        self.statuses = []

    def run(self):
        answers = {
            "ask.operator_number": "01",
            "ask.operator_password": "0000",
            "ask.card": {"track2": "6225000000000014D35121200000000000000"},
            "ask.confirm_card": True,
            "ask.pin": "123456",
            "ask.print_next": True,
        }
        try:
            with DeskClient(self.data / "terminal") as desk:
                while True:
                    status, _ = desk.request("sale", {"amount": "0.01"}, answers=answers, face=Blind())
                    self.statuses.append(status)
        except DeskFault:
            return


class Blind:
    def show(self, message, arguments):
        pass

    def print(self, copy, document):
        pass

    def told(self, kind, question):
        pass


def test_pulling_the_plug_in_the_middle_of_sales_loses_and_makes_no_money(tmp_path):
    data = tmp_path / "data"
    for life in range(3):
        with up(data) as serving:
            customers = Customers(data)
            customers.start()
            began = monotonic()
            while len(customers.statuses) < 20 + 7 * life:
                assert monotonic() - began < PATIENCE, (customers.statuses, serving.text)
                sleep(0.003)
            serving.kill()
        customers.join(10)
        assert set(customers.statuses) <= {0}, customers.statuses
    with up(data):
        assert sale(data, "1.00").status == 0
        until_nothing_is_owed(data)
    audit = run("audit", "--language", "en", data=data)
    assert audit.status == 0, audit
