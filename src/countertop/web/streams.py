"""Those who look on at a site, each on a connection that stays open: event streams and WebSockets.

They are counted, so that however many pages are left open, others can still ask for one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from countertop.web.language import language_of
from countertop.words import say

__all__ = ["MOST", "EventStream", "Streams"]

MOST: Final = 100
"""Streams of one site; half of the connections that it takes and more are left for those who ask."""

AGAIN: Final = 5
"""Seconds after which whoever found no room may look again."""


class Streams:
    """How many look on at a site, `most` at once."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._count = 0

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Look on meanwhile; enters False where there is no room for another one."""
        has_room = self._count < self._most
        self._count += has_room
        try:
            yield has_room
        finally:
            self._count -= has_room


class EventStream(StreamingResponse):
    """Server-sent events (HTML Living Standard, section 9.2), or 503 in words where too many look on."""

    media_type = "text/event-stream"

    def __init__(self, request: Request, streams: Streams, events: AsyncIterator[str]) -> None:
        super().__init__(events)
        self._streams = streams
        self._full = say(language_of(request), "pages.full")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for as long as there are events, and somebody who hears them."""
        with self._streams.one() as has_room:
            if has_room:
                await super().__call__(scope, receive, send)
            else:
                again = {"retry-after": str(AGAIN)}
                await PlainTextResponse(self._full, 503, again)(scope, receive, send)
