"""Day close: one clearing row for each transaction of closed batches, whatever is cut, and never twice."""

import pytest

from tests.acquirer.neighbours import MERCHANT_ID
from tests.acquirer.settlement.till import rows, tell_end, tell_totals, totals
from tests.playbook import PowerCut


def settled(till, *amounts):
    for amount in amounts:
        till.buy(amount=amount)
    tell_totals(till, totals(sum(amounts), len(amounts)))
    end = tell_end(till, code="207")
    till.batch = end.transaction_info[2:8]


def test_each_transaction_is_cleared_once_and_the_day_adds_up(till, house):
    settled(till, 100, 200)
    settled(till, 300)
    till.buy(amount=999)  # its batch is still open
    status, body = house.book.ask_desk("day-close", merchant_id=MERCHANT_ID, date="20240715")
    assert status == 0
    (day,) = body["days"]
    assert (day["batches"], day["debit_amount"], day["debit_count"]) == (2, 600, 3)
    assert sorted(row["amount"] for row in rows(house, "clearing")) == [100, 200, 300]
    again = house.book.ask_desk("day-close", merchant_id=MERCHANT_ID, date="20240715")[1]
    assert again["days"] == [{"merchant_id": MERCHANT_ID, "closed_before": True}]
    assert len(rows(house, "clearing")) == 3


@pytest.mark.parametrize("meanwhile", range(9, 13))
def test_who_asks_twice_at_once_leaves_no_batch_out_of_the_day(till, house, meanwhile):
    settled(till, 100)
    till.buy(amount=200)
    tell_totals(till, totals(200, 1))
    house.book.hold = True
    for _ in range(2):
        house.book.ask_desk("day-close", merchant_id=MERCHANT_ID, date="20240715")
        house.book.let_go(1)
    house.book.let_go(meanwhile)
    till.tell(till.manage("0320", "207", private_data="0000"))  # another batch is closed in between
    house.book.let_go()
    (day,) = rows(house, "day_totals")
    assert sum(row["amount"] for row in rows(house, "clearing")) == day["debit_amount"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_cut_at_any_write_is_gone_on_with_at_the_next_start(till, house, write, after):
    settled(till, 100)
    settled(till, 200)
    house.book.writes, house.book.cut_at, house.book.cut_after = 0, write, after
    with pytest.raises(PowerCut):
        house.book.ask_desk("day-close", merchant_id=MERCHANT_ID, date="20240715")
    house.reopen()
    if write == 1 and not after:
        house.book.ask_desk("day-close", merchant_id=MERCHANT_ID, date="20240715")
    (day,) = rows(house, "day_totals")
    assert (day["debit_amount"], day["debit_count"], day["batches"]) == (300, 2, 2)
    assert len(rows(house, "clearing")) == 2


def test_the_desk_shows_batches_dispositions_and_cases(till, house):
    till.buy(amount=100)
    (batch,) = house.book.ask_desk("batches", terminal_id=till.terminal_id)[1]["batches"]
    assert (batch["state"], batch["totals"]["domestic"]["debit_amount"]) == ("open", 100)
    tell_totals(till, totals())
    assert house.book.ask_desk("batches", terminal_id=till.terminal_id)[1]["batches"][0]["state"] == "compared"
    tell_end(till, 0)
    shown = house.book.ask_desk("dispositions", terminal_id=till.terminal_id)[1]["dispositions"]
    assert [row["disposition"] for row in shown] == ["host_only"]
    assert [row["cause"] for row in house.book.ask_desk("cases")[1]["cases"]] == ["host_only"]
    closed = house.book.ask_desk("batches", terminal_id=till.terminal_id)[1]["batches"][0]["closed"]
    assert [row["batch_number"] for row in closed] == ["000001"]


def test_a_day_of_nobody_is_refused(house):
    assert house.book.ask_desk("day-close", merchant_id="nobody")[0] == 2
    assert house.book.ask_desk("day-close", date="today")[0] == 2
    assert house.book.ask_desk("dispositions", terminal_id="nobody")[0] == 2
