"""What a bank's desk answers; never a whole card number, account or name."""

import pytest

from countertop.issuer import tables
from countertop.words import CATALOGUE
from tests.interbank import BANK_ID, PAN, SWITCH_ID
from tests.issuer.branch import ACCOUNT, BALANCE, CREDIT_ACCOUNT, CREDIT_PAN, Branch


@pytest.fixture
def branch():
    return Branch().open()


def ask(branch, verb, **arguments):
    status, body = branch.book.ask_desk(verb, **arguments)
    assert status == 0
    for secret in (PAN, ACCOUNT, CREDIT_ACCOUNT, "张三", "李四"):
        assert secret not in str(body)
    return body


def test_status_says_who_it_is_and_whether_it_is_signed_on(branch):
    body = ask(branch, "status")
    assert (body["bank_id"], body["signed_on"], body["faults_on"]) == (BANK_ID, True, False)


def test_accounts_show_balances_and_all_of_them_sum_to_zero(branch):
    for _ in range(3):
        branch.switch.ask(branch.switch.sale(10_00))
    balances = {view["kind"]: view["balance"] for view in ask(branch, "accounts")["accounts"]}
    assert balances == {"debit": BALANCE - 30_00, "credit": 0, "settlement": 30_00, "suspense": 0, "cash": -BALANCE}
    assert sum(balances.values()) == 0


def test_the_banks_own_balances_go_on_from_where_they_were_last_asked(branch):
    for expected in (10_00, 20_00, 30_00):
        branch.switch.ask(branch.switch.sale(10_00))
        (view,) = ask(branch, "accounts", account="settlement")["accounts"]
        assert view["balance"] == expected


def test_the_banks_own_balances_are_read_page_by_page(branch, monkeypatch):
    small = tables.Query(
        "postings_from_small", "posting", ("account_id",), at_least="sequence", order_by=("sequence",), limit=2
    )
    monkeypatch.setattr(tables, "POSTINGS_FROM", small)
    for _ in range(5):
        branch.switch.ask(branch.switch.sale(10_00))
    (view,) = ask(branch, "accounts", account="settlement")["accounts"]
    assert view["balance"] == 50_00


def test_one_account_is_shown_masked(branch):
    (view,) = branch.book.ask_desk("accounts", account=ACCOUNT)[1]["accounts"]
    assert (view["account"], view["holder"], view["available"]) == ("******0001", "张**", BALANCE)


def test_cards_are_shown_masked_with_what_they_did_today(branch):
    branch.switch.ask(branch.switch.with_pin(branch.switch.sale(10_00), "000000"))
    branch.switch.ask(branch.switch.sale(10_00))
    (card,) = ask(branch, "cards", account=ACCOUNT)["cards"]
    assert (card["card"], card["wrong_pins"], card["spent"], card["sales"]) == ("622202*********0128", 1, 10_00, 1)
    assert len(ask(branch, "cards")["cards"]) == 2


def test_postings_are_found_by_reference_and_by_account(branch):
    sale = branch.switch.sale(10_00)
    branch.switch.ask(sale)
    lines = ask(branch, "postings", rrn=sale.rrn)["postings"]
    assert sorted(line["amount"] for line in lines) == [-10_00, 10_00]
    status, body = branch.book.ask_desk("postings", account=ACCOUNT)
    assert (status, [line["balance_after"] for line in body["postings"]]) == (0, [BALANCE - 10_00, BALANCE])


def test_a_trace_shows_every_request_and_answer_of_a_transaction(branch):
    sale = branch.switch.with_pin(branch.switch.sale(10_00, pan=CREDIT_PAN))
    branch.switch.ask(sale)
    branch.switch.ask(branch.switch.reversal(sale))
    hops = ask(branch, "trace", rrn=sale.rrn)["hops"]
    assert [(hop["direction"], hop["mti"], hop["peer"]) for hop in hops] == [
        ("in", "0200", SWITCH_ID),
        ("out", "0210", SWITCH_ID),
        ("in", "0420", SWITCH_ID),
        ("out", "0430", SWITCH_ID),
    ]
    assert hops[0]["fields"]["pin_block"] == hops[0]["fields"]["track2"] == "****"
    assert hops[1]["fields"]["response_code"] == "00"


def test_a_trace_of_a_tombstone_shows_the_reversal_alone(branch):
    sale = branch.switch.sale()
    branch.switch.ask(branch.switch.reversal(sale))
    assert [hop["mti"] for hop in ask(branch, "trace", rrn=sale.rrn)["hops"]] == ["0420", "0430"]


@pytest.mark.parametrize(
    ("verb", "arguments"), [("settle", {}), ("trace", {}), ("trace", {"rrn": 1}), ("postings", {})]
)
def test_a_request_that_cannot_be_answered_says_why(branch, verb, arguments):
    status, body = branch.book.ask_desk(verb, **arguments)
    assert status == 2
    for text in CATALOGUE[body["message"]]:
        assert text.format(**body["arguments"])
