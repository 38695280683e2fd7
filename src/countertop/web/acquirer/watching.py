"""The pages that live: the overview and the newest messages, sent again as they change.

/            the host at a glance
/live        the newest transactions
/events      server-sent events: {"parts": {id: html}, "chart": [...]} for either page, each second
/find        a transaction by reference or voucher number
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from countertop.iso8583.response_codes import look_up
from countertop.web.accounts.console import entrance_of, verify_may, visit_of
from countertop.web.accounts.roles import Permission
from countertop.web.acquirer.alarms import alarms_of
from countertop.web.acquirer.cells import ZONE, Column, age_text, columns_of, shown
from countertop.web.acquirer.console import Console, Engineer, Looker, console_of, draw
from countertop.web.acquirer.desks import ACQUIRER, NotDone
from countertop.web.acquirer.watch import NEWEST, Snapshot
from countertop.web.language import CODES, code_of
from countertop.web.pages import fragment
from countertop.web.streams import EventStream
from countertop.words import Language

__all__ = ["TRAFFIC", "watching_router"]

TRAFFIC: Final = columns_of(
    "received_at:moment rrn:rrn kind:kind amount:money card:code state:state response_code:response "
    "terminal_id:terminal stan:code"
)
"""The columns of a transaction in a list of them: as wide as a desk's screen beside the navigation."""

_UNKNOWN: Final = columns_of(
    "rrn:rrn state:state since:age:age kind:kind terminal_id:terminal amount:money tries:count"
)

SHOWN_AT_A_GLANCE: Final = 8
MOST_CODES: Final = 8
RRN_SIZE: Final = 12


def watching_router() -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/", _overview, methods=["GET"])
    router.add_api_route("/live", _live, methods=["GET"])
    router.add_api_route("/events", _events, methods=["GET"])
    router.add_api_route("/find", _find, methods=["GET"])
    return router


async def _overview(request: Request, person: Looker) -> Response:
    snapshot = await console_of(request).watch.begin()
    values = _glance(console_of(request), snapshot, code_of(request), traffic=person.may(Permission.HOST_TRAFFIC))
    return draw(request, "overview.html", chart=json.dumps(_chart(snapshot)), zone=ZONE.key, **values)


async def _live(request: Request, person: Engineer) -> Response:
    del person
    snapshot = await console_of(request).watch.begin()
    return draw(request, "live.html", newest=NEWEST, **_newest(snapshot, code_of(request), NEWEST, TRAFFIC))


async def _events(
    request: Request, person: Looker, of: Annotated[str, Query(pattern="^(glance|live)$")] = "glance"
) -> Response:
    del person
    if of == "live":
        await verify_may(request, Permission.HOST_TRAFFIC)
    return EventStream(request, console_of(request).streams, _told(request, of))


async def _told(request: Request, of: str) -> AsyncIterator[str]:
    """Tell how it is each second, as long as the session of who looks goes on."""
    visit, site, code = visit_of(request), entrance_of(request).site, code_of(request)
    console, last = console_of(request), ""
    traffic = visit.person.may(Permission.HOST_TRAFFIC)
    async for snapshot in console.watch.seen():
        if not await visit.goes_on(site):
            yield 'data: {"over": true}\n\n'
            return
        if of == "live":
            values = _newest(snapshot, code, NEWEST, TRAFFIC)
            told: dict[str, Any] = {"parts": {"newest": fragment(code, "acquirer/part_newest.html", **values)}}
        else:
            values = _glance(console, snapshot, code, traffic=traffic)
            names = ("figures", "glance")
            told = {"parts": {name: fragment(code, f"acquirer/part_{name}.html", **values) for name in names}}
            told["chart"] = _chart(snapshot)
        text = json.dumps(told, ensure_ascii=False)
        yield f"data: {text}\n\n" if text != last else "event: still\ndata: \n\n"
        last = text


async def _find(request: Request, person: Engineer, text: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Lead to a transaction: by its reference, or by its voucher number among those that can be found."""
    del person
    wanted = text.strip()
    if len(wanted) == RRN_SIZE and wanted.isascii() and wanted.isalnum():
        return RedirectResponse(f"/transactions/{wanted}", 303)
    found: list[dict[str, Any]] = []
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 6:
        found = await _by_voucher(console_of(request), wanted.zfill(6))
    if len(found) == 1:
        return RedirectResponse(f"/transactions/{found[0]['rrn']}", 303)
    language = CODES[code_of(request)]
    rows = [[shown(column, row, language) for column in TRAFFIC] for row in found]
    return draw(request, "found.html", 200 if found else 404, text=wanted, columns=TRAFFIC, rows=rows)


async def _by_voucher(console: Console, stan: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for verb, arguments in (("transactions", {"limit": 200}), ("slips", {"voucher_number": stan})):
        try:
            body = await console.desks.ask(ACQUIRER, verb, arguments)
        except NotDone:
            continue
        for row in (*body.get("transactions", ()), *body.get("slips", ())):
            if row["stan"] == stan:
                found.setdefault(row["rrn"], row)
    return list(found.values())


def _glance(console: Console, snapshot: Snapshot, code: str, *, traffic: bool) -> dict[str, Any]:
    """Return what the overview shows of a snapshot."""
    language, pulse = CODES[code], snapshot.pulse
    at = 0 if pulse is None else pulse["at"]
    alarms = [(alarm, alarm.said(language)) for alarm in alarms_of(snapshot, console.desks.parties)]
    by_code = snapshot.by_code()
    most = max((count for _, count in by_code), default=1)
    return {
        "pulse": pulse,
        "per_second": f"{snapshot.per_second:.1f}",
        "alarms": alarms,
        "codes": [_counted(each, count, most, language) for each, count in by_code[:MOST_CODES]],
        "unknown_columns": _UNKNOWN,
        "unknown_rows": _rows(snapshot.unknown[:SHOWN_AT_A_GLANCE], _UNKNOWN, language, at),
        "oldest_in_flight": _age(pulse, "oldest_in_flight_age", language),
        "oldest_owed": _age(pulse, "oldest_owed_age", language),
        **(_newest(snapshot, code, SHOWN_AT_A_GLANCE, TRAFFIC) if traffic else {"columns": (), "rows": []}),
        "traffic": traffic,
    }


def _age(pulse: Any, name: str, language: Language) -> str:
    return "" if pulse is None or pulse[name] is None else age_text(pulse[name], language)


def _counted(code: str, count: int, most: int, language: Language) -> dict[str, Any]:
    row = look_up(code)
    text, tone = row.texts[language.value], "good" if row.is_approved else "bad"
    return {"code": code, "text": text, "count": count, "tone": tone, "of": most}


def _newest(snapshot: Snapshot, code: str, most: int, columns: tuple[Column, ...]) -> dict[str, Any]:
    language = CODES[code]
    return {"columns": columns, "rows": _rows(snapshot.transactions[:most], columns, language, 0)}


def _rows(rows: Any, columns: tuple[Column, ...], language: Language, now: int) -> list[Any]:
    return [[shown(column, {**row, "now": now}, language) for column in columns] for row in rows]


def _chart(snapshot: Snapshot) -> list[list[int]]:
    """Return the columns of the chart: seconds since 1970, approved, declined, unknown."""
    names = ("at", "approved", "declined", "unknown")
    return [[getattr(rate, name) for rate in snapshot.rates] for name in names]
