"""A connection to a site: whoever is slow to ask is hung up on, and first of all when others want to ask.

A connection owes a request while it has sent none, or a part of one, or has been answered. uvicorn ends the last kind
after five seconds of silence and knows no end of the others.
"""

from __future__ import annotations

import asyncio
from operator import attrgetter
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["MOST", "PATIENCE", "Caller"]

MOST: Final = 256
"""Connections of one site."""

PATIENCE: Final = 20.0
"""Seconds within which a request must have come, its headers and its body."""


class Caller(H11Protocol):
    """A connection that owes a request for so many seconds at most."""

    patience = PATIENCE

    def __init__(self, *told: Any, **named: Any) -> None:
        super().__init__(*told, **named)
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the library
        """Let it in; where the site is full, whoever has owed a request for longest makes room."""
        super().connection_made(transport)
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            owing = [each for each in self.connections if isinstance(each, Caller) and each.owes_until]
            if owing:
                min(owing, key=attrgetter("owes_until")).hang_up()
        self._mind()

    @property
    def owes_until(self) -> float:
        """When a request must have come that is owed, by the loop's clock; 0 where none is."""
        return 0.0 if self._end is None else self._end.when()

    def hang_up(self) -> None:
        """Let it go, without a word: it has asked nothing."""
        self._forgive()
        self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        super().data_received(data)
        self._mind()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._mind()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Owe nothing more: a WebSocket has patience of its own."""
        self._forgive()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Owe nothing more."""
        self._forgive()
        super().connection_lost(exc)

    def _mind(self) -> None:
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        is_owed = self.cycle is None or self.cycle.response_complete or self.cycle.more_body
        if not is_owed:
            self._forgive()
        elif self._end is None:
            self._end = self.loop.call_later(self.patience, self.hang_up)

    def _forgive(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
