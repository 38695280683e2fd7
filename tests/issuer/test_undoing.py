"""Voids and reversals at the bank, in every order that they may come in."""

import pytest

from countertop.issuer import IssuerSettings
from countertop.issuer.tables import CARD_BY_TOKEN
from countertop.values import Pan
from tests.interbank import PAN
from tests.issuer.branch import ACCOUNT, BALANCE, CREDIT_PAN, Branch


@pytest.fixture
def branch():
    return Branch().open()


@pytest.fixture
def sale(branch):
    """A sale of 12.50 that is approved."""
    message = branch.switch.sale(12_50)
    assert branch.switch.ask(message).response_code == "00"
    return message


def code(branch, message, **changes):
    return branch.switch.ask(message.copy(**changes) if changes else message).response_code


def test_a_void_gives_the_money_back_in_one_append(branch, sale):
    before = len(branch.book.appended)
    answer = branch.switch.ask(branch.switch.void(sale))
    assert (answer.response_code, len(answer.approval_code)) == ("00", 6)
    assert len(branch.book.appended) == before + 1
    assert branch.postings() == [BALANCE, -12_50, 12_50]
    branch.verify_books()


def test_a_void_twice_gives_it_back_once(branch, sale):
    void = branch.switch.void(sale)
    first = branch.switch.ask(void)
    again = branch.switch.ask(void)
    assert (again.response_code, again.approval_code) == ("00", first.approval_code)
    assert code(branch, branch.switch.void(sale)) == "12"
    assert branch.balance() == BALANCE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"amount": "000000001249"}, "64"),
        ({"terminal_id": "00000002"}, "12"),
        ({"merchant_id": "123456789012346"}, "12"),
        ({"pan": Pan(CREDIT_PAN)}, "12"),
        ({"pan": Pan("6222029999999999995")}, "14"),
        ({"original": None}, "30"),
        ({"original": "0200" + "999999" + "0715100000" + "00048020000" * 2}, "25"),
    ],
)
def test_a_void_that_does_not_fit_its_sale_moves_nothing(branch, sale, change, expected):
    assert code(branch, branch.switch.void(sale), **change) == expected
    assert branch.balance() == BALANCE - 12_50


def test_what_was_declined_cannot_be_voided(branch):
    sale = branch.switch.sale(BALANCE * 2)
    branch.switch.ask(branch.switch.with_pin(sale))
    assert code(branch, branch.switch.void(sale)) == "12"


def test_a_void_cannot_be_voided(branch, sale):
    void = branch.switch.void(sale)
    branch.switch.ask(void)
    assert code(branch, branch.switch.void(void)) == "12"
    assert branch.balance() == BALANCE


def test_a_void_with_a_wrong_pin_is_refused_and_counted(branch, sale):
    assert code(branch, branch.switch.with_pin(branch.switch.void(sale), "000000")) == "55"
    (row,) = branch.book.rows(CARD_BY_TOKEN, branch.card(PAN, ACCOUNT).pan_token)
    assert row["wrong_pins"] == 1
    assert code(branch, branch.switch.with_pin(branch.switch.void(sale), "123456")) == "00"


def test_a_reversal_undoes_a_sale_once_however_often_it_comes(branch, sale):
    reversal = branch.switch.reversal(sale)
    assert code(branch, reversal) == "00"
    assert code(branch, reversal) == "00"
    assert code(branch, branch.switch.reversal(sale)) == "00"
    assert branch.postings() == [BALANCE, -12_50, 12_50]
    branch.verify_books()


def test_a_reversal_before_its_sale_leaves_a_tombstone(branch):
    sale = branch.switch.sale(12_50)
    assert code(branch, branch.switch.reversal(sale)) == "00"
    branch.restart().open()
    assert code(branch, sale) == "12"
    assert code(branch, sale) == "12"
    assert branch.book.noted("issuer.came_after_its_reversal") == 2
    assert code(branch, branch.switch.void(sale)) == "25"
    assert code(branch, branch.switch.reversal(sale)) == "00"
    assert branch.balance() == BALANCE


