"""The end of the day with real processes: a batch that balances, a sale that the host has lost, a kill while uploading."""

import sqlite3
from contextlib import closing

from tests.end_to_end.processes import run, sale, up, voucher_of


def host_rows(data, text, *values):
    with closing(sqlite3.connect(next((data / "acquirer").glob("store.sqlite")))) as connection:
        found = connection.execute(text, values).fetchall()
        connection.commit()
        return found


def test_a_day_that_balances_is_settled_and_cleared(tmp_path):
    data = tmp_path / "data"
    with up(data):
        first = voucher_of(sale(data, "12.50"))
        sale(data, "7.50")
        assert run("void", first, "--demo", data=data).status == 0
        before = run("batch", "--json", data=data).json
        assert (before["domestic"]["debit_amount"], before["domestic"]["credit_amount"]) == (2000, 1250)
        settled = run("settle", "--demo", "--details", "--language", "en", data=data)
        assert settled.status == 0, settled
        for word in ("SETTLEMENT", "TRANSACTION DETAILS", "BALANCED", "RMB -12.50"):
            assert word in settled.out
        closed = run("batches", "--json", data=data).json["batches"][0]
        assert (closed["state"], closed["batch_number"]) == ("open", "000002")
        assert closed["closed"][0]["totals"]["domestic"]["debit_amount"] == 2000
        assert run("settle", "--demo", "--json", data=data).json["balanced"] is True  # an empty batch settles too
        day = run("day-close", "--json", data=data).json["days"][0]
        assert (day["debit_amount"], day["credit_amount"], day["batches"]) == (2000, 1250, 2)
        assert run("cases", "--json", data=data).json["cases"] == []


def test_a_sale_that_the_host_has_lost_is_restored_by_the_upload_and_the_books_balance(tmp_path):
    data = tmp_path / "data"
    with up(data):
        lost, kept = voucher_of(sale(data, "12.50")), voucher_of(sale(data, "7.50"))
    for table in ("decision", "attempt"):
        host_rows(data, f"DELETE FROM {table} WHERE attempt_key LIKE ?", f"%|{lost}")
    with up(data):
        settled = run("settle", "--demo", "--json", data=data)
        assert settled.status == 0, settled
        assert (settled.json["balanced"], settled.json["uploaded"]) == (False, 2)
        closed = run("batches", "--json", data=data).json["batches"][0]["closed"][0]
        assert closed["totals"]["domestic"]["debit_amount"] == 2000
        assert closed["totals"]["domestic"]["debit_count"] == 2
        (case,) = run("cases", "--json", data=data).json["cases"]
        assert (case["stan"], case["cause"], case["terminal_amount"]) == (lost, "restored", 1250)
        assert "restored by the upload" in run("cases", "--language", "en", data=data).out
        assert run("day-close", "--json", data=data).json["days"][0]["debit_amount"] == 2000
    found = dict(host_rows(data, "SELECT stan, disposition FROM disposition"))
    assert found == {lost: "restored", kept: "matched"}
