"""What can be wrong with a switch. A declined payment is no error; it is a response code.

SwitchError
└── NotFounded    the store lacks a founding record without which the switch cannot work
"""

__all__ = ["NotFounded", "SwitchError"]


class SwitchError(Exception):
    """The switch cannot do its work."""


class NotFounded(SwitchError):  # noqa: N818 - it names a state of the store
    """The store lacks a founding record; write it before the switch starts."""
