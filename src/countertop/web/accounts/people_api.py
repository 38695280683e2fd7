"""The same for programs: one's own sessions, and the accounts of others for those who keep them.

Whatever changes something repeats the token of the session (`X-CSRF-Token`). A first password is in the answer of the
call that made it, and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from countertop.web.accounts.agents import agent_text
from countertop.web.accounts.console import entrance_of, signed_in, visit_of
from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.keeping import PAGE, Keeping, state_of
from countertop.web.accounts.people import STATUSES, keeping_of, known_merchant
from countertop.web.accounts.register import hash_of
from countertop.web.accounts.roles import KEEPS_PEOPLE
from countertop.web.accounts.store import Account, Session
from countertop.web.language import language_of
from countertop.words import say

__all__ = ["EXAMPLES", "people_api_router"]

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "/api/people": {"name": "li na", "role": "merchant-clerk"},
    "/api/people/role": {"name": "li na", "role": "merchant-auditor"},
    "/api/people/sessions": {"name": "li na"},
    "/api/people/reset": {"name": "li na"},
    "/api/people/confirmed": {"name": "li na"},
    "/api/people/closed": {"name": "li na", "closed": True},
    "/api/own/sessions": {"handle": "0123456789abcdef"},
}
"""Path of a call -> a body of it, in an order in which they can be sent."""

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "the body is no JSON"},
    401: {"description": "nobody is logged in"},
    403: {"description": "the role of who is logged in may not, or the token of the session is missing"},
    404: {"description": "there is no such account, or it is somebody else's to keep"},
    409: {
        "description": "the name is taken, the account is one's own, or the last administrator's, or asked for by them"
    },
    422: {"description": "something has another form"},
}

Name = Annotated[str, Field(min_length=1, max_length=40)]
RoleName = Annotated[str, Field(max_length=40)]


class Named(BaseModel):
    """Whose account."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLES["/api/people/reset"]})

    name: Name


class NamedRole(BaseModel):
    """Which role for whom."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLES["/api/people/role"]})

    name: Name
    role: RoleName


class NamedState(BaseModel):
    """Whose account is to be closed, or open."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLES["/api/people/closed"]})

    name: Name
    closed: bool


class NewAccount(BaseModel):
    """Who is to have an account; the acquirer's people name the merchant of a role of merchants."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLES["/api/people"]})

    name: Name
    role: RoleName
    merchant_id: Annotated[str, Field(max_length=40)] = ""


class Handle(BaseModel):
    """Which of one's own sessions."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLES["/api/own/sessions"]})

    handle: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]


def people_api_router(site: str) -> APIRouter:
    """Return the calls of a site."""
    router = APIRouter(prefix="/api", tags=["accounts"], responses=_ANSWERS)
    keepers = [Depends(signed_in(KEEPS_PEOPLE[site]))]
    router.add_api_route("/own/sessions", _own_sessions, methods=["GET"], operation_id="own_sessions")
    router.add_api_route("/own/sessions", _end_own, methods=["POST"], operation_id="end_own_session")
    router.add_api_route("/people", _people, methods=["GET"], operation_id="people", dependencies=keepers)
    router.add_api_route(
        "/people", _add, methods=["POST"], operation_id="add_person", dependencies=keepers, status_code=201
    )
    for name, change in _CHANGES.items():
        router.add_api_route(
            f"/people/{name}", change, methods=["POST"], operation_id=f"person_{name}", dependencies=keepers
        )
    return router


async def _own_sessions(request: Request) -> Response:
    """Return one's own sessions, the newest first."""
    visit = visit_of(request)
    sessions = await asyncio.to_thread(visit.register.sessions, visit.person.name)
    present = hash_of(visit.secret)
    return JSONResponse({"sessions": [{**_session(each), "present": each.secret_hash == present} for each in sessions]})


async def _end_own(request: Request, asked: Handle) -> Response:
    """End one of one's own sessions."""
    visit = visit_of(request)
    if not await asyncio.to_thread(visit.register.end_session, visit.person, asked.handle, visit.address):
        return _refusal(request, AccountFault("accounts.no-such-session"), 404)
    return JSONResponse({"ended": asked.handle})


async def _people(
    request: Request,
    text: Annotated[str, Query(max_length=60)] = "",
    after: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """Return a page of the accounts that one keeps, by name; `after` leads to the next one."""
    now = visit_of(request).register.clock()
    accounts = await asyncio.to_thread(keeping_of(request).accounts, text, after)
    after = accounts[-1].name if len(accounts) == PAGE else ""
    return JSONResponse({"accounts": [_account(each, now) for each in accounts], "after": after or None})


async def _add(request: Request, asked: NewAccount) -> Response:
    """Make an account; its first password is good once, for 72 hours, and at the acquirer once another confirms it."""
    try:
        await known_merchant(request, asked.merchant_id)
        kept = keeping_of(request)
        async with entrance_of(request).hashing:
            first = await asyncio.to_thread(kept.add, asked.name, asked.role, asked.merchant_id)
    except AccountFault as fault:
        return _refusal(request, fault)
    return JSONResponse({"name": asked.name, "first_password": first}, 201)


async def _role(request: Request, asked: NamedRole) -> Response:
    """Give somebody another role; their sessions end."""
    return await _changed(request, asked.name, lambda kept: kept.set_role(asked.name, asked.role))


async def _closed(request: Request, asked: NamedState) -> Response:
    """Close somebody's account, which ends their sessions, or open it again."""
    return await _changed(request, asked.name, lambda kept: kept.set_closed(asked.name, closed=asked.closed))


async def _sessions(request: Request, asked: Named) -> Response:
    """Log somebody out everywhere."""
    return await _changed(request, asked.name, lambda kept: kept.end_sessions(asked.name))


async def _confirmed(request: Request, asked: Named) -> Response:
    """Let an account be used that another administrator made or reset."""
    return await _changed(request, asked.name, lambda kept: kept.confirm(asked.name))


async def _reset(request: Request, asked: Named) -> Response:
    """Give somebody a first password again; their sessions end. At the acquirer, another must confirm it."""
    try:
        async with entrance_of(request).hashing:
            first = await asyncio.to_thread(keeping_of(request).reset, asked.name)
    except AccountFault as fault:
        return _refusal(request, fault)
    return JSONResponse({"name": asked.name, "first_password": first})


_CHANGES: Final[dict[str, Callable[..., Awaitable[Response]]]] = {
    "role": _role,
    "closed": _closed,
    "reset": _reset,
    "sessions": _sessions,
    "confirmed": _confirmed,
}


async def _changed(request: Request, name: str, change: Callable[[Keeping], None]) -> Response:
    kept, now = keeping_of(request), visit_of(request).register.clock()
    try:
        await asyncio.to_thread(change, kept)
        return JSONResponse(_account(await asyncio.to_thread(kept.account, name), now))
    except AccountFault as fault:
        return _refusal(request, fault)


def _account(account: Account, now: int) -> dict[str, Any]:
    told = {"name": account.name, "role": account.role, "merchant_id": account.merchant_id}
    return {**told, "state": state_of(account, now)}


def _session(session: Session) -> dict[str, Any]:
    told = {"handle": session.handle, "opened_at": session.opened_at, "seen_at": session.seen_at}
    return {**told, "address": session.address, "agent": agent_text(session.agent)}


def _refusal(request: Request, fault: AccountFault, status: int = 0) -> Response:
    text = say(language_of(request), fault.message, **fault.arguments)
    error = {"code": fault.message, "text": text}
    return JSONResponse({"error": error}, status or STATUSES.get(fault.message, 422))
