"""What an event may do to a state that must survive a power cut: the steps of every lifecycle of a host.

A lifecycle is a table in which every state meets every event. It belongs to its room, with the states and events; a
test of the room sees to it that no pair is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

__all__ = ["Ignored", "Moves", "Refused"]

State = TypeVar("State", bound=Enum)


@dataclass(frozen=True, slots=True)
class Moves(Generic[State]):
    """It goes to another state, durably."""

    to: State


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing changes, and whoever asks is answered as if it were new, or as before; the reason is for people."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It is answered with this response code, and nothing changes."""

    response_code: str
