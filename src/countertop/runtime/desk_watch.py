"""A watcher of a party's machine: one connection on which screens and papers come in and touches go out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Self

from countertop.runtime.desk import MOST_LINE as MOST_SAID
from countertop.runtime.desk_address import find_socket
from countertop.runtime.errors import DeskLost, NotRunning

__all__ = ["DeskWatch"]

# A screen with its menu and a slip in three writings fit many times.
MOST_LINE = 1 << 20
WATCHING = "watch"


class DeskWatch:
    """Watches the machine of the party in a directory; made by `open`."""

    def __init__(self, directory: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._directory = directory
        self._reader = reader
        self._writer = writer
        self._touches = 0

    @classmethod
    async def open(cls, directory: Path) -> Self:
        """Begin to watch as a person; raises NotRunning when nobody answers there."""
        try:
            streams = await asyncio.open_unix_connection(str(find_socket(directory)), limit=MOST_LINE)
        except OSError:
            raise NotRunning("desk.not-running", party=directory.name, directory=str(directory)) from None
        watch = cls(directory, *streams)
        watch._say({"id": WATCHING, "verb": "watch", "person": True})
        return watch

    def touch(self, verb: str, arguments: Mapping[str, Any]) -> None:
        """Press, swipe, or whatever the machine's verbs are; what follows from it is seen.

        Raises ValueError for more than the desk reads, on which it would hang up.
        """
        self._touches += 1
        self._say({"id": self._touches, "verb": verb, "arguments": dict(arguments)})

    async def seen(self) -> AsyncIterator[dict[str, Any]]:
        """Yield `{"screen": ...}` and `{"paper": copy, "document": ...}` as they come; raises DeskLost at the end."""
        while True:
            try:
                line = await self._reader.readline()
            except (OSError, ValueError):
                line = b""
            if not line.endswith(b"\n"):
                raise DeskLost("desk.lost", party=self._directory.name)
            heard: dict[str, Any] = json.loads(line)
            if heard.get("id") == WATCHING:
                yield heard

    def close(self) -> None:
        """Go away; the machine goes on."""
        self._writer.close()

    def _say(self, spoken: dict[str, Any]) -> None:
        line = json.dumps(spoken, separators=(",", ":")).encode()
        if len(line) > MOST_SAID:
            raise ValueError("longer than the desk reads")
        self._writer.write(line + b"\n")
