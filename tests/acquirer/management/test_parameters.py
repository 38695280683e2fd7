"""Parameters: of all, of a group, of one terminal; one set to download, its version recorded when it is there."""

import pytest

from countertop.iso8583.private.parameters import read_parameters
from countertop.iso8583.private.taken import parameters_taken
from tests.acquirer.management.test_instructions import manage, requirement
from tests.acquirer.neighbours import OTHER_TERMINAL_ID, TERMINAL_ID


def set_values(house, scope, **values):
    return house.book.ask_desk("set_parameters", scope=scope, values=values, by="Li Na")


def downloaded(till):
    answer = manage(till, "0800", "360")
    return read_parameters(answer.extended_data or b"")


def versions(house):
    told = house.book.ask_desk("parameters", terminal_id=TERMINAL_ID)[1]
    return told["version"], told["downloaded_version"]


def test_the_narrower_scope_goes_before_the_wider_one(house, till):
    assert downloaded(till) == {}
    set_values(house, "all", timeout_seconds="60", merchant_name="样例商户")
    set_values(house, "group:markets", timeout_seconds="45", manual_pan="1")
    assert downloaded(till) == {"timeout_seconds": "60", "merchant_name": "样例商户"}
    house.book.ask_desk("group", terminal_id=TERMINAL_ID, group="markets", by="Li Na")
    set_values(house, TERMINAL_ID, manual_pan="0")
    assert downloaded(till) == {"timeout_seconds": "45", "manual_pan": "0", "merchant_name": "样例商户"}


def test_a_download_is_called_for_and_recorded_with_its_version(house, till):
    status, told = set_values(house, "all", resend_count="3")
    assert (status, told) == (0, {"version": 1, "terminals": [TERMINAL_ID, OTHER_TERMINAL_ID]})
    assert requirement(manage(till, "0820", "301")) == "1"
    downloaded(till)
    assert versions(house) == (1, None)
    assert requirement(manage(till, "0800", "361")) == "0"
    assert versions(house) == (1, 1)
    house.reopen()
    assert versions(house) == (1, 1)
    set_values(house, TERMINAL_ID, resend_count="2")
    assert versions(house) == (2, 1)


def test_what_was_set_while_a_terminal_downloads_is_called_for_again(house, till):
    set_values(house, "all", resend_count="3")
    downloaded(till)
    set_values(house, "all", resend_count="4")
    assert requirement(manage(till, "0800", "361")) == "1"
    assert versions(house) == (2, 1)


@pytest.mark.parametrize("writes", range(4))
def test_what_is_set_at_the_very_end_of_a_download_is_called_for_again(house, till, writes):
    set_values(house, TERMINAL_ID, resend_count="3")
    downloaded(till)
    house.book.hold = True
    till.tell(till.manage("0800", "361"))
    house.book.let_go(writes)
    set_values(house, TERMINAL_ID, resend_count="4")
    house.book.let_go()
    house.book.hold = False
    till.hear()
    assert requirement(manage(till, "0820", "301")) == "1"
    house.reopen()
    assert requirement(manage(till, "0820", "301")) == "1"
    assert versions(house) == (2, 1)


def test_an_end_without_a_beginning_ends_nothing(house, till):
    set_values(house, "all", resend_count="3")
    assert requirement(manage(till, "0800", "361")) == "1"
    assert versions(house) == (1, None)


@pytest.mark.parametrize(
    ("scope", "values", "status"),
    [
        ("99999999", {"resend_count": "3"}, 12),
        ("group:", {"resend_count": "3"}, 12),
        ("all", {"resend_count": "33"}, 2),
        ("all", {"no_such": "1"}, 2),
        ("all", {"merchant_name": "长" * 21}, 2),
        ("all", {"merchant_name": "two\nlines"}, 2),
        ("all", {"resend_count": 3}, 2),
    ],
)
def test_what_is_no_parameter_is_not_set(house, till, scope, values, status):
    assert set_values(house, scope, **values)[0] == status
    assert requirement(manage(till, "0820", "301")) == "0"


def test_the_end_of_an_earlier_download_that_comes_late_ends_no_later_one(house, till):
    set_values(house, "all", resend_count="3")
    earlier = parameters_taken(manage(till, "0800", "360").extended_data)
    manage(till, "0800", "361", extended_data=earlier)
    assert versions(house) == (1, 1)
    set_values(house, "all", resend_count="4")
    later = parameters_taken(manage(till, "0800", "360").extended_data)
    assert requirement(manage(till, "0800", "361", extended_data=earlier)) == "1"
    assert versions(house) == (2, 1)
    assert requirement(manage(till, "0800", "361", extended_data=later)) == "0"
    assert versions(house) == (2, 2)
