"""Pre-authorisations at the bank: what is held, completed, voided, given back, and for how long."""

import pytest

from countertop.issuer.tables import EARLIEST_HOLDS
from countertop.values import Pan
from tests.issuer.branch import ACCOUNT, BALANCE, CREDIT_PAN, Branch, untested

DAY = 24 * 3600 * 1_000_000
HELD = 200_00


@pytest.fixture
def branch():
    return Branch().open()


@pytest.fixture
def hold(branch):
    """A pre-authorisation of 200.00 that is approved, as a completion needs it."""
    return held(branch)


def held(branch, amount=HELD):
    message = branch.switch.preauthorisation(amount)
    answer = branch.switch.ask(message)
    assert answer.response_code == "00"
    message.approval_code = answer.approval_code
    return message


def code(branch, message, **changes):
    return branch.switch.ask(message.copy(**changes) if changes else message).response_code


def rest(branch, account=ACCOUNT):
    """What the tables say may be spent: the balance less all holds that stand."""
    holds = [row for row in branch.book.rows(EARLIEST_HOLDS, "standing") if row["account_id"] == account]
    return branch.balance(account) - sum(row["amount"] for row in holds)


def spendable(branch):
    """What the bank itself lets go: asked for to the last fen, and given back."""
    return branch.book.actor.office.books._accounts.find(ACCOUNT).available(branch.book.utc)


def test_a_preauthorisation_moves_nothing_and_holds_its_amount(branch, hold):
    assert branch.balance() == BALANCE
    assert rest(branch) == spendable(branch) == BALANCE - HELD
    assert code(branch, branch.switch.sale(BALANCE - HELD + 1)) == "51"
    assert code(branch, branch.switch.sale(BALANCE - HELD)) == "00"


def test_what_is_held_is_still_held_after_a_power_cut(branch, hold):
    branch.restart().open()
    assert code(branch, branch.switch.sale(BALANCE - HELD + 1)) == "51"


@pytest.mark.parametrize("kind", ["completion", "completion_advice"])
@pytest.mark.parametrize("amount", [150_00, HELD, 230_00])
def test_a_completion_takes_its_amount_and_lets_the_hold_go(branch, hold, kind, amount):
    message = getattr(branch.switch, kind)(hold, amount)
    answer = branch.switch.ask(message)
    assert (answer.response_code, len(answer.approval_code)) == ("00", 6)
    assert branch.postings() == [BALANCE, -amount]
    assert rest(branch) == spendable(branch) == BALANCE - amount
    assert code(branch, message) == "00"
    assert branch.balance() == BALANCE - amount
    branch.verify_books()


def test_115_percent_are_rounded_down_to_the_fen(branch):
    hold = held(branch, 3_33)
    assert code(branch, branch.switch.completion(hold, 3_83)) == "64"
    assert code(branch, branch.switch.completion(hold, 3_82)) == "00"


def test_what_a_completion_takes_beyond_the_hold_must_be_there(branch):
    hold = held(branch, BALANCE)
    assert code(branch, branch.switch.completion(hold, BALANCE + 1)) == "51"
    assert code(branch, branch.switch.completion(hold, BALANCE)) == "00"


def test_a_second_completion_is_refused(branch, hold):
    assert code(branch, branch.switch.completion(hold, 100_00)) == "00"
    assert code(branch, branch.switch.completion(hold, 50_00)) == "12"
    assert code(branch, branch.switch.completion_advice(hold, 50_00)) == "12"
    assert code(branch, branch.switch.preauthorisation_void(hold)) == "12"
    assert branch.balance() == BALANCE - 100_00


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"pan": Pan(CREDIT_PAN)}, "12"),
        ({"merchant_id": "123456789012346"}, "12"),
        ({"terminal_id": "00000002"}, "00"),
        ({"approval_code": "999999"}, "25"),
        ({"approval_code": None}, "25"),
        ({"amount": "0" * 12}, "13"),
        ({"currency": "840"}, "12"),
        ({"original": None}, "30"),
        ({"original": "0100" + "999999" + "0715100000" + "00048020000" * 2}, "25"),
    ],
)
@pytest.mark.parametrize("kind", ["completion", "completion_advice"])
def test_a_completion_fits_its_preauthorisation_at_any_terminal_of_the_merchant(branch, hold, kind, change, expected):
    assert code(branch, getattr(branch.switch, kind)(hold, HELD), **change) == expected
    assert branch.balance() == BALANCE - (HELD if expected == "00" else 0)


