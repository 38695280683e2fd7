"""Log-in, lock and unlock."""

import pytest

from countertop.storage import Entry
from countertop.terminal import OperatorAdded
from countertop.terminal.settings import LOCK_AFTER
from countertop.terminal.tables import OPERATOR_BY_NUMBER
from countertop.values import Secret
from tests.terminal.counter import PASSWORDS, TERMINAL, open_counter, person

WRONG = Secret("9999")


def log_in(counter, number, password):
    counter.say |= {"ask.operator_number": number, "ask.operator_password": Secret(password)}
    return counter.do("log_in")


@pytest.mark.parametrize("number", PASSWORDS)
def test_everybody_logs_in_with_number_and_password(number):
    counter = open_counter()
    status, body = log_in(counter, number, PASSWORDS[number])
    assert (status, body["operator"]) == (0, number)
    assert counter.do("status")[1]["operator"] == number


def test_the_number_may_come_with_the_request():
    counter = open_counter()
    assert counter.do("log_in", operator_number="01")[0] == 0


@pytest.mark.parametrize(
    ("number", "password", "status", "message"),
    [
        ("01", "9999", 12, "screen.password_wrong"),
        ("01", "12", 12, "screen.password_form"),
        ("01", "abcd", 12, "screen.password_form"),
        ("77", "0000", 12, "screen.no_such_operator"),
        ("1", "0000", 2, "screen.operator_form"),
        (7, "0000", 2, "screen.operator_form"),
    ],
)
def test_a_log_in_that_is_refused_says_why_and_logs_nobody_in(number, password, status, message):
    counter = open_counter()
    answered, body = log_in(counter, number, password)
    assert (answered, body["message"]) == (status, message)
    assert counter.do("status")[1]["operator"] is None


def test_a_password_that_is_no_secret_is_refused():
    counter = open_counter()
    counter.say["ask.operator_password"] = "0000"
    assert counter.do("log_in")[1]["message"] == "screen.password_form"


def locked(counter, number):
    return counter.rows(OPERATOR_BY_NUMBER, TERMINAL, number)[0]["locked"] == 1


def lock(counter, number):
    for _ in range(LOCK_AFTER):
        _status, body = log_in(counter, number, "9999")
    return body


def test_the_fifth_wrong_password_locks_also_across_a_power_cut():
    counter = open_counter()
    assert lock(counter, "01")["message"] == "screen.operator_locked"
    assert counter.noted("terminal.operator_locked") == 1
    again = counter.crashed()
    again.start()
    again.say = person()
    status, body = again.do("log_in")
    assert (status, body["message"], body["advice"]) == (12, "screen.operator_locked", "advice.unlock")


def test_a_right_password_starts_the_count_anew():
    counter = open_counter()
    for _ in range(LOCK_AFTER - 1):
        log_in(counter, "01", "9999")
    log_in(counter, "01", "0000")
    assert log_in(counter, "01", "9999")[1]["arguments"] == {"left": LOCK_AFTER - 1}


def test_a_power_cut_in_the_middle_gives_no_tries_back():
    counter = open_counter()
    for _ in range(3):
        log_in(counter, "01", "9999")
    again = counter.crashed()
    again.start()
    again.say = person()
    assert log_in(again, "01", "9999")[1]["arguments"] == {"left": 1}


def test_the_supervisor_unlocks_a_cashier():
    counter = open_counter()
    lock(counter, "01")
    status, body = counter.do("unlock", operator_number="01")
    assert (status, body["message"]) == (0, "screen.unlocked")
    assert not locked(counter, "01")
    assert log_in(counter, "01", "0000")[0] == 0


def test_the_system_manager_unlocks_the_supervisor_and_nobody_else_can():
    counter = open_counter()
    lock(counter, "00")
    counter.say["ask.manager_password"] = WRONG
    assert counter.do("unlock", operator_number="00")[0] == 12
    assert locked(counter, "00")
    counter.say["ask.manager_password"] = Secret(PASSWORDS["99"])
    assert counter.do("unlock", operator_number="00")[0] == 0
    assert not locked(counter, "00")


@pytest.mark.parametrize(
    ("number", "status", "message"),
    [("99", 12, "screen.nobody_above"), ("55", 12, "screen.no_such_operator"), ("5", 2, "screen.operator_form")],
)
def test_an_unlock_that_is_refused_says_why(number, status, message):
    counter = open_counter()
    counter.say["ask.operator_number"] = number
    assert counter.do("unlock")[0] == status
    assert counter.do("unlock")[1]["message"] == message


def test_who_logs_out_leaves_the_terminal_to_the_next():
    counter = open_counter()
    log_in(counter, "01", "0000")
    assert counter.do("log_out")[0] == 0
    assert counter.do("status")[1]["operator"] is None


def test_an_operator_whose_hash_is_damaged_is_told_so_and_loses_no_try():
    counter = open_counter()
    counter.store.commit([Entry("founding", (OperatorAdded(TERMINAL, "02", "cashier", "no hash"),), 0)])
    assert log_in(counter, "02", "1111")[1]["message"] == "screen.hsm_refused"
    assert counter.rows(OPERATOR_BY_NUMBER, TERMINAL, "02")[0]["failures"] is None
