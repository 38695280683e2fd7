"""Stories of the counter on the drawn terminal: what the cashier sees and prints, and what the host and banks then hold."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.books import asked, moving
from tests.browser.cashier import Cashier
from tests.browser.houses import served
from tests.end_to_end.processes import run

OTHER_CARD = "6225000000000022"
SUPERVISOR = "123456"
DEBIT, CREDIT = "east 0001", "east 0002"


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    yield from served(tmp_path_factory, "--set", "terminal.settings.transfers=true")


@pytest.fixture(scope="module")
def house(serving):
    return serving.data


@pytest.fixture
def cashier(face):
    cashier = Cashier(face)
    cashier.is_ready()
    if face.locator("#strip .paper").count():
        cashier.tear()
    return cashier


def printed(slip, label, digits):
    """Return the number of so many digits that stands behind a label of a slip."""
    return re.search(rf"{label}\D*(\d{{{digits}}})", slip)[1]


def day_of(slip):
    return "".join(re.search(r"\d{4}/(\d\d)/(\d\d)", slip).groups())


def sold(cashier, amount="3000"):
    """Sell and return the cardholder's slip."""
    cashier.begin_sale(amount)
    cashier.key_pin()
    return cashier.takes_slips()


def test_a_bank_that_says_no_is_told_in_words_and_nothing_moves(cashier, house):
    with moving(house) as moved:
        cashier.begin_sale("100", "empty-east")
        cashier.key_pin()
        cashier.ends_with("response.51")
        cashier.begin_sale("100", "debit-west")
        cashier.key_pin("999999")
        cashier.ends_with("response.55")
        assert cashier.page.locator("#strip .paper").count() == 0
    assert moved.host == [("sale", 100, "declined")] * 2
    assert moved.money == {}


def test_a_refund_is_given_in_parts_and_never_more_than_was_paid(cashier, house):
    with moving(house) as moved:
        slip = sold(cashier)
        for amount in ("1000", "2500", "2000"):
            cashier.choose("3")
            cashier.answer("ask.rrn", printed(slip, "REFER NO", 12))
            cashier.answer("ask.original_date", day_of(slip))
            cashier.answer("ask.supervisor_password", SUPERVISOR)
            cashier.show_card()
            cashier.answer("ask.amount", amount)
            if amount == "2500":
                cashier.ends_with("response.61")
                continue
            refunded = cashier.takes_slips()
            assert f"-{int(amount) / 100:.2f}" in refunded
            assert "REFUND" in refunded
            assert printed(refunded, "OLD REFER NO", 12) == printed(slip, "REFER NO", 12)
    assert moved.host == [
        ("sale", 3000, "approved"),
        ("refund", 1000, "approved"),
        ("refund", 2500, "declined"),
        ("refund", 2000, "approved"),
    ]
    assert moved.money == {}


def test_a_void_takes_the_supervisor_and_happens_once(cashier, house):
    with moving(house) as moved:
        voucher = printed(sold(cashier, "4400"), "VOUCHER NO", 6)
        cashier.choose("2")
        cashier.answer("ask.voucher_number", voucher)
        cashier.answer("ask.supervisor_password", "000000")
        cashier.ends_with("screen.password_wrong")
        cashier.choose("2")
        cashier.answer("ask.voucher_number", voucher)
        cashier.answer("ask.supervisor_password", SUPERVISOR)
        assert printed(cashier.takes_slips(), "OLD VOUCHER", 6) == voucher
        cashier.choose("2")
        cashier.answer("ask.voucher_number", voucher)
        cashier.ends_with("screen.voided_before")
    assert moved.host == [("sale", 4400, "approved"), ("void", 4400, "approved")]
    assert moved.money == {}


def held(cashier, amount="10000"):
    """Pre-authorise; return the slip."""
    cashier.choose("4", "1")
    cashier.show_card()
    cashier.answer("ask.amount", amount)
    cashier.key_pin()
    return cashier.takes_slips(1)


def name_hold(cashier, slip):
    cashier.answer("ask.approval_code", printed(slip, "AUTH NO", 6))
    cashier.answer("ask.original_date", day_of(slip))


