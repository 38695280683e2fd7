"""What people take away: CSV for spreadsheets, a statement as a page to print and as PDF. Each leaves an entry.

    /export.csv         the transactions that a list shows, all its pages
    /statement          a statement of some days, to be printed
    /statement.pdf      the same as PDF

A statement is of a month at most; a file has 20,000 lines at most, the newest, and says so where there are more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import StreamingResponse

from countertop.web.accounts.console import visit_of
from countertop.web.language import language_of
from countertop.web.merchant.counter import Exporter, draw, shop_of
from countertop.web.merchant.errors import NotUnderstood
from countertop.web.merchant.filters import Filters, Looked
from countertop.web.merchant.saying import Saying
from countertop.web.merchant.shop import Shop
from countertop.web.merchant.spreadsheets import MARK, csv_line
from countertop.web.merchant.today import Figures, figures_of
from countertop.web.pages import money
from countertop.words import Language, say

__all__ = ["COLUMNS", "exports_router"]

MOST_LINES: Final = 20_000
MOST_ON_STATEMENT: Final = 2_000
MOST_DAYS: Final = 31

COLUMNS: Final = (
    "time",
    "rrn",
    "kind",
    "state",
    "terminal",
    "voucher",
    "batch",
    "amount",
    "refunded",
    "card",
    "approval",
    "response",
    "operator",
)
"""The columns of the file; each heading is the message `shop.column.NAME`."""

Day = Annotated[str, Query(max_length=10)]


def exports_router() -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/export.csv", _csv, methods=["GET"])
    router.add_api_route("/statement", _statement, methods=["GET"])
    router.add_api_route("/statement.pdf", _pdf, methods=["GET"])
    return router


async def _csv(request: Request, person: Exporter, filters: Looked) -> Response:
    del person
    shop, language = shop_of(request), language_of(request)
    about = await shop.about()
    asked = {name: value for name, value in filters.asked().items() if name != "after"}
    await shop.transactions(**asked)
    await visit_of(request).note("exported", f"csv {filters.address(after='')}")
    lines = _csv_lines(shop, Saying(language, ZoneInfo(about["zone"])), asked)
    named = {"content-disposition": f'attachment; filename="transactions-{about["today"]}.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=named)


async def _csv_lines(shop: Shop, saying: Saying, asked: dict[str, Any]) -> AsyncIterator[str]:
    yield MARK + csv_line(say(saying.language, f"shop.column.{column}") for column in COLUMNS)
    told = 0
    async for line in shop.all_transactions(MOST_LINES + 1, **asked):
        if told == MOST_LINES:
            yield csv_line([say(saying.language, "shop.export-cut", count=told)])
            return
        told += 1
        yield csv_line(_cells(line, saying))


def _cells(line: dict[str, Any], saying: Saying) -> tuple[object, ...]:
    return (
        saying.moment(line["received_at"]),
        line["rrn"],
        saying.kind(line["kind"]),
        saying.state(line["state"]),
        line["terminal_id"],
        line["stan"],
        line["batch_number"],
        money(line["amount"]).replace(",", ""),
        money(line["refunded"]).replace(",", ""),
        line["card"] or "",
        line["approval_code"] or "",
        saying.code(line["response_code"]),
        line["operator"] or "",
    )


async def _statement(request: Request, person: Exporter, date: Day = "", until: Day = "") -> Response:
    del person
    about, stated = await _stated(request, date, until)
    return await draw(request, "statement.html", about, **stated)


async def _pdf(request: Request, person: Exporter, date: Day = "", until: Day = "") -> Response:
    language, by = language_of(request), person.name
    about, stated = await _stated(request, date, until)
    await visit_of(request).note("exported", f"pdf {stated['first']} {stated['last']}")
    body = await asyncio.to_thread(_drawn, about, stated, Saying(language, ZoneInfo(about["zone"])), by)
    name = f"statement-{stated['first']}-{stated['last']}.pdf"
    return Response(
        body, media_type="application/pdf", headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def _drawn(about: dict[str, Any], stated: dict[str, Any], saying: Saying, by: str) -> bytes:
    from countertop.web.merchant.statement import statement_pdf  # noqa: PLC0415 - loads the library for PDF

    return statement_pdf(about, stated, saying, by)


async def _stated(request: Request, date: str, until: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the merchant, and what a statement says: days, figures, lines."""
    shop = shop_of(request)
    about = await shop.about()
    asked = Filters(date=date, until=until).asked()
    first, last = asked.get("date", about["today"]), asked.get("until", about["today"])
    saying = Saying(Language.ENGLISH, ZoneInfo(about["zone"]))
    try:
        is_short = saying.days_before(last, MOST_DAYS) < first <= last
    except ValueError:
        is_short = False
    if not is_short:
        raise NotUnderstood
    figures = await _figures(shop, first, last, saying.zone)
    lines = [line async for line in shop.all_transactions(MOST_ON_STATEMENT + 1, date=first, until=last)]
    stated = {"first": first, "last": last, "figures": figures.told(), "lines": lines[:MOST_ON_STATEMENT]}
    return about, {**stated, "is_cut": len(lines) > MOST_ON_STATEMENT}


async def _figures(shop: Shop, first: str, last: str, zone: ZoneInfo) -> Figures:
    counted: dict[str, Any] = {}
    since: int | None = 0
    while since is not None:
        page = await shop.day(date=first, until=last, since=since)
        counted |= {line["key"]: line for line in page["lines"]}
        since = page["since"]
    return await asyncio.to_thread(figures_of, counted.values(), zone)  # a month of a big shop takes a while
