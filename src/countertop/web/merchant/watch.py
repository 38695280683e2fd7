"""Looking at the host once for all browsers: its pulse, which tells cheaply that something has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Final

from countertop.runtime.errors import DeskFault
from countertop.web.desk import PageDesk

__all__ = ["GONE", "Watch"]

EVERY: Final = 0.4
"""Seconds between two looks, while anybody looks on."""

GONE: Final = 0
"""The version of a host that does not answer."""

_CLOCKS: Final = ("at", "oldest_in_flight_age", "oldest_owed_age")
"""Parts of a pulse that change while nothing happens."""


class Watch:
    """Whether the host has changed: a version that grows with each change, while somebody asks for it."""

    def __init__(self, desk: PageDesk) -> None:
        self._desk = desk
        self._pulse: dict[str, Any] | None = None
        self._counted = GONE
        self.version = GONE
        self._changed = asyncio.Condition()
        self._viewers = 0
        self._looking: asyncio.Task[None] | None = None
        self._beginning = asyncio.Lock()

    async def seen(self, patience: float) -> AsyncIterator[int]:
        """Yield the version now, whenever it changes, and again when that takes longer than so many seconds.

        Raises what looking on stumbled over; who then asks again begins it again.
        """
        self._viewers += 1
        try:
            async with self._beginning:  # two who come at once must not look on twice
                if self._looking is None or self._looking.done():
                    await self._look()
                    self._looking = asyncio.create_task(self._look_on())
            while True:
                known = self.version
                yield known
                with suppress(TimeoutError):
                    async with asyncio.timeout(patience), self._changed:
                        await self._changed.wait_for(lambda known=known: self.version != known)  # type: ignore[misc]
                if self._looking.done():
                    self._looking.result()
        finally:
            self._viewers -= 1

    async def look(self) -> int:
        """Return the version at this moment."""
        await self._look()
        return self.version

    async def _look_on(self) -> None:
        while self._viewers:
            await asyncio.sleep(EVERY)
            await self._look()

    async def _look(self) -> None:
        before = self.version
        try:
            _, pulse = await self._desk.request("pulse")
        except DeskFault:
            self._pulse, self.version = None, GONE
        else:
            seen = {name: value for name, value in pulse.items() if name not in _CLOCKS}
            if seen != self._pulse or before == GONE:
                self._counted += 1
                self._pulse, self.version = seen, self._counted
        if self.version != before:
            async with self._changed:
                self._changed.notify_all()