def test_a_pre_authorisation_is_completed_and_the_completion_is_voided(cashier, house):
    with moving(house) as moved:
        slip = held(cashier)
        assert asked(house, "issuer-east", "holds")["holds"][0]["amount"] == 10_000
        cashier.choose("4", "3")
        name_hold(cashier, slip)
        cashier.show_card()
        cashier.answer("ask.amount", "11501")
        cashier.key_pin()
        cashier.is_in("result")
        assert cashier.page.locator("#strip .paper").count() == 0  # 115 % and no more
        cashier.press("cancel")
        cashier.choose("4", "3")
        name_hold(cashier, slip)
        cashier.show_card()
        cashier.answer("ask.amount", "11500")
        cashier.key_pin()
        completed = cashier.takes_slips(1)
        assert "115.00" in completed
        assert asked(house, "issuer-east", "holds")["holds"] == []
        cashier.choose("4", "4")
        cashier.answer("ask.voucher_number", printed(completed, "VOUCHER NO", 6))
        cashier.answer("ask.supervisor_password", SUPERVISOR)
        assert "COMPLETE VOID" in cashier.takes_slips(1)
    assert [(kind, amount) for kind, amount, state in moved.host if state != "declined"] == [
        ("preauthorisation", 10_000),
        ("completion", 11_500),
        ("completion_void", 11_500),
    ]
    assert moved.money == {}


def test_a_pre_authorisation_is_voided_or_completed_by_an_advice_that_is_told_later(cashier, house):
    with moving(house) as moved:
        first, second = held(cashier, "2000"), held(cashier, "3000")
        cashier.choose("4", "2")
        name_hold(cashier, first)
        cashier.answer("ask.supervisor_password", SUPERVISOR)
        cashier.show_card()
        cashier.answer("ask.amount", "2000")
        assert "CANCEL" in cashier.takes_slips(1)
        cashier.choose("4", "5")
        name_hold(cashier, second)
        cashier.show_card()
        cashier.answer("ask.amount", "2500")
        assert "25.00" in cashier.takes_slips(1)
        cashier.bar_tells("front.bar_stored")
        cashier.choose("9", "5")
        cashier.ends_with("screen.stored_told")
        expect(cashier.page.locator("#bar [data-id='front.bar_stored']")).to_have_count(0)
    assert moved.money == {DEBIT: -2500}
    assert moved.held == {}


def test_a_balance_is_shown_to_who_asks_and_printed_nowhere(cashier, house):
    with moving(house) as moved:
        cashier.choose("5")
        cashier.show_card()
        cashier.key_pin()
        cashier.is_in("result")
        cashier.sees("screen.balance")
        (account, *_) = asked(house, "issuer-east", "accounts")["accounts"]
        shown = cashier.page.locator("#rows [data-id='screen.balance']").inner_text()
        assert f"{account['available'] / 100:.2f}" in shown
        assert cashier.page.locator("#strip .paper").count() == 0
        cashier.press("cancel")
    assert moved.money == {}


def test_money_is_transferred_once_the_host_permits_it(cashier, house):
    def transfer():
        cashier.choose("9", "1")
        cashier.show_card()
        cashier.answer("ask.amount", "7000")
        cashier.answer("ask.target_pan", OTHER_CARD)
        cashier.key_pin()

    with moving(house) as moved:
        transfer()
        cashier.is_in("result")
        cashier.press("cancel")
    assert moved.money == {}
    assert run("manage", "permit", "80000101", "transfer", "--by", "Li Na", data=house).status == 0
    with moving(house) as moved:
        cashier.is_ready()
        transfer()
        assert "TRANSFER" in cashier.takes_slips(1)
    assert moved.money == {DEBIT: -7000, CREDIT: 7000}


def test_what_the_bank_approved_by_telephone_is_posted_by_a_number_that_is_keyed(cashier, house):
    call = ("issuer", "voice-approve", "--card", OTHER_CARD, "--amount", "60.00", "--json")
    code = run(*call, data=house).json["approval_code"]
    with moving(house) as moved:
        cashier.choose("9", "2")
        cashier.answer("ask.voice_code", code)
        cashier.answer("ask.card", OTHER_CARD)
        cashier.answer("ask.expiry", "3512")
        cashier.is_asked("ask.confirm_card")
        cashier.press("confirm")
        cashier.answer("ask.amount", "6000")
        slip = cashier.takes_slips(1)
        assert "OFFLINE" in slip
        assert printed(slip, "AUTH NO", 6) == code
        cashier.choose("9", "5")
        cashier.ends_with("screen.stored_told")
        cashier.choose("9", "3")
        cashier.answer("ask.voucher_number", printed(slip, "VOUCHER NO", 6))
        cashier.answer("ask.amount", "5500")
        assert "55.00" in cashier.takes_slips(1)
        cashier.choose("9", "4")
        cashier.answer("ask.voucher_number", printed(slip, "VOUCHER NO", 6))
        cashier.answer("ask.tip", "400")
        assert "TIP ADJUST" in cashier.takes_slips(1)
        cashier.choose("9", "5")
        cashier.ends_with("screen.stored_told")
    assert moved.money == {CREDIT: -5900}


