"""Operators added, deleted and listed; passwords changed by their owners and reset from above."""

import pytest

from countertop.terminal import records
from countertop.values import Secret
from tests.terminal.counter import PASSWORDS, open_counter, person


def as_operator(counter, number, password=None):
    counter.say |= {"ask.operator_number": number, "ask.operator_password": Secret(password or PASSWORDS[number])}
    return counter.do("log_in")


def choosing(counter, first, again=None):
    counter.say |= {"ask.new_password": Secret(first), "ask.repeated_password": Secret(again or first)}


def listed(counter):
    return [row["operator"] for row in counter.do("list_operators")[1]["operators"]]


def restarted(counter):
    again = counter.crashed()
    again.start()
    again.say = person()
    return again


def test_the_list_tells_who_works_here():
    counter = open_counter()
    status, body = counter.do("list_operators")
    assert (status, [row["role"] for row in body["operators"]]) == (0, ["supervisor", "cashier", "cashier", "manager"])
    assert "password_hash" not in str(body)


def test_the_supervisor_adds_a_cashier_who_logs_in_also_after_a_power_cut():
    counter = open_counter()
    choosing(counter, "4711")
    assert counter.do("add_operator", operator_number="03")[0] == 0
    assert listed(counter) == ["00", "01", "02", "03", "99"]
    again = restarted(counter)
    assert as_operator(again, "03", "4711")[0] == 0
    assert again.do("sale")[0] == 0


def test_who_added_whom_is_written_down():
    counter = open_counter()
    choosing(counter, "4711")
    counter.do("add_operator", operator_number="03")
    written = [entry for effect in counter.appended for entry in effect.records if type(entry) is records.OperatorAdded]
    assert [(entry.operator, entry.role, entry.by) for entry in written] == [("03", "cashier", "00")]
    assert counter.noted("terminal.operator_added") == 1


def test_a_logged_in_supervisor_keys_no_second_password():
    counter = open_counter()
    as_operator(counter, "00")
    counter.say["ask.supervisor_password"] = Secret("000000")
    choosing(counter, "4711")
    assert counter.do("add_operator", operator_number="03")[0] == 0


@pytest.mark.parametrize(
    ("number", "changes", "status", "message"),
    [
        ("00", {}, 12, "screen.cashier_form"),
        ("99", {}, 12, "screen.cashier_form"),
        ("01", {}, 12, "screen.operator_known"),
        ("3", {}, 2, "screen.operator_form"),
        ("0３", {}, 2, "screen.operator_form"),
        ("03", {"ask.supervisor_password": Secret("999999")}, 12, "screen.password_wrong"),
        ("03", {"ask.new_password": Secret("123")}, 12, "screen.password_form"),
        ("03", {"ask.new_password": "4711"}, 12, "screen.password_form"),
        ("03", {"ask.repeated_password": Secret("4712")}, 12, "screen.password_differs"),
    ],
)
def test_an_addition_that_is_refused_says_why_and_adds_nobody(number, changes, status, message):
    counter = open_counter()
    choosing(counter, "4711")
    counter.say |= changes
    answered, body = counter.do("add_operator", operator_number=number)
    assert (answered, body["message"]) == (status, message)
    assert listed(counter) == ["00", "01", "02", "99"]


def test_a_deleted_cashier_works_here_no_more_and_the_number_is_free():
    counter = open_counter()
    assert counter.do("remove_operator", operator_number="02")[0] == 0
    assert listed(counter) == ["00", "01", "99"]
    assert as_operator(counter, "02")[1]["message"] == "screen.no_such_operator"
    assert counter.do("remove_operator", operator_number="02")[1]["message"] == "screen.no_such_operator"
    choosing(counter, "5678")
    assert counter.do("add_operator", operator_number="02")[0] == 0
    assert as_operator(counter, "02", "5678")[0] == 0


def test_a_new_cashier_does_not_inherit_the_wrong_passwords_of_the_number():
    counter = open_counter()
    for _ in range(5):
        as_operator(counter, "02", "9999")
    counter.do("remove_operator", operator_number="02")
    choosing(counter, "5678")
    counter.do("add_operator", operator_number="02")
    assert as_operator(counter, "02", "5678")[0] == 0


@pytest.mark.parametrize(
    ("number", "message"),
    [("00", "screen.operator_stays"), ("99", "screen.operator_stays"), ("01", "screen.operator_at_work")],
)
def test_who_is_needed_or_at_work_is_not_deleted(number, message):
    counter = open_counter()
    as_operator(counter, "01")
    status, body = counter.do("remove_operator", operator_number=number)
    assert (status, body["message"]) == (12, message)
    assert number in listed(counter)


