import json

from countertop.demo import read_wallet
from countertop.demo.people import BANKS
from countertop.load.cards import wallet_of


def test_a_wallet_of_a_load_is_a_wallet_with_cards_of_every_bank():
    cards = read_wallet(wallet_of(30))
    assert len(cards) == 30
    assert {card.bank for card in cards.values()} == {bank.key for bank in BANKS}
    for card in cards.values():
        card.pan.check()


def test_cards_have_pins_of_their_own():
    entries = json.loads(wallet_of(300))["cards"]
    assert len({entry["pin"] for entry in entries}) == len({entry["pan"] for entry in entries}) == 300
