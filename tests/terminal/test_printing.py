"""A printer that fails in the middle of a sale: the machine knows it, nothing is charged again, the slip comes out later."""

import pytest

from countertop.stage import Condition, Device, Finding
from tests.terminal.counter import open_counter

CASES = [
    (Condition.PAPER_OUT, "screen.paper_out", "advice.load_paper_and_print"),
    (Condition.SILENT, "screen.printer_silent", "advice.mend_printer"),
]


def prints(counter, condition):
    """Let the printer be so, and no slip come out of one that fails."""
    counter.somebody_there = condition is Condition.OK
    counter.findings[Device.PRINTER] = Finding(condition)


def sale_at_a_printer_that_fails(condition):
    """Sell; the printer fails while the host answers."""
    counter = open_counter()
    counter.do("sign_in")
    answer = counter.host.answer

    def answering(payload):
        prints(counter, condition)
        return answer(payload)

    counter.host.answer = answering
    assert counter.do("sale")[0] == 0
    counter.host.answer = answer
    return counter


def transactions(counter):
    return len(counter.do("transactions")[1]["transactions"])


@pytest.mark.parametrize(("condition", "message", "advice"), CASES)
def test_the_slip_comes_out_when_the_printer_is_mended_and_the_sale_stays_one(condition, message, advice):
    counter = sale_at_a_printer_that_fails(condition)
    known = counter.do("status")[1]
    assert known["printer"] == condition.value
    assert [paper["copy"] for paper in known["unseen_slips"]] == ["merchant", "cardholder"]
    _, body = counter.do("slips")
    assert (body["message"], body["advice"]) == (message, advice)
    assert len(counter.do("status")[1]["unseen_slips"]) == 2

    prints(counter, Condition.OK)
    before = len(counter.papers)
    assert counter.do("slips")[1]["message"] == "screen.unseen_slips"
    assert [paper.copy for paper in counter.papers[before:]] == ["merchant", "cardholder"]
    known = counter.do("status")[1]
    assert (known["printer"], known["unseen_slips"]) == ("", [])
    assert transactions(counter) == 1
    assert len(counter.heard("0200")) == 1


@pytest.mark.parametrize(("condition", "message", "advice"), CASES)
def test_a_slip_wanted_again_says_what_the_printer_lacks(condition, message, advice):
    counter = open_counter()
    counter.do("sale")
    prints(counter, condition)
    _, body = counter.do("slips", voucher_number="2")
    assert (body["message"], body["advice"]) == (message, advice)
    assert body["voucher_number"] == "000002"
