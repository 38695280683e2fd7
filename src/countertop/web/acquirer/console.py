"""What all pages of the console share: the desks, the watch, what is under way; and how its pages are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from countertop.web.accounts.console import console_page, signed_in, visit_of
from countertop.web.accounts.roles import Permission, Person
from countertop.web.acquirer.cells import Cell, Column, age_text, kind_text, moment_text, party_text, shown
from countertop.web.acquirer.deeds import DEEDS, Deed
from countertop.web.acquirer.desks import ACQUIRER, Desks, NotDone
from countertop.web.acquirer.doing import Doing
from countertop.web.acquirer.lists import Act, Listing
from countertop.web.acquirer.sections import GROUPS
from countertop.web.acquirer.watch import Watch
from countertop.web.language import language_of
from countertop.web.streams import Streams

__all__ = [
    "Auditor",
    "Console",
    "Engineer",
    "Looker",
    "Searcher",
    "Table",
    "console_of",
    "draw",
    "framed",
    "knows_merchant",
    "rows_of",
    "table_of",
]

MOST_ROWS = 500
"""Rows of a listing that a page draws; a program gets all that the desk tells."""

Looker = Annotated[Person, Depends(signed_in(Permission.HOST_LOOK))]
Engineer = Annotated[Person, Depends(signed_in(Permission.HOST_TRAFFIC))]
Searcher = Annotated[Person, Depends(signed_in(Permission.HOST_RETRIEVALS))]
Auditor = Annotated[Person, Depends(signed_in(Permission.HOST_TRAIL))]


@dataclass(frozen=True, slots=True)
class Console:
    """What stands behind the pages."""

    desks: Desks
    watch: Watch
    doing: Doing
    streams: Streams = field(default_factory=Streams)


@dataclass(frozen=True, slots=True)
class Table:
    """A listing with its rows as they are shown; `fault` says why there are none, `later` leads to the next page.

    `count` is how many rows there are, of which a page shows the first.
    """

    listing: Listing
    rows: list[tuple[list[Cell], list[tuple[Deed, dict[str, Any]]]]]
    named: Mapping[str, str]
    fault: str = ""
    later: str = ""
    count: int = 0


def console_of(request: Request) -> Console:
    """Return what stands behind the page."""
    console: Console = request.app.state.console
    return console


def draw(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page of this console; its template extends `acquirer/console.html`."""
    return _draw(request, f"acquirer/{template}", status, **values)


async def framed(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page about accounts as a page of this console."""
    return _draw(request, template, status, frame="acquirer/console.html", **values)


async def knows_merchant(request: Request, merchant_id: str) -> bool:
    """Tell whether the host has a merchant of that number, and runs."""
    try:
        found = await console_of(request).desks.ask(ACQUIRER, "merchants", {"text": merchant_id})
    except NotDone:
        return False
    return any(merchant["merchant_id"] == merchant_id for merchant in found["merchants"])


def _draw(request: Request, template: str, status: int, **values: Any) -> Response:
    person, language = visit_of(request).person, language_of(request)
    groups = {
        group: [section for section in sections if person.may(section.permission)] for group, sections in GROUPS.items()
    }
    known = {
        "groups": {group: sections for group, sections in groups.items() if sections},
        "sees_traffic": person.may(Permission.HOST_TRAFFIC),
        "waiting": len(console_of(request).doing.waiting(person)),
        "may": lambda deed: person.may(DEEDS[deed].permission),
        "allowed": lambda deeds: [deed for deed in deeds if person.may(DEEDS[deed].permission)],
        "deed_of": DEEDS.__getitem__,
        "filled_for": _filled_for,
        "moment": moment_text,
        "age": lambda microseconds: age_text(microseconds, language),
        "kind": lambda name: kind_text(name, language),
        "party": lambda name: party_text(name, language),
        "cell": lambda name, how, row: shown(Column(name, how), row, language),
    }
    return console_page(request, template, status, **{**known, **values})


async def table_of(request: Request, listing: Listing, *, now: int, **named: str) -> Table:
    """Ask the desk for a listing and lay it out; `named` are filters."""
    language, person, console = language_of(request), visit_of(request).person, console_of(request)
    try:
        rows, more = await rows_of(console, listing, named, now)
    except NotDone as fault:
        return Table(listing, [], named, fault=fault.said(language))
    later = str(rows[-1][listing.after]) if more and listing.after else ""
    laid_out = [
        ([shown(column, row, language) for column in listing.columns], _acts(listing.acts, row, person))
        for row in rows[:MOST_ROWS]
    ]
    return Table(listing, laid_out, named, later=later, count=len(rows))


async def rows_of(
    console: Console, listing: Listing, named: Mapping[str, Any], now: int
) -> tuple[list[dict[str, Any]], bool]:
    """Return the rows of a listing, and whether there are more; raises NotDone."""
    arguments = {**listing.arguments, **{name: value for name, value in named.items() if value}}
    if listing.verb == "batches" and "terminal_id" not in arguments:
        await _verify_few_terminals(console)
    parties = console.desks.named(listing.party)
    if len(parties) > 1:
        replies = await console.desks.ask_all(listing.party, listing.verb, arguments)
        if not replies:  # the first one says why
            replies = {parties[0]: await console.desks.ask(parties[0], listing.verb, arguments)}
    else:
        replies = {listing.party: await console.desks.ask(listing.party, listing.verb, arguments)}
    rows = [{"party": party, **row, "now": now} for party, reply in replies.items() for row in listing.rows(reply)]
    return rows, any(reply.get("more") for reply in replies.values())


MOST_TERMINALS = 50


async def _verify_few_terminals(console: Console) -> None:
    """Let a big fleet be looked at terminal by terminal: the batches of all are much for one page."""
    status = await console.desks.ask("acquirer", "status")
    if status["terminals"] > MOST_TERMINALS:
        raise NotDone("host.name-a-terminal", {}, status=2)


def _filled_for(deed: Deed, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the things that are known a deed asks for."""
    return {each.name: known[each.name] for each in deed.fields if each.name in known}


def _acts(acts: tuple[Act, ...], row: dict[str, Any], person: Person) -> list[tuple[Deed, dict[str, Any]]]:
    return [
        (DEEDS[act.deed], {**{name: row[source] for name, source in act.filled.items()}, **act.fixed})
        for act in acts
        if person.may(DEEDS[act.deed].permission) and act.when(row)
    ]