def test_a_payment_by_code_is_voided_and_another_refunded(cashier, house):
    def paid(amount):
        cashier.choose("8", "1")
        cashier.answer("ask.amount", amount)
        cashier.is_asked("ask.payment_code")
        cashier.page.locator("[data-phone='code']").click()
        expect(cashier.page.locator("#code")).not_to_have_value("")
        cashier.page.locator("[data-slot='scanner']").click()
        return cashier.takes_slips(1)

    with moving(house) as moved:
        voucher = printed(paid("500"), "VOUCHER NO", 6)
        cashier.choose("8", "2")
        cashier.answer("ask.voucher_number", voucher)
        cashier.answer("ask.supervisor_password", SUPERVISOR)
        assert "QR VOID" in cashier.takes_slips(1)
    assert moved.money == {}
    with moving(house) as moved:
        slip = paid("800")
        cashier.choose("8", "5")
        cashier.answer("ask.voucher_number", printed(slip, "VOUCHER NO", 6))
        cashier.ends_with("screen.qr_paid")
        cashier.choose("8", "3")
        cashier.answer("ask.rrn", printed(slip, "REFER NO", 12))
        cashier.answer("ask.original_date", day_of(slip))
        cashier.answer("ask.supervisor_password", SUPERVISOR)
        cashier.answer("ask.amount", "300")
        assert "QR REFUND" in cashier.takes_slips(1)
    assert moved.money == {"lilei": -500}


def test_slips_are_printed_again_and_marked(cashier):
    slip = sold(cashier, "600")
    cashier.choose("6", "1")
    cashier.is_in("result")
    again = cashier.slip
    cashier.tear()
    cashier.press("cancel")
    cashier.choose("6", "2")
    cashier.answer("ask.voucher_number", printed(slip, "VOUCHER NO", 6))
    cashier.is_in("result")
    for each in (again, cashier.slip):
        assert "DUPLICATE" in each
        assert printed(each, "REFER NO", 12) == printed(slip, "REFER NO", 12)
    cashier.tear()
    cashier.press("cancel")
    cashier.choose("6", "3")
    cashier.is_in("result")
    expect(cashier.page.locator("#rows [data-id='front.transaction_row']").last).to_be_visible()
    cashier.press("cancel")
    cashier.choose("6", "4")
    cashier.is_in("result")
    cashier.sees("front.totals_domestic_debit")


def test_a_fault_is_looked_for_and_its_cause_is_told_with_a_code(cashier):
    with cashier.with_device("card_reader", "silent"):
        cashier.choose("0", "2")
        cashier.is_in("result")
        expect(cashier.page.locator("#rows")).to_contain_text("H201")
    cashier.press("cancel")
    cashier.choose("0", "4")
    cashier.is_in("result")
    expect(cashier.page.locator("#rows")).to_contain_text("H000")


def test_a_machine_that_was_signed_out_signs_in_by_one_key_and_one_that_was_moved_sells_nothing(cashier, house):
    cashier.choose("7", "2")
    cashier.is_in("result")
    cashier.bar_tells("screen.state_signed_out")
    cashier.press("cancel")
    cashier.is_asked("front.sign_in_first")
    cashier.press("1")
    cashier.ends_with("screen.signed_in")
    cashier.bar_tells("screen.state_signed_in")
    with moving(house) as moved, cashier.with_device("locator", "other-city", "shop"):
        cashier.begin_sale("100")
        cashier.key_pin()
        cashier.is_in("result")
        cashier.press("cancel")
        assert cashier.page.locator("#strip .paper").count() == 0
    assert moved.money == {}


def test_who_forgets_the_password_is_locked_until_the_supervisor_unlocks(cashier):
    cashier.choose("7", "9")
    cashier.ends_with("screen.logged_out")
    for left in (4, 3, 2, 1, 0):
        cashier.press("confirm")
        cashier.answer("ask.operator_number", "02")
        cashier.answer("ask.operator_password", "9999")
        cashier.ends_with("screen.password_wrong" if left else "screen.operator_locked")
    cashier.press("confirm")
    cashier.answer("ask.operator_number", "00")
    cashier.answer("ask.operator_password", SUPERVISOR)
    cashier.ends_with("screen.logged_in")
    cashier.swipe()
    cashier.ends_with("screen.not_permitted")  # supervisors approve, and sell nothing
    cashier.choose("7", "3", "6")
    cashier.answer("ask.operator_number", "02")
    cashier.answer("ask.supervisor_password", SUPERVISOR)
    cashier.ends_with("screen.unlocked")
    cashier.choose("7", "9")
    cashier.ends_with("screen.logged_out")
    cashier.press("confirm")
    cashier.log_in("02")
    cashier.press("cancel")
    cashier.choose("7", "9")
    cashier.ends_with("screen.logged_out")


