"""What all pages of the merchant console share: whose shop it is, how things are written, how a page is drawn."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response

from countertop.web.accounts.console import Section, console_page, signed_in, visit_of
from countertop.web.accounts.roles import Permission, Person
from countertop.web.desk import PageDesk
from countertop.web.language import language_of
from countertop.web.merchant.counting import Counting
from countertop.web.merchant.errors import ShopFault
from countertop.web.merchant.saying import TONES, Saying
from countertop.web.merchant.shop import Shop
from countertop.web.merchant.watch import Watch
from countertop.web.streams import Streams

__all__ = [
    "SECTIONS",
    "Counter",
    "Exporter",
    "Keeper",
    "Overseer",
    "Refunder",
    "Seller",
    "Settler",
    "counter_of",
    "draw",
    "framed",
    "shop_of",
]

Seller = Annotated[Person, Depends(signed_in(Permission.SHOP_TRANSACTIONS))]
Refunder = Annotated[Person, Depends(signed_in(Permission.SHOP_REFUNDS))]
Settler = Annotated[Person, Depends(signed_in(Permission.SHOP_BATCHES))]
Keeper = Annotated[Person, Depends(signed_in(Permission.SHOP_TERMINALS))]
Exporter = Annotated[Person, Depends(signed_in(Permission.SHOP_EXPORTS))]
Overseer = Annotated[Person, Depends(signed_in(Permission.SHOP_TRAIL))]

SECTIONS: Final = (
    Section("/", "shop.page.today", Permission.SHOP_TRANSACTIONS),
    Section("/transactions", "shop.page.transactions", Permission.SHOP_TRANSACTIONS),
    Section("/batches", "shop.page.batches", Permission.SHOP_BATCHES),
    Section("/terminals", "shop.page.terminals", Permission.SHOP_TERMINALS),
    Section("/statement", "shop.page.statement", Permission.SHOP_EXPORTS),
    Section("/people", "accounts.people", Permission.SHOP_PEOPLE),
    Section("/trail", "shop.page.trail", Permission.SHOP_TRAIL),
    Section("/api/docs", "shop.page.api", Permission.SHOP_TRANSACTIONS),
)


@dataclass(frozen=True, slots=True)
class Counter:
    """What stands behind the pages: the host's desk, looked at once for all."""

    desk: PageDesk
    watch: Watch
    counting: Counting
    streams: Streams = field(default_factory=Streams)


def counter_of(request: Request) -> Counter:
    """Return what stands behind the pages."""
    counter: Counter = request.app.state.counter
    return counter


def shop_of(request: Request) -> Shop:
    """Return the shop of whoever asks, the only one that they can ask about."""
    merchant_id = visit_of(request).person.merchant_id
    assert merchant_id, "whoever may open this console belongs to a merchant"
    counter = counter_of(request)
    if not hasattr(request.state, "drawn_of"):
        # Before anything of the page is asked: what changes while it is drawn is told after it.
        request.state.drawn_of = counter.watch.version
    return Shop(counter.desk, merchant_id)


async def draw(
    request: Request, template: str, about: dict[str, Any] | None = None, status: int = 200, **values: Any
) -> Response:
    """Return a page of this console; its template extends `merchant/console.html`. Raises ShopFault."""
    return await _draw(request, f"merchant/{template}", about, status, **values)


async def framed(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page about accounts as a page of this console, a plain one while the host does not run."""
    try:
        return await _draw(request, template, None, status, frame="merchant/console.html", **values)
    except ShopFault:
        return console_page(request, template, status, **values)


async def _draw(request: Request, template: str, about: dict[str, Any] | None, status: int, **values: Any) -> Response:
    about = await shop_of(request).about() if about is None else about
    saying = Saying(language_of(request), ZoneInfo(about["zone"]))
    person = visit_of(request).person
    known = {
        "shop": about,
        "drawn_of": request.state.drawn_of,
        "saying": saying,
        "tones": TONES,
        "may": {each.name for each in Permission if person.may(each)},
    }
    # Two thousand lines of a statement take a third of a second, for which nobody else should wait.
    return await asyncio.to_thread(console_page, request, template, status, **{**known, **values})
