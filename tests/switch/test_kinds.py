"""Every kind of request through the switch: where it goes, how it is undone, how its doubt ends."""

import pytest

from countertop.iso8583.interbank_forms import FORMS, Ending
from countertop.switch import SwitchSettings
from countertop.switch.tables import ATTEMPTS_BY_RRN, OPEN_OBLIGATIONS, OPEN_REPETITIONS
from countertop.values import Pan
from tests.interbank import OTHER_PAN, PAN
from tests.switch.members import Town

SECOND = 1_000_000
TARGET = "6222021234567890136"
REVERSED = [form for form in FORMS if form.ending is Ending.REVERSAL]
REPEATED = [form for form in FORMS if form.ending is Ending.REPEAT]


@pytest.fixture
def town():
    return Town(SwitchSettings(echo_when_idle=3600 * SECOND)).open()


def of(town, form, original):
    """A request of a form, about an original where it must be about one."""
    acquirer = town.acquirer
    if form.names_original:
        return acquirer.following(form.kind, original, 10_00)
    codes = {"mti": form.mti, "processing_code": form.processing_code, "condition_code": form.condition_code}
    message = acquirer.sale(10_00, **codes)
    message.amount = message.amount if form.has_amount else None
    message.account_to = Pan(TARGET) if form.has_target else None
    return message


def passed(town, message, response_code="00", **changes):
    """Play a request through and return its answer."""
    town.acquirer.tell(message)
    (request,) = town.bank.hear(message.mti)
    town.bank.tell(town.bank.answer(request, response_code, **changes))
    (answer,) = town.acquirer.hear(message.answer_mti)
    return answer


@pytest.fixture
def original(town):
    message = town.acquirer.sale()
    message.approval_code = passed(town, message).approval_code
    return message


