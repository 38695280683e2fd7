"""What the pages of a console stand on: its entrance, and who visits it."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request, Response

from countertop.web.accounts.ceremony import Challenges
from countertop.web.accounts.errors import Turned
from countertop.web.accounts.register import Register
from countertop.web.accounts.roles import Permission, Person
from countertop.web.accounts.slowing import Slowing
from countertop.web.accounts.trail import Entry
from countertop.web.language import language_of
from countertop.web.pages import page
from countertop.words import say

__all__ = [
    "Entrance",
    "Frame",
    "Knows",
    "Section",
    "Visit",
    "address_of",
    "agent_of",
    "console_page",
    "entrance_of",
    "knows_any",
    "open_session",
    "own_path",
    "plain_frame",
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

_OWN_PATH: Final = re.compile(r"/(?![/\\])[A-Za-z0-9/_.?=&%+-]*")
"""A path of this site, and no way to another one."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a console, as its navigation shows it to whoever may open it."""

    path: str
    message: str
    permission: Permission


async def plain_frame(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Draw a page of the accounts as it is."""
    return console_page(request, template, status, **values)


async def knows_any(request: Request, merchant_id: str) -> bool:
    """Believe in every merchant."""
    del request, merchant_id
    return True


class Entrance:
    """The door of one console, and how its pages about accounts are drawn."""

    def __init__(
        self,
        site: str,
        register: Register,
        sections: tuple[Section, ...],
        frame: Frame = plain_frame,
        knows_merchant: Knows = knows_any,
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
