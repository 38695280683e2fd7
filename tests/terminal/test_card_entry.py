"""What counts as a read card."""

import pytest

from countertop.card import Manner, StripeRead
from countertop.terminal.card_entry import Card, card_of
from countertop.values import Track2
from tests.terminal.counter import CARD, CHIP_CARD, NUMBER


def test_a_good_swipe_is_a_card():
    card = card_of(CARD.swipe())
    assert isinstance(card, Card)
    assert card.pan.reveal() == NUMBER
    assert not card.has_chip


def test_a_service_code_tells_of_a_chip():
    assert card_of(CHIP_CARD.swipe()).has_chip


def test_the_two_faults_are_told_apart():
    assert card_of(CARD.swipe(Manner.UNEVENLY)) == "unreadable"
    assert card_of(CARD.swipe(Manner.TURNED)) == "turned"


@pytest.mark.parametrize(
    "track",
    [
        "",
        NUMBER,
        f"{NUMBER}D",
        f"{NUMBER}D301",
        "6225000000000015D30121200000",
        f"{NUMBER}=30121200000",
        f"{NUMBER}D3012120000000000000000",
        "６225000000000014D30121200000",
    ],
)
def test_a_track_that_is_none_is_unreadable(track):
    assert card_of(StripeRead(Track2(track))) == "unreadable"


def test_a_reader_that_gives_no_track_2_has_read_nothing():
    assert card_of(StripeRead()) == "unreadable"
