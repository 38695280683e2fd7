"""The page on which real devices are chosen in the place of the drawn ones, and on which one sees how they are.

    GET  /devices                                       the page; what is live in it is drawn again by its script
    POST /devices/printer, /card_reader, /wedge         a choice, as a form
    POST /devices/test                                  a test page

What is chosen is the terminal's to verify and to keep; it is asked at its desk, where the supervisor must agree to it
with their password. Who only looks is asked for none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from countertop.runtime.devices.choices import PAPERS
from countertop.runtime.errors import RuntimeFault
from countertop.web.desk import PageDesk
from countertop.web.pages import page

__all__ = ["make_devices_pages"]

PAGE: Final = "/devices"
CONNECTIONS: Final = ("drawn", "tcp", "usb", "file")

_MOST_DIGITS: Final = 6

Message = tuple[str, Mapping[str, Any]]


def make_devices_pages(desk: PageDesk, known_password: str = "") -> APIRouter:
    """Return the routes; `desk` is the terminal's. In demo mode the supervisor's password is known to everybody."""
    pages = APIRouter(prefix=PAGE)

    @pages.get("")
    async def show(request: Request) -> Response:
        return await _shown(request, desk, known_password)

    @pages.post("/test")
    async def print_test(request: Request) -> Response:
        return await _asked(request, desk, known_password, "print_test", {})

    @pages.post("/{part}")
    async def choose(request: Request, part: str) -> Response:
        if part not in _OPTIONS:
            return Response(status_code=404)
        async with request.form(max_files=0, max_fields=16) as form:
            options, password = _OPTIONS[part](form), _text(form, f"{part}_password")
        chosen = {"part": part, "options": options}
        return await _asked(request, desk, known_password, "choose_device", chosen, part, password)

    return pages


async def _asked(
    request: Request,
    desk: PageDesk,
    known_password: str,
    verb: str,
    arguments: Mapping[str, Any],
    part: str = "",
    password: str = "",
) -> Response:
    """Have the terminal do it, and show how the devices are then, or why it is not done."""
    try:
        _, body = await desk.request(verb, arguments, answers={"ask.supervisor_password": password})
    except RuntimeFault as lost:
        return await _shown(request, desk, known_password, 503, {part: (lost.message, lost.arguments)})
    if "message" in body:
        why = (body["message"], body["arguments"])
        return await _shown(request, desk, known_password, 422, {part: why}, arguments)
    return RedirectResponse(PAGE, 303)


async def _shown(
    request: Request,
    desk: PageDesk,
    known_password: str,
    status: int = 200,
    refusals: Mapping[str, Message] = MappingProxyType({}),
    refused: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    """Return the page; a choice that was `refused` stands in its form still."""
    try:
        _, body = await desk.request("devices")
    except RuntimeFault:
        body = {}
    choices = dict(body.get("choices", {}))
    if choices and refused:
        part = refused["part"]
        choices[part] = {**choices[part], **refused["options"]}
    named = [choices.get("card_reader", {}).get("name", ""), *body.get("card_reader", {}).get("readers", ())]
    kind, _, address = choices.get("printer", {}).get("place", "").partition(":")
    return page(
        request,
        "terminal/devices.html",
        503 if not body else status,
        told=body,
        choices=choices,
        connection=kind or "drawn",
        address=address,
        connections=CONNECTIONS,
        papers=PAPERS,
        readers=[name for name in dict.fromkeys(named) if name],
        refusals=refusals,
        known_password=known_password,
    )


def _printer(form: FormData) -> dict[str, Any]:
    kind, address = _text(form, "connection"), _text(form, "address").strip()
    return {"place": "" if kind == "drawn" else f"{kind}:{address}", "paper": _number(form, "paper")}


def _card_reader(form: FormData) -> dict[str, Any]:
    return {"name": _text(form, "name")}


def _wedge(form: FormData) -> dict[str, Any]:
    affixes = ("scanner_prefix", "scanner_suffix", "stripe_prefix", "stripe_suffix")
    return {
        "scanner": "scanner" in form,
        "stripe": "stripe" in form,
        "pause": _number(form, "pause"),
        **{name: _text(form, name) for name in affixes},
    }


def _text(form: FormData, name: str) -> str:
    return str(form.get(name, ""))


def _number(form: FormData, name: str) -> int:
    digits = _text(form, name)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else -1


_OPTIONS: Final[Mapping[str, Callable[[FormData], dict[str, Any]]]] = MappingProxyType(
    {"printer": _printer, "card_reader": _card_reader, "wedge": _wedge}
)
"""Part -> how its form is read."""
