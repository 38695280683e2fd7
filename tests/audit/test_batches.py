"""The audit of batches: silent about a good day, and each planted fault of the settlement is found."""

import pytest

from countertop.audit import audit
from tests.acquirer.neighbours import House
from tests.acquirer.settlement.till import detail, lose, tell_details, tell_end, tell_totals, totals


def found(house):
    return {
        finding.what for finding in audit({"acquirer": house.book.store}, at_rest=False) if finding.invariant == "I11"
    }


def opened(*planted):
    house = House(planted=frozenset(planted)).open()
    house.till.sign_in()
    return house, house.till


def test_a_good_day_has_no_findings():
    house, till = opened()
    sales = [till.buy(amount=100), till.buy(amount=200)]
    lose(house, sales[0][0].stan)
    tell_totals(till, totals(300, 2))
    tell_details(till, *(detail(*sale) for sale in sales))
    tell_end(till, 2)
    house.book.ask_desk("day-close", date="20240715")
    assert found(house) == set()


def test_a_batch_closed_over_a_sale_in_flight_is_found():
    house, till = opened("acquirer.batch-closed-over-a-sale-in-flight")
    till.tell(till.sale(amount=900))
    tell_totals(till, totals())
    tell_end(till, code="207")
    house.switch.approve()
    assert "audit.batch_totals" in found(house)


def test_totals_that_include_what_was_reversed_are_found():
    house, till = opened("acquirer.totals-include-reversed")
    request, _ = till.buy(amount=900)
    till.tell(till.reversal(request))
    till.hear()
    tell_totals(till, totals(900, 1))
    tell_end(till, code="207")
    assert "audit.batch_totals" in found(house)


def test_an_upload_posted_twice_is_found():
    house, till = opened("acquirer.upload-posts-twice")
    sale = till.buy(amount=900)
    lose(house, sale[0].stan)
    tell_totals(till, totals(900, 1))
    for _ in range(2):
        tell_details(till, detail(*sale))
    tell_end(till, 2)
    assert "audit.twice_in_batch" in found(house)


@pytest.mark.parametrize("table", ["closed_batch", "disposition", "clearing"])
def test_what_somebody_takes_out_of_the_books_is_found(table):
    house, till = opened()
    sale = till.buy(amount=900)
    tell_totals(till, totals(800, 1))
    tell_details(till, detail(*sale))
    tell_end(till, 1)
    house.book.ask_desk("day-close", date="20240715")
    assert found(house) == set()
    rows = house.book.store._tables[table]
    rows.remove(next(iter(rows.rows)))
    assert found(house)
