"""What the switch decided in the bank's stead: posted once, whatever the bank would have said, and in whatever order it is undone."""

import itertools

import pytest

from countertop.audit import audit
from countertop.iso8583.interbank_forms import STAND_IN_FORMS
from countertop.issuer import SETTLEMENT, SUSPENSE, FaultRuleSet, IssuerSettings
from countertop.issuer.tables import ATTEMPTS_BY_RRN, NEWEST_EXCEPTIONS
from tests.interbank import PAN
from tests.issuer.branch import ACCOUNT, BALANCE, Branch

STRANGER = "6222021234567899996"
AMOUNT = 12_50


@pytest.fixture
def branch():
    return Branch().open()


def advice(message, code="900001"):
    """The switch's advice of a request that it approved: the same key, told afterwards."""
    form = STAND_IN_FORMS["sale" if message.processing_code == "000000" else "void"]
    told = {"mti": form.mti, "condition_code": form.condition_code, "approval_code": code, "receiving_id": "01020000"}
    return message.copy(track2=None, pin_length=None, security_control=None, mac=None, **told)


def code(branch, message):
    return branch.switch.ask(message).response_code


def exceptions(branch):
    return [(row["reason_code"], row["amount"]) for row in branch.book.rows(NEWEST_EXCEPTIONS)]


def test_it_is_posted_once_and_answered_with_its_code(branch):
    sale = branch.switch.sale(AMOUNT)
    for _ in range(3):
        answer = branch.switch.ask(advice(sale))
        assert (answer.mti, answer.response_code, answer.approval_code) == ("0230", "00", "900001")
    branch.restart().open()
    assert code(branch, advice(sale)) == "00"
    assert branch.postings() == [BALANCE, -AMOUNT]
    assert branch.decisions(sale) == [("sale", "stood-in", "00")]
    assert exceptions(branch) == []
    branch.verify_books()


def test_the_request_itself_coming_late_is_known_again(branch):
    sale = branch.switch.sale(AMOUNT)
    branch.switch.ask(advice(sale))
    answer = branch.switch.ask(sale)
    assert (answer.response_code, answer.approval_code) == ("00", "900001")
    assert branch.book.noted("issuer.conflicting_request") == 0
    assert branch.balance() == BALANCE - AMOUNT


def test_what_the_bank_had_approved_itself_is_not_posted_again(branch):
    sale = branch.switch.sale(AMOUNT)
    own = branch.switch.ask(sale).approval_code
    assert code(branch, advice(sale)) == "00"
    assert branch.postings() == [BALANCE, -AMOUNT]
    assert branch.switch.ask(sale).approval_code == own
    branch.verify_books()


def test_what_the_bank_had_declined_stands_after_all_and_can_be_undone(branch):
    sale = branch.switch.with_pin(branch.switch.sale(AMOUNT), "999999")
    assert code(branch, sale) == "55"
    assert [code(branch, advice(sale)) for _ in range(2)] == ["00", "00"]
    assert branch.postings() == [BALANCE, -AMOUNT]
    branch.verify_books()
    assert code(branch, branch.switch.void(sale)) == "00"
    assert branch.balance() == BALANCE
    assert code(branch, branch.switch.reversal(branch.switch.void(sale))) == "00"
    branch.verify_books()


def test_what_came_damaged_is_what_the_switch_says_it_is(branch):
    sale = branch.switch.sale(AMOUNT)
    damaged = sale.copy(processing_code="200000", amount="000000099999", original=branch.switch.original_of(sale))
    assert branch.switch.ask(damaged, mac=b"00000000").response_code == "A0"
    assert code(branch, advice(sale)) == "00"
    assert branch.postings() == [BALANCE, -AMOUNT]
    branch.verify_books()
    void = branch.switch.void(sale)
    assert code(branch, void) == "00"
    assert code(branch, branch.switch.reversal(void)) == "00"
    assert code(branch, branch.switch.refund(sale, 2_50)) == "00"
    assert branch.balance() == BALANCE - 10_00
    branch.verify_books()


@pytest.mark.parametrize("reversed_first", [False, True])
def test_what_came_damaged_is_reversed_in_any_order(branch, reversed_first):
    sale = branch.switch.sale(AMOUNT)
    assert branch.switch.ask(sale.copy(processing_code="200000"), mac=b"00000000").response_code in ("30", "A0")
    told = [advice(sale), branch.switch.reversal(sale)]
    for message in reversed(told) if reversed_first else told:
        assert code(branch, message) == "00"
    assert branch.balance() == BALANCE
    branch.verify_books()


def test_a_strange_card_that_was_declined_first_is_in_suspense_all_the_same(branch):
    sale = branch.switch.sale(AMOUNT, pan=STRANGER)
    assert [code(branch, message) for message in (sale, advice(sale))] == ["14", "00"]
    assert branch.postings(SUSPENSE) == [-AMOUNT]
    assert code(branch, branch.switch.void(sale)) == "00"
    assert sum(branch.postings(SUSPENSE)) == 0
    branch.verify_books()


@pytest.mark.parametrize("declined_first", [False, True])
def test_it_is_posted_beyond_the_balance_and_an_exception_opened(branch, declined_first):
    sale = branch.switch.sale(BALANCE + 5_00, local_date="0715")
    if declined_first:
        assert code(branch, branch.switch.with_pin(sale.copy())) == "51"
    assert code(branch, advice(sale)) == "00"
    assert branch.balance() == -5_00
    assert exceptions(branch) == [("51", BALANCE + 5_00)]
    assert branch.book.noted("issuer.exception_opened") == 1
    status, body = branch.book.ask_desk("exceptions")
    assert (status, body["exceptions"][0]["reason_code"], body["exceptions"][0]["account"]) == (0, "51", "******0001")
    assert code(branch, branch.switch.sale(1)) == "51"
    branch.verify_books()


