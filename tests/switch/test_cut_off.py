"""The centre's business day by a scripted clock: its date, its closing, and who is told of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from countertop.switch import SwitchSettings
from tests.switch.members import Town

SECOND = 1_000_000
MINUTE = 60 * SECOND
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text):
    return round(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp()) * SECOND


def town_at(text, **settings):
    patient = {"echo_when_idle": 3600 * SECOND}
    return Town(SwitchSettings(**{**patient, **settings}), at=moment(text)).open()


def date_of(town):
    """The settlement date that the bank is told, of a sale made now."""
    town.acquirer.tell(town.acquirer.sale())
    (request,) = town.bank.hear("0200")
    town.bank.tell(town.bank.answer(request))
    (answer,) = town.acquirer.hear("0210")
    assert answer.settlement_date == request.settlement_date
    return request.settlement_date


@pytest.mark.parametrize(
    ("before", "dates"),
    [
        ("2024-07-15 22:59:30", ("0715", "0716")),
        ("2024-12-30 22:59:30", ("1230", "1231")),
        ("2024-12-31 22:59:30", ("1231", "0101")),
        ("2024-02-28 22:59:30", ("0228", "0229")),
        ("2024-02-29 22:59:30", ("0229", "0301")),
        ("2025-02-28 22:59:30", ("0228", "0301")),
    ],
)
def test_the_date_changes_at_the_cut_off_and_the_new_day_opens_after_its_closing(before, dates):
    town = town_at(before)
    assert date_of(town) == dates[0]
    town.book.advance(30 * SECOND)
    for member in town.members:
        (notice,) = member.hear("0820")
        assert (notice.network_code, notice.settlement_date) == ("201", dates[1])
    town.acquirer.tell(town.acquirer.sale())
    (answer,) = town.acquirer.hear("0210")
    assert (answer.response_code, answer.settlement_date) == ("90", dates[1])
    town.book.advance(60 * SECOND)
    for member in town.members:
        (notice,) = member.hear("0820")
        assert (notice.network_code, notice.settlement_date) == ("202", dates[1])
    assert date_of(town) == dates[1]


@pytest.mark.parametrize(
    ("cut_off", "at", "date"),
    [
        ("00:00", "2024-12-31 23:59:59", "1231"),
        ("00:00", "2025-01-01 00:10:00", "0101"),
        ("23:58", "2024-12-31 23:57:59", "1231"),
        ("23:58", "2025-01-01 00:03:00", "0101"),
        ("23:58", "2025-01-01 23:57:59", "0101"),
        ("12:00", "2024-02-28 12:02:00", "0229"),
    ],
)
def test_the_cut_off_is_a_setting_and_midnight_none_of_its_own(cut_off, at, date):
    assert date_of(town_at(at, cut_off=cut_off)) == date


def test_a_closing_goes_on_across_midnight():
    town = town_at("2024-12-31 23:58:30", cut_off="23:58", day_closing=5 * MINUTE)
    for minutes, code in ((0, "90"), (3, "90"), (2, None)):
        town.book.advance(minutes * MINUTE)
        town.acquirer.tell(town.acquirer.sale())
        heard = [answer.response_code for answer in town.acquirer.hear() if answer.mti == "0210"]
        assert heard == ([code] if code else [])


def test_while_a_day_is_closed_reversals_advices_and_answers_pass():
    town = town_at("2024-07-15 22:59:50", day_closing=60 * SECOND)
    in_flight, sold = town.acquirer.sale(), town.acquirer.sale()
    for message in (in_flight, sold):
        town.acquirer.tell(message)
    asked, answered = town.bank.hear("0200", "0200")
    town.bank.tell(town.bank.answer(answered))
    town.acquirer.hear("0210")
    town.book.advance(12 * SECOND)
    town.acquirer.hear("0820")
    town.bank.hear("0820")
    town.bank.tell(town.bank.answer(asked))
    (answer,) = town.acquirer.hear("0210")
    assert (answer.response_code, answer.settlement_date) == ("00", "0715")
    refund = town.acquirer.refund(sold, 1_00)
    town.acquirer.tell(refund)
    (passed,) = town.bank.hear("0220")
    assert passed.settlement_date == "0716"
    town.acquirer.tell(town.acquirer.reversal(in_flight))
    assert town.acquirer.hear("0430")[0].response_code == "00"
    town.bank.hear("0420")


@pytest.mark.parametrize("kind", ["sale", "preauthorisation", "balance", "transfer"])
def test_every_new_request_is_answered_90_and_a_repetition_as_before(kind):
    town = town_at("2024-07-15 23:00:10")
    arguments = {"transfer": (1_00, "6222021234567890136"), "balance": ()}.get(kind, (1_00,))
    message = getattr(town.acquirer, kind)(*arguments)
    town.acquirer.hear()
    town.acquirer.tell(message)
    (answer,) = town.acquirer.hear(message.answer_mti)
    assert answer.response_code == "90"
    town.book.advance(MINUTE)
    town.acquirer.hear()
    town.bank.hear()
    town.acquirer.tell(message)
    assert town.acquirer.hear(message.answer_mti)[0].response_code == "90"
    assert town.bank.hear() == []


def test_a_member_that_signs_on_meanwhile_is_told():
    town = Town(SwitchSettings(), at=moment("2024-07-15 23:00:10"))
    town.acquirer.join(town.book)
    (notice,) = town.acquirer.hear("0820")
    assert (notice.network_code, notice.settlement_date) == ("201", "0716")


def test_a_switch_that_starts_meanwhile_knows_it_and_says_when_it_is_over():
    town = town_at("2024-07-15 22:59:50")
    town.book.advance(20 * SECOND)
    town.restart()
    town.acquirer.join(town.book)
    town.acquirer.hear("0820")
    town.book.advance(MINUTE)
    assert [notice.network_code for notice in town.acquirer.hear("0820")] == ["202"]


def test_a_clock_that_goes_back_is_followed():
    town = town_at("2024-07-15 23:02:00")
    assert date_of(town) == "0716"
    town.book.utc -= 5 * MINUTE
    assert date_of(town) == "0715"
    town.book.advance(3 * MINUTE + SECOND)
    assert town.acquirer.hear("0820")[0].network_code == "201"


def test_without_a_closing_nobody_is_told_and_nothing_waits():
    town = town_at("2024-07-15 22:59:59", day_closing=0)
    town.book.advance(2 * SECOND)
    assert date_of(town) == "0716"
    assert town.other_bank.hear() == []


@pytest.mark.parametrize("settings", [{"cut_off": "24:00"}, {"cut_off": "9:00"}, {"day_closing": 24 * 60 * MINUTE}])
def test_a_day_that_cannot_be_is_refused(settings):
    with pytest.raises(AssertionError):
        SwitchSettings(**settings)
