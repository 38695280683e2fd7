"""The wallet's file: cards, or the one error; never a card that is no test card."""

from importlib import resources

from countertop.demo import TEST_BINS
from countertop.demo.errors import WalletError
from countertop.demo.wallet import read_wallet
from tests.fuzz.coverage_guided.seeds import DEEP

_OWN = resources.files("countertop.demo").joinpath("wallet.json").read_text("utf-8")
SEEDS = (
    _OWN.encode(),
    b'{"format": "countertop wallet 1", "cards": []}',
    _OWN.replace("debit", "credit").encode("utf-8-sig"),
    b'{"format": "countertop wallet 1", "cards": {"name": 5}}',
    b"[]",
    DEEP,
)


def one(data):
    try:
        cards = read_wallet(data.decode("utf-8", "replace"))
    except WalletError as fault:
        assert "6225000000000014" not in str(fault)  # noqa: PT017 - both outcomes are right
        return
    for card in cards.values():
        assert any(card.pan.starts_with(prefix) for prefix in TEST_BINS)
        assert len(card.track2.reveal()) <= 37
