"""The console's JSON API: every listing, every deed, the messages and the pulse, under the permissions of the pages.

It is made of the same tables as the pages. Who calls has logged in, and repeats the token of their session in the
header `X-CSRF-Token` with everything that changes something. Amounts are minor units, moments UTC microseconds.

GET  /api/pulse                       the host at this moment
GET  /api/lists/NAME                  a listing; its filters in the query
GET  /api/transactions/RRN            every message of a transaction
POST /api/messages                    what a dump is and what is wrong with it
POST /api/deeds/NAME                  do something; 202: it waits for another person
GET  /api/approvals                   what waits
POST /api/approvals/TOKEN             agree, or withdraw
GET  /api/openapi.json, /api          this, as a description for programs and for people
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import JSONResponse

from countertop.web.accounts.approvals import Approval
from countertop.web.accounts.console import verify_may, visit_of
from countertop.web.accounts.people_api import EXAMPLES as PEOPLE_EXAMPLES
from countertop.web.acquirer.console import Engineer, Looker, console_of, draw, rows_of
from countertop.web.acquirer.deeds import DEEDS, Deed
from countertop.web.acquirer.deeds_pages import MOST_TEXT, read_fields, unfit
from countertop.web.acquirer.desks import ACQUIRER, NotDone
from countertop.web.acquirer.doing import Asked, Done
from countertop.web.acquirer.lists import LISTINGS, Listing
from countertop.web.acquirer.messages import hops_of, inspected
from countertop.web.language import language_of
from countertop.words import CATALOGUE, Language, say

__all__ = ["EXAMPLES", "api_router", "example_of"]

MOST_DUMP: Final = 200_000

EXAMPLES: Final[dict[str, str]] = {
    "terminal_id": "80000101",
    "command": "message",
    "text": "Paper is on its way",
    "scope": "all",
    "values": "retry_count=3",
    "group": "market",
    "holder": "80000101",
    "kind": "refund",
    "prefix": "99",
    "code": "04",
    "card": "(the whole number)",
    "largest": "500.00",
    "day": "20000",
    "merchant_id": "898310053110001",
    "reason": "asked for by the shop",
    "outcome": "explained",
    "number": "1",
    "rrn": "632518000001",
    "date": "20260731",
}
"""What the description shows for a field; where nothing is named, its name."""


class Pasted(BaseModel):
    """A dump in any form."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"dump": "0060"}})

    dump: str = Field(max_length=MOST_DUMP)