@pytest.mark.parametrize("number", PASSWORDS)
def test_everybody_changes_their_own_password(number):
    counter = open_counter()
    counter.say["ask.operator_password"] = Secret(PASSWORDS[number])
    choosing(counter, "86420")
    assert counter.do("change_password", operator_number=number)[0] == 0
    assert as_operator(counter, number)[0] == 12
    assert as_operator(restarted(counter), number, "86420")[0] == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ask.operator_password": Secret("9999")}, "screen.password_wrong"),
        ({"ask.repeated_password": Secret("9999")}, "screen.password_differs"),
        ({"ask.new_password": Secret("0000"), "ask.repeated_password": Secret("0000")}, "screen.password_old"),
    ],
)
def test_a_change_that_is_refused_leaves_the_old_password(changes, message):
    counter = open_counter()
    as_operator(counter, "01")
    choosing(counter, "4711")
    counter.say |= changes
    status, body = counter.do("change_password")
    assert (status, body["message"]) == (12, message)
    assert as_operator(counter, "01")[0] == 0


def test_the_supervisor_resets_a_cashier_whose_lock_goes_with_it():
    counter = open_counter()
    for _ in range(5):
        as_operator(counter, "01", "9999")
    choosing(counter, "4711")
    assert counter.do("reset_password", operator_number="01")[0] == 0
    assert as_operator(counter, "01", "4711")[0] == 0


def test_only_the_system_manager_resets_the_supervisor_and_nobody_the_manager():
    counter = open_counter()
    choosing(counter, "471147")
    counter.say["ask.manager_password"] = Secret("00000000")
    assert counter.do("reset_password", operator_number="00")[0] == 12
    as_operator(counter, "99")
    assert counter.do("reset_password", operator_number="00")[0] == 0
    assert as_operator(counter, "00", "471147")[0] == 0
    assert counter.do("reset_password", operator_number="99")[1]["message"] == "screen.nobody_above_resets"
    assert counter.do("reset_password", operator_number="77")[1]["message"] == "screen.no_such_operator"


def test_the_manager_does_not_reset_cashiers_without_the_supervisor():
    counter = open_counter()
    as_operator(counter, "99")
    counter.say["ask.supervisor_password"] = Secret("999999")
    choosing(counter, "4711")
    assert counter.do("reset_password", operator_number="01")[0] == 12


def test_outside_the_demonstration_first_passwords_are_changed_at_first_use():
    counter = open_counter(demo=False)
    choosing(counter, "4711")
    assert as_operator(counter, "01")[0] == 0
    assert "screen.first_password" in counter.shown()
    counter.do("log_out")
    counter.screens.clear()
    assert as_operator(counter, "01", "4711")[0] == 0
    assert "screen.first_password" not in counter.shown()


@pytest.mark.parametrize("chosen", ["0000", "1234", "123456", "12345678"])
def test_outside_the_demonstration_nobody_chooses_a_first_password(chosen):
    counter = open_counter(demo=False)
    choosing(counter, chosen)
    status, body = as_operator(counter, "01")
    assert (status, body["message"]) == (12, "screen.password_old")
    assert counter.do("status")[1]["operator"] is None


def test_outside_the_demonstration_a_first_password_approves_nothing():
    counter = open_counter(demo=False)
    choosing(counter, "4711")
    as_operator(counter, "01")
    assert counter.do("sale")[0] == 0
    status, body = counter.do("void", voucher_number="000002")
    assert (status, body["message"], body["advice"]) == (12, "screen.first_password", "advice.change_password")
    choosing(counter, "654321")
    counter.say["ask.operator_password"] = Secret(PASSWORDS["00"])
    assert counter.do("change_password", operator_number="00")[0] == 0
    counter.say["ask.supervisor_password"] = Secret("654321")
    assert counter.do("void", voucher_number="000002")[0] == 0


def test_outside_the_demonstration_a_reset_password_is_a_first_one_again():
    counter = open_counter(demo=False)
    choosing(counter, "654321")
    as_operator(counter, "00")
    choosing(counter, "4711")
    assert counter.do("reset_password", operator_number="01")[0] == 0
    choosing(counter, "4712")
    counter.screens.clear()
    assert as_operator(counter, "01", "4711")[0] == 0
    assert "screen.first_password" in counter.shown()
