"""What can be wrong with the demo world's inputs.

DemoError
└── WalletError     a wallet that cannot be understood, or holds a card that is no test card
"""

__all__ = ["DemoError", "WalletError"]


class DemoError(Exception):
    """The demo world cannot be made as asked."""


class WalletError(DemoError):
    """A card of the wallet does not fit; the sentence names the card, never its number or PIN."""
