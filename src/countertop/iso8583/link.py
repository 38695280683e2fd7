"""One multiplexed line: which requests wait for an answer, until when, and whether the line is alive.

It reads no clock and sends nothing: the owner passes in monotonic microseconds and acts on what it is told. A request
that ran out of time leaves a mark, so that its answer is known as late when it comes after all.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from enum import Enum, auto
from typing import Any

from countertop.iso8583.errors import LinkFullError

__all__ = ["MAX_LATE", "MAX_PENDING", "Answer", "Link"]

MAX_PENDING = 10_000
"""Requests that may wait on one line; above it new ones are refused, so that a silent peer costs bounded memory."""

MAX_LATE = 10_000
"""Requests given up that are still remembered; the oldest is forgotten first."""


_NEVER = 1 << 62


class Answer(Enum):
    """What an answer that nobody waits for is."""

    LATE = auto()
    """Its request was given up before."""
    UNKNOWN = auto()
    """There was no such request, or it was answered already."""


class Link:
    """The waiting requests of one line. Times are monotonic microseconds."""

    __slots__ = ("_earliest", "_heard", "_idle_after", "_late", "_pending", "_silent_after")

    def __init__(self, idle_after: int, silent_after: int, now: int) -> None:
        """`idle_after`: an echo is due when nothing was heard for so long; `silent_after`: the line is given up."""
        self._pending: dict[Hashable, tuple[int, Any]] = {}
        self._late: OrderedDict[Hashable, Any] = OrderedDict()
        self._idle_after = idle_after
        self._silent_after = silent_after
        self._heard = now
        self._earliest = _NEVER

    def __len__(self) -> int:
        return len(self._pending)

    def request(self, key: Hashable, context: Any, deadline: int) -> None:
        """Remember that a request left; its answer will be given `context` back.

        Raises LinkFullError above `MAX_PENDING`. An assertion fails when the key waits already: traces are unique.
        """
        assert key not in self._pending, "two requests with the same key wait on one line"
        if len(self._pending) >= MAX_PENDING:
            raise LinkFullError(f"{MAX_PENDING} requests wait for answers on this line")
        self._pending[key] = (deadline, context)
        self._earliest = min(self._earliest, deadline)

    def answer(self, key: Hashable) -> Any | None:
        """Return the context of the request that this answers, which waits no longer; None when nobody waits."""
        found = self._pending.pop(key, None)
        return None if found is None else found[1]

    def unclaimed(self, key: Hashable) -> tuple[Answer, Any | None]:
        """Say what an answer is that nobody waited for; a late one comes with its request's context, once."""
        if key in self._late:
            return Answer.LATE, self._late.pop(key)
        return Answer.UNKNOWN, None

    def expired(self, now: int) -> list[tuple[Hashable, Any]]:
        """Give up the requests whose deadline has come and return them, oldest first."""
        if now < self._earliest:
            return []
        gone = [(key, context) for key, (deadline, context) in self._pending.items() if deadline <= now]
        for key, context in gone:
            del self._pending[key]
            self._give_up(key, context)
        self._earliest = min((deadline for deadline, _ in self._pending.values()), default=_NEVER)
        return gone

    def abandon(self) -> list[tuple[Hashable, Any]]:
        """Give up all requests, because the line broke, and return them, oldest first."""
        gone = [(key, context) for key, (_, context) in self._pending.items()]
        self._pending.clear()
        self._earliest = _NEVER
        for key, context in gone:
            self._give_up(key, context)
        return gone

    def _give_up(self, key: Hashable, context: Any) -> None:
        self._late[key] = context
        if len(self._late) > MAX_LATE:
            self._late.popitem(last=False)

    def heard(self, now: int) -> None:
        """Note that something came in, be it a heartbeat."""
        self._heard = now

    def echo_due(self, now: int) -> bool:
        """Tell whether the line has been idle so long that an echo or a heartbeat is due."""
        return now - self._heard >= self._idle_after

    def is_silent(self, now: int) -> bool:
        """Tell whether the line has been silent so long that it must be closed and opened again."""
        return now - self._heard >= self._silent_after
