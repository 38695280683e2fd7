"""Only test cards are cards."""

import json
from importlib import resources
from pathlib import Path

import pytest

from countertop.demo import WalletError, read_wallet
from countertop.demo.people import BANKS

TEXT = resources.files("countertop.demo").joinpath("wallet.json").read_text("utf-8")
CARD = json.loads(TEXT)["cards"][0]


def wallet(*cards):
    return json.dumps({"format": "countertop wallet 1", "cards": cards})


def test_the_demo_cards_are_well_formed_and_of_the_demo_banks():
    cards = read_wallet(TEXT)
    bins = {bank.key: bank.bin for bank in BANKS}
    assert next(iter(cards)) == "debit-east"
    for card in cards.values():
        card.pan.check()
        assert card.pan.starts_with(bins[card.bank])
        assert card.track2.pan == card.pan
        assert card.track2.expiry == card.expiry
        assert card.track2.service_code == card.service_code


def test_the_examples_show_the_same_wallet():
    assert (Path(__file__).parents[2] / "examples" / "wallet.json").read_text("utf-8") == TEXT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pan": "4000000000000002"}, "no test card"),
        ({"pan": "6225000000000015"}, "check digit"),
        ({"pan": "62250000"}, "13 to 19 digits"),
        ({"pan": "６２２５０００００００００００１４"}, "13 to 19 digits"),
        ({"pin": "12"}, "4 to 12 digits"),
        ({"expiry": "3513"}, "YYMM"),
        ({"service_code": "12"}, "three digits"),
        ({"kind": "gift"}, "kind"),
        ({"status": "odd"}, "status"),
        ({"balance": -1}, "minor units"),
        ({"balance": 12.5}, "minor units"),
        ({"balance": True}, "minor units"),
        ({"name": 5}, "must be texts"),
    ],
)
def test_a_card_that_is_none_is_refused_without_its_digits(change, said):
    with pytest.raises(WalletError, match=said) as refused:
        read_wallet(wallet({**CARD, **change}))
    assert str(change.get("pan", "nothing")) not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", wallet({"name": "x"}), wallet(5), wallet(CARD, CARD), '{"format": "x"}', "[" * 9000]
)
def test_what_is_no_wallet_is_refused(text):
    with pytest.raises(WalletError):
        read_wallet(text)
