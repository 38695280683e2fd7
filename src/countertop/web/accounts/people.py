"""The pages for those who keep the accounts of others; whose they reach is decided in `keeping`.

/people             the accounts, and a form to add one; POST: add it, and show its first password, this once
/people/one?name=   one account
/people/role, /people/closed, /people/reset, /people/sessions, /people/confirmed    POST: change it; GET leads to the
                    accounts
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from countertop.values.persons import is_same_person
from countertop.web.accounts.agents import agent_text
from countertop.web.accounts.console import entrance_of, signed_in, visit_of
from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.keeping import PAGE, Keeping, state_of
from countertop.web.accounts.moments import moment_text
from countertop.web.accounts.roles import KEEPS_PEOPLE
from countertop.web.accounts.store import Account
from countertop.web.language import language_of
from countertop.web.pages import led
from countertop.words import say

__all__ = ["STATUSES", "keeping_of", "known_merchant", "people_router"]

STATUSES: Final = {
    "accounts.none-such": 404,
    "accounts.taken": 409,
    "accounts.not-oneself": 409,
    "accounts.last-administrator": 409,
    "accounts.confirm-another": 409,
}
"""What keeps an account from being changed -> HTTP; 422 for anything else."""

TOLD: Final = frozenset({"role", "closed", "opened", "sessions", "confirmed"})
"""What a page says was done, by the name that its address repeats."""

LEAST: Final = "merchant-clerk"
"""The role that the form begins with: the one that may do least."""

Name = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Query(max_length=60)]


def people_router(site: str) -> APIRouter:
    """Return the pages of a site."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in(KEEPS_PEOPLE[site]))])
    router.add_api_route("/people", _list, methods=["GET"])
    router.add_api_route("/people", _add, methods=["POST"])
    router.add_api_route("/people/one", _show, methods=["GET"])
    for name, change in _CHANGES.items():
        router.add_api_route(f"/people/{name}", change, methods=["POST"])
        router.add_api_route(f"/people/{name}", _list_again, methods=["GET"])
    return router


def keeping_of(request: Request) -> Keeping:
    """Return the accounts that whoever asks may keep."""
    visit = visit_of(request)
    return Keeping(visit.register, visit.person, visit.address)


async def known_merchant(request: Request, merchant_id: str) -> None:
    """Raise AccountFault for the number of a merchant that there is not."""
    if merchant_id and not await entrance_of(request).knows_merchant(request, merchant_id):
        raise AccountFault("accounts.no-such-merchant", merchant_id=merchant_id)


async def _list(request: Request, text: Text = "", after: Text = "") -> Response:
    return await _people(request, 200, "", {}, text, after)


async def _list_again(request: Request) -> Response:
    return led(request, "/people")


