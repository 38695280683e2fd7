"""Balance inquiry: shown once, kept nowhere, and nothing is owed for it."""

import pytest

from countertop.acquirer.tables import NEWEST_ATTEMPTS, OPEN_OBLIGATIONS
from countertop.values import SECOND
from tests.acquirer.test_void import refused

BALANCE = "1002156C000000123456"


def test_the_balance_is_shown(till, switch):
    till.tell(till.balance())
    forwarded = switch.approve(balance=BALANCE, approval_code=None)
    assert (forwarded.mti, forwarded.processing_code, forwarded.amount) == ("0200", "310000", None)
    assert forwarded.pin_block is not None
    answer = till.hear()
    assert (answer.mti, answer.response_code, answer.balance, answer.amount) == ("0210", "00", BALANCE, None)


def test_nothing_that_is_kept_tells_it(house, till, switch):
    till.ask(till.balance(), balance=BALANCE)
    (attempt,) = [row for row in house.book.rows(NEWEST_ATTEMPTS) if row["kind"] == "balance"]
    told = house.book.ask_desk("trace", rrn=attempt["rrn"])
    assert "123456" not in str(told)
    for line in house.book.store.durable_image().lines:
        assert BALANCE not in str(line)
    assert not any(BALANCE in str(entry) for append in house.book.appended for entry in append.records)


def test_a_copy_gets_no_second_look(till, switch):
    inquiry = till.balance()
    till.ask(inquiry, balance=BALANCE)
    refused(till, switch, "94", inquiry)


def test_a_declined_inquiry_is_told_again(till, switch):
    inquiry = till.balance()
    till.tell(inquiry)
    switch.decline("55")
    assert till.hear().response_code == "55"
    refused(till, switch, "55", inquiry)


@pytest.mark.parametrize("balance", [None, "1002156C", "1002156X000000123456"])
def test_an_answer_without_a_balance_is_none(house, till, switch, balance):
    till.tell(till.balance())
    switch.approve(balance=balance)
    assert till.hear().response_code == "98"
    assert house.book.rows(OPEN_OBLIGATIONS) == []


def test_nothing_is_owed_for_silence(house, till, switch):
    inquiry = till.balance()
    till.tell(inquiry)
    switch.hear()
    house.book.advance(25 * SECOND)
    assert till.hear().response_code == "98"
    switch.nothing_heard()
    assert house.memory.open == house.memory.obligations == {}
    refused(till, switch, "98", inquiry)


def test_nothing_is_owed_after_a_restart(house, till, switch):
    inquiry = till.balance()
    till.tell(inquiry)
    switch.hear()
    house.reopen()
    assert house.memory.open == house.memory.obligations == {}
    refused(till, switch, "98", inquiry)


def test_there_is_no_reversal_of_it(till, switch):
    inquiry = till.balance()
    till.ask(inquiry, balance=BALANCE)
    till.tell(till.reversal(inquiry))
    assert till.hear().response_code == "40"
    switch.nothing_heard()


def test_it_has_no_amount(till, switch):
    refused(till, switch, "30", till.balance(amount="000000000001"))