class Decision(BaseModel):
    """What a second person makes of what waits."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"agree": False}})

    agree: bool


def api_router() -> APIRouter:
    """Return the API and its description."""
    router = APIRouter(prefix="/api")
    router.add_api_route("/pulse", _pulse, methods=["GET"], tags=["host"], summary="the host at this moment")
    for listing in LISTINGS.values():
        _add_listing(router, listing)
    router.add_api_route("/transactions/{rrn}", _transaction, methods=["GET"], tags=["messages"])
    router.add_api_route("/messages", _message, methods=["POST"], tags=["messages"])
    for deed in DEEDS.values():
        _add_deed(router, deed)
    router.add_api_route("/approvals", _approvals, methods=["GET"], tags=["approvals"])
    router.add_api_route("/approvals/{token}", _decide, methods=["POST"], tags=["approvals"])
    router.add_api_route("/openapi.json", _description, methods=["GET"], include_in_schema=False)
    router.add_api_route("", _about, methods=["GET"], include_in_schema=False)
    return router


async def _pulse(request: Request, person: Looker) -> Response:
    del person
    return await _asked(request, ACQUIRER, "pulse")


def _add_listing(router: APIRouter, listing: Listing) -> None:
    async def show(request: Request, person: Looker) -> Response:
        del person
        allowed = [each.name for each in listing.filters] + (["after"] if listing.after else [])
        named: dict[str, Any] = {name: request.query_params.get(name, "")[:60] for name in allowed}
        if named.get("batch_instance"):
            text = named["batch_instance"]
            named["batch_instance"] = int(text) if text.isascii() and text.isdigit() else text
        now = visit_of(request).register.clock()
        try:
            rows, more = await rows_of(console_of(request), listing, named, now)
        except NotDone as fault:
            return _refusal(fault.message, fault.said(language_of(request)), fault.status)
        told = [{name: value for name, value in row.items() if name != "now"} for row in rows]
        after = rows[-1].get(listing.after) if more and listing.after else None
        return JSONResponse({"rows": told, "more": more, "after": after})

    parameters = [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string", "maxLength": 60}}
        for name in [*(each.name for each in listing.filters), *(["after"] if listing.after else [])]
    ]
    router.add_api_route(
        f"/lists/{listing.name}",
        show,
        methods=["GET"],
        tags=["lists"],
        summary=say(Language.ENGLISH, listing.message),
        name=f"list-{listing.name}",
        openapi_extra={"parameters": parameters},
    )


def _add_deed(router: APIRouter, deed: Deed) -> None:
    model = _model_of(deed)

    async def do(request: Request, person: Looker, filled_in: Any) -> Response:
        await verify_may(request, deed.permission)
        given = {name: value for name, value in filled_in.model_dump().items() if value is not None}
        language = language_of(request)
        values, faults = read_fields(deed, given)
        faults |= unfit(console_of(request), values)
        if faults:
            told = {name: say(language, message) for name, message in faults.items()}
            return JSONResponse({"error": {"code": "host.fault", "fields": told}}, 422)
        doing = console_of(request).doing
        asked = doing.prepare(deed.name, values, person)
        done = await doing.be_sure(asked, visit_of(request))
        return _done(asked, done, language)

    do.__annotations__["filled_in"] = model
    router.add_api_route(
        f"/deeds/{deed.name}",
        do,
        methods=["POST"],
        tags=["deeds"],
        summary=say(Language.ENGLISH, f"host.deed.{deed.name}"),
        description=f"Needs the permission {deed.permission.value}."
        + (" Another person must agree." if deed.two_persons else ""),
        name=f"do-{deed.name}",
    )


def _model_of(deed: Deed) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for each in deed.fields:
        shown = EXAMPLES.get(each.name, each.usual or each.name)
        more: dict[str, Any] = {"examples": [shown], **({"enum": list(each.choices)} if each.choices else {})}
        usual: Any = None if each.optional else ...
        given = Field(usual, max_length=MOST_TEXT, json_schema_extra=more)
        fields[each.name] = (str | None if each.optional else str, given)
    name = "".join(part.capitalize() for part in deed.name.split("-"))
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


async def _transaction(request: Request, rrn: str, person: Engineer) -> Response:
    """Return every message of a transaction as each party kept it, oldest first, masked."""
    del person
    hops = await hops_of(console_of(request), rrn)
    if not hops:
        return _refusal("host.nothing-there", say(language_of(request), "host.nothing-there"), 404)
    return JSONResponse({"rrn": rrn, "hops": hops})


async def _message(request: Request, pasted: Pasted, person: Engineer) -> Response:
    """Decode and diagnose a dump; card data in it are masked, whoever's they are."""
    del person
    language = language_of(request)
    dump = inspected(pasted.dump, language)
    await visit_of(request).note("message-inspected", dump.diagnosis.kind)
    rows = [
        {
            "field": row.field,
            "offset": row.offset,
            "length": row.length,
            "value": row.value,
            "label": (row.label.zh, row.label.en)[language.value],
            "meaning": None if row.meaning is None else (row.meaning.zh, row.meaning.en)[language.value],
        }
        for row in dump.rows
    ]
    findings = [
        {"fault": each.is_fault, "offset": each.offset, "field": each.field or None, "said": each.text}
        for each in dump.findings
    ]
    told = {"healthy": dump.diagnosis.is_healthy, "what": dump.what, "findings": findings, "fields": rows}
    return JSONResponse(told)


async def _approvals(request: Request, person: Looker) -> Response:
    """Return what waits for a second person and what became of the newest that did, as far as it concerns this one."""
    language, doing = language_of(request), console_of(request).doing
    ended = [_ended(approval) for approval in await doing.ended(person)]
    return JSONResponse({"waiting": [_waiting(asked, language) for asked in doing.waiting(person)], "ended": ended})


