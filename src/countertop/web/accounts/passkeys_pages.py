"""What the script of a passkey asks: to make one on one's own page, and to log in by one beside the password.

/log-in/passkey/begin, /log-in/passkey    POST, JSON: for whoever has the log-in page before them
/own/passkeys/begin, /own/passkeys        POST, JSON: for whoever is logged in and gives the password again
/own/passkeys/remove                      POST, form: take one away
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, RedirectResponse

from countertop.values import SECOND
from countertop.values.persons import is_name
from countertop.web.accounts.ceremony import (
    Place,
    Refused,
    asked_for,
    asked_to_make,
    credential_id_of,
    made,
    place_of,
    proven,
)
from countertop.web.accounts.console import (
    Entrance,
    address_of,
    agent_of,
    entrance_of,
    open_session,
    own_path,
    visit_of,
)
from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.passkeys import HANDLE_SIZE, Passkey, Passkeys
from countertop.web.language import language_of
from countertop.words import say

__all__ = ["passkeys_router"]

LOG_IN: Final = "log-in"
MAKE: Final = "make"


class Making(BaseModel):
    """The password of who wants a passkey, once more."""

    model_config = ConfigDict(extra="forbid")

    password: Annotated[str, Field(max_length=1000)]


class Made(BaseModel):
    """A new passkey as the browser tells it, and what its owner calls it."""

    model_config = ConfigDict(extra="forbid")

    label: Annotated[str, Field(max_length=100)]
    credential: dict[str, Any]


class Shown(BaseModel):
    """What a browser tells of a passkey that somebody logs in by, and where they want to go."""

    model_config = ConfigDict(extra="forbid")

    credential: dict[str, Any]
    next: Annotated[str, Field(max_length=1000)] = "/"


def passkeys_router() -> APIRouter:
    """Return the calls."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/log-in/passkey/begin", _begin_log_in, methods=["POST"])
    router.add_api_route("/log-in/passkey", _log_in, methods=["POST"])
    router.add_api_route("/own/passkeys/begin", _begin_making, methods=["POST"])
    router.add_api_route("/own/passkeys", _make, methods=["POST"])
    router.add_api_route("/own/passkeys/remove", _remove, methods=["POST"])
    return router


async def _begin_log_in(request: Request) -> Response:
    entrance, place = entrance_of(request), place_of(request)
    if not place.rp_id:
        return _refusal(request, "accounts.passkey-not-here", 409)
    challenge = entrance.challenges.draw(LOG_IN, _visitor(request, entrance), entrance.register.clock())
    return JSONResponse(await asyncio.to_thread(asked_for, place, challenge))


async def _log_in(request: Request, shown: Shown) -> Response:
    entrance, address = entrance_of(request), address_of(request)
    now = entrance.register.clock()
    wait = entrance.slowing.wait(address, now)
    if wait:
        return _refusal(request, "accounts.slow", 429, seconds=-(-wait // SECOND))
    try:
        challenge = entrance.challenges.take(LOG_IN, _visitor(request, entrance), now)
        secret = await asyncio.to_thread(_enter, request, entrance, challenge, shown.credential)
    except Refused:
        entrance.slowing.fail(address, now)
        return _refusal(request, "accounts.passkey-refused", 401)
    answer = JSONResponse({"next": own_path(shown.next)})
    answer.delete_cookie(entrance.visit_cookie)
    open_session(request, answer, secret)
    return answer


def _enter(request: Request, entrance: Entrance, challenge: bytes, credential: dict[str, Any]) -> str:
    """Return the secret of a new session; raises Refused."""
    register, address = entrance.register, address_of(request)
    passkeys = Passkeys(register.store)
    found = passkeys.find(credential_id_of(credential))
    if found is None:
        raise Refused
    passkey, handle = found
    account, secret = register.store.account(passkey.name), None
    with suppress(Refused):
        count = proven(place_of(request), challenge, credential, passkey, handle)
        if account is not None and passkeys.use(passkey, count, register.clock()):
            secret = register.enter(entrance.site, account, address, agent_of(request))
    if secret is None:
        person = register.person(passkey.name)
        if person is not None:
            register.note(person, "passkey-refused", passkey.label, address)
        raise Refused
    return secret


async def _begin_making(request: Request, making: Making) -> Response:
    visit, entrance, place = visit_of(request), entrance_of(request), place_of(request)
    if not place.rp_id:
        return _refusal(request, "accounts.passkey-not-here", 409)
    name = visit.person.name
    async with entrance.hashing:
        person = await asyncio.to_thread(
            visit.register.vouch, entrance.site, name, making.password, visit.address, "passkey"
        )
    if person is None:
        return _refusal(request, "accounts.password-wrong", 422)
    challenge = entrance.challenges.draw(MAKE, visit.secret, visit.register.clock())
    return JSONResponse(await asyncio.to_thread(_options, request, place, challenge))


def _options(request: Request, place: Place, challenge: bytes) -> dict[str, Any]:
    visit = visit_of(request)
    passkeys, name = Passkeys(visit.register.store), visit.person.name
    handle = passkeys.handle_of(name, visit.register.draw(HANDLE_SIZE))
    shown = f"{name} · {say(language_of(request), f'pages.{entrance_of(request).site}')}"
    return asked_to_make(place, challenge, handle, name, shown, passkeys.of(name))


async def _make(request: Request, told: Made) -> Response:
    visit, entrance, place = visit_of(request), entrance_of(request), place_of(request)
    now, label = visit.register.clock(), told.label.strip()
    if not is_name(label):
        return _refusal(request, "accounts.passkey-bad-label", 422)
    try:
        challenge = entrance.challenges.take(MAKE, visit.secret, now)
        credential_id, key, count = await asyncio.to_thread(made, place, challenge, told.credential)
        passkey = Passkey(credential_id, visit.person.name, label, place.rp_id, key, count, now)
        entry = visit.entry("passkey-added", label)
        await asyncio.to_thread(Passkeys(visit.register.store).add, passkey, entry)
    except Refused:
        return _refusal(request, "accounts.passkey-refused", 422)
    except AccountFault as fault:
        return _refusal(request, fault.message, 409, **fault.arguments)
    return JSONResponse({"next": "/own?done=passkey-added"}, 201)


async def _remove(request: Request, credential: Annotated[str, Form(pattern="^[0-9a-f]{2,2048}$")]) -> Response:
    visit = visit_of(request)
    passkeys, name = Passkeys(visit.register.store), visit.person.name
    wanted = [each for each in await asyncio.to_thread(passkeys.of, name) if each.credential_id.hex() == credential]
    for passkey in wanted:
        entry = visit.entry("passkey-removed", passkey.label)
        await asyncio.to_thread(passkeys.remove, name, passkey.credential_id, entry)
    return RedirectResponse("/own?done=passkey-removed" if wanted else "/own", 303)


def _visitor(request: Request, entrance: Entrance) -> str:
    return request.cookies.get(entrance.visit_cookie, "")


def _refusal(request: Request, message: str, status: int, **arguments: Any) -> Response:
    error = {"code": message, "text": say(language_of(request), message, **arguments)}
    return JSONResponse({"error": error}, status)
