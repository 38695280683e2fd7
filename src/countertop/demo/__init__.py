"""The demo world: a shop, its host, a switch, three banks, a wallet of test cards; all fictional, random keys."""

from countertop.demo.errors import CeremonyError, DemoError, WalletError
from countertop.demo.founding import FoundedParty, found
from countertop.demo.wallet import TEST_BINS, Card, read_wallet

__all__ = ["TEST_BINS", "Card", "CeremonyError", "DemoError", "FoundedParty", "WalletError", "found", "read_wallet"]