def test_a_sale_cannot_be_completed_and_a_hold_cannot_be_voided_as_a_sale(branch, hold):
    sale = branch.switch.sale(1_00)
    sale.approval_code = branch.switch.ask(sale).approval_code
    assert code(branch, branch.switch.completion(sale, 1_00)) == "12"
    assert code(branch, branch.switch.void(hold, condition_code="00")) == "12"


def test_a_void_of_a_preauthorisation_lets_the_hold_go(branch, hold):
    assert code(branch, branch.switch.preauthorisation_void(hold), amount="000000010000") == "64"
    assert code(branch, branch.switch.preauthorisation_void(hold)) == "00"
    assert branch.postings() == [BALANCE]
    assert rest(branch) == spendable(branch) == BALANCE
    assert code(branch, branch.switch.completion(hold, HELD)) == "12"


def test_a_void_of_a_completion_gives_the_money_back_and_holds_again(branch, hold):
    completion = branch.switch.completion(hold, 150_00)
    code(branch, completion)
    void = branch.switch.completion_void(completion)
    assert code(branch, void, terminal_id="00000002") == "12"
    assert code(branch, branch.switch.completion_void(completion), amount="000000020000") == "64"
    assert code(branch, branch.switch.completion_void(completion)) == "00"
    assert branch.balance() == BALANCE
    assert rest(branch) == spendable(branch) == BALANCE - HELD
    assert code(branch, branch.switch.completion(hold, HELD)) == "00"
    assert rest(branch) == BALANCE - HELD
    branch.verify_books()