def test_a_planted_fault_lays_no_tombstone():
    branch = Branch(IssuerSettings(planted=frozenset({"issuer.no-tombstone"}))).open()
    sale = branch.switch.sale(12_50)
    code(branch, branch.switch.reversal(sale))
    assert code(branch, sale) == "00"


def test_a_reversal_of_a_card_that_we_have_not_issued_leaves_a_tombstone_too(branch):
    sale = branch.switch.sale(pan="6222029999999999995")
    assert code(branch, branch.switch.reversal(sale)) == "00"
    assert code(branch, sale) == "12"


def test_a_reversal_during_its_sale_waits_for_its_turn(branch):
    branch.book.hold = True
    sale = branch.switch.sale(12_50)
    branch.switch.tell(sale)
    branch.switch.tell(branch.switch.reversal(sale))
    branch.book.let_go()
    assert [answer.response_code for answer in branch.switch.hear("0210", "0430")] == ["00", "00"]
    assert branch.balance() == BALANCE
    branch.verify_books()


def test_a_sale_that_comes_while_its_tombstone_is_laid_is_declined(branch):
    branch.book.hold = True
    sale = branch.switch.sale(12_50)
    branch.switch.tell(branch.switch.reversal(sale))
    branch.switch.tell(sale)
    branch.book.let_go()
    assert [answer.response_code for answer in branch.switch.hear("0430", "0210")] == ["00", "12"]


def test_a_reversal_that_lays_a_tombstone_as_another_cards_sale_takes_the_key_looks_again(branch):
    """Under two accounts' turns the two do not wait for each other; the key decides."""
    branch.switch.ask(branch.switch.sale(1_00))
    branch.switch.ask(branch.switch.sale(1_00, pan=CREDIT_PAN))
    branch.book.hold = True
    sale = branch.switch.sale(12_50)
    branch.switch.tell(branch.switch.reversal(sale, pan=Pan(CREDIT_PAN)))
    branch.switch.tell(sale)
    branch.book.let_go()
    answers = {answer.mti: answer.response_code for answer in branch.switch.hear()}
    assert answers == {"0210": "00", "0430": "12"}
    assert branch.book.noted("issuer.reversal_mismatch") == 1


def test_a_declined_sale_is_reversed_without_effect(branch):
    sale = branch.switch.sale(BALANCE * 2)
    code(branch, branch.switch.with_pin(sale))
    assert code(branch, branch.switch.reversal(sale)) == "00"
    assert branch.decisions(sale)[-1] == ("reversal", "nothing", "00")


def test_a_sale_refused_for_its_mac_is_reversed_whatever_it_seemed_to_say(branch):
    sale = branch.switch.sale(12_50)
    branch.switch.ask(sale.copy(amount="000000000001"), mac=b"00000000")
    assert code(branch, branch.switch.reversal(sale)) == "00"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"amount": "000000001249"}, "64"),
        ({"terminal_id": "00000002"}, "12"),
        ({"merchant_id": "123456789012346"}, "12"),
        ({"pan": Pan(CREDIT_PAN)}, "12"),
        ({"processing_code": "200000"}, "12"),
    ],
)
def test_a_reversal_that_does_not_match_moves_nothing_and_alarms(branch, sale, change, expected):
    assert code(branch, branch.switch.reversal(sale), **change) == expected
    assert branch.balance() == BALANCE - 12_50
    assert branch.book.noted("issuer.reversal_mismatch") == 1


def test_a_reversal_with_a_wrong_mac_leaves_no_trace(branch, sale):
    before = len(branch.book.appended)
    assert branch.switch.ask(branch.switch.reversal(sale), mac=b"00000000").response_code == "A0"
    assert len(branch.book.appended) == before


def test_a_reversal_that_names_no_original_leaves_no_trace(branch, sale):
    before = len(branch.book.appended)
    assert code(branch, branch.switch.reversal(sale), original="0" * 42) == "30"
    assert len(branch.book.appended) == before


def test_a_void_and_a_reversal_of_one_sale_give_the_money_back_once(branch, sale):
    code(branch, branch.switch.void(sale))
    assert code(branch, branch.switch.reversal(sale)) == "00"
    assert branch.postings() == [BALANCE, -12_50, 12_50]
    assert code(branch, branch.switch.void(sale)) == "12"
    branch.verify_books()