def test_a_cashier_comes_changes_the_password_and_goes(cashier, house):
    def key_twice(password):
        cashier.answer("ask.new_password", password)
        cashier.answer("ask.repeated_password", password)

    def here():
        return [each["operator"] for each in asked(house, "terminal", "list_operators")["operators"]]

    cashier.choose("7", "3", "3")
    cashier.answer("ask.operator_number", "07")
    cashier.answer("ask.supervisor_password", SUPERVISOR)
    key_twice("471188")
    cashier.ends_with("screen.operator_added")
    assert "07" in here()
    cashier.choose("7", "3", "5")
    cashier.answer("ask.operator_number", "07")
    cashier.answer("ask.supervisor_password", SUPERVISOR)
    key_twice("471288")
    cashier.ends_with("screen.password_changed")
    cashier.choose("7", "9")
    cashier.ends_with("screen.logged_out")
    cashier.press("confirm")
    cashier.log_in("07", "471288")
    cashier.press("cancel")
    cashier.choose("7", "3", "1")
    cashier.answer("ask.operator_password", "471288")
    key_twice("471388")
    cashier.ends_with("screen.password_changed")
    cashier.choose("7", "9")
    cashier.ends_with("screen.logged_out")
    cashier.press("confirm")
    cashier.log_in()
    cashier.press("cancel")
    cashier.choose("7", "3", "2")
    cashier.is_in("result")
    expect(cashier.page.locator("#rows")).to_contain_text("07")
    cashier.press("cancel")
    cashier.choose("7", "3", "4")
    cashier.answer("ask.operator_number", "07")
    cashier.answer("ask.supervisor_password", SUPERVISOR)
    cashier.ends_with("screen.operator_removed")
    assert "07" not in here()


def test_the_machine_is_looked_after_by_its_own_menu(cashier):
    cashier.choose("7", "4")
    cashier.ends_with("screen.echo")
    cashier.choose("7", "5")
    cashier.ends_with("screen.self_test_passed")
    cashier.choose("7", "8")
    cashier.is_in("result")
    cashier.sees("screen.initialising")
    cashier.press("cancel")
    cashier.choose("7", "0")
    cashier.ends_with("screen.terminal_locked")
    cashier.swipe()
    cashier.is_asked("front.locked")
    cashier.press("5")
    cashier.answer("ask.operator_number", "01")
    cashier.answer("ask.operator_password", "0000")
    cashier.ends_with("screen.terminal_unlocked")
    cashier.choose("7", "9")
    cashier.ends_with("screen.logged_out")
    cashier.press("confirm")
    cashier.log_in("00", SUPERVISOR)
    cashier.press("cancel")
    cashier.choose("7", "7")
    cashier.is_in("result")  # new parameters come into an empty batch
    expect(cashier.page.locator("#rows")).not_to_be_empty()
    cashier.press("cancel")
    cashier.choose("7", "9")
    cashier.ends_with("screen.logged_out")


def test_the_batch_is_settled_with_a_slip_and_a_new_one_is_begun(cashier, house):
    totals = asked(house, "terminal", "batch")
    before = totals["batch_number"]
    cashier.choose("7", "6")
    cashier.is_in("result")
    cashier.sees("screen.settled")
    slip = cashier.slip
    assert "SETTLEMENT" in slip
    assert f"{totals['domestic']['debit_amount'] / 100:.2f}" in slip.replace(",", "")
    cashier.tear()
    expect(cashier.page.locator("#bar [data-id='front.bar_batch']")).to_contain_text(f"{int(before) + 1:06d}")
    batch = asked(house, "acquirer", "batches")["batches"][0]
    assert batch["batch_number"] == f"{int(before) + 1:06d}"
    assert batch["closed"][0]["totals"]["domestic"]["debit_amount"] == totals["domestic"]["debit_amount"]
    cashier.press("cancel")
    cashier.choose("6", "5")
    cashier.is_in("result")
    assert "SETTLEMENT" in cashier.slip
    cashier.tear()


def test_the_books_of_all_parties_agree_afterwards(house):
    audited = run("audit", "--at-rest", "--language", "en", data=house)
    assert audited.status == 0, audited
