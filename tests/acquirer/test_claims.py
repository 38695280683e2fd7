"""Budgets by themselves: how far an amount goes, to the fen and to the day."""

from datetime import date

import pytest

from countertop.acquirer import AcquirerSettings
from countertop.acquirer.claims import Claim, Request, claim_fault, days_between, standing_amount

SETTINGS = AcquirerSettings()


def fault(kind, amount, original, *claims, tip=None, day=1):
    held, worth = original
    return claim_fault(Request(kind, amount, tip, day), {"kind": held, "amount": worth}, claims, SETTINGS)


def claim(kind, amount, *, approved=True, serial=1):
    return Claim(kind, amount, approved, serial)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2024, 7, 15), date(2024, 7, 15), 1),
        (date(2024, 12, 31), date(2025, 1, 29), 30),
        (date(2024, 2, 29), date(2024, 3, 29), 30),
        (date(2025, 2, 28), date(2025, 3, 29), 30),
        (date(2024, 2, 28), date(2024, 3, 28), 30),
    ],
)
def test_days_include_the_first_and_the_last(first, last, days):
    assert days_between(first, last) == days


@pytest.mark.parametrize("worth", [1, 6, 7, 99, 100, 101, 12_345_67])
def test_115_percent_of_any_amount(worth):
    most = worth * 115 // 100
    assert fault("completion", most, ("preauthorisation", worth)) == ""
    assert fault("completion", most + 1, ("preauthorisation", worth)) == "64"


@pytest.mark.parametrize(
    ("kind", "last", "original"),
    [("completion", 30, "preauthorisation"), ("completion_advice", 30, "preauthorisation"), ("refund", 180, "sale")],
)
def test_the_last_day(kind, last, original):
    assert fault(kind, 1, (original, 1), day=last) == ""
    assert fault(kind, 1, (original, 1), day=last + 1) == "22"


def test_refunds_add_up_whether_answered_or_not():
    sale = ("sale", 100)
    made = (claim("refund", 40), claim("refund", 40, approved=False))
    assert fault("refund", 20, sale, *made) == ""
    assert fault("refund", 21, sale, *made) == "61"


@pytest.mark.parametrize("kind", ["void", "refund", "completion_void"])
def test_a_standing_void_bars(kind):
    original, bar = ("completion", "completion_void") if kind == "completion_void" else ("sale", "void")
    assert fault(kind, 100, (original, 100)) == ""
    assert fault(kind, 100, (original, 100), claim(bar, 100, approved=False)) == "12"


def test_the_newest_adjustment_is_the_amount():
    made = (
        claim("adjustment", 90, serial=1),
        claim("tip_adjustment", 95, serial=3),
        claim("adjustment", 80, serial=2),
    )
    assert standing_amount({"amount": 100}, made) == 95
    assert standing_amount({"amount": 100}, ()) == 100
    assert fault("tip_adjustment", 100, ("offline_post", 100), *made, tip=5) == ""
    assert fault("tip_adjustment", 100, ("offline_post", 100), *made, tip=6) == "64"
    assert fault("adjustment", 80, ("offline_post", 100), claim("adjustment", 90, approved=False)) == "96"
