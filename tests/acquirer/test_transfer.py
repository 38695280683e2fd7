"""Transfer: from one card to another, where a terminal or its merchant may; repeated until it is answered."""

import pytest

from countertop.acquirer.records import PermissionSet
from countertop.acquirer.tables import TARGET_BY_KEY
from countertop.values import SECOND, Pan
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_PAN, PAN, TERMINAL_ID, House
from tests.acquirer.test_reversal import key_of
from tests.acquirer.test_void import refused


@pytest.fixture(params=[TERMINAL_ID, MERCHANT_ID])
def house(request):
    return House(extra=(PermissionSet(request.param, "transfer", True),)).open()


def test_nobody_transfers_without_permission():
    house = House().open()
    house.till.sign_in()
    refused(house.till, house.switch, "58", house.till.transfer(OTHER_PAN))


def test_a_permission_is_of_those_who_have_it():
    house = House(extra=(PermissionSet(TERMINAL_ID, "transfer", True),)).open()
    house.other_till.sign_in()
    refused(house.other_till, house.switch, "58", house.other_till.transfer(OTHER_PAN))


def test_a_permission_can_be_taken_back():
    given = (PermissionSet(TERMINAL_ID, "transfer", True), PermissionSet(TERMINAL_ID, "transfer", False))
    house = House(extra=given).open()
    house.till.sign_in()
    refused(house.till, house.switch, "58", house.till.transfer(OTHER_PAN))


def test_a_transfer_names_the_other_card(till, switch):
    till.tell(till.transfer(OTHER_PAN, 2_500))
    forwarded = switch.approve()
    assert (forwarded.mti, forwarded.processing_code, forwarded.condition_code) == ("0200", "400000", "66")
    assert (forwarded.pan, forwarded.account_to, forwarded.amount) == (Pan(PAN), Pan(OTHER_PAN), "000000002500")
    assert forwarded.pin_block is not None
    assert till.hear().response_code == "00"


def test_silence_is_ended_by_repetition_without_the_pin(house, till, switch):
    transfer = till.transfer(OTHER_PAN)
    till.tell(transfer)
    first = switch.hear()
    for _ in range(2):
        house.reopen()
        house.book.advance(10_000)
        again = switch.hear()
        assert (again.stan, again.transmission_time) == (first.stan, first.transmission_time)
        assert (again.account_to, again.pan, again.amount) == (first.account_to, first.pan, first.amount)
        assert (again.pin_block, again.pin_length, again.track2) == (None, None, None)
    till.tell(transfer)
    till.nothing_heard()
    switch.tell(switch.approval(again))
    assert till.hear().response_code == "00"


def test_another_card_under_the_same_key_conflicts(house, till, switch):
    transfer = till.transfer(OTHER_PAN)
    till.tell(transfer)
    waiting = switch.hear()
    third = "6225000000000030"
    till.tell(transfer.copy(extended_data=third.encode()))
    assert till.hear().response_code == "94"
    switch.tell(switch.approval(waiting))
    assert till.hear().response_code == "00"
    till.tell(transfer.copy(extended_data=third.encode()))
    assert till.hear().response_code == "94"
    till.tell(transfer)
    assert till.hear().response_code == "00"
    switch.nothing_heard()


@pytest.mark.parametrize(
    ("code", "target"),
    [("A3", PAN), ("A3", "62250000"), ("A3", "6225x00000000022"), ("14", "6225000000000023")],
)
def test_a_card_that_is_none_is_declined(till, switch, code, target):
    refused(till, switch, code, till.transfer(target))


def test_the_other_card_rests_sealed(house, till):
    transfer = till.transfer(OTHER_PAN)
    till.ask(transfer)
    (kept,) = house.book.rows(TARGET_BY_KEY, key_of(transfer))
    assert kept["target_masked"] == "622500******0022"
    assert not any(OTHER_PAN in str(line) for line in house.book.store.durable_image().lines)


def test_there_is_no_reversal_of_it(house, till, switch):
    transfer = till.transfer(OTHER_PAN)
    till.ask(transfer)
    till.tell(till.reversal(transfer))
    assert till.hear().response_code == "40"
    house.book.advance(SECOND)
    switch.nothing_heard()
