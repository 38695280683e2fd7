"""A party's desk as the pages reach it: one connection, on which many requests may be open.

The connection is made when it is first needed and again after it was lost; a request that was open then ends in
`DeskLost`, for nobody knows what became of it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from countertop.runtime.desk import MOST_LINE as MOST_SAID
from countertop.runtime.desk import USAGE
from countertop.runtime.desk_address import find_socket
from countertop.runtime.errors import DeskLost, NotRunning

__all__ = ["PageDesk"]

MOST_LINE = 16 << 20
"""Bytes of a reply: a page of transactions with their slips."""

PATIENCE = 30.0
"""Seconds until an answer of a party that hangs is given up."""


class PageDesk:
    """The desk of the party in a directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._opening = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None
        self._open: dict[int, asyncio.Future[tuple[int, dict[str, Any]]]] = {}
        self._requests = 0

    async def request(
        self,
        verb: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        answers: Mapping[str, Any] | None = None,
        patience: float = PATIENCE,
    ) -> tuple[int, dict[str, Any]]:
        """Return the exit status and the body of the reply; `answers` are for questions, where no person is asked.

        What is longer than the desk reads is answered here: the desk would hang up on everybody who shares this
        connection. Raises NotRunning when nobody answers there, DeskLost when the party goes away before its reply.
        """
        writer = await self._connected()
        self._requests += 1
        number = self._requests
        talking = {} if answers is None else {"talks": True, "answers": answers}
        said = {"id": number, "verb": verb, "arguments": arguments or {}, **talking}
        line = json.dumps(said, separators=(",", ":")).encode()
        if len(line) > MOST_SAID:
            return USAGE, {"message": "desk.not-understood", "arguments": {}}
        reply: asyncio.Future[tuple[int, dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._open[number] = reply
        try:
            writer.write(line + b"\n")
            async with asyncio.timeout(patience):
                return await reply
        except (OSError, TimeoutError):
            raise self._lost() from None
        finally:
            self._open.pop(number, None)

    async def close(self) -> None:
        """Hang up."""
        if self._listening is not None:
            self._listening.cancel()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def _connected(self) -> asyncio.StreamWriter:
        async with self._opening:
            if self._writer is None:
                try:
                    streams = await asyncio.open_unix_connection(str(find_socket(self._directory)), limit=MOST_LINE)
                except OSError:
                    where = str(self._directory)
                    raise NotRunning("desk.not-running", party=self._directory.name, directory=where) from None
                reader, self._writer = streams
                self._listening = asyncio.create_task(self._listen(reader, self._writer))
            return self._writer

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (line := await reader.readline()).endswith(b"\n"):
                heard = json.loads(line)
                reply = self._open.get(heard.get("id"))
                if reply is not None and "reply" in heard and not reply.done():
                    reply.set_result((heard["reply"], heard["body"]))
        except (OSError, ValueError):
            pass  # told below
        finally:
            if self._writer is writer:
                self._writer = None
            writer.close()
            for reply in self._open.values():
                if not reply.done():
                    reply.set_exception(self._lost())

    def _lost(self) -> DeskLost:
        return DeskLost("desk.lost", party=self._directory.name)
