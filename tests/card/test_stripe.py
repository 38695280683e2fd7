"""The virtual stripe: what is on it, and how a swipe can fail."""

import json

import pytest

from countertop.card import Manner, StripeCard, StripeRead, TurnedCard, Unreadable
from countertop.values import Pan

NUMBER = "6225000000000014"


def card(**changes):
    return StripeCard(**{"pan": Pan(NUMBER), "expiry": "3012", "service_code": "120", **changes})


def test_track_2_has_number_expiry_and_service_code_in_their_places():
    track2 = card(discretionary="12345").track2
    assert track2.reveal() == f"{NUMBER}D301212012345"
    assert (track2.pan.reveal(), track2.expiry, track2.service_code) == (NUMBER, "3012", "120")


@pytest.mark.parametrize("number", [NUMBER, "6225000000000000014", "6225000000004"])
def test_an_issuer_that_leaves_no_digits_of_its_own_fills_the_track(number):
    number = next(number[:-1] + digit for digit in "0123456789" if _is_number(number[:-1] + digit))
    assert len(card(pan=Pan(number)).track2.reveal()) == 37


def _is_number(number):
    try:
        Pan(number).check()
    except ValueError:
        return False
    return True


def test_track_3_begins_with_its_format_code_and_the_number():
    assert card().track3 is None
    track3 = card(has_track3=True).track3.reveal()
    assert track3.startswith(f"99{NUMBER}D")
    assert len(track3) <= 104


@pytest.mark.parametrize(
    "changes",
    [
        {"pan": Pan("6225000000000015")},
        {"pan": Pan("622500")},
        {"expiry": "30122"},
        {"expiry": "３０１２"},
        {"service_code": "12"},
        {"discretionary": "0" * 14},
        {"discretionary": "12a"},
    ],
)
def test_a_stripe_that_no_issuer_could_write_is_refused_without_its_digits(changes):
    with pytest.raises(ValueError, match=r"digits|number") as fault:
        card(**changes)
    assert NUMBER[:12] not in str(fault.value)


def test_a_swipe_is_a_reading_or_one_of_two_faults_told_apart():
    read = card(has_track3=True).swipe()
    assert type(read) is StripeRead
    assert (read.fault, read.track2, read.track3) == ("", card().track2, card(has_track3=True).track3)
    assert type(card().swipe(Manner.UNEVENLY)) is Unreadable
    assert type(card().swipe(Manner.TURNED)) is TurnedCard
    assert (card().swipe(Manner.UNEVENLY).fault, card().swipe(Manner.TURNED).fault) == ("unreadable", "turned")
    assert card().swipe(Manner.TURNED).track2 is None


def test_a_swipe_prints_nothing_of_the_card_and_is_never_serialised():
    read = card().swipe()
    assert repr(read) == "StripeRead()"
    with pytest.raises(TypeError):
        json.dumps(read)