@pytest.mark.parametrize(("status", "reason"), [("lost", "41"), ("stolen", "43"), ("restricted", "62")])
def test_a_card_that_may_not_pay_is_charged_and_an_exception_opened(status, reason):
    founded = Branch()
    branch = Branch(cards=(founded.card(PAN, ACCOUNT, status=status),)).open()
    assert code(branch, advice(branch.switch.sale(AMOUNT))) == "00"
    assert exceptions(branch) == [(reason, AMOUNT)]
    assert branch.balance() == BALANCE - AMOUNT


def test_a_card_that_nobody_issued_is_posted_to_suspense_and_comes_back_from_there(branch):
    sales = [branch.switch.sale(AMOUNT, pan=STRANGER) for _ in range(3)]
    assert [code(branch, advice(sale)) for sale in sales] == ["00"] * 3
    assert branch.postings(SUSPENSE) == [-AMOUNT] * 3
    assert branch.postings(SETTLEMENT) == [AMOUNT] * 3
    assert exceptions(branch) == [("14", AMOUNT)] * 3
    branch.verify_books()
    branch.restart().open()
    void, reversal = branch.switch.void(sales[0]), branch.switch.reversal(sales[1])
    assert [code(branch, message) for message in (void, reversal, advice(sales[1]))] == ["00"] * 3
    assert code(branch, branch.switch.refund(sales[2], 2_50)) == "00"
    assert sum(branch.postings(SUSPENSE)) == -10_00
    assert code(branch, branch.switch.sale(AMOUNT, pan=STRANGER)) == "14"
    branch.verify_books()


def test_it_counts_against_the_card_as_any_sale(branch):
    founded = Branch()
    branch = Branch(cards=(founded.card(PAN, ACCOUNT, limit_per_day=AMOUNT),)).open()
    branch.switch.ask(advice(branch.switch.sale(AMOUNT)))
    assert code(branch, branch.switch.sale(1)) == "61"


NAMES = ("sale", "void", "sale reversed", "void reversed")


@pytest.mark.parametrize("declined_first", [False, True])
@pytest.mark.parametrize("order", list(itertools.permutations(NAMES)), ids="-".join)
def test_undone_in_every_order_it_ends_in_the_same_books(order, declined_first):
    branch = Branch().open()
    sale = branch.switch.sale(AMOUNT)
    void = branch.switch.void(sale)
    messages = {
        "sale": advice(sale),
        "void": advice(void, "900002"),
        "sale reversed": branch.switch.reversal(sale),
        "void reversed": branch.switch.reversal(void),
    }
    if declined_first:
        assert code(branch, branch.switch.with_pin(sale.copy(), "999999")) == "55"
    for name in (*order, *reversed(order), *NAMES):
        branch.switch.ask(messages[name])
    assert branch.balance() == BALANCE
    branch.verify_books()


@pytest.mark.parametrize("order", list(itertools.permutations(("sale", "void", "void reversed"))), ids="-".join)
def test_a_void_that_is_undone_leaves_the_sale(order):
    branch = Branch().open()
    sale = branch.switch.sale(AMOUNT)
    void = branch.switch.void(sale)
    messages = {"sale": advice(sale), "void": advice(void), "void reversed": branch.switch.reversal(void)}
    for name in (*order, *order):
        branch.switch.ask(messages[name])
    assert branch.balance() == BALANCE - AMOUNT
    branch.verify_books()


def test_a_void_whose_sale_is_not_known_yet_leaves_no_trace(branch):
    sale = branch.switch.sale(AMOUNT)
    void = advice(branch.switch.void(sale))
    assert code(branch, void) == "25"
    assert branch.book.rows(ATTEMPTS_BY_RRN, void.rrn) == []
    assert [code(branch, advice(sale)), code(branch, void)] == ["00", "00"]
    assert branch.balance() == BALANCE


def test_one_that_cannot_be_believed_leaves_no_trace(branch):
    sale = branch.switch.sale(AMOUNT)
    assert branch.switch.ask(advice(sale), mac=b"00000000").response_code == "A0"
    assert code(branch, advice(sale).copy(currency=None)) == "30"
    assert branch.decisions(sale) == []
    assert code(branch, advice(sale)) == "00"


def test_a_power_cut_posts_it_once():
    branch = Branch().open()
    sale = branch.switch.sale(AMOUNT)
    branch.switch.ask(advice(sale))
    branch.restart().open()
    branch.switch.ask(advice(sale))
    assert branch.postings() == [BALANCE, -AMOUNT]


def test_a_rule_that_silences_sales_lets_them_be_told_afterwards():
    branch = Branch(founding=(FaultRuleSet("dumb", "silent"),)).open()
    sale = branch.switch.sale(AMOUNT)
    branch.switch.tell(sale)
    assert branch.switch.hear() == []
    assert code(branch, advice(sale)) == "00"


@pytest.mark.parametrize("bug", ["issuer.advice-posted-twice", "issuer.advice-over-own-approval"])
def test_the_audit_finds_a_planted_fault(bug):
    def findings(*planted):
        branch = Branch(IssuerSettings(planted=frozenset(planted))).open()
        sale = branch.switch.sale(AMOUNT)
        if bug == "issuer.advice-over-own-approval":
            branch.switch.ask(sale)
        for _ in range(2):
            branch.switch.ask(advice(sale))
        return {finding.what for finding in audit({"bank": branch.book.store}, at_rest=False)}

    assert findings() == set()
    assert "audit.family_wrong" in findings(bug)
