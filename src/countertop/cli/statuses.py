"""The exit statuses, the same for every command."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Status"]


class Status(IntEnum):
    """What a command's end means to whoever called it."""

    COMPLETED = 0  # approved, or done
    FAILED = 1  # a check failed, or we did
    USAGE = 2  # the command was not understood
    DECLINED = 10
    UNKNOWN = 11  # a reversal is owed; nobody was told that money moved
    REFUSED = 12  # a rule or a person forbade it; nothing was sent
    NOT_RUNNING = 13  # the party, or its host, cannot be reached
    BUSY = 14
