"""The states of the front; `front` draws how they follow each other."""

from __future__ import annotations

from enum import Enum
from typing import Final

__all__ = ["BUSY", "FREE", "State"]


class State(Enum):
    """What the front is about."""

    OFF = "off"
    STARTING = "starting"
    SELF_TEST = "self_test"
    IDLE = "idle"
    MENU = "menu"
    QUESTION = "question"
    WORKING = "working"
    RESULT = "result"
    POWER_SAVE = "power_save"
    STOPPING = "stopping"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


BUSY: Final = frozenset({State.STARTING, State.SELF_TEST, State.WORKING, State.QUESTION})
"""Where something is under way that the power key does not break off."""

FREE: Final = frozenset({State.IDLE, State.MENU, State.RESULT, State.POWER_SAVE})
"""Where nothing is under way that another program's request would break into."""
