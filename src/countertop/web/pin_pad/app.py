"""The site of the PIN pad: one page, shown in a frame of the terminal's face, and one WebSocket.

    /live      Out: {"wanted": true, "typed": 3}. In: {"key": "5"}

Digits go from here to the terminal's pad and nowhere else; what comes back is how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from starlette.applications import Starlette

from countertop.demo import Card
from countertop.web.both_ways import both_ways
from countertop.web.pages import ROOM, Parts, page
from countertop.web.streams import Streams
from countertop.web.terminal.machine import Machine

__all__ = ["make_pin_pad_site"]

_KEYS: Final = frozenset({*"0123456789", "clear", "cancel", "confirm"})


def make_pin_pad_site(machine: Callable[[], Machine], cards: Iterable[Card] = ()) -> Starlette:
    """Return the application; `cards` are those of a demonstration, whose PINs may be read under the keys."""
    streams = Streams()
    pins = [(card.name, card.pin.reveal()) for card in cards]
    site = FastAPI(title="Countertop PIN pad", docs_url=None, redoc_url=None, openapi_url=None)

    @site.get("/")
    def show(request: Request) -> Response:
        return page(request, "pin_pad/pad.html", cards=pins)

    @site.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        with streams.one() as has_room:
            if has_room:
                await both_ways(_show_all(socket, machine()), _pressed(socket, machine))
            else:
                await socket.close(1013)

    site.mount("/design", Parts(ROOM / "design"))
    site.mount("/pin_pad", Parts(ROOM / "pin_pad"))
    return site


async def _pressed(socket: WebSocket, machine: Callable[[], Machine]) -> None:
    with suppress(WebSocketDisconnect, ValueError, KeyError, TypeError, AttributeError):
        while True:  # until it is gone, or speaks something else
            key = (await socket.receive_json())["key"]
            if key in _KEYS:
                machine().touch("pin_press", {"key": key})


async def _show_all(socket: WebSocket, machine: Machine) -> None:
    async for _ in machine.seen():
        await socket.send_json({"wanted": machine.asks_pin, "typed": machine.typed})
    await socket.close(1013)