@pytest.mark.parametrize("first", ["void", "reversal"])
def test_a_planted_fault_gives_it_back_twice(first):
    bug = "issuer.void-and-reversal-both-credit" if first == "void" else "issuer.credits-twice"
    branch = Branch(IssuerSettings(planted=frozenset({bug}))).open()
    sale = branch.switch.sale(12_50)
    branch.switch.ask(sale)
    code(branch, branch.switch.void(sale) if first == "void" else branch.switch.reversal(sale))
    code(branch, branch.switch.reversal(sale))
    assert branch.balance() == BALANCE + 12_50


def test_a_reversal_of_a_void_takes_the_money_again(branch, sale):
    void = branch.switch.void(sale)
    branch.switch.ask(void)
    assert code(branch, branch.switch.reversal(void)) == "00"
    assert branch.postings() == [BALANCE, -12_50, 12_50, -12_50]
    assert code(branch, branch.switch.void(sale)) == "00"
    assert branch.balance() == BALANCE
    branch.verify_books()


def test_a_reversal_of_a_void_takes_it_again_even_where_it_is_spent(branch):
    sale = branch.switch.with_pin(branch.switch.sale(BALANCE))
    branch.switch.ask(sale)
    void = branch.switch.void(sale)
    branch.switch.ask(void)
    branch.switch.ask(branch.switch.with_pin(branch.switch.sale(BALANCE)))
    assert code(branch, branch.switch.reversal(void)) == "00"
    assert branch.balance() == -BALANCE


def test_a_reversal_of_a_void_whose_sale_is_reversed_takes_nothing(branch, sale):
    void = branch.switch.void(sale)
    for message in (void, branch.switch.reversal(sale), branch.switch.reversal(void)):
        assert code(branch, message) == "00"
    assert branch.balance() == BALANCE


def test_a_voids_tombstone_keeps_the_void_out(branch, sale):
    void = branch.switch.void(sale)
    assert code(branch, branch.switch.reversal(void)) == "00"
    assert code(branch, void) == "12"
    assert branch.balance() == BALANCE - 12_50


def test_a_reversal_cannot_be_reversed(branch, sale):
    reversal = branch.switch.reversal(sale)
    code(branch, reversal)
    key = branch.switch.original_of(reversal)
    assert code(branch, branch.switch.reversal(sale, original=key)) == "12"
    assert branch.balance() == BALANCE


def test_what_comes_back_today_may_be_spent_again_today():
    founded = Branch()
    branch = Branch(cards=(founded.card(PAN, ACCOUNT, limit_per_day=12_50),)).open()
    sale = branch.switch.sale(12_50)
    assert code(branch, sale) == "00"
    assert code(branch, branch.switch.sale(1)) == "61"
    void = branch.switch.void(sale)
    assert code(branch, void) == "00"
    branch.restart().open()
    assert code(branch, branch.switch.sale(2_50)) == "00"
    assert code(branch, branch.switch.reversal(void)) == "00"
    assert code(branch, branch.switch.sale(1)) == "61"


def test_what_comes_back_another_day_does_not_widen_that_days_limit():
    founded = Branch()
    branch = Branch(cards=(founded.card(PAN, ACCOUNT, limit_per_day=12_50),)).open()
    sale = branch.switch.sale(12_50)
    assert code(branch, sale) == "00"
    branch.book.advance(24 * 3600 * 1_000_000)
    branch.restart().open()
    assert code(branch, branch.switch.sale(2_50)) == "00"
    assert code(branch, branch.switch.reversal(sale)) == "00"
    assert code(branch, branch.switch.sale(10_01)) == "61"
    assert code(branch, branch.switch.sale(10_00)) == "00"


def test_a_family_that_grows_without_end_is_stopped(branch, sale):
    for _ in range(60):
        void = branch.switch.void(sale)
        if code(branch, void) != "00":
            break
        assert code(branch, branch.switch.reversal(void)) == "00"
    else:
        pytest.fail("voids and their reversals went on for ever")
    assert branch.decisions(void)[-1][2] == "65"
    assert code(branch, branch.switch.reversal(sale)) == "00"
    assert branch.balance() == BALANCE
