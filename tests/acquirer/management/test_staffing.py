"""Who works at a terminal, told by it under a MAC: the host follows what its policy lets it, once."""

import pytest

from countertop.iso8583.private.staffing import StaffChange
from countertop.values import SECOND
from tests.acquirer.neighbours import House
from tests.acquirer.test_void import refused


def told(till, number, operator="05", role="cashier", by="00", *, is_added=True, mac=None):
    """Tell the host of a change, sealed; return its answer, whose MAC is right."""
    change = StaffChange(number, operator, role, is_added, by)
    message = till.manage("0820", "366", extended_data=change.data())
    till.house.book.tell(till.line, till.seal(message, mac))
    return till.hear()


def code(till, number, *args, **changes):
    answer = told(till, number, *args, **changes)
    assert answer.mac is not None
    return answer.response_code


def test_a_cashier_who_came_sells_and_the_supervisor_voids(house, till):
    refused(till, house.switch, "58", till.sale(people="OP00205"))
    assert code(till, 1) == "00"
    request, answer = till.buy(people="OP00205")
    till.ask(till.void(request, answer, people="OP00205SV00200"))
    house.reopen()
    till.buy(people="OP00205")


def test_a_cashier_who_left_sells_no_more(house, till):
    assert code(till, 1, "01", is_added=False) == "00"
    refused(till, house.switch, "58", till.sale(people="OP00201"))
    house.reopen()
    refused(till, house.switch, "58", till.sale(people="OP00201"))


def test_an_old_change_told_again_changes_nothing(house, till):
    assert code(till, 1) == "00"
    assert code(till, 2, is_added=False) == "00"
    assert code(till, 1) == "00"
    refused(till, house.switch, "58", till.sale(people="OP00205"))


def test_another_machine_counts_its_changes_from_one_again(house, till):
    assert code(till, 1) == "00"
    assert code(till, 1, "06") == "00"
    till.buy(people="OP00206")
    assert code(till, 2, "05", is_added=False) == "00"
    assert code(till, 1, "06") == "00"  # once more
    assert code(till, 2, "06", is_added=False) == "00"
    assert code(till, 1) == "00"  # of the machine before
    house.reopen()
    for gone in ("05", "06"):
        refused(till, house.switch, "58", till.sale(people=f"OP002{gone}"))


def test_the_same_change_of_another_machine_is_followed_as_its_own(house, till):
    assert code(till, 1) == "00"
    assert code(till, 2, is_added=False) == "00"
    house.book.advance(SECOND)
    till.sign_in()  # the machine that stands here now
    assert code(till, 1) == "00"
    till.buy(people="OP00205")
    assert code(till, 2, is_added=False) == "00"
    assert code(till, 1) == "00"  # a late copy
    house.reopen()
    assert code(till, 1) == "00"  # and one more
    refused(till, house.switch, "58", till.sale(people="OP00205"))


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "supervisor"},
        {"role": "manager"},
        {"operator": "00", "is_added": False},
        {"operator": "00"},
        {"by": "01"},
        {"by": "77"},
    ],
)
def test_a_terminal_makes_nobody_who_approves_and_nobody_without_approval(house, till, changes):
    assert code(till, 1, **changes) == "58"
    assert house.book.noted("acquirer.operator-refused") == 1
    assert code(till, 1, **changes) == "58"
    assert house.book.noted("acquirer.operator-refused") == 1
    refused(till, house.switch, "58", till.sale(people="OP00205"))
    request, answer = till.buy()
    till.ask(till.void(request, answer))  # the supervisor is who it was


def test_a_host_may_register_everybody_itself():
    house = House(operators_from_terminals=False).open()
    house.till.sign_in()
    assert code(house.till, 1) == "58"


def test_a_terminal_has_so_many_operators():
    house = House(most_operators=4).open()
    house.till.sign_in()
    assert [code(house.till, 1, "05"), code(house.till, 2, "06"), code(house.till, 3, "05")] == ["00", "58", "00"]


def test_a_wrong_mac_brings_nobody(house, till):
    assert told(till, 1, mac=b"00000000").response_code == "A0"
    refused(till, house.switch, "58", till.sale(people="OP00205"))


def test_a_terminal_that_is_signed_out_brings_nobody(house, till):
    till.tell(till.manage("0820", "002"))
    till.hear()
    assert told(till, 1).response_code == "77"


def test_what_is_no_change(house, till):
    message = till.manage("0820", "366", extended_data=b"NO0010")
    house.book.tell(till.line, till.seal(message))
    assert till.hear().response_code == "30"
