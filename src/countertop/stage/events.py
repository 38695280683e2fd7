"""What happens to an actor. Each event comes with an `Instant`; none says how it came about.

A line is one connection, known by a number that is never used again while the process lives. Its `role` is the
name under which the configuration lists it: a listener such as `terminals`, or a route such as `switch`.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

__all__ = ["DeskRequest", "Event", "FrameReceived", "LineClosed", "LineOpened", "TimerFired"]


class Event:
    """Something that happened."""

    __slots__ = ()


class LineOpened(Event):
    """A line is up: somebody called our listener, or a route we dialled answered. `peer` is for people.

    `identity` is whom the other end's certificate names; None on a line where certificates are not shown.
    """

    __slots__ = ("identity", "line", "peer", "role")

    def __init__(self, line: int, role: str, peer: str, identity: str | None = None) -> None:
        self.line = line
        self.role = role
        self.peer = peer
        self.identity = identity

    def __repr__(self) -> str:
        return f"LineOpened({self.line}, {self.role})"


class LineClosed(Event):
    """A line is gone; `reason` is a word of the table in the protocol of lines: closed, reset, idle, oversized, ..."""

    __slots__ = ("line", "reason")

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason

    def __repr__(self) -> str:
        return f"LineClosed({self.line}, {self.reason})"


class FrameReceived(Event):
    """One whole frame came in on a line; `payload` is what stood behind its length prefix."""

    __slots__ = ("line", "payload")

    def __init__(self, line: int, payload: bytes) -> None:
        self.line = line
        self.payload = payload

    def __repr__(self) -> str:
        return f"FrameReceived({self.line}, {len(self.payload)} bytes)"


class TimerFired(Event):
    """The timer that the actor set under this name has run out."""

    __slots__ = ("timer",)

    def __init__(self, timer: Hashable) -> None:
        self.timer = timer

    def __repr__(self) -> str:
        return f"TimerFired({self.timer!r})"


class DeskRequest(Event):
    """A person or a program at this party's own desk asks for something; answered by `Reply` with the same number.

    `arguments` holds plain data, except that PINs and passwords come wrapped as secrets.
    """

    __slots__ = ("arguments", "number", "verb")

    def __init__(self, number: int, verb: str, arguments: dict[str, Any]) -> None:
        self.number = number
        self.verb = verb
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"DeskRequest({self.number}, {self.verb})"
