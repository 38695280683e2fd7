"""The upload: every record exactly one disposition, whatever comes twice, whatever was cut; then the books balance."""

import pytest

from countertop.iso8583.private import SettlementTotals
from tests.acquirer.settlement.till import (
    detail,
    details,
    dispositions,
    lose,
    results,
    rows,
    tell_details,
    tell_end,
    tell_totals,
    totals,
)
from tests.playbook import PowerCut


def counted(house):
    (batch,) = rows(house, "closed_batch")
    return SettlementTotals.read(batch["totals"]).domestic


def test_a_lost_sale_is_restored_and_the_books_balance(till, house):
    first, second = till.buy(amount=1200), till.buy(amount=300)
    lose(house, first[0].stan)
    assert results(tell_totals(till, totals(1500, 2))) == ("2", "1")
    assert tell_details(till, detail(*first), detail(*second)).response_code == "00"
    assert dispositions(house) == {first[0].stan: "restored", second[0].stan: "matched"}
    assert tell_end(till, 2).response_code == "00"
    assert (counted(house).debit_amount, counted(house).debit_count) == (1500, 2)
    restored = next(row for row in rows(house, "attempt") if row["stan"] == first[0].stan)
    assert (restored["kind"], restored["rrn"], restored["masked_pan"]) == ("sale", first[1].rrn, "622500******0014")
    (case,) = house.book.ask_desk("cases")[1]["cases"]
    assert (case["stan"], case["cause"], case["terminal_amount"]) == (first[0].stan, "restored", 1200)


def test_nothing_online_follows_what_was_restored_because_its_bank_knows_it_by_a_name_that_is_lost(till, house, switch):
    sale = till.buy(amount=1200)
    lose(house, sale[0].stan)
    tell_totals(till, totals(1200, 1))
    tell_details(till, detail(*sale))
    tell_end(till, 1)
    till.sign_in()
    till.tell(till.refund(sale[1], 100))
    assert till.hear().response_code == "25"
    switch.nothing_heard()


def test_a_lost_void_is_restored_as_a_void_of_its_sale(till, house):
    request, answer = till.buy(amount=1200)
    void = till.void(request, answer)
    till.tell(void)
    house.switch.approve()
    void_answer = till.hear()
    lose(house, void.stan)
    tell_totals(till, totals(1200, 1, 1200, 1))
    tell_details(till, detail(request, answer), detail(void, void_answer, kind="23", original=request.stan))
    tell_end(till, 2)
    assert (counted(house).credit_amount, counted(house).credit_count) == (1200, 1)
    restored = next(row for row in rows(house, "attempt") if row["stan"] == void.stan)
    assert restored["original_key"].endswith(request.stan)


def test_another_amount_and_what_the_terminal_never_told_each_open_a_case_with_an_alarm(till, house):
    first, second = till.buy(amount=1200), till.buy(amount=300)
    tell_totals(till, totals(1300, 1))
    tell_details(till, detail(*first, amount=1300))
    assert tell_end(till, 1).response_code == "00"
    assert dispositions(house) == {first[0].stan: "amount_differs", second[0].stan: "host_only"}
    assert {row["cause"] for row in rows(house, "case_file")} == {"amount_differs", "host_only"}
    assert house.book.noted("acquirer.batch-amount-differs") == house.book.noted("acquirer.batch-host-only") == 1


def test_what_the_host_reversed_is_not_restored(till, house, switch):
    request, answer = till.buy(amount=1200)
    till.tell(till.reversal(request))
    till.hear()
    switch.acknowledge()
    tell_totals(till, totals(1200, 1))
    tell_details(till, detail(request, answer))
    assert dispositions(house) == {request.stan: "amount_differs"}


def test_a_record_that_comes_again_changes_nothing(till, house):
    sales = [till.buy(amount=100 + number) for number in range(3)]
    lose(house, sales[0][0].stan)
    tell_totals(till, totals(303, 3))
    for _ in range(2):
        assert tell_details(till, *(detail(*sale) for sale in sales)).response_code == "00"
        house.reopen()
    assert len(rows(house, "disposition")) == 3
    assert tell_end(till, 3).response_code == "00"
    assert tell_details(till, detail(*sales[0])).response_code == "00"
    assert tell_end(till, 3).transaction_info == "00000002202"
    assert len(rows(house, "attempt")) == 3


def test_a_copy_that_comes_after_a_restart_while_its_batch_is_being_closed_stops_nothing(till, house):
    sale = till.buy(amount=100)
    tell_totals(till, totals(400, 2))
    copy = details(till, detail(*sale))
    till.tell(copy)
    assert till.hear().response_code == "00"
    house.reopen()
    house.book.hold = True
    till.tell(till.manage("0320", "202", private_data="0001"))
    house.book.let_go(2)
    till.tell(copy)
    house.book.let_go()
    house.book.hold = False
    assert till.hear().response_code == "00"  # to the end: the batch is closed, and nobody waits for the copy's answer
    assert (len(rows(house, "closed_batch")), len(rows(house, "disposition"))) == (1, 1)
    till.batch = "000002"
    till.buy()


def test_an_end_that_counts_more_than_came_closes_nothing(till, house):
    sale = till.buy(amount=100)
    tell_totals(till, totals(200, 1))
    tell_details(till, detail(*sale))
    assert tell_end(till, 2).response_code == "96"
    assert tell_end(till, 1, code="207").response_code == "12"
    assert rows(house, "closed_batch") == []


def test_details_without_proofs_count_as_sales(till, house):
    sale = till.buy(amount=100)
    lose(house, sale[0].stan)
    tell_totals(till, totals(100, 1))
    tell_details(till, detail(*sale), proven=False)
    tell_end(till, 1)
    assert counted(house).debit_amount == 100


def test_details_that_cannot_be_read_are_refused(till):
    till.tell(till.manage("0320", "201", private_data="0312"))
    assert till.hear().response_code == "30"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_cut_at_any_write_of_a_settlement_loses_and_doubles_nothing(till, house, write, after):
    sales = [till.buy(amount=100), till.buy(amount=200)]
    lose(house, sales[0][0].stan)
    house.book.writes, house.book.cut_at, house.book.cut_after = 0, write, after
    steps = (
        lambda: tell_totals(till, totals(300, 2)),
        lambda: tell_details(till, *(detail(*sale) for sale in sales)),
        lambda: tell_end(till, 2),
    )
    for step in steps:
        try:
            answer = step()
        except PowerCut:
            house.reopen()
            answer = step()
        assert answer.response_code == "00"
    assert (counted(house).debit_amount, counted(house).debit_count) == (300, 2)
    assert [row["batch_instance"] for row in rows(house, "batch") if row["terminal_id"] == till.terminal_id] == [2]
    assert sorted(dispositions(house).values()) == ["matched", "restored"]