def rows(town, message):
    return [(row["kind"], row["outcome"]) for row in town.book.rows(ATTEMPTS_BY_RRN, message.rrn)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_every_kind_passes_and_its_answer_comes_back(town, original, form):
    message = of(town, form, original)
    answer = passed(town, message)
    assert (answer.response_code, answer.mti) == ("00", message.answer_mti)
    assert rows(town, message) == [(form.kind, "approved")]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_a_repetition_of_every_kind_is_answered_from_the_journal_but_a_balance_is_told_once(town, original, form):
    message = of(town, form, original)
    passed(town, message)
    town.acquirer.tell(message)
    assert town.bank.hear() == []
    again = [answer.response_code for answer in town.acquirer.hear()]
    assert again == ([] if form.kind == "balance" else ["00"])


@pytest.mark.parametrize("form", [form for form in FORMS if form.names_original], ids=lambda form: form.kind)
def test_what_names_no_original_of_ours_is_declined(town, original, form):
    message = of(town, form, original)
    town.acquirer.tell(message.copy(original=message.original[:4] + "999999" + message.original[10:]))
    (answer,) = town.acquirer.hear()
    assert answer.response_code == "25"
    town.acquirer.tell(of(town, form, original).copy(original=None))
    (answer,) = town.acquirer.hear()
    assert answer.response_code == "30"


def test_a_balance_passes_and_is_kept_nowhere(town):
    message = town.acquirer.balance()
    answer = passed(town, message, balance="1002156C000000012345", approval_code=None)
    assert answer.balance == "1002156C000000012345"
    stored = "\n".join(line.body for line in town.book.store.records())
    assert "12345C" not in stored
    assert "000000012345" not in stored


def test_a_transfer_between_two_banks_is_declined(town):
    town.acquirer.tell(town.acquirer.transfer(10_00, OTHER_PAN))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "A3"


def test_a_transfer_without_its_target_and_a_sale_with_one_are_declined(town):
    for message in (town.acquirer.transfer(10_00, TARGET).copy(account_to=None), town.acquirer.sale()):
        message.account_to = None if message.processing_code == "400000" else Pan(TARGET)
        town.acquirer.tell(message)
        (answer,) = town.acquirer.hear("0210")
        assert answer.response_code == "30"


def test_the_same_transfer_to_another_card_is_another_request(town):
    message = town.acquirer.transfer(10_00, TARGET)
    passed(town, message)
    town.acquirer.tell(message.copy(account_to=Pan(PAN)))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "94"


# Reversed


@pytest.mark.parametrize("form", REVERSED, ids=lambda form: form.kind)
def test_without_an_answer_it_is_reversed_under_its_own_mti(town, original, form):
    message = of(town, form, original)
    town.acquirer.tell(message)
    (request,) = town.bank.hear(form.mti)
    town.book.advance(15 * SECOND)
    (reversal,) = town.bank.hear("0420")
    assert reversal.original == town.bank.original_of(request)
    assert reversal.original[:4] == form.mti
    (answer,) = town.acquirer.hear()
    assert (answer.mti, answer.response_code) == (message.answer_mti, "68")


@pytest.mark.parametrize("form", REVERSED, ids=lambda form: form.kind)
def test_a_reversal_of_what_is_unknown_keeps_it_out(town, original, form):
    message = of(town, form, original)
    town.acquirer.tell(town.acquirer.reversal(message))
    town.acquirer.hear("0430")
    town.acquirer.tell(message)
    (answer,) = town.acquirer.hear()
    assert answer.response_code == "12"
    assert town.bank.hear() == []


@pytest.mark.parametrize("form", REVERSED, ids=lambda form: form.kind)
def test_a_reversal_of_what_is_in_flight_gives_it_up(town, original, form):
    message = of(town, form, original)
    town.acquirer.tell(message)
    town.bank.hear(form.mti)
    town.acquirer.tell(town.acquirer.reversal(message))
    assert [answer.response_code for answer in town.acquirer.hear()] == ["00", "68"]
    town.bank.hear("0420")


@pytest.mark.parametrize("form", REVERSED, ids=lambda form: form.kind)
def test_a_reversal_of_what_is_approved_is_taken_over_and_of_what_is_declined_is_nothing(town, original, form):
    for code, asked in (("00", ["0420"]), ("51", [])):
        message = of(town, form, original)
        passed(town, message, code)
        town.acquirer.tell(town.acquirer.reversal(message))
        (answer,) = town.acquirer.hear("0430")
        assert answer.response_code == "00"
        assert [heard.mti for heard in town.bank.hear()] == asked


@pytest.mark.parametrize("form", [form for form in FORMS if form not in REVERSED], ids=lambda form: form.kind)
def test_what_is_never_reversed_is_not(town, original, form):
    message = of(town, form, original)
    passed(town, message)
    town.acquirer.tell(town.acquirer.reversal(message).copy(amount="000000001000"))
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == "12"
    assert town.book.noted("switch.reversal_mismatch") == 1
    assert town.book.rows(OPEN_OBLIGATIONS) == []


# Repeated


@pytest.mark.parametrize("form", REPEATED, ids=lambda form: form.kind)
def test_without_an_answer_it_is_asked_again_until_there_is_one(town, original, form):
    message = town.acquirer.with_pin(of(town, form, original))
    town.acquirer.tell(message)
    (request,) = town.bank.hear(form.mti)
    town.book.advance(15 * SECOND)
    for wait in (5, 5, 5, 60, 60):
        (again,) = town.bank.hear(form.mti)
        assert town.bank.key_of(again) == town.bank.key_of(request)
        assert (again.pan, again.amount, again.original) == (request.pan, request.amount, request.original)
        assert (again.approval_code, again.account_to) == (request.approval_code, request.account_to)
        assert again.pin_block is again.track2 is again.security_control is None
        town.book.advance(wait * SECOND)
    assert town.acquirer.hear() == []
    assert town.book.noted("switch.unanswered") == 3
    assert len(town.book.rows(OPEN_REPETITIONS)) == 1
    (again,) = town.bank.hear(form.mti)
    town.bank.tell(town.bank.answer(again))
    (answer,) = town.acquirer.hear(message.answer_mti)
    assert answer.response_code == "00"
    assert town.book.rows(OPEN_REPETITIONS) == []
    town.book.advance(200 * SECOND)
    assert [heard.mti for heard in town.bank.hear() if heard.mti == form.mti] == []


@pytest.mark.parametrize("form", REPEATED, ids=lambda form: form.kind)
def test_a_power_cut_does_not_make_it_forgotten(town, original, form):
    message = of(town, form, original)
    town.acquirer.tell(message)
    (request,) = town.bank.hear(form.mti)
    town.restart().open()
    assert len(town.book.rows(OPEN_REPETITIONS)) == 1
    (again,) = town.bank.hear(form.mti)
    assert town.bank.key_of(again) == town.bank.key_of(request)
    names = ("pan", "amount", "original", "approval_code", "account_to", "settlement_date", "transaction_info")
    assert all(getattr(again, name) == getattr(request, name) for name in names)
    town.restart().open()
    (again,) = town.bank.hear(form.mti)
    town.bank.tell(town.bank.answer(again))
    (answer,) = town.acquirer.hear(message.answer_mti)
    assert answer.response_code == "00"
    town.restart().open()
    assert town.bank.hear() == []


def test_the_asker_may_ask_again_meanwhile_and_hears_of_it_once_where_it_is_now(town, original):
    message = town.acquirer.refund(original, 5_00)
    town.acquirer.tell(message)
    (request,) = town.bank.hear("0220")
    town.acquirer.tell(message)
    assert town.acquirer.hear() == town.bank.hear() == []
    town.book.close(town.acquirer.line)
    town.acquirer.join(town.book)
    town.acquirer.tell(message)
    town.bank.tell(town.bank.answer(request))
    (answer,) = town.acquirer.hear("0230")
    assert answer.response_code == "00"


@pytest.mark.parametrize("form", [form for form in FORMS if form.has_happened], ids=lambda form: form.kind)
def test_without_a_line_what_has_happened_is_refused_without_a_trace_and_passes_later(town, original, form):
    message = of(town, form, original)
    town.book.close(town.bank.line)
    before = len(town.book.appended)
    town.acquirer.tell(message)
    (answer,) = town.acquirer.hear("0230")
    assert answer.response_code == "91"
    assert len(town.book.appended) == before
    town.bank.join(town.book)
    assert passed(town, message).response_code == "00"


@pytest.mark.parametrize("kind", ["refund", "transfer"])
def test_without_a_line_what_is_asked_for_is_declined_and_a_late_copy_of_it_too(town, original, kind):
    message = of(town, next(form for form in FORMS if form.kind == kind), original)
    town.book.close(town.bank.line)
    town.acquirer.tell(message)
    town.acquirer.hear(message.answer_mti)
    town.bank.join(town.book)
    town.acquirer.tell(message)
    (answer,) = town.acquirer.hear(message.answer_mti)
    assert answer.response_code == "91"
    assert town.bank.hear() == []


def test_without_a_line_what_is_decided_is_answered_all_the_same(town, original):
    message = town.acquirer.refund(original, 5_00)
    passed(town, message)
    town.book.close(town.bank.line)
    town.acquirer.tell(message)
    (answer,) = town.acquirer.hear("0230")
    assert answer.response_code == "00"


def test_without_a_line_what_is_in_flight_is_not_refused(town, original):
    message = town.acquirer.refund(original, 5_00)
    town.acquirer.tell(message)
    town.book.close(town.bank.line)
    town.acquirer.tell(message)
    assert town.acquirer.hear() == []
    town.book.advance(20 * SECOND)
    town.bank.join(town.book)
    (again,) = town.bank.hear("0220")
    town.bank.tell(town.bank.answer(again))
    town.acquirer.hear("0230")


def test_other_answers_to_one_repetition_change_nothing(town, original):
    message = town.acquirer.refund(original, 5_00)
    town.acquirer.tell(message)
    (request,) = town.bank.hear("0220")
    town.bank.tell(town.bank.answer(request, "51"))
    town.acquirer.hear("0230")
    town.bank.tell(town.bank.answer(request, "00"))
    assert town.bank.hear() == []
    assert town.book.noted("switch.late_answer") == 1
    assert town.book.rows(OPEN_OBLIGATIONS) == []


# Nothing owed


def test_a_balance_without_an_answer_is_declined_and_nothing_is_owed(town):
    message = town.acquirer.balance()
    town.acquirer.tell(message)
    (request,) = town.bank.hear("0200")
    town.book.advance(15 * SECOND)
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "68"
    town.bank.tell(town.bank.answer(request))
    assert town.bank.hear() == town.acquirer.hear() == []
    assert rows(town, message) == [("balance", "declined")]


def test_a_balance_in_flight_at_a_power_cut_is_declined(town):
    message = town.acquirer.balance()
    town.acquirer.tell(message)
    town.restart()
    assert rows(town, message) == [("balance", "declined")]
    assert town.book.rows(OPEN_OBLIGATIONS) == town.book.rows(OPEN_REPETITIONS) == []
