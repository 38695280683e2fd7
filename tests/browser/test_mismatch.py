"""A settlement at the drawn terminal with a host that has lost a sale: the totals differ, the upload restores it."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from countertop.runtime.parties import STORE
from tests.browser.books import asked
from tests.browser.cashier import Cashier
from tests.end_to_end.processes import HouseWithPages, found, sale, up, voucher_of


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """A house that has sold twice, and whose host has lost the first sale; its directory, and the sale's voucher."""
    data = tmp_path_factory.mktemp("lost") / "data"
    found(data)
    with up(data):
        voucher = voucher_of(sale(data, "10.00"))
        assert sale(data, "2.50").status == 0
    with closing(sqlite3.connect(data / "acquirer" / STORE)) as connection:
        for table in ("decision", "attempt"):
            connection.execute(f"DELETE FROM {table} WHERE attempt_key LIKE ?", (f"%|{voucher}",))
        connection.commit()
    return data, voucher


@pytest.fixture(scope="module")
def serving(lost):
    with HouseWithPages(lost[0]) as serving:
        yield serving
    assert serving.process.returncode == 0, serving.text


def test_totals_that_differ_lead_to_an_upload_and_a_case(face, lost):
    data, voucher = lost
    cashier = Cashier(face)
    cashier.is_ready()
    cashier.choose("7", "6")
    cashier.is_in("result")
    cashier.sees("screen.settled_after_upload")
    slip = cashier.slip
    assert "SETTLEMENT" in slip
    assert "12.50" in slip
    cashier.tear()
    expect(face.locator("#bar [data-id='front.bar_batch']")).to_contain_text("000002")
    (closed,) = asked(data, "acquirer", "batches")["batches"][0]["closed"]
    totals = closed["totals"]["domestic"]
    assert (totals["debit_amount"], totals["debit_count"]) == (1250, 2)
    (case,) = asked(data, "acquirer", "cases")["cases"]
    assert (case["cause"], case["stan"]) == ("restored", voucher)
