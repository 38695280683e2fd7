"""Batches as a shop and its acquirer meet them: foreign cards apart, an order to settle, a machine that is gone."""

import sqlite3
from contextlib import closing
from time import monotonic, sleep

import pytest

from countertop.acquirer import SCHEMA
from countertop.acquirer.records import BinRouteSet
from countertop.demo.people import BANKS
from countertop.runtime.parties import STORE
from countertop.storage import Entry
from countertop.storage.sqlite import SqliteStore
from tests.end_to_end.processes import found, run, sale, up, voucher_of

TERMINAL = "80000101"
WEST = next(bank.bin for bank in BANKS if bank.key == "west")
FOREIGN = "debit-west"
PATIENCE = 20


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house to whose acquirer the west bank's cards are of another scheme; it has sold, and lost a foreign sale."""
    data = tmp_path_factory.mktemp("batches") / "data"
    found(data)
    store = SqliteStore(data / "acquirer" / STORE, SCHEMA)
    store.commit([Entry("founding", (BinRouteSet(WEST, 16, card_kind="debit", scheme="VIS"),), 0)])
    store.close()
    with up(data):
        assert sale(data, "20.00").status == 0
        bought = sale(data, "30.00", "--card", FOREIGN, "--json").json
        named = ("--rrn", bought["rrn"], "--date", bought["date"], "--card", FOREIGN)
        refunded = run("refund", "5.00", *named, "--demo", "--json", data=data)
        assert refunded.status == 0, refunded
        lost = voucher_of(sale(data, "10.00", "--card", FOREIGN))
        assert run("void", voucher_of(sale(data, "1.00")), "--demo", data=data).status == 0
    with closing(sqlite3.connect(data / "acquirer" / STORE)) as connection:
        for table in ("decision", "attempt"):
            connection.execute(f"DELETE FROM {table} WHERE attempt_key LIKE ?", (f"%|{lost}",))
        connection.commit()
    with up(data) as serving:
        yield data
    assert serving.process.returncode == 0, serving.text


def batch_of(house):
    return run("batches", "--json", data=house).json["batches"][0]


def until_closed(house, count):
    began = monotonic()
    while len(batch_of(house)["closed"]) < count:
        assert monotonic() - began < PATIENCE, batch_of(house)
        sleep(0.05)


def test_foreign_cards_are_compared_and_uploaded_apart_refunds_as_copies(house):
    before = run("batch", "--json", data=house).json
    assert (before["domestic"]["debit_amount"], before["domestic"]["credit_amount"]) == (2100, 100)
    assert (before["foreign"]["debit_amount"], before["foreign"]["credit_amount"]) == (4000, 500)
    settled = run("settle", "--demo", "--json", data=house)
    assert settled.status == 0, settled
    assert (settled.json["balanced"], settled.json["uploaded"]) == (False, 3)  # two sales, the copy of the refund
    foreign = batch_of(house)["closed"][0]["totals"]["foreign"]
    assert (foreign["debit_amount"], foreign["debit_count"]) == (4000, 2)
    assert (foreign["credit_amount"], foreign["credit_count"]) == (500, 1)
    causes = [case["cause"] for case in run("cases", "--json", data=house).json["cases"]]
    assert causes == ["restored"]
    slip = run("settle", "--demo", "--language", "en", data=house).out
    assert "FOREIGN CARDS" in slip


def test_the_acquirer_has_a_terminal_settle(house):
    assert sale(house, "12.50").status == 0
    count = len(batch_of(house)["closed"])
    given = run("acquirer-command", TERMINAL, "settle", "--by", "Li Na", "--language", "en", data=house)
    assert given.status == 0, given
    assert run("echo", "--language", "en", data=house).status == 0  # else the next poll would tell it
    until_closed(house, count + 1)
    assert batch_of(house)["closed"][0]["totals"]["domestic"]["debit_amount"] == 1250
    told = run("acquirer-command", TERMINAL, "--language", "en", data=house).out
    assert "settle" in told
    assert "open" not in told


def close_the_case_of_the_batch(house, closed):
    """Two persons say what came of it, never one; `cases` shows it until then."""
    name = f"{TERMINAL}-{closed['batch_instance']}"

    def person(verb, *words, by):
        return run("case", verb, name, *words, "--by", by, "--language", "en", data=house)

    assert name in run("cases", "--language", "en", data=house).out
    wanted = ("merchant_adjusted", "the slips were found in the drawer", "--amount", "7.50")
    assert person("approve", by="Wang Wu").status == 12  # nobody has proposed it
    proposed = person("close", *wanted, by="Li Na")
    assert (proposed.status, "another person must approve" in proposed.out) == (0, True), proposed
    assert "Li Na proposes" in run("case", "list", "--language", "en", data=house).out
    assert person("approve", by="li na").status == 12
    assert person("approve", by="Wang Wu").status == 0
    assert person("close", *wanted, by="Li Na").status == 12
    assert name not in run("cases", "--language", "en", data=house).out
    (shown,) = [
        case
        for case in run("case", "list", "--closed", "--json", data=house).json["cases"]
        if case["case_name"] == name
    ]
    assert (shown["case_outcome"], shown["case_amount"], shown["approved_by"]) == ("merchant_adjusted", 750, "Wang Wu")
    assert "approved by Wang Wu" in run("case", "list", "--closed", "--language", "en", data=house).out


def test_two_persons_close_the_batch_of_a_machine_that_is_gone(house):
    assert sale(house, "7.50").status == 0
    before = batch_of(house)

    def person(verb, *words, by):
        return run("batch-disposition", verb, TERMINAL, *words, "--by", by, "--language", "en", data=house)

    assert person("approve", by="Wang Wu").status == 12  # nobody has proposed it
    proposed = person("propose", "the machine was stolen", by="Li Na")
    assert proposed.status == 0, proposed
    assert "waits for a second person" in run("batches", "--language", "en", data=house).out
    refused = person("approve", by="Li Na")
    assert refused.status == 12, refused
    approved = person("approve", by="Wang Wu")
    assert approved.status == 0, approved
    after = batch_of(house)
    assert after["batch_instance"] == before["batch_instance"] + 1
    assert after["closed"][0]["totals"]["domestic"]["debit_amount"] == 750
    shown = run("batches", "--language", "en", data=house).out
    assert "closed by Li Na and Wang Wu (the machine was stolen)" in shown
    assert "two persons" in run("cases", "--language", "en", data=house).out
    close_the_case_of_the_batch(house, before)
    again = sale(house, "1.00", "--json")
    if again.status:  # the keys of before are gone; it signs in, and what it owes is taken back
        again = sale(house, "1.00", "--json")
    assert again.status == 0, again
    assert again.json["batch_number"] == after["batch_number"]
