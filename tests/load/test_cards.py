from countertop.demo.people import BANKS
from countertop.load.cards import cards_of


def test_a_load_has_cards_of_every_bank():
    cards = cards_of(30)
    assert len(cards) == 30
    assert {card.bank for card in cards.values()} == {bank.key for bank in BANKS}
    for card in cards.values():
        card.pan.check()


def test_cards_have_pins_of_their_own():
    cards = cards_of(300).values()
    assert len({card.pin for card in cards}) == len({card.pan for card in cards}) == 300


def test_a_smaller_load_uses_the_first_of_the_same_cards():
    assert list(cards_of(30).items())[:10] == list(cards_of(10).items())
