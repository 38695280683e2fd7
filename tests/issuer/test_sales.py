"""A sale at the bank: what is looked at, what is posted, what is counted."""

import pytest

from countertop.issuer import SETTLEMENT, IssuerSettings
from countertop.issuer.tables import ATTEMPT_BY_KEY, CARD_BY_TOKEN, POSTINGS_OF_SET
from countertop.stage import Append
from countertop.values import Pan, PinBlock
from tests.interbank import BANK_ID, EXPIRY, PAN, SERVICE_CODE, track2_of
from tests.issuer.branch import ACCOUNT, BALANCE, CREDIT_ACCOUNT, CREDIT_LIMIT, CREDIT_PAN, Branch


@pytest.fixture
def branch():
    return Branch().open()


def code(branch, message):
    return branch.switch.ask(message).response_code


def with_card(**changes):
    """A branch whose card differs."""
    founded = Branch()
    return Branch(cards=(founded.card(PAN, ACCOUNT, **changes),)).open()


def test_an_approved_sale_is_posted_in_one_append_and_sums_to_zero(branch):
    sale = branch.switch.with_pin(branch.switch.sale(12_50))
    answer = branch.switch.ask(sale)
    assert (answer.response_code, len(answer.approval_code), answer.rrn) == ("00", 6, sale.rrn)
    assert answer.receiving_id == BANK_ID
    assert branch.balance() == BALANCE - 12_50
    assert len(branch.book.appended) == 1
    debit, credit = branch.book.rows(POSTINGS_OF_SET, branch.switch.key_of(sale))
    assert (debit["account_id"], debit["amount"], debit["balance_after"]) == (ACCOUNT, -12_50, BALANCE - 12_50)
    assert (credit["account_id"], credit["amount"], credit["balance_after"]) == (SETTLEMENT, 12_50, None)
    branch.verify_books()


def test_the_answer_leaves_after_the_ledger_is_durable(branch):
    branch.book.hold = True
    branch.switch.tell(branch.switch.sale())
    while branch.book.held:
        assert branch.switch.hear() == []
        branch.book.let_go(1)
    branch.switch.hear("0210")


def test_a_planted_fault_answers_first():
    branch = Branch(IssuerSettings(planted=frozenset({"issuer.answer-before-commit"}))).open()
    branch.switch.ask(branch.switch.sale())
    branch.book.hold = True
    branch.switch.tell(branch.switch.sale())
    while not isinstance(branch.book.held[0], Append):
        branch.book.let_go(1)
    branch.switch.hear("0210")


def test_approval_codes_are_running_numbers_that_go_on_after_a_restart(branch):
    first = branch.switch.ask(branch.switch.sale())
    branch.restart().open()
    second = branch.switch.ask(branch.switch.sale())
    assert int(second.approval_code) == int(first.approval_code) + 1


def test_a_credit_account_goes_down_to_its_limit_and_no_further(branch):
    assert code(branch, branch.switch.sale(CREDIT_LIMIT, pan=CREDIT_PAN)) == "00"
    assert branch.balance(CREDIT_ACCOUNT) == -CREDIT_LIMIT
    assert code(branch, branch.switch.sale(1, pan=CREDIT_PAN)) == "51"


def test_a_debit_account_goes_down_to_zero_and_no_further(branch):
    assert code(branch, branch.switch.sale(BALANCE)) == "00"
    assert code(branch, branch.switch.sale(1)) == "51"
    assert branch.balance() == 0


