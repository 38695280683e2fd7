"""The pages that are lists, and those about one merchant, one terminal, the links, the keys and the trail."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request, Response

from countertop.web.accounts.console import visit_of
from countertop.web.accounts.roles import Permission, Person
from countertop.web.accounts.trail import Entry
from countertop.web.accounts.trail_words import about_text
from countertop.web.acquirer.console import Auditor, Console, Looker, Searcher, console_of, draw, table_of
from countertop.web.acquirer.desks import ACQUIRER, NotDone
from countertop.web.acquirer.lists import LISTINGS
from countertop.web.acquirer.sections import LIST_PAGES, ListPage
from countertop.web.acquirer.shop_console import shop_console
from countertop.web.language import language_of
from countertop.words import CATALOGUE, Language, say

__all__ = ["looking_router"]

NUMBER: Final = re.compile(r"[0-9A-Za-z]{1,20}")
DAY: Final = re.compile(r"[0-9]{8}")
TRAIL_PAGE: Final = 100

Text = Annotated[str, Query(max_length=60)]


def looking_router() -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    for page in LIST_PAGES:
        router.add_api_route(page.path, _list_page(page), methods=["GET"])
    router.add_api_route("/merchants/{merchant_id}", _merchant, methods=["GET"])
    router.add_api_route("/terminals/{terminal_id}", _terminal, methods=["GET"])
    router.add_api_route("/links", _links, methods=["GET"])
    router.add_api_route("/keys", _keys, methods=["GET"])
    router.add_api_route("/slips", _slips, methods=["GET"])
    router.add_api_route("/slips", _slips_of_card, methods=["POST"])
    router.add_api_route("/trail", _trail, methods=["GET"])
    return router


def _list_page(page: ListPage) -> Any:
    listings = [LISTINGS[name] for name in page.listings]

    async def show(request: Request, person: Looker) -> Response:
        del person
        asked = {name: value[:60] for name, value in request.query_params.items()}
        tables = await asyncio.gather(
            *(
                table_of(
                    request,
                    listing,
                    now=_now(request),
                    **{each.name: asked.get(each.name, "") for each in listing.filters},
                    **({"after": asked.get("after", "")} if listing.after else {}),
                )
                for listing in listings
            )
        )
        return draw(request, "lists.html", page=page, listings=tables)

    return show


async def _merchant(request: Request, merchant_id: str, person: Looker) -> Response:
    del person
    console = console_of(request)
    found = await _ask(console, "merchants", text=merchant_id[:60])
    merchant = next((each for each in found.get("merchants", ()) if each["merchant_id"] == merchant_id), None)
    if merchant is None:
        return _nothing(request, merchant_id)
    listing = LISTINGS["terminals"]
    table = await table_of(request, listing, now=_now(request), merchant_id=merchant_id)
    return draw(request, "merchant.html", merchant=merchant, table=table)


async def _terminal(request: Request, terminal_id: str, person: Looker) -> Response:
    del person
    console = console_of(request)
    terminal = await _ask(console, "terminal", terminal_id=terminal_id)
    if not NUMBER.fullmatch(terminal_id) or "terminal_id" not in terminal:
        return await shop_console(request, terminal_id) or _nothing(request, terminal_id)
    named, now = {"terminal_id": terminal_id}, _now(request)
    place, cases, *tables = await asyncio.gather(
        _ask(console, "place", **named),
        _ask(console, "cases"),
        *(table_of(request, LISTINGS[name], now=now, **named) for name in _OF_A_TERMINAL),
    )
    own = [case for case in cases.get("cases", ()) if case["terminal_id"] == terminal_id]
    return draw(request, "terminal.html", terminal=terminal, place=place, cases=own, listings=tables)


_OF_A_TERMINAL: Final = ("commands", "batches", "batch-proposals", "batches-left-open", "closed-batches")


async def _links(request: Request, person: Looker) -> Response:
    del person
    console = console_of(request)
    health, pulse = await asyncio.gather(console.desks.ask_all(None, "health"), _ask(console, "pulse"))
    table = await table_of(request, LISTINGS["members"], now=_now(request))
    rules = await table_of(request, LISTINGS["stand-in"], now=_now(request))
    parties = [(name, kind, health.get(name)) for name, kind in console.desks.parties.items()]
    return draw(request, "links.html", parties=parties, pulse=pulse, listings=[table, rules])


async def _keys(request: Request, person: Looker) -> Response:
    del person
    console = console_of(request)
    own, banks = await asyncio.gather(_ask(console, "zone-keys"), console.desks.ask_all("issuer", "zone_keys"))
    table = await table_of(request, LISTINGS["links"], now=_now(request))
    held = {ACQUIRER: own.get("link"), **{name: reply["link"] for name, reply in banks.items()}}
    return draw(request, "keys.html", held=held, table=table)


async def _slips(
    request: Request,
    person: Searcher,
    rrn: Text = "",
    voucher_number: Text = "",
    amount: Text = "",
    date: Text = "",
    terminal_id: Text = "",
    merchant_id: Text = "",
    after: Text = "",
) -> Response:
    named = {
        "rrn": rrn,
        "voucher_number": voucher_number.zfill(6) if voucher_number else "",
        "amount": amount,
        "date": date,
        "terminal_id": terminal_id,
        "merchant_id": merchant_id,
        "after": after,
    }
    return await _found_slips(request, person, named)


async def _slips_of_card(
    request: Request, person: Searcher, card: Annotated[str, Form(max_length=40)], date: Annotated[str, Form()] = ""
) -> Response:
    """Look by a card number, which stands in no address and comes back in no page."""
    return await _found_slips(request, person, {"card": "".join(card.split()), "date": date})


async def _found_slips(request: Request, person: Person, named: dict[str, str]) -> Response:
    asked: dict[str, Any] = {name: value for name, value in named.items() if value}
    found: dict[str, Any] = {"slips": [], "more": False, "next": None}
    fault = ""
    try:
        if "amount" in asked:
            asked["amount"] = _minor(asked["amount"])
        if "date" in asked:
            asked["date"] = asked["date"].replace("-", "")
        if asked:
            found = await console_of(request).desks.ask(ACQUIRER, "slips", asked)
            told = " ".join(f"{name}={value}" for name, value in asked.items() if name != "card")
            await visit_of(request).note("slips-searched", told or "card")
    except NotDone as why:
        fault = why.said(language_of(request))
    shown = {name: value for name, value in named.items() if name != "card"}
    if DAY.fullmatch(shown["date"]):
        shown["date"] = f"{shown['date'][:4]}-{shown['date'][4:6]}-{shown['date'][6:]}"
    return draw(
        request,
        "slips.html",
        422 if fault else 200,
        found=found,
        named=shown,
        fault=fault,
        asked=bool(asked),
        traffic=person.may(Permission.HOST_TRAFFIC),
    )


def _minor(text: str) -> int:
    from countertop.web.acquirer.fields import Field, FieldFault  # noqa: PLC0415 - as the deeds read amounts

    try:
        amount = Field("amount", "amount").read(text)
    except FieldFault as fault:
        raise NotDone(fault.message, {}, status=2) from None
    assert isinstance(amount, int)
    return amount


async def _trail(
    request: Request,
    person: Auditor,
    before: Annotated[int | None, Query(ge=1, le=1 << 60)] = None,
    verify: bool = False,
) -> Response:
    del person
    store = visit_of(request).register.store
    entries = await asyncio.to_thread(store.trail, None, before, TRAIL_PAGE)
    broken_at = await asyncio.to_thread(store.broken_at) if verify else None
    later = entries[-1][0] if len(entries) == TRAIL_PAGE else None
    told: dict[str, Any] = {"entries": entries, "later": later, "verified": verify, "broken_at": broken_at}
    return draw(
        request, "trail.html", what_of=_what_of(language_of(request)), about_of=_about_of(language_of(request)), **told
    )


def _about_of(language: Language) -> Callable[[Entry], str]:
    return lambda entry: about_text(entry, language)


def _what_of(language: Language) -> Callable[[str], str]:
    def said(what: str) -> str:
        return say(language, f"trail.{what}") if f"trail.{what}" in CATALOGUE else what

    return said


async def _ask(console: Console, verb: str, **arguments: Any) -> dict[str, Any]:
    """Return a reply of the host, nothing where it has none to give."""
    try:
        return await console.desks.ask(ACQUIRER, verb, arguments)
    except NotDone:
        return {}


def _nothing(request: Request, number: str) -> Response:
    return draw(request, "not_done.html", 404, why=number, message="host.nothing-there")


def _now(request: Request) -> int:
    return visit_of(request).register.clock()
