"""A host and a real wallet together: whatever is cut, both come to the same truth, and the audit says so."""

import pytest

from countertop.acquirer import SCHEMA
from countertop.audit import audit
from countertop.iso8583.private.scanned import read_scanned
from countertop.storage import MemoryStore
from tests.acquirer.wallet.market import BALANCE, Market
from tests.acquirer.wallet.provider import qr_refund, qr_sale, qr_void
from tests.playbook import PowerCut


@pytest.fixture
def market():
    return Market().open()


def test_a_day_of_payments_leaves_both_books_equal(market):
    till = market.till
    first, second = qr_sale(till, 100_00, market.code()), qr_sale(till, 50_00, market.code("han"))
    paid = market.ask(first)
    assert paid.response_code == "00"
    assert market.ask(second).response_code == "09"
    market.wait(4)
    banked = market.ask(second)
    assert banked.response_code == "00"
    assert market.ask(qr_void(till, first, paid)).response_code == "00"
    assert market.ask(qr_refund(till, banked, 20_00)).response_code == "00"
    assert market.balances() == [BALANCE, BALANCE - 30_00]
    market.wait(10)
    assert market.findings() == []


def test_the_shops_code_is_paid_and_the_notice_brings_the_answer(market):
    sale = qr_sale(market.till, 30_00, show=True)
    shown = market.ask(sale)
    assert market.scan(read_scanned(shown.qr_data).code_text) == 0
    market.pump()
    market.till.tell(sale)
    market.wait(2)  # sooner than the host would have asked by itself
    (answer,) = market.till.hear_all()
    assert answer.response_code == "00"
    assert market.balances()[0] == BALANCE - 30_00
    market.wait(10)
    assert market.findings() == []


def test_money_that_comes_after_the_payment_was_given_up_goes_back(market):
    till = market.till
    sale = qr_sale(till, 50_00, market.code("han"))
    assert market.ask(sale).response_code == "09"
    assert market.ask(till.reversal(sale)).response_code == "00"
    market.wait(20)
    assert market.balances() == [BALANCE, BALANCE]
    assert market.book.noted("acquirer.late-payment-refunded") == 1
    assert market.findings() == []


@pytest.mark.parametrize("victim", ["wallet", "host", "lines"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_while_the_customer_pays_loses_nothing(market, victim, when):
    kill = {"wallet": market.kill_wallet, "host": market.kill_host, "lines": market.cut_lines}[victim]
    sale = qr_sale(market.till, 300_00, market.code())
    assert market.ask(sale).response_code == "09"
    if when == "before":
        kill()
    assert market.confirm() == 0
    if when == "after":
        kill()
    assert market.ask_until_decided(sale).response_code == "00"
    assert market.balances()[0] == BALANCE - 300_00
    market.wait(40)
    assert market.findings() == []


# The days of reversal are over as soon as a payment is paid.
STRICT = {"reverse_window": -1}


def test_what_is_reversed_too_late_goes_back_to_the_customer_as_a_refund():
    market = Market(STRICT).open()
    sale = qr_sale(market.till, 50_00, market.code())
    assert market.ask(sale).response_code == "00"
    assert market.ask(market.till.reversal(sale)).response_code == "00"
    market.wait(5)
    assert market.balances()[0] == BALANCE
    assert market.obligations() == []
    assert market.findings() == []


def test_the_audit_misses_a_refund_that_the_host_believes_in():
    market = Market(STRICT).open()
    sale = qr_sale(market.till, 50_00, market.code())
    market.ask(sale)
    market.ask(market.till.reversal(sale))
    market.wait(5)
    image = market.book.store.durable_image()
    names = [column.name for column in SCHEMA.table("wallet_refund").columns]
    ((key, row),) = image.tables["wallet_refund"].items()
    changed = {**dict(zip(names, row, strict=True)), "refund_amount": 50_01}
    image.tables["wallet_refund"][key] = tuple(changed.values())
    books = {"acquirer": MemoryStore.from_image(SCHEMA, image), "wallet": market.purse.store}
    found = {finding.what for finding in audit(books, at_rest=True, chains=False)}
    assert found == {"audit.wallet_refund_differs", "audit.refunded_too_much"}


def undoing(market, story, sale):
    """Return what the terminal asks for after a payment."""
    paid = market.ask(sale)
    if "reversal" in story:
        return market.till.reversal(sale)
    return qr_void(market.till, sale, paid) if story == "void" else qr_refund(market.till, paid, 40_00)


def ended_after(story, victim, cut, *, after):
    """Play a story with the power failing at one write; tell whether there was such a write."""
    market = Market(STRICT if story == "late reversal" else None).open()
    sale = qr_sale(market.till, 100_00, market.code())
    request = sale if story == "sale" else undoing(market, story, sale)
    book = market.book if victim == "host" else market.purse
    book.writes, book.cut_at, book.cut_after = 0, cut, after
    try:
        market.ask(request)
        market.wait(1)
    except PowerCut:
        pass
    if book.writes < cut:
        return False
    (market.kill_host if victim == "host" else market.kill_wallet)()
    answer = market.ask_until_decided(request)
    market.wait(60)
    left = {"sale": 100_00, "void": 0, "refund": 60_00, "reversal": 0, "late reversal": 0}[story]
    if answer.response_code != "00":  # the payment never left, and its code went with the host that had it
        assert (story, victim, answer.response_code) == ("sale", "host", "98")
        left = 0
    assert market.balances()[0] == BALANCE - left
    assert market.obligations() == []
    assert market.findings() == []
    return True


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("victim", ["host", "wallet"])
@pytest.mark.parametrize("story", ["sale", "void", "refund", "reversal", "late reversal"])
def test_a_power_cut_at_every_write_ends_in_one_truth(story, victim, after):
    cut = 1
    while ended_after(story, victim, cut, after=after):
        cut += 1
    assert cut > 1


def test_the_audit_sees_a_wallet_that_keeps_the_money_of_a_void():
    market = Market({"planted": frozenset({"wallet.reverse-keeps-the-money"})}).open()
    sale = qr_sale(market.till, 50_00, market.code())
    assert market.ask(qr_void(market.till, sale, market.ask(sale))).response_code == "00"
    assert "audit.wallet_differs" in market.findings()


def test_a_refund_that_an_upload_restored_is_known_by_its_number(market):
    sale = qr_sale(market.till, 50_00, market.code())
    paid = market.ask(sale)
    refund = market.ask(qr_refund(market.till, paid, 20_00))
    image = market.book.store.durable_image()
    names = [column.name for column in SCHEMA.table("attempt").columns]
    rows = {key: dict(zip(names, row, strict=True)) for key, row in image.tables["attempt"].items()}
    for key, row in rows.items():
        original = None if row["rrn"] == refund.rrn else row["original_key"]
        image.tables["attempt"][key] = tuple({**row, "original_key": original}.values())
    books = {"acquirer": MemoryStore.from_image(SCHEMA, image), "wallet": market.purse.store}
    assert audit(books, at_rest=True, chains=False) == []


def test_the_audit_sees_a_payment_that_the_wallet_forgot(market):
    sale = qr_sale(market.till, 50_00, market.code())
    market.ask(sale)
    forgetful = Market().open()
    forgetful.book = market.book
    assert forgetful.findings(at_rest=False) == ["audit.wallet_differs"]


def test_the_audit_sees_a_payment_of_which_the_host_knows_nothing(market):
    sale = qr_sale(market.till, 50_00, market.code())
    market.ask(sale)
    forgetful = Market().open()
    forgetful.purse = market.purse
    assert forgetful.findings(at_rest=False) == ["audit.wallet_order_unknown"]
