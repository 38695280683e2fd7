"""One's own page.

/own             who I am here, my sessions
/own/sessions    POST: end one of them
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from countertop.web.accounts.agents import agent_text
from countertop.web.accounts.ceremony import place_of
from countertop.web.accounts.console import agent_of, entrance_of, visit_of
from countertop.web.accounts.moments import moment_text
from countertop.web.accounts.passkeys import Passkeys
from countertop.web.accounts.register import hash_of

__all__ = ["own_router"]

TOLD: Final = frozenset({"session-ended", "passkey-added", "passkey-removed"})
"""What this page says it did, by the name that its address repeats."""


def own_router() -> APIRouter:
    """Return the page."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/own", _show, methods=["GET"])
    router.add_api_route("/own/sessions", _end_session, methods=["POST"])
    return router


async def _show(request: Request, done: str = "") -> Response:
    visit, entrance = visit_of(request), entrance_of(request)
    sessions = await asyncio.to_thread(visit.register.sessions, visit.person.name)
    passkeys = await asyncio.to_thread(Passkeys(visit.register.store).of, visit.person.name)
    return await entrance.frame(
        request,
        "accounts/own.html",
        passkeys=passkeys,
        place=place_of(request),
        own_agent=agent_text(agent_of(request)),
        sessions=sessions,
        present=hash_of(visit.secret),
        moment=moment_text,
        agent=agent_text,
        done=done if done in TOLD else "",
    )


async def _end_session(request: Request, handle: Annotated[str, Form(max_length=16)]) -> Response:
    visit = visit_of(request)
    await asyncio.to_thread(visit.register.end_session, visit.person, handle, visit.address)
    return RedirectResponse("/own?done=session-ended", 303)
