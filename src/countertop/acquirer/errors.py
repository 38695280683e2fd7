"""What can be wrong with an acquirer host. A declined payment is no error; it is a response code.

AcquirerError
└── NotFounded    the store lacks a founding record without which the host cannot work
"""

__all__ = ["AcquirerError", "NotFounded"]


class AcquirerError(Exception):
    """The host cannot do its work."""


class NotFounded(AcquirerError):  # noqa: N818 - it names a state of the store
    """The store lacks a founding record; write it before the host starts."""
