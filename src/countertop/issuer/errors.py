"""What can be wrong with a bank. A declined payment is no error; it is a response code.

IssuerError
└── NotFounded    the store lacks a founding record without which the bank cannot work
"""

__all__ = ["IssuerError", "NotFounded"]


class IssuerError(Exception):
    """The bank cannot do its work."""


class NotFounded(IssuerError):  # noqa: N818 - it names a state of the store
    """The store lacks a founding record; write it before the bank starts."""
