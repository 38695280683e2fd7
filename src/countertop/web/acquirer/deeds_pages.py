"""The pages where something is done: filled in, made sure of, told what came of it; and what waits for a second person.

/deeds/NAME           the form; POST: fill in, and read what will happen
/deeds/NAME/TOKEN     POST: be sure
/approvals            what waits for another person
/approvals/TOKEN      POST agree=1 or withdraw=1

Who reloads the answer to a POST, or wants it in the other language, gets the form or the list: it is not done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from countertop.web.accounts.console import verify_may, visit_of
from countertop.web.accounts.errors import Turned
from countertop.web.acquirer.console import Console, Looker, console_of, draw
from countertop.web.acquirer.deeds import DEEDS, Deed
from countertop.web.acquirer.desks import NotDone
from countertop.web.acquirer.doing import Asked, Done
from countertop.web.acquirer.fields import Field, FieldFault, choice_text
from countertop.web.acquirer.proposals import as_proposed
from countertop.web.language import language_of
from countertop.web.pages import led

__all__ = ["deeds_router", "read_fields", "unfit"]

MOST_TEXT = 4000

_GONE = Done("refused", "host.prepared-gone", {})


def deeds_router() -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/deeds/{name}", _ask, methods=["GET"])
    router.add_api_route("/deeds/{name}", _fill_in, methods=["POST"])
    router.add_api_route("/deeds/{name}/{token}", _be_sure, methods=["POST"])
    router.add_api_route("/deeds/{name}/{token}", _ask_again, methods=["GET"])
    router.add_api_route("/approvals", _waiting, methods=["GET"])
    router.add_api_route("/approvals/{token}", _wait_again, methods=["GET"])
    router.add_api_route("/approvals/{token}", _decide, methods=["POST"])
    return router


def read_fields(deed: Deed, given: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of what was typed, and for each field that does not fit the message that says why."""
    values, faults = {}, {}
    for each in deed.fields:
        try:
            values[each.name] = each.read(given.get(each.name, "")[:MOST_TEXT])
        except FieldFault as fault:
            faults[each.name] = fault.message
    return values, faults


async def _ask(request: Request, name: str, person: Looker) -> Response:
    del person
    deed = await _allowed(request, name)
    given = {each.name: request.query_params.get(each.name, each.usual) for each in deed.fields}
    return _form(request, deed, given, {})


async def _fill_in(request: Request, name: str, person: Looker) -> Response:
    deed = await _allowed(request, name)
    given = _texts(await request.form())
    values, faults = read_fields(deed, given)
    if not faults:
        faults = unfit(console_of(request), values)
    if faults:
        return _form(request, deed, given, faults, 422)
    console, language = console_of(request), language_of(request)
    try:
        values, proposed = await as_proposed(console, name, values, visit_of(request).register.clock(), language)
    except NotDone as fault:
        return draw(request, "not_done.html", 409, why=fault.said(language), message=f"host.deed.{name}")
    asked = console.doing.prepare(name, values, person)
    return draw(request, "sure.html", asked=asked, sure=asked.sure(language), rows=_words(request, asked) + proposed)


async def _be_sure(request: Request, name: str, token: str, person: Looker) -> Response:
    del person
    await _allowed(request, name)
    asked = console_of(request).doing.find(token)
    if asked is None or asked.deed.name != name:
        return draw(request, "not_done.html", 410, why=None, message="host.prepared-gone")
    done = await console_of(request).doing.be_sure(asked, visit_of(request))
    return _told(request, asked, done)


async def _ask_again(request: Request, name: str, person: Looker) -> Response:
    del person
    deed = await _allowed(request, name)
    return led(request, f"/deeds/{deed.name}")


async def _wait_again(request: Request, person: Looker) -> Response:
    del person
    return led(request, "/approvals")


async def _waiting(request: Request, person: Looker) -> Response:
    language = language_of(request)
    doing = console_of(request).doing
    ended = await doing.ended(person)
    waiting = [(asked, asked.sure(language)) for asked in doing.waiting(person)]
    return draw(request, "approvals.html", pending=waiting, ended=ended)


async def _decide(request: Request, token: str, person: Looker) -> Response:
    del person
    doing, form = console_of(request).doing, await request.form()
    asked = doing.find(token)
    if asked is None or not asked.is_waiting:
        return draw(request, "not_done.html", 410, why=None, message="host.prepared-gone")
    await verify_may(request, asked.deed.permission)
    if form.get("withdraw") == "1":
        is_withdrawn = await doing.withdraw(asked, visit_of(request))
        return _told(request, asked, Done("done", "host.withdrawn", {}) if is_withdrawn else _GONE)
    return _told(request, asked, await doing.agree(asked, visit_of(request)))


async def _allowed(request: Request, name: str) -> Deed:
    """Return a deed that whoever asks may do; turns them away where they may not, as from one that there is not."""
    deed = DEEDS.get(name)
    if deed is None:
        raise Turned(404, "host.no-such-deed")
    await verify_may(request, deed.permission)
    return deed


def unfit(console: Console, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what only the house can tell is wrong: a bank that it has not."""
    is_bank = "bank" not in values or values["bank"] in console.desks.named("issuer")
    return {} if is_bank else {"bank": "host.fault.bank"}


def _form(
    request: Request, deed: Deed, given: Mapping[str, str], faults: Mapping[str, str], status: int = 200
) -> Response:
    language = language_of(request)
    choices = {each.name: _choices(request, each, language) for each in deed.fields}
    # What somebody typed for a card never comes back.
    shown = {each.name: "" if each.kind == "card" else given.get(each.name, "") for each in deed.fields}
    return draw(request, "deed.html", status, deed=deed, given=shown, faults=faults, choices=choices)


def _choices(request: Request, asked: Field, language: Any) -> list[tuple[str, str]]:
    if asked.name == "bank":
        return [(name, name) for name in console_of(request).desks.named("issuer")]
    found = [(value, _choice(asked, value, language)) for value in asked.choices]
    return [("", ""), *found] if found and asked.optional else found


def _choice(asked: Field, value: str, language: Any) -> str:
    text = choice_text(asked, value, language)
    return f"{value} {text}" if asked.prefix == "response." else text


def _words(request: Request, asked: Asked) -> list[tuple[str, str]]:
    return [(f"host.column.{name}", text) for name, text in asked.words(language_of(request)).items()]


def _told(request: Request, asked: Asked, done: Done) -> Response:
    status = {"refused": 409, "unknown": 503}.get(done.state, 200)
    return draw(request, "done.html", status, asked=asked, done=done, said=done.said(language_of(request)))


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}
