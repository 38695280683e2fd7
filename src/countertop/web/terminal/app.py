"""The site of the terminal's face: one page, one WebSocket, and the papers in the tray.

    /                         the machine
    /live                     WebSocket. Out: {"glass": ...}, {"paper": ...}, {"gone": true}.
                              In: {"touch": "press", "key": "5"}, "long_press", {"touch": "swipe", "card": NAME},
                              {"touch": "swipe", "fault": "turned"}, {"touch": "set_fault", "device": ..., ...}
    /papers/NUMBER.KIND       a paper as png, pdf, escpos or txt

A PIN is keyed on the pin pad's own site: what is pressed there never comes by here. What flows from a touch is the
terminal's matter; no script of the page decides anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from starlette.applications import Starlette

from countertop.demo import Card
from countertop.printing import VirtualPrinter, escpos
from countertop.runtime.papers import rows_of
from countertop.web.language import language_of
from countertop.web.pages import ROOM, Parts, page
from countertop.web.terminal.glass import glass
from countertop.web.terminal.machine import Machine, MachinePaper
from countertop.words import Language

__all__ = ["make_terminal_site"]

_KEYS: Final = frozenset({*"0123456789", "00", "clear", "cancel", "confirm", "function", "up", "down"})

_KINDS: Final = {
    "png": "image/png",
    "pdf": "application/pdf",
    "escpos": "application/octet-stream",
    "txt": "text/plain; charset=utf-8",
}


def make_terminal_site(
    machine: Callable[[], Machine], cards: Mapping[str, Card], pin_pad: Callable[[Request], str], *, is_demo: bool
) -> Starlette:
    """Return the application.

    `pin_pad` gives the origin of the pad as a request reaches it; `cards` lie in the tray in demo mode only.
    """
    site = FastAPI(title="Countertop terminal", docs_url=None, redoc_url=None, openapi_url=None)
    tray = cards if is_demo else {}

    @site.get("/")
    def show(request: Request) -> Response:
        return page(request, "terminal/face.html", cards=tray.values(), pin_pad=pin_pad(request), is_demo=is_demo)

    @site.get("/papers/{number}.{kind}")
    def paper(request: Request, number: int, kind: str) -> Response:
        kept = machine().papers.get(number)
        if kept is None or kind not in _KINDS:
            return Response(status_code=404)
        name = f"slip-{number}.{kind}"
        return Response(_drawn(kept, kind, language_of(request)), media_type=_KINDS[kind], headers=_named(name, kind))

    @site.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        language = language_of(socket)
        showing = asyncio.create_task(_show_all(socket, machine(), language))
        try:
            while True:
                _touch(machine(), tray, await socket.receive_json())
        except (WebSocketDisconnect, ValueError, KeyError, TypeError, AttributeError):
            pass  # gone, or speaking something else
        finally:
            showing.cancel()

    site.mount("/design", Parts(ROOM / "design"))
    site.mount("/terminal", Parts(ROOM / "terminal"))
    return site


async def _show_all(socket: WebSocket, machine: Machine, language: Language) -> None:
    for paper in list(machine.papers.values()):
        await socket.send_json({"paper": _told(paper, language)})
    async for seen in machine.seen():
        if "screen" in seen:
            await socket.send_json({"glass": glass(seen["screen"], language)})
        elif "paper" in seen:
            await socket.send_json({"paper": _told(seen["paper"], language)})
        else:
            await socket.send_json(seen)
    await socket.close(1013)


def _touch(machine: Machine, tray: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    """Pass a touch on; raises ValueError, KeyError or TypeError for what is none."""
    verb = said["touch"]
    _TOUCHES[verb](machine, tray, said)


def _press(machine: Machine, _: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    if said["key"] not in _KEYS:
        raise ValueError("no such key")
    machine.touch("press", {"key": said["key"]})


def _long_press(machine: Machine, _: Mapping[str, Card], __: Mapping[str, Any]) -> None:
    machine.touch("long_press", {"key": "power"})


def _swipe(machine: Machine, tray: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    read = {"fault": str(said["fault"])} if "fault" in said else {"track2": tray[said["card"]].track2.reveal()}
    machine.touch("swipe", read)


def _set_fault(machine: Machine, _: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    machine.touch("set_fault", {"device": str(said["device"]), "condition": str(said["condition"])})


_TOUCHES: Final[Mapping[str, Callable[[Machine, Mapping[str, Card], Mapping[str, Any]], None]]] = {
    "press": _press,
    "long_press": _long_press,
    "swipe": _swipe,
    "set_fault": _set_fault,
}


def _told(paper: MachinePaper, language: Language) -> dict[str, Any]:
    lines, large = _writing(paper, language)
    return {
        "number": paper.number,
        "copy": paper.copy,
        "columns": paper.document["columns"],
        "lines": lines,
        "large": large,
    }


def _writing(paper: MachinePaper, language: Language) -> tuple[list[str], list[int]]:
    del language  # a paper is written as its shop wants it, whoever looks
    script = paper.document["script"]
    return list(paper.document[script]), list(paper.document["large"][script])


def _drawn(paper: MachinePaper, kind: str, language: Language) -> bytes:
    if kind == "txt":
        return "\n".join(_writing(paper, language)[0]).encode() + b"\n"
    job = escpos(rows_of(paper.document))
    if kind == "escpos":
        return job
    printer = VirtualPrinter(paper.document["columns"])
    printer.print(job)
    if kind == "png":
        from countertop.printing.picture import png  # noqa: PLC0415 - loads the library for pictures

        return png(printer.torn_off)
    from countertop.printing.pdf import pdf  # noqa: PLC0415 - loads the library for PDF

    return pdf(printer.torn_off, f"slip {paper.number}")


def _named(name: str, kind: str) -> dict[str, str]:
    return {} if kind == "png" else {"content-disposition": f'attachment; filename="{name}"'}
