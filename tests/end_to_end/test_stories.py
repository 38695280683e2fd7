"""Stories of a day at the counter that no other module tells: real programs, and one house for all of them."""

import re

import pytest

from countertop.runtime.desk_client import DeskClient
from countertop.words import CATALOGUE
from tests.end_to_end.processes import run, sale, up, voucher_of

CARD = ("--demo", "--json", "--card", "debit-east")
OTHER_CARD = "6225000000000022"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    data = tmp_path_factory.mktemp("house") / "data"
    with up(data, "--set", "terminal.settings.transfers=true") as serving:
        yield data
    assert serving.process.returncode == 0, serving.text


def balances(house):
    """Return what the accounts of the east bank hold, by name of their cards."""
    with DeskClient(house / "issuer-east") as desk:
        return {each["account"]: each["balance"] for each in desk.request("accounts")[1]["accounts"]}


def test_transfer(house):
    asked = ("transfer", "100.00", "--to-card", OTHER_CARD, *CARD)
    before = balances(house)
    assert run(*asked, data=house).status == 10  # the host has not been told that this terminal may
    assert run("manage", "permit", "80000101", "transfer", "--by", "Li Na", data=house).status == 0
    done = run(*asked, data=house)
    assert (done.status, done.json["kind"], done.json["amount"]) == (0, "transfer", 10_000), done
    moved = {name: held - before[name] for name, held in balances(house).items() if held != before[name]}
    assert sorted(moved.values()) == [-10_000, 10_000]


def test_completion_told_as_an_advice(house):
    held = run("preauth", "100.00", *CARD, data=house).json
    named = ("--approval-code", held["approval_code"], "--date", held["date"])
    told = run("complete", "90.00", "--advice", *named, *CARD, data=house).json
    assert (told["kind"], told["state"]) == ("completion_advice", "stored")
    assert run("send-stored", "--demo", "--json", data=house).status == 0
    hops = run("trace", told["voucher_number"], "--json", data=house).json["hops"]
    assert {hop["party"] for hop in hops} == {"terminal", "acquirer", "switch", "issuer-east"}
    assert run("complete-void", told["voucher_number"], "--demo", "--json", data=house).status == 0


@pytest.mark.parametrize(
    ("complaint", "device", "condition", "cause"),
    [
        ("no-power", "battery", "3", "battery"),
        ("cannot-read-card", "card_reader", "silent", "card_reader"),
        ("cannot-read-card", "card_reader", "ok", "card"),
        ("cannot-read-fingerprint", "fingerprint_reader", "absent", "no_fingerprint_reader"),
        ("cannot-reach-bank", "battery", "100", "nothing"),
        ("paper", "printer", "paper_out", "paper"),
    ],
)
def test_diagnostics(house, complaint, device, condition, cause):
    mended = {"battery": "100", "fingerprint_reader": "absent"}.get(device, "ok")
    with DeskClient(house / "terminal") as desk:
        assert desk.request("set_fault", {"device": device, "condition": condition})[0] == 0
        try:
            assert desk.request("diagnose", {"complaint": complaint})[1]["cause"] == cause
        finally:
            assert desk.request("set_fault", {"device": device, "condition": mended})[0] == 0


def test_a_diagnosis_says_what_to_do_and_a_code_for_the_help_desk(house):
    said = run("diagnose", "cannot-read-card", "--language", "en", data=house)
    assert re.search(r"\(H[0-9]{3}\)", said.out), said


def test_demo_slips_carry_the_watermark(house):
    zh, en = CATALOGUE["slip.demo"]
    sold = sale(house, "5.00")
    for printed in (sold, run("void", voucher_of(sold), "--demo", data=house), run("slips", data=house)):
        assert printed.out.count(zh) + printed.out.count(en) == 4, printed  # head and foot of both copies


def test_the_books_agree_afterwards(house):
    assert run("audit", data=house).status == 0