UNKNOWN = "6222029999999999995"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": "0" * 12}, "13"),
        ({"pan": Pan(UNKNOWN), "track2": track2_of(UNKNOWN)}, "14"),
        ({"track2": track2_of(CREDIT_PAN)}, "59"),
        ({"track2": track2_of(PAN, expiry="3101")}, "59"),
        ({"track2": track2_of(PAN, service_code="101")}, "59"),
        ({"track2": None, "expiry": "3101"}, "59"),
        ({"currency": "840"}, "57"),
        ({"pin_block": PinBlock(b"\x11" * 8)}, "99"),
        ({"amount": f"{BALANCE + 1:012d}", "track2": None}, "55"),
        ({"rrn": None}, "30"),
        ({"processing_code": "600000"}, "40"),
    ],
)
def test_what_is_wrong_with_a_sale_is_said_and_nothing_moves(branch, changes, expected):
    sale = branch.switch.sale().copy(**changes)
    answer = branch.switch.ask(sale)
    assert (answer.response_code, answer.approval_code) == (expected, None)
    assert branch.balance() == BALANCE
    again = branch.switch.ask(sale)
    assert again.response_code == expected
    assert len(branch.book.appended) == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "closed"}, "14"),
        ({"status": "lost"}, "41"),
        ({"status": "stolen"}, "43"),
        ({"status": "restricted"}, "62"),
        ({"status": "whatever"}, "62"),
        ({"expiry": "2406"}, "54"),
        ({"expiry": "2407"}, "00"),
        ({"limit_per_sale": 12_49}, "61"),
        ({"limit_per_sale": 12_50}, "00"),
        ({"service_code": "220"}, "45"),
    ],
)
def test_what_is_wrong_with_a_card_is_said(changes, expected):
    branch = with_card(**changes)
    expiry, service_code = changes.get("expiry", EXPIRY), changes.get("service_code", SERVICE_CODE)
    track2 = track2_of(PAN, expiry=expiry, service_code=service_code)
    assert code(branch, branch.switch.sale(track2=track2)) == expected


def test_a_chip_card_read_by_stripe_may_pay_with_a_pin():
    branch = with_card(service_code="220")
    sale = branch.switch.sale(track2=track2_of(PAN, service_code="220"))
    assert code(branch, branch.switch.with_pin(sale)) == "00"


def test_a_keyed_sale_without_a_track_is_judged_by_its_number(branch):
    assert code(branch, branch.switch.sale(track2=None, entry_mode="012")) == "00"


def test_what_a_card_may_spend_a_day_is_counted_and_begins_anew_the_next_day():
    branch = with_card(limit_per_day=30_00)
    assert code(branch, branch.switch.sale(20_00)) == "00"
    assert code(branch, branch.switch.sale(10_01)) == "61"
    branch.restart().open()
    assert code(branch, branch.switch.sale(10_01)) == "61"
    assert code(branch, branch.switch.sale(10_00)) == "00"
    branch.book.advance(24 * 3600 * 1_000_000)
    branch = reopen(branch)
    assert code(branch, branch.switch.sale(30_00)) == "00"


def reopen(branch):
    """Sign on again after a long silence."""
    branch.restart()
    return branch.open()


def test_how_often_a_card_may_pay_a_day_is_counted():
    branch = with_card(sales_per_day=2)
    assert [code(branch, branch.switch.sale(1_00)) for _ in range(3)] == ["00", "00", "65"]


# The PIN


def pin_sale(branch, pin):
    return branch.switch.with_pin(branch.switch.sale(1_00), pin)


def wrong_pins(branch):
    card = branch.card(PAN, ACCOUNT)
    (row,) = branch.book.rows(CARD_BY_TOKEN, card.pan_token)
    return row["wrong_pins"]


def test_three_wrong_pins_in_a_row_are_55_and_then_the_pin_is_not_looked_at(branch):
    assert [code(branch, pin_sale(branch, "000000")) for _ in range(3)] == ["55", "55", "55"]
    assert code(branch, pin_sale(branch, "123456")) == "75"
    assert wrong_pins(branch) == 3
    assert branch.balance() == BALANCE


def test_wrong_pins_are_counted_across_restarts(branch):
    for _ in range(3):
        assert code(branch, pin_sale(branch, "000000")) == "55"
        branch.restart().open()
    assert code(branch, pin_sale(branch, "123456")) == "75"


def test_a_right_pin_begins_the_count_anew(branch):
    for pin, expected in (("000000", "55"), ("000000", "55"), ("123456", "00"), ("000000", "55")):
        assert code(branch, pin_sale(branch, pin)) == expected
    assert wrong_pins(branch) == 1