async def _add(
    request: Request,
    name: Name,
    role: Annotated[str, Form(max_length=60)],
    merchant_id: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    given = {"name": name, "role": role, "merchant_id": merchant_id}
    try:
        await known_merchant(request, merchant_id)
        first = await _hashing(request, keeping_of(request).add, name, role, merchant_id)
    except AccountFault as fault:
        return await _people(request, STATUSES.get(fault.message, 422), _said(request, fault), given)
    return await _first(request, name, first, 201)


async def _show(request: Request, name: Text, done: str = "") -> Response:
    try:
        return await _one(request, name, done=done if done in TOLD else "")
    except AccountFault as fault:
        return await _people(request, STATUSES[fault.message], _said(request, fault), {})


async def _role(request: Request, name: Name, role: Annotated[str, Form(max_length=60)]) -> Response:
    return await _changed(request, name, "role", lambda kept: kept.set_role(name, role))


async def _closed(request: Request, name: Name, closed: Annotated[bool, Form()]) -> Response:
    done = "closed" if closed else "opened"
    return await _changed(request, name, done, lambda kept: kept.set_closed(name, closed=closed))


async def _sessions(request: Request, name: Name) -> Response:
    return await _changed(request, name, "sessions", lambda kept: kept.end_sessions(name))


async def _confirmed(request: Request, name: Name) -> Response:
    return await _changed(request, name, "confirmed", lambda kept: kept.confirm(name))


async def _reset(request: Request, name: Name) -> Response:
    try:
        first = await _hashing(request, keeping_of(request).reset, name)
    except AccountFault as fault:
        return await _not_changed(request, name, fault)
    return await _first(request, name, first, 200)


_CHANGES: Final[dict[str, Callable[..., Awaitable[Response]]]] = {
    "role": _role,
    "closed": _closed,
    "reset": _reset,
    "sessions": _sessions,
    "confirmed": _confirmed,
}


async def _changed(request: Request, name: str, done: str, change: Callable[[Keeping], None]) -> Response:
    try:
        await asyncio.to_thread(change, keeping_of(request))
    except AccountFault as fault:
        return await _not_changed(request, name, fault)
    return RedirectResponse(f"/people/one?{urlencode({'name': name, 'done': done})}", 303)


async def _not_changed(request: Request, name: str, fault: AccountFault) -> Response:
    if fault.message == "accounts.none-such":
        return await _people(request, 404, _said(request, fault), {})
    return await _one(request, name, _said(request, fault), STATUSES.get(fault.message, 422))


async def _people(
    request: Request, status: int, fault: str, given: dict[str, str], text: str = "", after: str = ""
) -> Response:
    kept, visit = keeping_of(request), visit_of(request)
    accounts = await asyncio.to_thread(kept.accounts, text, after)
    later = {"text": text, "after": accounts[-1].name} if len(accounts) == PAGE else {}
    return await entrance_of(request).frame(
        request,
        "accounts/people.html",
        status,
        accounts=accounts,
        state=_state(request),
        roles=_roles(request, kept),
        of_all_merchants=visit.person.merchant_id is None,
        fault=fault,
        given={"name": "", "role": LEAST, "merchant_id": "", **given},
        text=text,
        later=f"/people?{urlencode(later)}" if later else "",
    )


async def _one(request: Request, name: str, fault: str = "", status: int = 200, done: str = "") -> Response:
    kept = keeping_of(request)
    account = await asyncio.to_thread(kept.account, name)
    sessions = await asyncio.to_thread(kept.sessions, name)
    site = account.role.partition("-")[0]
    return await entrance_of(request).frame(
        request,
        "accounts/one.html",
        status,
        account=account,
        state=_state(request),
        roles=[each for each in _roles(request, kept) if each[0].startswith(site)],
        sessions=sessions,
        moment=moment_text,
        agent=agent_text,
        is_oneself=account.name == visit_of(request).person.name,
        has_asked=is_same_person(account.asked_by, visit_of(request).person.name),
        fault=fault,
        done=done,
    )


async def _first(request: Request, name: str, password: str, status: int) -> Response:
    """Show a first password; the page can be had once, and no browser keeps it."""
    account = await asyncio.to_thread(keeping_of(request).account, name)
    known = {"name": name, "password": password, "is_to_confirm": bool(account.asked_by)}
    return await entrance_of(request).frame(request, "accounts/first.html", status, **known)


async def _hashing(request: Request, work: Callable[..., str], *arguments: str) -> str:
    async with entrance_of(request).hashing:
        return await asyncio.to_thread(work, *arguments)


def _state(request: Request) -> Callable[[Account], str]:
    now = visit_of(request).register.clock()
    return lambda account: state_of(account, now)


def _roles(request: Request, kept: Keeping) -> list[tuple[str, str]]:
    language = language_of(request)
    return [(role.name, say(language, f"accounts.role.{role.name}")) for role in kept.roles()]


def _said(request: Request, fault: AccountFault) -> str:
    told: dict[str, Any] = dict(fault.arguments)
    return say(language_of(request), fault.message, **told)
