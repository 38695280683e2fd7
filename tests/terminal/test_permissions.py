"""Who may do what: the table is total, and money needs a cashier."""

import pytest

from countertop.terminal.permissions import PERMITTED, Operation, Role, is_operator_number, is_password


def test_every_role_is_in_the_table_and_every_operation_somebodys():
    assert set(PERMITTED) == set(Role)
    assert frozenset().union(*PERMITTED.values()) == set(Operation)


def test_only_cashiers_sell_and_only_the_supervisor_approves():
    assert [role for role in Role if Operation.SALE in PERMITTED[role]] == [Role.CASHIER]
    assert [role for role in Role if Operation.APPROVE_VOID in PERMITTED[role]] == [Role.SUPERVISOR]
    assert [role for role in Role if Operation.UNLOCK_SUPERVISOR in PERMITTED[role]] == [Role.MANAGER]


@pytest.mark.parametrize("number", ["1", "001", "²1", "-1", "", None, 1, "０１"])
def test_an_operator_number_is_two_ascii_digits(number):
    assert not is_operator_number(number)
    assert is_operator_number("01")


@pytest.mark.parametrize("password", ["123", "123456789", "12a4", "１２３４", " 1234"])
def test_a_password_is_four_to_eight_ascii_digits(password):
    assert not is_password(password)
    assert is_password("0000")
    assert is_password("12345678")