def last_moment(branch):
    """Move the clock to just before the thirtieth day is over."""
    branch.book.advance(30 * DAY - (branch.book.utc + 8 * DAY // 24) % DAY - 1_000_000)
    return branch.restart().open()


def test_on_the_thirtieth_day_a_hold_is_good_and_on_the_thirty_first_it_is_not(branch, hold):
    last_moment(branch)
    assert code(branch, branch.switch.sale(BALANCE - HELD + 1)) == "51"
    branch.book.advance(1_000_000)
    assert code(branch, branch.switch.completion(hold, HELD)) == "22"
    assert code(branch, branch.switch.with_pin(branch.switch.sale(BALANCE))) == "00"


def test_a_completion_on_the_thirtieth_day_passes(branch, hold):
    last_moment(branch)
    assert code(branch, branch.switch.completion(hold, HELD)) == "00"


def test_what_has_expired_is_given_back_by_the_clock(branch, hold):
    branch.book.advance(31 * DAY)
    assert branch.book.noted("issuer.hold_expired") == 1
    assert rest(branch) == BALANCE
    assert not branch.book.actor.office.books._accounts.find(ACCOUNT).holds


def test_what_expired_while_the_bank_was_closed_is_given_back_at_its_start(branch, hold):
    branch.book.utc += 31 * DAY
    branch.restart().open()
    assert rest(branch) == BALANCE


def test_a_hold_that_has_expired_is_voided_all_the_same_and_nothing_moves(branch, hold):
    branch.book.utc += 31 * DAY
    branch.restart().open()
    assert code(branch, branch.switch.preauthorisation_void(hold)) == "00"
    assert rest(branch) == branch.balance() == BALANCE
    branch.verify_books()


def test_a_void_of_a_completion_after_its_hold_expired_holds_nothing(branch, hold):
    completion = branch.switch.completion(hold, HELD)
    code(branch, completion)
    branch.book.advance(31 * DAY)
    branch.restart().open()
    void = branch.switch.completion_void(completion)
    assert code(branch, void) == "00"
    assert rest(branch) == branch.balance() == BALANCE


# Reversals


def test_a_reversal_of_a_preauthorisation_lets_the_hold_go(branch, hold):
    reversal = branch.switch.reversal(hold, approval_code=None)
    assert [code(branch, reversal) for _ in range(2)] == ["00", "00"]
    assert rest(branch) == spendable(branch) == BALANCE
    assert code(branch, branch.switch.completion(hold, HELD)) == "12"


def test_a_reversal_before_its_preauthorisation_keeps_it_out(branch):
    message = branch.switch.preauthorisation(HELD)
    assert code(branch, branch.switch.reversal(message)) == "00"
    assert code(branch, message) == "12"
    assert rest(branch) == BALANCE


@pytest.mark.parametrize("kind", ["preauthorisation", "preauthorisation_void", "completion", "completion_void"])
def test_a_reversal_of_what_was_declined_changes_nothing(branch, hold, kind):
    message = {
        "preauthorisation": lambda: branch.switch.preauthorisation(BALANCE * 2),
        "preauthorisation_void": lambda: branch.switch.preauthorisation_void(hold).copy(amount="000000000001"),
        "completion": lambda: branch.switch.completion(hold, HELD * 2),
        "completion_void": lambda: branch.switch.completion_void(hold),
    }[kind]()
    assert code(branch, message) in ("55", "51", "64", "12")
    assert code(branch, branch.switch.reversal(message)) == "00"
    assert rest(branch) == BALANCE - HELD


def test_a_reversal_of_a_void_holds_again(branch, hold):
    void = branch.switch.preauthorisation_void(hold)
    code(branch, void)
    assert code(branch, branch.switch.reversal(void)) == "00"
    assert rest(branch) == spendable(branch) == BALANCE - HELD
    assert code(branch, branch.switch.completion(hold, HELD)) == "00"


def test_a_reversal_of_a_completion_gives_the_money_back_and_holds_again(branch, hold):
    completion = branch.switch.completion(hold, 230_00)
    code(branch, completion)
    assert code(branch, branch.switch.reversal(completion)) == "00"
    assert branch.postings() == [BALANCE, -230_00, 230_00]
    assert rest(branch) == spendable(branch) == BALANCE - HELD
    branch.verify_books()


def test_a_reversal_of_a_completion_void_takes_the_money_again(branch, hold):
    completion = branch.switch.completion(hold, HELD)
    code(branch, completion)
    void = branch.switch.completion_void(completion)
    code(branch, void)
    assert code(branch, branch.switch.reversal(void)) == "00"
    assert rest(branch) == spendable(branch) == branch.balance() == BALANCE - HELD


def test_an_advice_is_never_reversed(branch, hold):
    advice = branch.switch.completion_advice(hold, HELD)
    code(branch, advice)
    assert code(branch, branch.switch.reversal(advice)) == "12"
    assert branch.balance() == BALANCE - HELD


def test_a_reversal_under_another_kind_is_refused(branch, hold):
    as_sale = branch.switch.reversal(hold, condition_code="00", processing_code="000000")
    as_sale.original = "0200" + as_sale.original[4:]
    assert code(branch, as_sale) == "12"
    assert rest(branch) == BALANCE - HELD


def test_the_limit_of_a_day_counts_what_is_held_and_forgets_what_is_given_back():
    founded = Branch()
    branch = Branch(cards=(founded.card(CREDIT_PAN, ACCOUNT, limit_per_day=HELD),)).open()
    hold = branch.switch.preauthorisation(HELD, pan=CREDIT_PAN)
    hold.approval_code = branch.switch.ask(hold).approval_code
    assert code(branch, branch.switch.sale(1, pan=CREDIT_PAN)) == "61"
    assert code(branch, branch.switch.preauthorisation_void(hold)) == "00"
    assert code(branch, branch.switch.sale(HELD, pan=CREDIT_PAN)) == "00"


# Planted faults


def planted(bug):
    return Branch(untested(planted=frozenset({f"issuer.{bug}"}))).open()


def test_a_planted_fault_never_lets_a_hold_go():
    branch = planted("hold-never-released")
    hold = held(branch)
    assert code(branch, branch.switch.completion(hold, HELD)) == "00"
    assert rest(branch) == BALANCE - 2 * HELD


def test_a_planted_fault_takes_a_completion_twice():
    branch = planted("completion-debits-twice")
    hold = held(branch)
    advice = branch.switch.completion_advice(hold, HELD)
    assert [code(branch, advice) for _ in range(2)] == ["00", "00"]
    assert branch.balance() == BALANCE - 2 * HELD


def test_a_planted_fault_completes_an_expired_hold():
    branch = planted("expired-hold-completes")
    hold = held(branch)
    branch.book.advance(31 * DAY)
    branch.restart().open()
    assert code(branch, branch.switch.completion(hold, HELD)) == "00"


# One hold, one completion


def twice_completed(branch, hold):
    """Two completions that stand: the void of the first was undone after the second had come."""
    first = branch.switch.completion(hold, 150_00)
    void = branch.switch.completion_void(first)
    second = branch.switch.completion(hold, 120_00)
    for message in (first, void, second, branch.switch.reversal(void)):
        assert code(branch, message) == "00"
    return first, second


def test_a_hold_is_charged_once_although_a_void_is_undone_after_another_completion(branch, hold):
    twice_completed(branch, hold)
    assert branch.balance() == rest(branch) == BALANCE - 120_00
    assert branch.book.noted("issuer.completed_twice") == 1
    _, body = branch.book.ask_desk("exceptions")
    assert [(row["reason_code"], row["amount"]) for row in body["exceptions"]] == [("12", 150_00)]
    branch.verify_books()


def test_whatever_becomes_of_the_second_the_first_counts_again(branch, hold):
    _, second = twice_completed(branch, hold)
    assert code(branch, branch.switch.reversal(second)) == "00"
    assert branch.balance() == rest(branch) == BALANCE - 150_00
    branch.verify_books()


def test_what_does_not_count_cannot_be_refunded(branch, hold):
    first, second = twice_completed(branch, hold)
    assert code(branch, branch.switch.refund(first, 10_00)) == "12"
    assert code(branch, branch.switch.refund(second, 10_00)) == "00"
    assert branch.balance() == BALANCE - 110_00
    branch.verify_books()


@pytest.mark.parametrize(
    ("begun", "last_day"),
    [
        (1_734_228_000_000_000, "20250113"),  # 15 December 2024, across New Year
        (1_706_752_800_000_000, "20240301"),  # 1 February of a leap year: 29 February is a day
        (1_738_375_200_000_000, "20250302"),  # 1 February of another
    ],
)
def test_thirty_days_are_thirty_days_across_new_year_and_february(begun, last_day):
    branch = Branch(at=begun).open()
    hold = held(branch)
    assert code(branch, branch.switch.sale(BALANCE - HELD + 1)) == "51"
    last_moment(branch)
    assert branch.book.actor.office.bank.business_date(branch.book.utc // 60_000_000) == last_day
    assert rest(branch) == BALANCE - HELD
    branch.book.advance(2 * 3600 * 1_000_000)
    assert rest(branch) == BALANCE
    assert branch.book.noted("issuer.hold_expired") == 1
    branch.restart().open()
    assert code(branch, branch.switch.completion(hold, HELD)) == "22"
    branch.verify_books()
