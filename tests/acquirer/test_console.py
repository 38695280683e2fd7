"""What the merchant console is told: pages of what one merchant has, the newest first, and nothing of anybody else."""

import json
from dataclasses import replace

import pytest

from countertop.acquirer import console_reading, console_tables
from countertop.acquirer.console import SHOP
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_MERCHANT_ID, OTHER_TERMINAL_ID, PAN, TERMINAL_ID
from tests.acquirer.settlement.till import detail, tell_details, tell_end, tell_totals, totals

NEEDED = {"shop-story": {"rrn": "0"}, "shop-batch": {"terminal_id": TERMINAL_ID, "batch_instance": 1}}


def ask(house, verb, merchant_id=MERCHANT_ID, **arguments):
    status, body = house.book.ask_desk(verb, merchant_id=merchant_id, **arguments)
    assert status == 0, body
    return body


def listed(house, merchant_id=MERCHANT_ID, **arguments):
    return ask(house, "shop-transactions", merchant_id, **arguments)["transactions"]


def amounts(lines):
    return [line["amount"] for line in lines]


@pytest.fixture
def other_till(house):
    house.other_till.sign_in()
    return house.other_till


def test_a_merchant_sees_its_own_the_newest_first(house, till, other_till):
    till.buy(amount=100)
    other_till.buy(amount=200)
    till.buy(amount=300)
    assert amounts(listed(house)) == [300, 100]
    assert amounts(listed(house, OTHER_MERCHANT_ID)) == [200]
    shop = ask(house, "shop")
    assert [terminal["terminal_id"] for terminal in shop["terminals"]] == [TERMINAL_ID]
    assert {"operator": "01", "role": "cashier"} in shop["terminals"][0]["operators"]


def test_of_another_merchant_nothing_can_be_had_however_it_is_named(house, till, other_till):
    _, answer = other_till.buy(amount=200)
    till.buy(amount=100)
    foreign = {"rrn": answer.rrn, "terminal_id": OTHER_TERMINAL_ID, "batch_instance": 7, "same_card_as": answer.rrn}
    assert listed(house, terminal_id=OTHER_TERMINAL_ID) == []
    assert listed(house, same_card_as=answer.rrn) == []
    assert listed(house, voucher_number=answer.stan, amount=200) == []
    for verb in SHOP:
        status, body = house.book.ask_desk(verb, merchant_id=MERCHANT_ID, **foreign)
        assert answer.rrn not in json.dumps(body, default=str) or status == 12, verb
        assert OTHER_MERCHANT_ID not in json.dumps(body, default=str), verb
    assert house.book.ask_desk("shop-story", merchant_id=MERCHANT_ID, rrn=answer.rrn)[0] == 12
    assert house.book.ask_desk("shop-batch", merchant_id=MERCHANT_ID, **foreign)[0] == 12


@pytest.mark.parametrize("verb", SHOP)
@pytest.mark.parametrize("merchant_id", [None, "", "nobody", 5, [MERCHANT_ID]])
def test_without_a_merchant_nothing_is_told(house, verb, merchant_id):
    status, body = house.book.ask_desk(verb, merchant_id=merchant_id, **NEEDED.get(verb, {}))
    assert (status, body["message"]) == (2, "acquirer.shop-needs-merchant")


def test_each_filter_finds_its_own(house, till):
    first, answer = till.buy(amount=100)
    till.buy(amount=300)
    till.tell(till.sale(amount=500))
    house.switch.decline("51")
    till.hear()
    assert amounts(listed(house, amount=300)) == [300]
    assert amounts(listed(house, voucher_number=first.stan)) == [100]
    assert amounts(listed(house, kind="void")) == []
    assert amounts(listed(house, kind="sale", state="approved")) == [300, 100]
    assert amounts(listed(house, state="declined")) == [500]
    assert amounts(listed(house, last_four=PAN[-4:])) == [500, 300, 100]
    assert amounts(listed(house, last_four="0000")) == []
    assert amounts(listed(house, terminal_id=TERMINAL_ID)) == [500, 300, 100]
    assert amounts(listed(house, same_card_as=answer.rrn)) == [500, 300, 100]
    today = ask(house, "shop")["today"]
    assert amounts(listed(house, date=today)) == [500, 300, 100]
    assert amounts(listed(house, date="20200101")) == []
    assert amounts(listed(house, date="20200101", until=today)) == [500, 300, 100]


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2026-01-01"}, {"date": "20261301"}, {"amount": "1"}, {"amount": -1}, {"amount": 1 << 70},
        {"last_four": "12a4"}, {"last_four": "²²²²"}, {"after": "x"}, {"after": "1-x"}, {"kind": 5}, {"state": "x" * 41},
    ],
    ids=str,
)  # fmt: skip
def test_what_has_another_form_is_refused(house, wrong):
    status, body = house.book.ask_desk("shop-transactions", merchant_id=MERCHANT_ID, **wrong)
    assert (status, body["message"]) == (2, "acquirer.shop-form")


