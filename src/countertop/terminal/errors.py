"""What can be wrong with a terminal. A declined payment, a refusal and a reversal owed are values, not errors.

TerminalError
└── NotInstalled    the store lacks the founding record of this terminal
"""

__all__ = ["NotInstalled", "TerminalError"]


class TerminalError(Exception):
    """The terminal cannot do its work."""


class NotInstalled(TerminalError):  # noqa: N818 - it names a state of the store
    """The store says nothing of this terminal; write its founding records before it starts."""