async def _decide(request: Request, token: str, decision: Decision, person: Looker) -> Response:
    """Agree to what another person wants, which does it, or withdraw it."""
    doing, language = console_of(request).doing, language_of(request)
    del person
    asked = doing.find(token)
    if asked is None or not asked.is_waiting:
        return _refusal("host.prepared-gone", say(language, "host.prepared-gone"), 404)
    await verify_may(request, asked.deed.permission)
    if not decision.agree:
        if not await doing.withdraw(asked, visit_of(request)):
            return _refusal("host.prepared-gone", say(language, "host.prepared-gone"), 409)
        return JSONResponse({"state": "withdrawn"})
    return _done(asked, await doing.agree(asked, visit_of(request)), language)


async def _description(request: Request, person: Looker) -> Response:
    del person
    app: FastAPI = request.app
    return JSONResponse(app.openapi())


async def _about(request: Request, person: Looker) -> Response:
    """Show the API to people."""
    app: FastAPI = request.app
    paths = sorted(app.openapi()["paths"].items())
    visible = [
        (path, method.upper(), told)
        for path, methods in paths
        for method, told in methods.items()
        if "deeds" not in told["tags"] or person.may(DEEDS[path.rpartition("/")[2]].permission)
    ]
    examples = (
        {f"/api/deeds/{deed.name}": example_of(deed) for deed in DEEDS.values()} | _OTHER_EXAMPLES | PEOPLE_EXAMPLES
    )
    texts = {path: json.dumps(example, ensure_ascii=False, indent=2) for path, example in examples.items()}
    return draw(request, "api.html", calls=visible, examples=texts, said_of=_said_of(language_of(request)))


def _said_of(language: Language) -> Callable[[str, str, str], str]:
    """Return what tells what a call is for, in the words of the pages."""

    def said(path: str, method: str, summary: str) -> str:
        kind, _, name = path.removeprefix("/api/").partition("/")
        if kind == "deeds":
            return say(language, f"host.deed.{name}")
        if kind == "lists":
            return say(language, LISTINGS[name].message)
        message = f"host.call.{method.lower()}-{path.removeprefix('/api/')}"
        return say(language, message) if message in CATALOGUE else summary

    return said


def example_of(deed: Deed) -> dict[str, str]:
    """Return the body of a request for a deed, as its description shows it."""
    return {each.name: EXAMPLES.get(each.name, each.usual or each.name) for each in deed.fields if not each.optional}


_OTHER_EXAMPLES: Final = {"/api/messages": {"dump": "0060"}, "/api/approvals/{token}": {"agree": False}}


async def _asked(request: Request, party: str, verb: str) -> Response:
    try:
        return JSONResponse(await console_of(request).desks.ask(party, verb))
    except NotDone as fault:
        return _refusal(fault.message, fault.said(language_of(request)), fault.status)


def _done(asked: Asked, done: Done, language: Language) -> Response:
    if not done.is_done:
        return _refusal(done.message, done.said(language), 13 if done.state == "unknown" else 12)
    if done.state == "waiting":
        return JSONResponse({"state": "waiting", **_waiting(asked, language)}, 202)
    return JSONResponse({"state": "done", "said": done.said(language), "reply": done.body})


def _waiting(asked: Asked, language: Language) -> dict[str, Any]:
    told = {"token": asked.token, "deed": asked.deed.name, "by": asked.by, "at": asked.at, "until": asked.ends_at}
    return {**told, "values": asked.words(language), "said": asked.sure(language)}


def _ended(approval: Approval) -> dict[str, Any]:
    told = {"token": approval.token, "deed": approval.deed, "by": approval.proposed_by, "at": approval.proposed_at}
    return {**told, "state": approval.state, "ended_by": approval.decided_by, "ended_at": approval.decided_at}


_STATUSES: Final = {2: 422, 10: 409, 12: 409, 13: 503, 14: 503}
"""Exit status of a desk -> HTTP."""


def _refusal(code: str, text: str, status: int) -> Response:
    return JSONResponse({"error": {"code": code, "text": text}}, _STATUSES.get(status, status if status > 99 else 409))