def test_pages_follow_each_other_without_gap_or_repetition(house, till, monkeypatch):
    monkeypatch.setattr(console_reading, "PAGE", 2)
    for amount in range(1, 8):
        till.buy(amount=amount)
    seen, after = [], None
    while True:
        body = ask(house, "shop-transactions", after=after)
        seen += amounts(body["transactions"])
        assert len(body["transactions"]) <= 2
        after = body["after"]
        if after is None:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_a_page_that_finds_little_says_where_it_stopped(house, till, monkeypatch):
    monkeypatch.setattr(console_reading, "MOST_READS", 1)
    small = replace(console_tables.WAYS[("merchant_id",)], limit=2)
    monkeypatch.setattr(console_reading, "WAYS", {("merchant_id",): small})
    for amount in (7, 1, 1, 1):
        house.book.utc += 1
        till.buy(amount=amount)
    pages, after = [], None
    while not pages or after is not None:
        body = ask(house, "shop-transactions", last_four=PAN[-4:], amount=7, after=after)
        pages.append(amounts(body["transactions"]))
        after = body["after"]
    assert pages[0] == []
    assert [row for page in pages for row in page] == [7]


def test_a_void_and_a_refund_change_how_the_sale_stands(house, till):
    sale, answer = till.buy(amount=10_000)
    till.ask(till.void(sale, answer))
    assert [line["state"] for line in listed(house)] == ["approved", "voided"]
    _, answer = till.buy(amount=8_000)
    till.ask(till.refund(answer, 3_000))
    line = listed(house, amount=8_000)[0]
    assert (line["state"], line["refunded"]) == ("refunded", 3_000)


def test_a_reversed_void_leaves_the_sale_as_it_was(house, till, switch):
    sale, answer = till.buy(amount=10_000)
    void = till.void(sale, answer)
    till.ask(void)
    till.tell(till.reversal(void))
    till.hear()
    switch.acknowledge()
    assert [line["state"] for line in listed(house)] == ["reversed", "approved"]


def test_the_story_has_every_message_masked_and_the_slip(house, till):
    sale, answer = till.buy(amount=10_000)
    till.ask(till.void(sale, answer))
    story = ask(house, "shop-story", rrn=answer.rrn)
    assert PAN not in json.dumps(story)
    assert [hop["mti"] for hop in story["hops"]] == ["0200", "0200", "0210", "0210"]
    assert [line["kind"] for line in story["follow_ups"]] == ["void"]
    assert any("100.00" in row for row in story["slips"]["merchant"]["both"])
    void = ask(house, "shop-story", rrn=story["follow_ups"][0]["rrn"])
    assert void["original"]["rrn"] == answer.rrn


def test_of_a_reversed_sale_there_is_no_slip_but_the_chain(house, till, switch):
    sale, answer = till.buy(amount=10_000)
    till.tell(till.reversal(sale))
    till.hear()
    switch.acknowledge()
    story = ask(house, "shop-story", rrn=answer.rrn)
    assert story["slips"] == {}
    assert story["chain"]["reversal"]["reason"] == "98"
    assert story["chain"]["obligation"]["acknowledged_code"] == "00"
    assert story["transaction"]["state"] == "reversed"


def test_a_day_comes_in_pages_of_few_words(house, till, monkeypatch):
    sale, answer = till.buy(amount=100)
    till.ask(till.void(sale, answer))
    till.buy(amount=300)
    body = ask(house, "shop-day")
    assert [(line["kind"], line["side"], line["amount"]) for line in body["lines"]] == [
        ("sale", "debit", 100), ("void", "credit", 100), ("sale", "debit", 300)
    ]  # fmt: skip
    assert body["lines"][1]["original"] == body["lines"][0]["key"]
    assert body["since"] is None
    assert body["begin"] <= body["lines"][0]["received_at"] < body["end"]


def test_an_open_batch_is_counted_by_terminal(house, till):
    till.buy(amount=100)
    (batch,) = ask(house, "shop-batches")["batches"]
    assert (batch["terminal_id"], batch["state"], batch["closed"]) == (TERMINAL_ID, "open", [])
    assert (batch["totals"]["domestic"]["debit_amount"], batch["totals"]["domestic"]["debit_count"]) == (100, 1)
    assert house.book.ask_desk("shop-batch", merchant_id=MERCHANT_ID, **NEEDED["shop-batch"])[0] == 12


def test_a_closed_batch_shows_what_differed_and_why(house, till):
    sale, answer = till.buy(amount=1200)
    till.buy(amount=300)
    tell_totals(till, totals(1300, 1))
    tell_details(till, detail(sale, answer, amount=1300))
    tell_end(till, 1)
    (batch,) = ask(house, "shop-batches")["batches"]
    assert (batch["batch_instance"], [each["differs"] for each in batch["closed"]]) == (2, [True])
    closed = ask(house, "shop-batch", **NEEDED["shop-batch"])
    assert {record["stan"]: record["disposition"] for record in closed["records"]} == {
        sale.stan: "amount_differs", "000003": "host_only"
    }  # fmt: skip
    assert closed["claimed"]["domestic"]["debit_amount"] == 1300
    assert closed["counted"]["domestic"]["debit_amount"] == 1500
    foreign = house.book.ask_desk("shop-batch", merchant_id=OTHER_MERCHANT_ID, **NEEDED["shop-batch"])
    assert foreign[0] == 12


def test_a_settled_day_is_told_to_its_merchant_alone(house, till):
    till.buy(amount=1200)
    tell_totals(till, totals(1200, 1))
    tell_end(till, code="207")
    house.book.ask_desk("day-close")
    (day,) = ask(house, "shop-days")["days"]
    assert (day["debit_amount"], day["debit_count"]) == (1200, 1)
    assert [each["debit_amount"] for each in ask(house, "shop-days", OTHER_MERCHANT_ID)["days"]] in ([], [0])
