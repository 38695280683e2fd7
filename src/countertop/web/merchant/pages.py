"""The pages that people look at.

    /                          today at a glance
    /find                      a transaction by voucher or reference number, or amount
    /transactions              all of them, filtered, page by page
    /transactions/RRN          one, its whole story
    /transactions/RRN/COPY.KIND    its slip: merchant or cardholder; png, pdf, escpos or txt
    /batches, /batches/TERMINAL/INSTANCE    batches, settlements, differences
    /terminals                 terminals, their state and their staff
    /trail                     what the shop's people did at this console
    /live                      server-sent events: the version of the host, which grows as something changes

Each asks about the shop of whoever is logged in, and there is no way to name another one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.responses import RedirectResponse

from countertop.iso8583.matrix import KINDS as MATRIX
from countertop.iso8583.matrix import Totals
from countertop.runtime.slip_forms import BY_SUFFIX
from countertop.web.accounts.console import Visit, entrance_of, visit_of
from countertop.web.merchant.counter import (
    Keeper,
    Overseer,
    Seller,
    Settler,
    counter_of,
    draw,
    shop_of,
)
from countertop.web.merchant.errors import NotTheirs, NotUnderstood
from countertop.web.merchant.filters import Filters, Looked, amount_of
from countertop.web.merchant.saying import TONES
from countertop.web.merchant.watch import GONE, Watch
from countertop.web.streams import EventStream

__all__ = ["pages_router"]

NEWEST: Final = 8
TRAIL_PAGE: Final = 100
BEAT: Final = 2.0
"""Seconds after which a page that only listens is told again what it has."""

PATIENCE: Final = 5.0
"""Seconds after which a page that only listens is asked whether its session goes on."""

KIND_CHOICES: Final = tuple(
    kind.name for kind in MATRIX if kind.totals is not Totals.NONE or kind.name.startswith("preauth")
)
Rrn = Annotated[str, Path(pattern="^[0-9A-Za-z]{1,12}$")]


def pages_router() -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    for path, page in (
        ("/", _today),
        ("/find", _find),
        ("/transactions", _transactions),
        ("/transactions/{rrn}", _story),
        ("/transactions/{rrn}/{copy}.{kind}", _slip),
        ("/batches", _batches),
        ("/batches/{terminal_id}/{instance}", _batch),
        ("/terminals", _terminals),
        ("/trail", _trail),
        ("/live", _live),
    ):
        router.add_api_route(path, page, methods=["GET"])
    return router


async def _today(request: Request, person: Seller) -> Response:
    del person
    shop, counter = shop_of(request), counter_of(request)
    version = await counter.watch.look()
    about = await shop.about()
    figures = await counter.counting.figures(shop, about["today"], ZoneInfo(about["zone"]), version)
    newest = await shop.transactions()
    batches = await shop.batches()
    shown = {"figures": figures.told(), "newest": newest["transactions"][:NEWEST], "batches": batches["batches"]}
    return await draw(request, "today.html", about, **shown)


async def _find(request: Request, person: Seller, text: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Lead to a transaction: the newest of a voucher number, the one of a reference, those of an amount."""
    del person
    wanted = text.strip()
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 6:
        found = (await shop_of(request).transactions(voucher_number=wanted.zfill(6)))["transactions"]
        if found:
            return RedirectResponse(f"/transactions/{found[0]['rrn']}", 303)
    elif wanted.isascii() and wanted.isalnum():
        return RedirectResponse(f"/transactions/{wanted[:12]}", 303)
    try:
        amount_of(wanted)
    except NotUnderstood:
        raise NotTheirs from None
    return RedirectResponse(f"/transactions?{Filters(amount=wanted).address()}", 303)


async def _transactions(request: Request, person: Seller, filters: Looked) -> Response:
    del person
    about = await shop_of(request).about()
    page = await shop_of(request).transactions(**filters.asked())
    return await draw(
        request, "transactions.html", about, filters=filters, page=page, kinds=KIND_CHOICES, states=[*TONES]
    )


async def _story(request: Request, person: Seller, rrn: Rrn) -> Response:
    del person
    return await draw(request, "story.html", story=await shop_of(request).story(rrn))


async def _slip(request: Request, person: Seller, rrn: Rrn, copy: str, kind: str) -> Response:
    del person
    slips = (await shop_of(request).story(rrn))["slips"]
    if copy not in slips or kind not in BY_SUFFIX:
        raise NotTheirs
    if kind != "png":
        await visit_of(request).note("slip-taken", f"{rrn} {copy}.{kind}")
    form = BY_SUFFIX[kind]
    body = await asyncio.to_thread(form.make, [slips[copy]], f"slip {rrn}")
    named = {} if kind == "png" else {"content-disposition": f'attachment; filename="slip-{rrn}-{copy}.{kind}"'}
    return Response(body, media_type=form.media_type, headers=named)


async def _batches(request: Request, person: Settler, after: Annotated[str, Query(max_length=8)] = "") -> Response:
    del person
    shop = shop_of(request)
    return await draw(request, "batches.html", page=await shop.batches(after), days=await shop.days(), after=after)


async def _batch(
    request: Request, person: Settler, terminal_id: str, instance: int, after: Annotated[str, Query(max_length=6)] = ""
) -> Response:
    del person
    batch = await shop_of(request).batch(terminal_id, instance, after)
    return await draw(request, "batch.html", batch=batch, after=after)


async def _terminals(request: Request, person: Keeper) -> Response:
    del person
    return await draw(request, "terminals.html")


async def _trail(
    request: Request, person: Overseer, before: Annotated[int, Query(ge=1, le=1 << 60)] = 1 << 60
) -> Response:
    store = entrance_of(request).register.store
    entries = await asyncio.to_thread(store.trail, person.merchant_id, before, TRAIL_PAGE)
    later = entries[-1][0] if len(entries) == TRAIL_PAGE else None
    return await draw(request, "trail.html", entries=entries, later=later)


async def _live(request: Request, person: Seller) -> Response:
    del person
    counter = counter_of(request)
    told = _changes(counter.watch, visit_of(request), entrance_of(request).site)
    return EventStream(request, counter.streams, told)


async def _changes(watch: Watch, visit: Visit, site: str) -> AsyncIterator[str]:
    """Tell the version of the host, as it changes and once in a while, while the session of who looks goes on."""
    asked_at = monotonic()
    async for version in watch.seen(BEAT):
        if monotonic() - asked_at >= PATIENCE:
            asked_at = monotonic()
            if not await visit.goes_on(site):
                yield "event: over\ndata: \n\n"
                return
        yield f"event: {'gone' if version == GONE else 'changed'}\ndata: {version}\n\n"
