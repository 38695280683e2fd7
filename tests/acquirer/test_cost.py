"""What a transaction may cost: effects, visits to the HSM, durable writes and rows."""

from collections import Counter

import pytest

from countertop.acquirer import SCHEMA
from countertop.stage import Append, AskHsm


class Counted:
    """Counts what the host does, and the rows that its records make."""

    def __init__(self, house):
        self.effects = Counter()
        self.rows = 0
        self.commands = 0
        for kind, perform in list(house.book.stage._perform.items()):
            house.book.stage._perform[kind] = self.counting(perform)

    def counting(self, perform):
        def count(effect, play, now):
            self.effects[type(effect).__name__] += 1
            if type(effect) is Append:
                self.rows += sum(len(SCHEMA.rows[type(entry)](entry)) for entry in effect.records)
            if type(effect) is AskHsm:
                self.commands += len(effect.commands)
            return perform(effect, play, now)

        return count


@pytest.fixture
def counted(house, till):
    return Counted(house)


def test_a_sale_costs_two_asks_two_appends_and_two_rows(till, counted):
    till.buy()
    assert counted.effects == {"AskHsm": 2, "Append": 2, "Send": 2, "SetTimer": 1, "CancelTimer": 1}
    assert counted.commands == 7
    assert counted.rows == 2


def test_a_sale_that_the_bank_declines_costs_no_more(till, switch, counted):
    till.tell(till.sale())
    switch.decline()
    till.hear()
    assert (counted.effects["AskHsm"], counted.effects["Append"], counted.rows) == (2, 2, 2)


def test_a_decline_by_the_host_is_one_append(till, counted):
    till.tell(till.sale(pan="6225000000000015"))
    assert till.hear().response_code == "14"
    assert counted.effects == {"AskHsm": 2, "Append": 1, "Send": 1}
    assert counted.rows == 2


def test_a_copy_writes_nothing(house, till, counted):
    request, _ = till.buy()
    written = len(house.book.appended)
    till.tell(request)
    assert till.hear().response_code == "00"
    assert len(house.book.appended) == written


def test_a_void_stays_within_eight_rows_and_two_appends(till, switch, counted):
    sale, answer = till.buy()
    counted.effects.clear()
    counted.rows = 0
    till.tell(till.void(sale, answer))
    switch.approve()
    assert till.hear().response_code == "00"
    assert counted.effects["Append"] == 2
    assert counted.rows == 3


def test_a_reversal_stays_within_eight_rows(till, switch, counted):
    request, _ = till.buy()
    till.tell(till.reversal(request))
    switch.acknowledge()
    till.hear()
    assert counted.rows <= 8


def test_nothing_is_noted_about_a_sale(house, till):
    before = len(house.book.notes)
    till.buy()
    assert len(house.book.notes) == before
