"""The site of the terminal's face: one page, one WebSocket, and the papers in the tray.

    /                         the machine
    /live                     WebSocket. Out: {"began": true}, {"glass": ...}, {"paper": ...}, {"torn": NUMBER},
                              {"faults": {DEVICE: CONDITION}}, {"wedge": ...}, {"told": TEXT}, {"gone": true},
                              {"still": true}, {"beat": true}. In: `touches`
    /papers/NUMBER.KIND       a paper as png, pdf, escpos or txt
    /devices                  which real devices take the place of the drawn ones
    /faults, /telephone       the fault panel and the customer's telephone, in demo mode only

A PIN is keyed on the pin pad's own site: what is pressed there never comes by here. What flows from a touch is the
terminal's matter; no script of the page decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response, WebSocket, WebSocketDisconnect
from starlette.applications import Starlette

from countertop.demo import Card
from countertop.demo.people import DEMO_SUPERVISOR
from countertop.runtime.slip_forms import BY_SUFFIX
from countertop.terminal.front.keys import LETTERS
from countertop.web.both_ways import both_ways
from countertop.web.desk import PageDesk
from countertop.web.language import language_of
from countertop.web.pages import ROOM, Parts, page
from countertop.web.sites import netloc_of
from countertop.web.streams import Streams
from countertop.web.terminal.devices import make_devices_pages
from countertop.web.terminal.faults import CONDITIONS, FAULTS, make_fault_panel
from countertop.web.terminal.glass import glass
from countertop.web.terminal.machine import Machine, MachinePaper
from countertop.web.terminal.papers import paper_file, told
from countertop.web.terminal.telephone import customers_of, make_telephone
from countertop.web.terminal.touches import touch
from countertop.web.terminal.tray import drawn
from countertop.words import Language, say

__all__ = ["make_terminal_site"]


def make_terminal_site(
    machine: Callable[[], Machine],
    cards: Mapping[str, Card],
    pin_pad: Callable[[Request], str],
    desks: Mapping[str, PageDesk],
    *,
    is_demo: bool,
) -> Starlette:
    """Return the application.

    `pin_pad` gives the origin of the pad as a request reaches it; `cards` lie in the tray in demo mode only, and only
    then the `desks` of the parties, by their kind, are spoken to from here; the terminal's own is for its devices too.
    """
    site = FastAPI(title="Countertop terminal", docs_url=None, redoc_url=None, openapi_url=None)
    tray, streams = cards if is_demo else {}, Streams()
    wallet = desks.get("wallet") if is_demo else None

    @site.get("/", dependencies=[Depends(_be_named)])
    async def show(request: Request) -> Response:
        return page(
            request,
            "terminal/face.html",
            pin_pad=pin_pad(request),
            is_demo=is_demo,
            cards=drawn(tray.values()),
            customers=await customers_of(wallet),
            letters=LETTERS,
            faults=FAULTS,
            conditions=CONDITIONS,
            has_devices="terminal" in desks,
        )

    @site.get("/papers/{number}.{kind}")
    def paper(number: int, kind: str) -> Response:
        kept = machine().papers.get(number)
        return Response(status_code=404) if kept is None or kind not in BY_SUFFIX else paper_file(kept, kind)

    async def touched(socket: WebSocket) -> None:
        with suppress(WebSocketDisconnect, ValueError, KeyError, TypeError, AttributeError):
            while True:  # until it is gone, or speaks something else
                touch(machine(), tray, await socket.receive_json())

    @site.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        with streams.one() as has_room:
            if has_room:
                await both_ways(_show_all(socket, machine(), language_of(socket)), touched(socket))
            else:
                await socket.close(1013)

    if "terminal" in desks:
        site.include_router(make_devices_pages(desks["terminal"], DEMO_SUPERVISOR.password if is_demo else ""))
    if is_demo:
        site.include_router(make_fault_panel(desks))
    if wallet is not None:
        site.include_router(make_telephone(wallet))
    site.mount("/design", Parts(ROOM / "design"))
    site.mount("/terminal", Parts(ROOM / "terminal"))
    return site


async def _be_named(request: Request) -> None:
    """Lead who calls this machine's own face by an IPv6 address to its name.

    No policy can name that as the origin of a frame, so the PIN pad would stay shut.
    """
    url = request.url
    local = netloc_of("localhost", url.port, url.scheme)
    if ":" in (url.hostname or "") and local in request.scope["hosts"]:
        raise HTTPException(307, headers={"location": str(url.replace(netloc=local))})


async def _show_all(socket: WebSocket, machine: Machine, language: Language) -> None:
    happening = machine.seen()
    now, papers = await anext(happening), list(machine.papers.values())  # what comes from here on, comes once
    await socket.send_json({"began": True, "faults": machine.faults})
    for paper in papers:
        await socket.send_json({"paper": _paper(paper, language, machine)})
    await socket.send_json(_fitted(machine.devices, language))
    await _show(socket, now, machine, language)
    async for seen in happening:
        await _show(socket, seen, machine, language)
    await socket.close(1013)


async def _show(socket: WebSocket, seen: Mapping[str, Any], machine: Machine, language: Language) -> None:
    if "screen" in seen:
        await socket.send_json({"glass": glass(seen["screen"], language)})
    elif "paper" in seen:
        await socket.send_json({"paper": _paper(seen["paper"], language, machine)})
    elif "devices" in seen:
        await socket.send_json(_fitted(seen["devices"], language))
    elif "typed" in seen:
        await socket.send_json({"told": say(language, f"devices-page.typed.{seen['typed']}")})
    else:
        await socket.send_json(seen)


def _paper(paper: MachinePaper, language: Language, machine: Machine) -> dict[str, Any]:
    return told(paper, language, torn=paper.number <= machine.torn or not paper.is_drawn)


def _fitted(devices: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return how the page knows what a keyboard wedge types; a card in the chip reader is told."""
    is_put_in = devices.get("chip") in ("present", "mute")
    told_of_chip = {"told": say(language, "devices-page.chip_not_fitted")} if is_put_in else {}
    return {"wedge": devices.get("wedge", {"listens": False}), **told_of_chip}
