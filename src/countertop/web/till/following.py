"""Following a payment: a WebSocket on which it is told at every change, until it is final or the till hangs up."""

from __future__ import annotations

from contextlib import aclosing, suppress
from typing import Annotated, Final

from fastapi import APIRouter, Path, WebSocket, WebSocketDisconnect

from countertop.web.both_ways import both_ways
from countertop.web.streams import Streams
from countertop.web.till.models import ID_PATTERN
from countertop.web.till.orders import KIND_OF
from countertop.web.till.problems import TillProblem
from countertop.web.till.telling import payment_told
from countertop.web.till.terminal_desk import TerminalDesk

__all__ = ["Followers"]

MOST: Final = 16
"""WebSockets of all tills together."""

_TOO_MANY, _GONE, _NO_SUCH, _DONE = 1013, 1011, 4404, 1000


class Followers:
    """Those who follow a payment at a terminal."""

    def __init__(self, desk: TerminalDesk) -> None:
        self._desk = desk
        self._streams = Streams(MOST)

    def router(self) -> APIRouter:
        """Return the WebSocket."""
        router = APIRouter()

        @router.websocket("/payments/{identity}/events")
        async def events(socket: WebSocket, identity: Annotated[str, Path(pattern=ID_PATTERN, max_length=36)]) -> None:
            await socket.accept()
            with self._streams.one() as has_room:
                if has_room:
                    await both_ways(self._tell(socket, identity), _hear(socket))
                else:
                    await socket.close(_TOO_MANY)

        return router

    async def _tell(self, socket: WebSocket, identity: str) -> None:
        code = _DONE
        try:
            code = await self._tell_changes(socket, identity)
        except TillProblem as problem:
            code = _GONE
            with suppress(RuntimeError):
                await socket.send_json({"problem": problem.problem.model_dump(mode="json")})
        with suppress(RuntimeError):
            await socket.close(code)

    async def _tell_changes(self, socket: WebSocket, identity: str) -> int:
        told = None
        async with aclosing(self._desk.changes()) as changes:  # type: ignore[type-var]
            async for _ in changes:
                known = await self._desk.look(identity)
                if known is None or known["verb"] not in KIND_OF:
                    return _NO_SUCH
                payment = payment_told(known, self._desk.machine.screen)
                if payment != told:
                    told = payment
                    await socket.send_json({"payment": payment.model_dump(mode="json")})
                if payment.is_final:
                    return _DONE
        return _DONE


async def _hear(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, KeyError):
        while True:  # until the till hangs up, or speaks something else
            await socket.receive_text()
