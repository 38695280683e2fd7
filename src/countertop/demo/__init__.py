"""The demo world: a shop, its host, a switch, three banks, a wallet of test cards; all fictional, random keys."""

from countertop.demo.errors import DemoError, WalletError
from countertop.demo.wallet import TEST_BINS, Card, read_wallet

# The founding is not listed here: it loads every party, and a wallet is often all that is wanted.
__all__ = ["TEST_BINS", "Card", "DemoError", "WalletError", "read_wallet"]
