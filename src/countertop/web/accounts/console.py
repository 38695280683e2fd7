"""What every console stands on: nobody passes the log-in page without a session, nothing changes without its token.

A session is a secret in a cookie of the site's own name (cookies do not tell ports apart), which scripts cannot read
and which goes with no request that another site begins. Each form and each changing call repeats a token that is made
of it: field `csrf`, or header `X-CSRF-Token`. A page that refreshes itself says so (header `X-Live`, or
`Accept: text/event-stream`) and does not keep its session going.
"""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse

from countertop.web.accounts.ceremony import Challenges
from countertop.web.accounts.errors import Turned
from countertop.web.accounts.register import Known, Register
from countertop.web.accounts.roles import Permission, Person
from countertop.web.accounts.slowing import Slowing
from countertop.web.accounts.trail import Entry
from countertop.web.language import language_of
from countertop.web.pages import ROOM, Parts, page
from countertop.words import say

__all__ = [
    "Entrance",
    "Frame",
    "Section",
    "Visit",
    "address_of",
    "agent_of",
    "console_page",
    "entrance_of",
    "make_console",
    "open_session",
    "own_path",
    "signed_in",
    "token_of",
    "verify_may",
    "visit_of",
]

LONGEST_PATH: Final = 120
"""Characters of an address that the trail keeps."""

MOST_HASHES: Final = 2
"""Passwords hashed at the same time: each takes 19 MiB and a processor."""

Frame = Callable[..., Awaitable[Response]]
"""Draws a page of the accounts inside a console: request, template, status, values of the template."""

Knows = Callable[[Request, str], Awaitable[bool]]
"""Tells whether there is a merchant of a number."""

LOG_IN: Final = "/log-in"
_DOORS: Final = frozenset({LOG_IN, "/log-in/passkey", "/log-in/passkey/begin"})
_OWN_PATH: Final = re.compile(r"/(?![/\\])[A-Za-z0-9/_.?=&%+-]*")
"""A path of this site, and no way to another one."""

_WITHOUT_CHOICE: Final = frozenset({"/password", "/log-out"})
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_NOWHERE: Final = frozenset({404, 405})


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a console, as its navigation shows it to whoever may open it."""

    path: str
    message: str
    permission: Permission


async def _plain_frame(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    return console_page(request, template, status, **values)


async def _knows_any(request: Request, merchant_id: str) -> bool:
    del request, merchant_id
    return True


class Entrance:
    """The door of one console, and how its pages about accounts are drawn."""

    def __init__(
        self,
        site: str,
        register: Register,
        sections: tuple[Section, ...],
        frame: Frame = _plain_frame,
        knows_merchant: Knows = _knows_any,
    ) -> None:
        self.site = site
        self.frame = frame
        self.knows_merchant = knows_merchant
        self.register = register
        self.sections = sections
        self.slowing = Slowing()
        self.challenges = Challenges(register.draw)
        self.hashing = asyncio.Semaphore(MOST_HASHES)
        self.cookie = f"countertop-{site}"
        self.visit_cookie = f"countertop-{site}-visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is logged in, for one request."""

    person: Person
    must_change: bool
    csrf: str
    secret: str
    address: str
    register: Register

    async def note(self, what: str, about: str = "") -> None:
        """Write down in the trail what they do; `about` holds no secret."""
        await asyncio.to_thread(self.register.note, self.person, what, about, self.address)

    def entry(self, what: str, about: str = "") -> Entry:
        """Return the entry of the trail for what they do, to be written together with it."""
        return self.register.entry(self.person, what, about, self.address)

    async def goes_on(self, site: str) -> bool:
        """Tell whether the session still goes on, for what is shown to them by itself."""
        return await asyncio.to_thread(self.register.known, site, self.secret, is_active=False) is not None


def make_console(
    title: str,
    site: str,
    register: Register,
    sections: tuple[Section, ...],
    frame: Frame = _plain_frame,
    knows_merchant: Knows = _knows_any,
) -> FastAPI:
    """Return an application that is guarded as above, with the pages about accounts, other people's and one's own.

    `sections` is what its navigation shows; `frame` draws pages about accounts as the console's others.
    """
    from countertop.web.accounts.app import accounts_router  # noqa: PLC0415 - its pages stand on this module

    console = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(_enter)])
    console.state.entrance = Entrance(site, register, sections, frame, knows_merchant)
    console.add_exception_handler(Turned, _turn)
    console.add_exception_handler(RequestValidationError, _misunderstand)
    console.add_exception_handler(HTTPException, _miss)
    console.include_router(accounts_router(site))
    for part in ("design", "vendored", "accounts"):
        console.mount(f"/{part}", Parts(ROOM / part))
    return console


def signed_in(permission: Permission) -> Callable[[Request], Awaitable[Person]]:
    """Return the dependency of a page that needs a permission: it gives the person, or answers 403 and notes it."""

    async def person_of(request: Request) -> Person:
        return await verify_may(request, permission)

    return person_of


async def verify_may(request: Request, permission: Permission) -> Person:
    """Return who asks; notes it and raises Turned where they may not."""
    visit = visit_of(request)
    if not visit.person.may(permission):
        await visit.note("not-allowed", f"{request.method} {request.url.path[:LONGEST_PATH]}")
        raise Turned(403, "accounts.not-allowed")
    return visit.person


def entrance_of(request: Request) -> Entrance:
    """Return the door that a request came through."""
    entrance: Entrance = request.app.state.entrance
    return entrance


def visit_of(request: Request) -> Visit:
    """Return who asks; raises Turned when nobody is logged in."""
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        raise Turned(401, "accounts.log-in-first")
    return visit


def console_page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page of a console; its template extends `accounts/console.html`."""
    visit, entrance = visit_of(request), entrance_of(request)
    language = language_of(request)
    open_to = [section for section in entrance.sections if visit.person.may(section.permission)]
    shown = [(section.path, say(language, section.message)) for section in open_to]
    known = {"person": visit.person, "csrf": visit.csrf, "site": entrance.site, "sections": shown}
    return page(request, template, status, **{"frame": "accounts/console.html", **known, **values})


def token_of(secret: str) -> str:
    """Return the token that forms repeat: made of the secret of a session or visit, which it does not tell."""
    return hmac.digest(secret.encode(), b"csrf", "sha256").hex()


def address_of(request: Request) -> str:
    """Return where a request came from."""
    return "" if request.client is None else request.client.host


def open_session(request: Request, answer: Response, secret: str) -> None:
    """Let the browser keep the secret of a session."""
    secure = request.url.scheme == "https"
    answer.set_cookie(entrance_of(request).cookie, secret, httponly=True, samesite="strict", secure=secure)


def own_path(path: str) -> str:
    """Return a path of this site, its start for what leads elsewhere."""
    return path if _OWN_PATH.fullmatch(path) else "/"


def agent_of(request: Request) -> str:
    """Return which program sent a request, as it says."""
    return request.headers.get("user-agent", "")


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