def test_a_right_pin_counts_although_the_balance_does_not_suffice(branch):
    code(branch, pin_sale(branch, "000000"))
    sale = branch.switch.with_pin(branch.switch.sale(BALANCE + 1))
    assert code(branch, sale) == "51"
    assert wrong_pins(branch) == 0


def test_the_same_wrong_pin_delivered_again_is_counted_once(branch):
    sale = pin_sale(branch, "000000")
    for _ in range(4):
        assert code(branch, sale) == "55"
    assert wrong_pins(branch) == 1


def test_guesses_at_once_are_counted_one_by_one(branch):
    branch.book.hold = True
    for _ in range(5):
        branch.switch.tell(pin_sale(branch, "000000"))
    branch.book.let_go()
    assert [answer.response_code for answer in branch.switch.hear()] == ["55", "55", "55", "75", "75"]


def test_a_block_that_holds_no_pin_is_no_guess(branch):
    sale = branch.switch.sale(1_00, pin_block=PinBlock(b"\x77" * 8))
    assert code(branch, sale) == "99"
    assert not wrong_pins(branch)


def test_a_card_without_a_pin_cannot_pay_with_one():
    branch = with_card(pin_reference=None)
    assert code(branch, pin_sale(branch, "123456")) == "55"


def test_a_debit_sale_above_the_limit_needs_a_pin_a_credit_sale_does_not():
    branch = Branch(IssuerSettings(no_pin_limit=10_00)).open()
    assert code(branch, branch.switch.sale(10_00)) == "00"
    assert code(branch, branch.switch.sale(10_01)) == "55"
    assert code(branch, branch.switch.with_pin(branch.switch.sale(10_01))) == "00"
    assert code(branch, branch.switch.sale(10_01, pan=CREDIT_PAN)) == "00"
    assert not wrong_pins(branch)


def test_neither_pin_nor_reference_nor_number_nor_track_rests_in_clear(branch):
    sale = branch.switch.with_pin(branch.switch.sale(), "123456")
    branch.switch.ask(sale)
    (row,) = branch.book.rows(ATTEMPT_BY_KEY, branch.switch.key_of(sale))
    stored = "\n".join([*map(str, row.values()), *(line.body for line in branch.book.store.records())])
    for secret in (PAN, "123456F", "D3012120", sale.pin_block.reveal().hex()):
        assert secret not in stored
    references = {branch.card(PAN, ACCOUNT).pin_reference for _ in range(3)}
    assert len(references) == 3, "equal PINs must not have equal references"
    assert not any("123456" in reference for reference in references)


# Repetition


def test_the_same_sale_again_gets_the_same_answer_and_is_debited_once(branch):
    sale = branch.switch.sale(12_50)
    first = branch.switch.ask(sale)
    branch.restart().open()
    for _ in range(3):
        again = branch.switch.ask(sale)
        assert (again.rrn, again.approval_code, again.response_code) == (first.rrn, first.approval_code, "00")
    assert branch.balance() == BALANCE - 12_50
    branch.verify_books()


def test_a_planted_fault_debits_it_again():
    branch = Branch(IssuerSettings(planted=frozenset({"issuer.debits-duplicate"}))).open()
    sale = branch.switch.sale(12_50)
    branch.switch.ask(sale)
    branch.switch.ask(sale)
    assert branch.balance() == BALANCE - 25_00


def test_the_same_sale_twice_at_once_is_debited_once(branch):
    branch.book.hold = True
    sale = branch.switch.sale(12_50)
    for _ in range(3):
        branch.switch.tell(sale)
    branch.book.let_go()
    codes = {(answer.response_code, answer.approval_code) for answer in branch.switch.hear()}
    assert len(codes) == 1
    assert branch.balance() == BALANCE - 12_50
    branch.verify_books()


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "000000000001"},
        {"pan": Pan(CREDIT_PAN), "track2": None},
        {"processing_code": "310000"},
        {"currency": "840"},
        {"entry_mode": "051"},
    ],
)
def test_other_content_under_the_same_key_is_refused_94(branch, change):
    sale = branch.switch.sale(12_50)
    branch.switch.ask(sale)
    assert code(branch, sale.copy(**change)) == "94"
    assert branch.book.noted("issuer.conflicting_request") == 1
    assert branch.balance() == BALANCE - 12_50


