"""What every console stands on: nobody passes the log-in page without a session, nothing changes without its token.

A session is a secret in a cookie of the site's own name (cookies do not tell ports apart), which scripts cannot read
and which goes with no request that another site begins. Each form and each changing call repeats a token that is made
of it: field `csrf`, or header `X-CSRF-Token`. A page that refreshes itself says so (header `X-Live`, or
`Accept: text/event-stream`) and does not keep its session going.
"""

from __future__ import annotations

import asyncio
import hmac
from typing import Final
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse

from countertop.web.accounts.app import accounts_router
from countertop.web.accounts.console import (
    Entrance,
    Frame,
    Knows,
    Section,
    Visit,
    address_of,
    entrance_of,
    knows_any,
    plain_frame,
    token_of,
)
from countertop.web.accounts.errors import Turned
from countertop.web.accounts.register import Known, Register
from countertop.web.language import language_of
from countertop.web.pages import ROOM, Parts, page
from countertop.words import say

__all__ = ["make_console"]

LOG_IN: Final = "/log-in"
_DOORS: Final = frozenset({LOG_IN, "/log-in/passkey", "/log-in/passkey/begin"})
_WITHOUT_CHOICE: Final = frozenset({"/password", "/log-out"})
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_NOWHERE: Final = frozenset({404, 405})


def make_console(
    title: str,
    site: str,
    register: Register,
    sections: tuple[Section, ...],
    frame: Frame = plain_frame,
    knows_merchant: Knows = knows_any,
) -> FastAPI:
    """Return an application that is guarded as above, with the pages about accounts, other people's and one's own.

    `sections` is what its navigation shows; `frame` draws pages about accounts as the console's others.
    """
    console = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(_enter)])
    console.state.entrance = Entrance(site, register, sections, frame, knows_merchant)
    console.add_exception_handler(Turned, _turn)
    console.add_exception_handler(RequestValidationError, _misunderstand)
    console.add_exception_handler(HTTPException, _miss)
    console.include_router(accounts_router(site))
    for part in ("design", "vendored", "accounts"):
        console.mount(f"/{part}", Parts(ROOM / part))
    return console


async def _enter(request: Request) -> None:
    """Find out who asks; turn away whoever is not logged in, and every change that no page of ours asks for."""
    entrance = entrance_of(request)
    secret = request.cookies.get(entrance.cookie, "")
    known = await _known(request, entrance, secret)
    if known is not None:
        request.state.visit = Visit(
            known.person, known.must_change, token_of(secret), secret, address_of(request), entrance.register
        )
    path = request.url.path
    if path in _DOORS:
        secret = request.cookies.get(entrance.visit_cookie, "")
    elif known is None:
        raise Turned(401, "accounts.log-in-first")
    if request.method not in _SAFE and not await _is_ours(request, secret):
        raise Turned(403, "accounts.form-old")
    if known is not None and known.must_change and path not in _WITHOUT_CHOICE:
        raise Turned(403, "accounts.must-change")


async def _known(request: Request, entrance: Entrance, secret: str) -> Known | None:
    if not secret:
        return None
    by_itself = "x-live" in request.headers or request.headers.get("accept") == "text/event-stream"
    return await asyncio.to_thread(entrance.register.known, entrance.site, secret, is_active=not by_itself)


async def _is_ours(request: Request, secret: str) -> bool:
    given = request.headers.get("x-csrf-token")
    if given is None:
        given = (await request.form()).get("csrf")  # type: ignore[assignment]  # a file is refused below
    return bool(secret) and isinstance(given, str) and hmac.compare_digest(given.encode(), token_of(secret).encode())


async def _turn(request: Request, turned: Exception) -> Response:
    """Answer a program with JSON, a person with a page or with the way to one."""
    assert isinstance(turned, Turned)
    visit: Visit | None = getattr(request.state, "visit", None)
    wants_page = "text/html" in request.headers.get("accept", "") and "x-live" not in request.headers
    if request.url.path.startswith("/api/") or not wants_page:
        text = say(language_of(request), turned.message)
        return JSONResponse({"error": {"code": turned.message, "text": text}}, turned.status)
    if turned.status == 401:
        return RedirectResponse(f"{LOG_IN}{_back(request)}", 303)
    if visit is not None and visit.must_change:
        return RedirectResponse("/password", 303)
    return page(request, "accounts/refused.html", turned.status, message=turned.message)


async def _misunderstand(request: Request, fault: Exception) -> Response:
    del fault  # what was sent is not sent back: it may be a password, or a card
    return await _turn(request, Turned(422, "accounts.not-understood"))


async def _miss(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    message = "accounts.no-such-page" if fault.status_code in _NOWHERE else "accounts.not-understood"
    return await _turn(request, Turned(fault.status_code, message))


def _back(request: Request) -> str:
    """Return the query that leads back to a page once the person has logged in."""
    if request.method not in _SAFE or request.url.path == "/":
        return ""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"?{urlencode({'next': request.url.path + query})}"
