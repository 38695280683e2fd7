"""Finding attempts in the journal: each way goes down one index, and reads one page of it.

    named                                  index of `attempt`
    rrn                                    rrn
    card, card_token                       pan_token, received_at
    voucher_number                         stan, received_at
    amount                                 amount, received_at
    date with terminal_id or merchant_id   terminal_id or merchant_id, received_at
    date alone                             rrn, which begins with the day

The first line that fits decides; terminal, merchant and day narrow it down in the store, what else is named is compared
here. Without a day the newest come first, with one the earliest: a full page then says after what the next one comes.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from countertop.acquirer.management.tables import ATTEMPTS_FROM_RRN, SEARCHES
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.tables import ATTEMPT_BY_RRN
from countertop.codec.bcd import is_digits
from countertop.hsm import TokenizePan
from countertop.stage import AskHsm, Effect, Read
from countertop.values import SECOND, Pan

__all__ = ["Found", "search"]

Row = Mapping[str, Any]
Rows = Generator[Effect, Any, "Found"]

_COLUMNS = {"terminal_id": "terminal_id", "merchant_id": "merchant_id", "voucher_number": "stan", "amount": "amount"}
"""What may be named -> the column of an attempt that holds it."""

LONGEST_AFTER = 18
"""Digits of what a page comes after; a moment or a reference number."""

_PLACES = ("terminal_id", "merchant_id")
_BY_VALUE = ("stan", "amount")


class Found(NamedTuple):
    """The attempts of a page that fit, whether it was full, and what to name as `after` for the next one."""

    rows: list[Row]
    is_full: bool = False
    after: str | None = None


class Asked(NamedTuple):
    """What is looked for: columns and their values, a day (from, up to) in UTC microseconds, after what."""

    wanted: dict[str, Any]
    day: tuple[int, int] | None
    after: str | None

    def fits(self, row: Row) -> bool:
        """Tell whether an attempt is one of those."""
        if self.day is not None and not self.day[0] <= row["received_at"] < self.day[1]:
            return False
        return all(row[name] == value for name, value in self.wanted.items())


def search(memory: HostMemory, named: Mapping[str, Any]) -> Generator[Effect, Any, Found | None]:
    """Return the attempts that fit, None for a question that names too little or what cannot be."""
    asked = _read(memory, named)
    if asked is None:
        return None
    if isinstance(named.get("rrn"), str):
        rows = yield Read(ATTEMPT_BY_RRN, named["rrn"])
        return Found([row for row in rows if asked.fits(row)])
    tokens = yield from _tokens(memory, named, asked)
    if tokens is not None:
        return (yield from _pages(asked, tokens))
    what = next(({name: asked.wanted[name]} for name in _BY_VALUE if name in asked.wanted), {})
    if what or (asked.day is not None and any(name in asked.wanted for name in _PLACES)):
        return (yield from _page(asked, what))
    return None if asked.day is None else (yield from _page_of_day(memory, asked, asked.day))


def _read(memory: HostMemory, named: Mapping[str, Any]) -> Asked | None:
    day, after = _day(memory, named.get("date")), named.get("after")
    wanted = {column: named[name] for name, column in _COLUMNS.items() if named.get(name) is not None}
    kinds_fit = all(type(value) is (int if column == "amount" else str) for column, value in wanted.items())
    if not kinds_fit or (named.get("date") is not None and day is None):
        return None
    if after is not None and not (isinstance(after, str) and is_digits(after) and len(after) <= LONGEST_AFTER):
        return None
    return Asked(wanted, day, after)


def _tokens(memory: HostMemory, named: Mapping[str, Any], asked: Asked) -> Generator[Effect, Any, list[str] | None]:
    """Return the tokens of the card that is named, another one at each merchant; None where none is named."""
    token, card = named.get("card_token"), named.get("card")
    if isinstance(token, str):
        return [token]
    if not (isinstance(card, str) and is_digits(card)):
        return None
    merchants = [asked.wanted["merchant_id"]] if "merchant_id" in asked.wanted else list(memory.registry.merchants)
    return list((yield AskHsm(*[TokenizePan(Pan(card), merchant_id) for merchant_id in merchants])))


def _pages(asked: Asked, tokens: list[str]) -> Rows:
    """Return what a card has at each merchant, as far as every page reaches."""
    pages: list[Found] = []
    for token in tokens:
        pages += [(yield from _page(asked, {"pan_token": token}))]
    reached = min((int(page.after) for page in pages if page.after is not None), default=None)
    rows = [row for page in pages for row in page.rows if reached is None or row["received_at"] <= reached]
    return Found(rows, any(page.is_full for page in pages), None if reached is None else str(reached))


def _page(asked: Asked, what: dict[str, Any]) -> Rows:
    """Return a page of those that have these values, at the place that is named."""
    for place in _PLACES:
        if place in asked.wanted:
            what = {**what, place: asked.wanted[place]}
            break
    newest, since = SEARCHES[tuple(what)]
    if asked.day is None:
        rows = yield Read(newest, *what.values())
        return Found([row for row in rows if asked.fits(row)], len(rows) == newest.limit)
    behind = 0 if asked.after is None else int(asked.after) + 1
    rows = yield Read(since, *what.values(), max(asked.day[0], behind))
    if len(rows) < since.limit or rows[-1]["received_at"] >= asked.day[1]:
        return Found([row for row in rows if asked.fits(row)])
    # What came at the moment of the last row may go on behind it, so all of that moment comes with the next page.
    moments = sorted({row["received_at"] for row in rows})
    reached = moments[-2] if len(moments) > 1 else moments[-1]
    return Found([row for row in rows if row["received_at"] <= reached and asked.fits(row)], True, str(reached))


def _page_of_day(memory: HostMemory, asked: Asked, day: tuple[int, int]) -> Rows:
    head = memory.clock.read(day[0]).reference_day
    # Nothing in a reference number sorts before a blank.
    rows = yield Read(ATTEMPTS_FROM_RRN, head if asked.after is None else f"{asked.after} ")
    fitting = [row for row in rows if asked.fits(row)]
    if len(rows) < ATTEMPTS_FROM_RRN.limit or not rows[-1]["rrn"].startswith(head):
        return Found(fitting)
    return Found(fitting, True, rows[-1]["rrn"])


def _day(memory: HostMemory, date: object) -> tuple[int, int] | None:
    """Return beginning and end of a day (YYYYMMDD) in UTC microseconds, None for what is no day."""
    if not (isinstance(date, str) and len(date) == 8 and is_digits(date)):
        return None
    try:
        first = datetime(int(date[:4]), int(date[4:6]), int(date[6:]), tzinfo=memory.registry.zone)
    except ValueError:
        return None
    begin, end = (int(each.timestamp()) * SECOND for each in (first, first + timedelta(days=1)))
    return begin, end
