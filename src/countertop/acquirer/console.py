"""The desk's verbs of the merchant console. Each takes `merchant_id`, and tells nothing of any other merchant.

shop {merchant_id}                        the merchant by name, its terminals with their staff, its console, its zone
shop-transactions {merchant_id, date?, until?, kind?, state?, terminal_id?, voucher_number?, amount?, last_four?,
                   same_card_as?, after?} a page, the newest first; `same_card_as` is a reference number
shop-day {merchant_id, date?, since?}     a day's transactions in few words, the earliest first, a page
shop-story {merchant_id, rrn}             one transaction, all of it
shop-batches {merchant_id, after?}        open batches and the newest closed ones of some terminals, a page
shop-batch {merchant_id, terminal_id, batch_instance, after?}   a batch and what became of its records, a page
shop-days {merchant_id}                   the newest business days that were settled
and `shop-refund` of `refunding.desk`

A page that is not the last one says what to name as `after` (`since`) for the next. What is not the merchant's is as
unknown as what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from countertop.acquirer import console_settlement, queries, tables
from countertop.acquirer.console_reading import Cursor, Wanted, read_page
from countertop.acquirer.console_story import story_of
from countertop.acquirer.console_tables import DAY_PAGE, DAYS_OF
from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.lifecycle import state_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.refunding.desk import ask_refund
from countertop.acquirer.registry import Merchant, Terminal
from countertop.acquirer.tables import Outcome
from countertop.codec.bcd import is_digits
from countertop.iso8583.matrix import Totals
from countertop.stage import DeskRequest, Effect, Read, Reply, Script
from countertop.values import SECOND, Instant
from countertop.values.moments import local_time

__all__ = ["SHOP"]

Row = Mapping[str, Any]

FOR_EVER: Final = (1 << 62) - 1
LARGEST: Final = 10**12

_COLUMNS: Final = {"terminal_id": "terminal_id", "voucher_number": "stan", "amount": "amount"}


def _shop(memory: HostMemory, merchant: Merchant, request: DeskRequest, now: Instant) -> Script:
    terminals = _terminals_of(memory, merchant)
    console = memory.registry.consoles.get(merchant.merchant_id)
    told = {
        "merchant_id": merchant.merchant_id,
        "name": merchant.name,
        "name_en": merchant.name_en,
        "is_open": merchant.is_open,
        "zone": memory.registry.zone.key,
        "today": f"{local_time(now.utc, memory.registry.zone):%Y%m%d}",
        "terminals": [_terminal(memory, terminal) for terminal in terminals.values()],
        "console": None if console is None else console.terminal_id,
    }
    yield Reply(request.number, DONE, told)


def _transactions(memory: HostMemory, merchant: Merchant, request: DeskRequest, now: Instant) -> Script:
    asked = request.arguments
    columns = {column: asked[name] for name, column in _COLUMNS.items() if asked.get(name) is not None}
    if asked.get("same_card_as") is not None:
        rows = yield Read(tables.ATTEMPT_BY_RRN, str(asked["same_card_as"]))
        tokens = [row["pan_token"] for row in rows if row["merchant_id"] == merchant.merchant_id and row["pan_token"]]
        if not tokens:
            yield Reply(request.number, DONE, {"transactions": [], "after": None})
            return
        columns["pan_token"] = tokens[0]
    wanted = _wanted(memory, merchant, asked, columns, now)
    if wanted is None:
        yield from say(request, USAGE, "acquirer.shop-form")
        return
    page = yield from read_page(wanted)
    after = None if page.after is None else str(page.after)
    yield Reply(request.number, DONE, {"transactions": page.lines, "after": after})


def _day(memory: HostMemory, merchant: Merchant, request: DeskRequest, now: Instant) -> Script:
    span, since = _span(memory, request.arguments, now), request.arguments.get("since", 0)
    if span is None or type(since) is not int or not 0 <= since < FOR_EVER:
        yield from say(request, USAGE, "acquirer.shop-form")
        return
    rows = yield Read(DAY_PAGE, merchant.merchant_id, max(span[0], since))
    within = [row for row in rows if row["received_at"] < span[1]]
    next_page = None
    if len(rows) == DAY_PAGE.limit and len(within) == len(rows):
        # What came at the moment of the last row may go on behind it: all of that moment comes with the next page.
        next_page = max(rows[-1]["received_at"], rows[0]["received_at"] + 1)
    lines = []
    for row in within:
        if next_page is None or row["received_at"] < next_page:
            lines += [(yield from _brief(row))]
    yield Reply(request.number, DONE, {"begin": span[0], "end": span[1], "lines": lines, "since": next_page})


def _story(memory: HostMemory, merchant: Merchant, request: DeskRequest, now: Instant) -> Script:
    rrn = str(request.arguments.get("rrn"))
    for row in (yield Read(tables.ATTEMPT_BY_RRN, rrn)):
        if row["merchant_id"] == merchant.merchant_id:
            yield Reply(request.number, DONE, (yield from story_of(memory, row, now.utc)))
            return
    yield from say(request, REFUSED, "acquirer.no-such-transaction", rrn=rrn)


def _batches(memory: HostMemory, merchant: Merchant, request: DeskRequest, _: Instant) -> Script:
    after = request.arguments.get("after") or ""
    terminals = _places_of(memory, merchant)
    told = yield from console_settlement.batches_of(memory, terminals, str(after))
    yield Reply(request.number, DONE, told)


def _batch(memory: HostMemory, merchant: Merchant, request: DeskRequest, _: Instant) -> Script:
    asked, terminals = request.arguments, _places_of(memory, merchant)
    terminal, instance = terminals.get(str(asked.get("terminal_id"))), asked.get("batch_instance")
    after = asked.get("after") or ""
    told = None
    if terminal is not None and type(instance) is int and 0 < instance < FOR_EVER and isinstance(after, str):
        told = yield from console_settlement.batch_of(memory, terminal, instance, after)
    if told is None:
        yield from say(request, REFUSED, "acquirer.no-such-batch")
    else:
        yield Reply(request.number, DONE, told)


def _days(_: HostMemory, merchant: Merchant, request: DeskRequest, __: Instant) -> Script:
    rows = yield Read(DAYS_OF, merchant.merchant_id)
    yield Reply(request.number, DONE, {"days": [dict(row) for row in rows]})


def _terminals_of(memory: HostMemory, merchant: Merchant) -> dict[str, Terminal]:
    return {
        terminal_id: terminal
        for terminal_id, terminal in sorted(memory.registry.terminals.items())
        if terminal.merchant is merchant
    }


def _places_of(memory: HostMemory, merchant: Merchant) -> Mapping[str, Terminal]:
    """Return whatever of a merchant has batches: its terminals, and its console where it has one."""
    console = memory.registry.consoles.get(merchant.merchant_id)
    return _terminals_of(memory, merchant) | ({} if console is None else {console.terminal_id: console})


def _terminal(memory: HostMemory, terminal: Terminal) -> dict[str, Any]:
    management, terminal_id = memory.management, terminal.terminal_id
    return {
        **asdict(queries.terminal_view(terminal)),
        "locked": terminal_id in management.locked,
        "settling": terminal.is_frozen,
        "seen_at": management.seen.get(terminal_id),
        "broken_parts": management.broken.get(terminal_id, ""),
        "operators": [
            {"operator": number, "role": role} for number, role in sorted(terminal.operators.items()) if role
        ],
    }


def _wanted(
    memory: HostMemory, merchant: Merchant, asked: Mapping[str, Any], columns: dict[str, Any], now: Instant
) -> Wanted | None:
    """Return what is looked for, None where it cannot be."""
    texts = [asked.get(name) for name in ("kind", "state", "last_four", "after", "terminal_id", "voucher_number")]
    amount, last_four = columns.get("amount"), asked.get("last_four")
    span = (0, FOR_EVER) if asked.get("date") is None else _span(memory, asked, now)
    fits = all(text is None or (isinstance(text, str) and len(text) <= 40) for text in texts)
    fits = fits and (amount is None or (type(amount) is int and 0 <= amount < LARGEST))
    if not fits or span is None or (last_four is not None and not (len(last_four) == 4 and is_digits(last_four))):
        return None
    try:
        before = None if asked.get("after") is None else Cursor.read(asked["after"])
    except ValueError:
        return None
    more = (asked.get("kind"), asked.get("state"), last_four)
    return Wanted(merchant.merchant_id, columns, span[0], span[1] - 1, before, *more)


def _brief(row: Row) -> Generator[Effect, Any, dict[str, Any]]:
    """Return a transaction in few words: what counts it, and what it changes."""
    obligation = None
    if row["outcome"] == Outcome.APPROVED:
        obligation = next(iter((yield Read(tables.OBLIGATION_BY_KEY, row["attempt_key"]))), None)
    kind = KINDS.get(row["kind"])
    return {
        "key": row["attempt_key"],
        "original": row["original_key"],
        "kind": row["kind"],
        "side": Totals.NONE.value if kind is None else kind.row.totals.value,
        "state": state_of(row, obligation).value,
        "amount": row["amount"],
        "terminal_id": row["terminal_id"],
        "received_at": row["received_at"],
    }


def _span(memory: HostMemory, asked: Mapping[str, Any], now: Instant) -> tuple[int, int] | None:
    """Return beginning and end of the days from `date` (today) to `until` (the same) in UTC microseconds."""
    zone = memory.registry.zone
    first = asked.get("date") or f"{local_time(now.utc, zone):%Y%m%d}"
    last = asked.get("until") or first
    if not all(isinstance(day, str) and len(day) == 8 and is_digits(day) for day in (first, last)):
        return None
    try:
        begin, end = (datetime(int(day[:4]), int(day[4:6]), int(day[6:]), tzinfo=zone) for day in (first, last))
        return int(begin.timestamp()) * SECOND, int((end + timedelta(days=1)).timestamp()) * SECOND
    except (ValueError, OverflowError):
        return None


Verb = Callable[[HostMemory, Merchant, DeskRequest, Instant], Script]


def _scoped(verb: Verb) -> Callable[[HostMemory, DeskRequest, Instant], Script]:
    """Return the verb for whoever names a merchant that there is."""

    def within(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
        merchant = memory.registry.merchants.get(str(request.arguments.get("merchant_id")))
        if merchant is None:
            yield from say(request, USAGE, "acquirer.shop-needs-merchant")
        else:
            yield from verb(memory, merchant, request, now)

    return within


SHOP: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "shop": _scoped(_shop),
    "shop-transactions": _scoped(_transactions),
    "shop-day": _scoped(_day),
    "shop-story": _scoped(_story),
    "shop-batches": _scoped(_batches),
    "shop-batch": _scoped(_batch),
    "shop-days": _scoped(_days),
    "shop-refund": _scoped(ask_refund),
}
"""Verb -> what it does."""
