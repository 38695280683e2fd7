"""What can be wrong with a wallet. A payment that fails is no error; it is a state with a reason.

WalletError
└── NotFounded    the store lacks a founding record without which the wallet cannot work
"""

__all__ = ["NotFounded", "WalletError"]


class WalletError(Exception):
    """The wallet cannot do its work."""


class NotFounded(WalletError):  # noqa: N818 - it names a state of the store
    """The store lacks a founding record; write it before the wallet starts."""
