"""The lock of the machine: by hand, after inactivity, after failures; and who may lift it."""

import pytest

from countertop.values import Secret
from tests.terminal.counter import PASSWORDS, open_counter
from tests.terminal.test_operators import as_operator, restarted
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import signed_in


def unlock(counter, number, password=None):
    counter.say |= {"ask.operator_number": number, "ask.operator_password": Secret(password or PASSWORDS[number])}
    return counter.do("unlock_terminal")


def locked(counter):
    return counter.do("status")[1]["lock"]


def locked_by_hand():
    counter = open_counter()
    as_operator(counter, "01")
    assert counter.do("lock_terminal")[0] == 0
    assert locked(counter) == "person"
    return counter


def locked_by_failures():
    counter = open_counter(lock_after_failures=6)
    for number in ("01", "02"):
        for _ in range(3):
            _status, body = as_operator(counter, number, "9999")
    assert body["message"] == "screen.terminal_locked"
    assert locked(counter) == "failures"
    return counter


@pytest.mark.parametrize("verb", ["sale", "void", "sign_in", "log_in", "add_operator", "lock_terminal"])
def test_a_locked_machine_takes_no_request(verb):
    counter = locked_by_hand()
    status, body = counter.do(verb)
    assert (status, body["message"], body["advice"]) == (12, "screen.terminal_locked", "advice.unlock_terminal")


def test_looking_and_testing_itself_go_on():
    counter = locked_by_hand()
    assert counter.do("transactions")[0] == 0
    assert counter.do("self_test")[0] == 0


def test_the_lock_outlives_a_power_cut():
    again = restarted(locked_by_hand())
    assert locked(again) == "person"
    assert again.do("sale")[0] == 12
    assert unlock(again, "01")[0] == 0
    assert locked(restarted(again)) is None


def test_who_was_there_unlocks_and_goes_on():
    counter = locked_by_hand()
    assert counter.do("status")[1]["operator"] is None
    assert unlock(counter, "01")[0] == 0
    assert counter.do("status")[1]["operator"] == "01"
    assert counter.do("sale")[0] == 0


@pytest.mark.parametrize("number", ["00", "99"])
def test_who_is_above_unlocks_and_is_not_logged_in_by_it(number):
    counter = locked_by_hand()
    assert unlock(counter, number)[0] == 0
    assert (locked(counter), counter.do("status")[1]["operator"]) == (None, None)


def test_another_cashier_does_not():
    counter = locked_by_hand()
    status, body = unlock(counter, "02")
    assert (status, body["message"]) == (12, "screen.not_permitted")
    assert unlock(counter, "01", "9999")[1]["message"] == "screen.password_wrong"
    assert locked(counter) == "person"


def test_what_is_not_locked_is_not_unlocked():
    counter = open_counter()
    assert unlock(counter, "01")[1]["message"] == "screen.not_locked"
    counter = locked_by_hand()
    counter.say["ask.operator_number"] = "1"
    assert counter.do("unlock_terminal")[0] == 2


def test_too_many_wrong_passwords_over_all_operators_lock_it():
    counter = locked_by_failures()
    assert counter.noted("terminal.terminal_locked") == 1
    assert unlock(counter, "01")[1]["message"] == "screen.not_permitted"
    assert unlock(counter, "00")[0] == 0
    assert locked(counter) is None


def test_right_passwords_between_keep_it_open():
    counter = open_counter(lock_after_failures=6)
    for _ in range(3):
        for number in ("01", "02"):
            as_operator(counter, number, "9999")
            as_operator(counter, number)
    assert locked(counter) is None


def test_the_count_outlives_a_power_cut():
    counter = open_counter(lock_after_failures=6)
    for number in ("01", "02"):
        for _ in range(2):
            as_operator(counter, number, "9999")
    again = restarted(counter)
    as_operator(again, "99", "9999")
    assert locked(again) is None
    as_operator(again, "99", "9999")
    assert locked(again) == "failures"


def test_after_inactivity_it_locks_itself_if_so_set():
    counter = open_counter(lock_after_idle=60_000_000)
    as_operator(counter, "01")
    counter.wait(50)
    counter.do("echo")
    counter.wait(50)
    assert locked(counter) is None
    counter.wait(10)
    assert locked(counter) == "idle"


def test_it_does_not_lock_itself_inside_a_transaction():
    counter = open_counter(lock_after_idle=60_000_000)
    as_operator(counter, "01")
    counter.do("sign_in")
    counter.ask_desk("sale")
    counter.advance(61_000_000)
    assert locked(counter) is None
    counter.pump()
    counter.wait(130)
    assert locked(counter) == "idle"


def test_without_anybody_logged_in_there_is_nothing_to_lock():
    counter = open_counter(lock_after_idle=60_000_000)
    as_operator(counter, "01")
    counter.do("log_out")
    counter.wait(200)
    assert locked(counter) is None


def test_by_default_it_stays_open():
    counter = open_counter()
    as_operator(counter, "01")
    counter.wait(7200)
    assert locked(counter) is None


def test_what_is_owed_goes_on_behind_the_lock():
    counter = signed_in()
    unknown_sale(counter)
    assert counter.do("lock_terminal")[0] == 0
    counter.host.silent = False
    counter.wait(120)
    assert "reversed" in counter.states().values()


def test_after_wrong_passwords_who_was_there_does_not_unlock_it_alone():
    counter = open_counter(lock_after_failures=4)
    as_operator(counter, "01")
    for _ in range(4):
        as_operator(counter, "02", "9999")
    assert locked(counter) == "failures"
    assert unlock(counter, "01")[1]["message"] == "screen.not_permitted"
    assert unlock(counter, "99")[0] == 0


def test_nothing_begins_while_the_lock_is_being_written_down():
    counter = open_counter(lock_after_idle=60_000_000)
    as_operator(counter, "01")
    counter.do("sign_in")
    voucher = counter.do("sale")[1]["voucher_number"]
    counter.hold = True
    counter.advance(60_000_000)
    status, body = counter.do("void", voucher_number=voucher)
    assert (status, body["message"]) == (12, "screen.terminal_locked")
    counter.hold = False
    counter.let_go()
    assert locked(counter) == "idle"
    assert unlock(counter, "01")[0] == 0
    assert counter.do("void", voucher_number=voucher)[0] == 0
