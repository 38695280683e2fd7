"""A bank is away: the centre stands in for it, and the bank posts it when it is back, even while a day is being closed."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest

from countertop.runtime.desk_client import DeskClient
from countertop.runtime.errors import DeskFault
from tests.end_to_end.processes import PATIENCE, run, sale, up

CARD = ("--card", "debit-east")
AWAY = ("--set", "issuer-east.routes.switch=127.0.0.1:1")


def status(house, party):
    return run("status", "--json", data=house).json["parties"][party]["status"]


@contextmanager
def served_without_one_bank(data):
    """A house that is not waited for until it gives the bank up: the others have signed on long before."""
    serving = up(data, *AWAY)
    try:
        began = monotonic()
        while len(signed_on(data)) < 3:
            assert monotonic() - began < PATIENCE, serving.text
            sleep(0.05)
        yield
    finally:
        assert serving.stop() == 0, serving.text


def signed_on(data):
    """Return the members that the switch of a house, if it serves yet, has a line to."""
    try:
        with DeskClient(data / "switch") as desk:
            members = desk.request("status")[1]["members"]
    except DeskFault:
        return []
    return [member["english_name"] for member in members if member["signed_on"]]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house in which the eastern bank was away, stood in for, for one sale that stands and one that was voided."""
    data = tmp_path_factory.mktemp("house") / "data"
    with served_without_one_bank(data):
        refused = sale(data, "10.00", *CARD, "--json")
        assert (refused.status, refused.json["response_code"]) == (10, "91"), refused
        shown = run("switch", "stand-in", "--language", "en", data=data)
        assert (shown.status, shown.out.strip()) == (0, "The centre stands in for no bank")
        rule = ("--bank", "issuer-east", "--most", "20.00", "--card-count", "2", "--unchecked-pin")
        done = run("switch", "stand-in", *rule, "--language", "en", data=data)
        assert done.status == 0, done
        assert "2 / 500.00" in done.out
        sold = [sale(data, amount, *CARD, "--json") for amount in ("20.00", "7.00")]
        assert [one.status for one in sold] == [0, 0], sold
        assert sale(data, "1.00", *CARD, "--json").json["response_code"] == "91"
        voided = run("void", sold[1].json["voucher_number"], "--demo", "--json", data=data)
        assert voided.status == 0, voided
        assert sale(data, "3.00", "--card", "empty-east").status == 0  # nobody there knows that it is empty
        assert status(data, "switch")["advices"] == 4
        assert run("audit", data=data).status == 0
    now = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(minutes=1)
    closing = ("--set", f"switch.settings.cut_off={now:%H:%M}", "--set", "switch.settings.day_closing=2h")
    with up(data, *closing):
        yield data, sold[0].json["rrn"]


def test_the_bank_posts_it_when_it_is_back_although_a_day_is_being_closed(house):
    data, rrn = house
    began = monotonic()
    while status(data, "switch")["advices"]:
        assert monotonic() - began < PATIENCE
        sleep(0.2)
    hops = run("trace", rrn, "--json", data=data).json["hops"]
    told = [(hop["party"], hop["mti"]) for hop in hops if hop["mti"] in ("0220", "0230")]
    assert sorted(set(told)) == [
        *(("issuer-east", "0220"), ("issuer-east", "0230"), ("switch", "0220"), ("switch", "0230"))
    ]
    audit = run("audit", "--language", "en", data=data)
    assert audit.status == 0, audit


def test_what_the_bank_would_have_declined_is_an_exception_that_two_persons_close(house):
    data, _ = house
    (found,) = run("exception", "list", "--json", data=data).json["banks"]["issuer-east"]
    assert (found["reason_code"], found["amount"]) == ("51", 300)

    def person(verb, *words, by):
        return run("exception", verb, found["exception"], *words, "--by", by, "--language", "en", data=data)

    proposed = person("close", "collected", "paid in at the counter", by="Li Na")
    assert (proposed.status, "another person must approve" in proposed.out) == (0, True), proposed
    assert "Li Na proposes paid in" in run("exception", "list", "--language", "en", data=data).out
    assert person("approve", by="Li Na").status == 12
    approved = person("approve", by="Wang Wu")
    assert approved.status == 0, approved
    assert run("exception", "list", "--language", "en", data=data).out.strip() == ""
    assert (
        "3.00 (Li Na, approved by Wang Wu)" in run("exception", "list", "--closed", "--language", "en", data=data).out
    )
    assert run("audit", data=data).status == 0


def test_a_new_sale_waits_for_the_new_day_and_the_terminal_finds_out_why(house):
    data, _ = house
    refused = sale(data, "1.00", "--card", "debit-west", "--json")
    assert (refused.status, refused.json["response_code"]) == (10, "90"), refused
    found = run("diagnose", "cannot-reach-bank", "--json", data=data)
    assert found.json["help_desk_code"] == "H410", found
    verdicts = {test["test"]: test["verdict"] for test in found.json["tests"]}
    assert verdicts["echo"] == "90"


@pytest.mark.parametrize(("bank", "most"), [("nobody", "1.00"), ("issuer-east", "1,00")])
def test_half_a_rule_is_refused(house, bank, most):
    data, _ = house
    assert run("switch", "stand-in", "--bank", bank, "--most", most, data=data).status == 2
