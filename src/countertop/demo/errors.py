"""What can be wrong with the demo world's inputs.

DemoError
├── WalletError     a wallet that cannot be understood, or holds a card that is no test card
└── CeremonyError   the sides of a key ceremony hold different keys
"""

__all__ = ["CeremonyError", "DemoError", "WalletError"]


class DemoError(Exception):
    """The demo world cannot be made as asked."""


class WalletError(DemoError):
    """A card of the wallet does not fit; the sentence names the card, never its number or PIN."""


class CeremonyError(DemoError):
    """A key ceremony failed; nothing was founded."""