def test_sales_of_one_account_take_turns_and_the_second_sees_what_the_first_left(branch):
    branch.book.hold = True
    for _ in range(3):
        branch.switch.tell(branch.switch.sale(400_00))
    branch.book.let_go()
    assert sorted(answer.response_code for answer in branch.switch.hear()) == ["00", "00", "51"]
    assert branch.balance() == BALANCE - 800_00
    branch.verify_books()


def test_sales_of_different_accounts_do_not_wait_for_each_other(branch):
    branch.switch.ask(branch.switch.sale(1_00))
    branch.switch.ask(branch.switch.sale(1_00, pan=CREDIT_PAN))
    branch.book.hold = True
    branch.switch.tell(branch.switch.sale(1_00))
    branch.switch.tell(branch.switch.sale(1_00, pan=CREDIT_PAN))
    assert len(branch.book.held) == 2
    branch.book.let_go()
    branch.switch.hear("0210", "0210")
    branch.verify_books()


def test_one_more_than_may_wait_at_an_account_is_dropped_without_a_trace():
    branch = Branch(IssuerSettings(most_waiting=2)).open()
    branch.switch.ask(branch.switch.sale(1_00))
    branch.book.hold = True
    sales = [branch.switch.sale(1_00) for _ in range(4)]
    for sale in sales:
        branch.switch.tell(sale)
    branch.book.let_go()
    assert len(branch.switch.hear()) == 3
    assert branch.book.noted("issuer.queue_full") == 1
    assert branch.decisions(sales[-1]) == []


def test_a_wrong_mac_is_answered_a0_and_takes_the_key(branch):
    sale = branch.switch.sale()
    assert branch.switch.ask(sale, mac=b"00000000").response_code == "A0"
    assert code(branch, sale) == "A0"
    assert branch.balance() == BALANCE


def test_a_wrong_mac_leaves_the_key_to_what_will_be_repeated(branch):
    sale = branch.switch.sale()
    branch.switch.ask(sale)
    refund = branch.switch.refund(sale, 1_00)
    assert branch.switch.ask(refund, mac=b"00000000").response_code == "A0"
    assert code(branch, refund) == "00"
    branch.switch.tell(refund, mac=b"00000000")
    assert branch.switch.hear() == []


def test_a_wrong_mac_under_a_key_that_is_decided_is_not_answered(branch):
    sale = branch.switch.sale()
    branch.switch.ask(sale)
    branch.switch.tell(sale, mac=b"00000000")
    assert branch.switch.hear() == []


def test_more_cards_than_are_kept_at_hand_are_read_again():
    branch = Branch(IssuerSettings(most_kept=1)).open()
    for _ in range(3):
        assert code(branch, branch.switch.sale(1_00)) == "00"
        assert code(branch, branch.switch.sale(1_00, pan=CREDIT_PAN)) == "00"
    assert len(branch.book.actor.office.books._cards) == 1
    assert (branch.balance(), branch.balance(CREDIT_ACCOUNT)) == (BALANCE - 3_00, -3_00)
    branch.verify_books()


def test_a_start_reads_no_cards():
    branch = Branch().open()
    assert len(branch.book.actor.office.books._cards) == 0


def test_two_cards_of_one_account_share_its_balance():
    founded = Branch()
    other = "6222021234567890144"
    branch = Branch(cards=(founded.card(PAN, ACCOUNT), founded.card(other, ACCOUNT))).open()
    branch.book.hold = True
    branch.switch.tell(branch.switch.sale(600_00))
    branch.switch.tell(branch.switch.sale(600_00, pan=other))
    branch.book.let_go()
    assert sorted(answer.response_code for answer in branch.switch.hear()) == ["00", "51"]
