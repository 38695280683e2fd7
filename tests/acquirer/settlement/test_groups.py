"""Domestic and foreign cards are two groups: each compared, uploaded and restored by itself; advices come as copies."""

import pytest

from countertop.acquirer.records import BinRouteSet
from countertop.iso8583.private import SettlementTotals
from countertop.values import Pan
from tests.acquirer.neighbours import PAN, House
from tests.acquirer.settlement.till import (
    detail,
    dispositions,
    lose,
    results,
    rows,
    tell_copy,
    tell_details,
    tell_end,
    tell_totals,
    totals,
)

FOREIGN = "6224243300000059"


@pytest.fixture
def house():
    """A host to which cards under one prefix are of another scheme."""
    return House(extra=(BinRouteSet("622424", 16, card_kind="credit", scheme="VIS"),)).open()


def counted(house):
    (batch,) = rows(house, "closed_batch")
    found = SettlementTotals.read(batch["totals"])
    return [
        (side.debit_amount, side.debit_count, side.credit_amount, side.credit_count)
        for side in (found.domestic, found.foreign)
    ]


def refunded_by(till, sold, amount):
    refund = till.refund(sold[1], amount=amount, pan=sold[2])
    return refund, till.ask(refund)


def bought(till, amount, pan=PAN):
    return (*till.buy(amount=amount, pan=pan), Pan(pan))


def test_each_group_is_compared_by_itself(till):
    bought(till, 1200)
    bought(till, 300, FOREIGN)
    told = totals(1200, 1, debit_amount=301, debit_count=1)
    answer = tell_totals(till, told)
    assert results(answer) == ("1", "2")
    own = SettlementTotals.read(answer.private_data)
    assert (own.domestic.debit_amount, own.foreign.debit_amount) == (1200, 300)


def test_a_lost_foreign_sale_is_restored_among_the_foreign_ones(till, house):
    bought(till, 1200)
    first, second = bought(till, 300, FOREIGN), bought(till, 50, FOREIGN)
    lose(house, first[0].stan)
    assert results(tell_totals(till, totals(1200, 1, debit_amount=350, debit_count=2))) == ("1", "2")
    told = [detail(*each[:2], pan=FOREIGN, card_type="01") for each in (first, second)]
    assert tell_details(till, *told).response_code == "00"
    assert tell_end(till, 2).response_code == "00"
    assert dispositions(house) == {first[0].stan: "restored", second[0].stan: "matched"}
    assert counted(house) == [(1200, 1, 0, 0), (350, 2, 0, 0)]


def test_what_the_terminal_never_told_is_a_case_in_the_group_that_differs_alone(till, house):
    bought(till, 1200)
    told, untold = bought(till, 300, FOREIGN), bought(till, 50, FOREIGN)
    tell_totals(till, totals(1200, 1, debit_amount=300, debit_count=1))
    tell_details(till, detail(*told[:2], pan=FOREIGN, card_type="01"))
    tell_end(till, 1)
    assert dispositions(house) == {told[0].stan: "matched", untold[0].stan: "host_only"}


@pytest.mark.parametrize("pan", [PAN, FOREIGN])
def test_lost_advices_are_restored_from_their_copies_each_on_its_side(till, house, pan):
    sold = bought(till, 1000, pan)
    refund, refunded = refunded_by(till, sold, 400)
    post = till.post(amount=700, pan=Pan(pan))
    posted = till.ask(post)
    for request in (refund, post):
        lose(house, request.stan)
    group = {"debit_amount": 1700, "debit_count": 2, "credit_amount": 400, "credit_count": 1}
    foreign = pan == FOREIGN
    told = totals(**group) if foreign else totals(1700, 2, 400, 1)
    assert results(tell_totals(till, told)) == (("1", "2") if foreign else ("2", "1"))
    for request, answer in ((post, posted), (refund, refunded)):
        for _ in range(2):  # a copy that comes twice counts once
            assert tell_copy(till, request, answer).response_code == "00"
    tell_details(till, detail(*sold[:2], pan=pan, card_type="01" if foreign else "00"))
    assert tell_end(till, 3).response_code == "00"
    assert dispositions(house) == {sold[0].stan: "matched", refund.stan: "restored", post.stan: "restored"}
    assert counted(house)[foreign] == (1700, 2, 400, 1)
    assert counted(house)[not foreign] == (0, 0, 0, 0)
    kinds = {row["stan"]: (row["kind"], row["amount"]) for row in rows(house, "attempt")}
    assert (kinds[refund.stan], kinds[post.stan]) == (("refund", 400), ("offline_post", 700))


def test_advices_that_the_host_has_match_their_copies(till, house):
    sold = bought(till, 1000)
    refund, refunded = refunded_by(till, sold, 400)
    tell_totals(till, totals(1000, 1, 401, 1))
    tell_copy(till, refund, refunded)
    tell_details(till, detail(*sold[:2]))
    tell_end(till, 2)
    assert dispositions(house) == {sold[0].stan: "matched", refund.stan: "matched"}
    assert house.book.ask_desk("cases")[1]["cases"] == []
