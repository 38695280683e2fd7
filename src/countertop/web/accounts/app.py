"""Where people prove who they are: the pages that every console has.

    /log-in      form: name, password, next; in demo mode it tells the demo's accounts
    /log-out     POST
    /password    form: old, new, repeated
    /own         oneself: account, sessions, passkeys
    /people      the accounts of others, for those who keep them; modules `people` and `people_api`

Whoever has a first password comes to /password before anything else.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from countertop.values import SECOND
from countertop.web.accounts.ceremony import place_of
from countertop.web.accounts.console import (
    Visit,
    address_of,
    agent_of,
    entrance_of,
    open_session,
    own_path,
    token_of,
    visit_of,
)
from countertop.web.accounts.demo import DEMO_ACCOUNTS
from countertop.web.accounts.own import own_router
from countertop.web.accounts.passkeys import Passkeys
from countertop.web.accounts.passkeys_pages import passkeys_router
from countertop.web.accounts.people import people_router
from countertop.web.accounts.people_api import people_api_router
from countertop.web.pages import page

__all__ = ["accounts_router"]

Text = Annotated[str, Form(max_length=1000)]


def accounts_router(site: str) -> APIRouter:
    """Return the pages of a site; `make_console` includes them."""
    everything = APIRouter()
    for part in (_entrance_router(), own_router(), passkeys_router(), people_router(site), people_api_router(site)):
        everything.include_router(part)
    return everything


def _entrance_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/log-in", _show_log_in, methods=["GET"])
    router.add_api_route("/log-in", _log_in, methods=["POST"])
    router.add_api_route("/log-out", _log_out, methods=["POST"])
    router.add_api_route("/password", _show_password, methods=["GET"])
    router.add_api_route("/password", _change_password, methods=["POST"])
    return router


async def _show_log_in(request: Request, after: Annotated[str, Query(alias="next")] = "/") -> Response:
    if getattr(request.state, "visit", None) is not None:
        return RedirectResponse("/", 303)
    return await _log_in_page(request, after)


async def _log_in(
    request: Request, name: Text, password: Text, after: Annotated[str, Form(alias="next")] = "/"
) -> Response:
    entrance, address = entrance_of(request), address_of(request)
    register, now = entrance.register, entrance.register.clock()
    async with entrance.hashing:
        # Asked here, tries that come all at once are slowed like those that come one by one.
        wait = entrance.slowing.wait(address, now)
        if wait:
            return await _slowed_page(request, after, -(-wait // SECOND))
        secret = await asyncio.to_thread(register.log_in, entrance.site, name, password, address, agent_of(request))
        if secret is None:
            entrance.slowing.fail(address, now)
    if secret is None:
        return await _log_in_page(request, after, 401, "accounts.wrong")
    before: Visit | None = getattr(request.state, "visit", None)
    if before is not None:
        await asyncio.to_thread(register.log_out, before.person, before.secret, before.address)
    answer = RedirectResponse(own_path(after), 303)
    answer.delete_cookie(entrance.visit_cookie)
    open_session(request, answer, secret)
    return answer


async def _slowed_page(request: Request, after: str, seconds: int) -> Response:
    answer = await _log_in_page(request, after, 429, "accounts.slow", seconds=seconds)
    answer.headers["retry-after"] = str(seconds)
    return answer


async def _log_out(request: Request) -> Response:
    visit, entrance = visit_of(request), entrance_of(request)
    await asyncio.to_thread(entrance.register.log_out, visit.person, visit.secret, visit.address)
    answer = RedirectResponse("/log-in", 303)
    answer.delete_cookie(entrance.cookie)
    return answer


async def _show_password(request: Request) -> Response:
    return await _password_page(request, 200, None)


async def _change_password(request: Request, old: Text, new: Text, repeated: Text) -> Response:
    visit, entrance = visit_of(request), entrance_of(request)
    fault: str | None = "accounts.password-differs"
    secret = None
    if new == repeated:
        async with entrance.hashing:
            secret, fault = await asyncio.to_thread(
                entrance.register.change_password,
                entrance.site,
                visit.person,
                old,
                new,
                visit.address,
                agent_of(request),
            )
    if secret is None:
        return await _password_page(request, 422, fault)
    answer = RedirectResponse("/", 303)
    open_session(request, answer, secret)
    return answer


async def _password_page(request: Request, status: int, fault: str | None) -> Response:
    must_change = visit_of(request).must_change
    return await entrance_of(request).frame(
        request, "accounts/password.html", status, fault=fault, must_change=must_change
    )


async def _log_in_page(
    request: Request, after: str, status: int = 200, fault: str | None = None, **arguments: int
) -> Response:
    entrance = entrance_of(request)
    has_accounts = bool(await asyncio.to_thread(entrance.register.accounts))
    has_passkeys = await asyncio.to_thread(Passkeys(entrance.register.store).are_there)
    known = [account for account in DEMO_ACCOUNTS if entrance.register.is_demo and account.site == entrance.site]
    visit = request.cookies.get(entrance.visit_cookie) or secrets.token_hex(16)
    answer = page(
        request,
        "accounts/log_in.html",
        status,
        site=entrance.site,
        after=own_path(after),
        csrf=token_of(visit),
        fault=fault,
        arguments=arguments,
        demo_accounts=known,
        has_accounts=has_accounts,
        place=place_of(request) if has_passkeys else None,
    )
    answer.set_cookie(entrance.visit_cookie, visit, httponly=True, samesite="strict", secure=_is_secure(request))
    return answer


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
