"""Finding slips and answering who asks for them (调单): opened with a clock, answered with the slip, closed.

slips {rrn?, card_token?, card?, terminal_id?, date?, voucher_number?, amount?}       approved transactions with slips
retrieval_open {rrn, by, reason}        a bank or customer asks; due after the time that settings give
retrieval_answer {number, by}           the slip is attached as it is now, and stays with the request
retrieval_close {number, by}            who asked has what they need
retrievals                              all of them, newest first; late ones are marked

A slip is looked for by its reference number, by its card (the number, or the token that a merchant's records show), by
its terminal with a day, a voucher number or an amount, or by its day with a voucher number or an amount; what else is
named must fit too.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from datetime import datetime, timedelta
from typing import Any

from countertop.acquirer import tables as journal
from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.management import tables
from countertop.acquirer.management.names import is_name
from countertop.acquirer.management.records import RetrievalAnswered, RetrievalClosed, RetrievalOpened
from countertop.acquirer.management.slips import slip_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.tables import Outcome
from countertop.codec.bcd import is_digits
from countertop.hsm import TokenizePan
from countertop.slips import MERCHANT
from countertop.stage import Append, AskHsm, DeskRequest, Effect, KeyTaken, Note, Read, Reply, Script
from countertop.values import SECOND, Instant, Pan
from countertop.values.moments import local_time

__all__ = ["VERBS"]


DAY = 24 * 60 * 60 * SECOND
MONTH_DAYS = 31
"""A month of the retention time; slips are kept rather longer than shorter."""

MOST_SLIPS = 200
"""Slips in one answer."""

Row = Mapping[str, Any]


def _slips(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    rows = yield from _search(memory, request.arguments)
    if rows is None:
        yield from say(request, USAGE, "acquirer.slips-need")
        return
    told: list[dict[str, Any]] = []
    for row in rows:
        if len(told) < MOST_SLIPS and (yield from _has_slip(memory, row, now.utc)):
            told.append((yield from _told(memory, row)))
    yield Reply(request.number, DONE, {"slips": told})


def _has_slip(memory: HostMemory, row: Row, utc: int) -> Generator[Effect, Any, bool]:
    """Tell whether there is a slip of an attempt: it was approved, stands, and is not older than slips are kept."""
    kept_since = utc - memory.settings.retention_months * MONTH_DAYS * DAY
    if row["outcome"] != Outcome.APPROVED or row["received_at"] < kept_since:
        return False
    return not (yield Read(journal.REVERSAL_BY_KEY, row["attempt_key"]))


def _search(memory: HostMemory, asked: Mapping[str, Any]) -> Generator[Effect, Any, list[Row] | None]:
    """Return the attempts that fit, None for a question that names too little."""
    day, card = _day(memory, asked.get("date")), asked.get("card")
    terminal_id, wanted = asked.get("terminal_id"), _wanted(asked)
    if wanted is None or (asked.get("date") is not None and day is None):
        return None
    found: list[Row]
    if isinstance(asked.get("rrn"), str):
        found = yield Read(journal.ATTEMPT_BY_RRN, asked["rrn"])
    elif isinstance(asked.get("card_token"), str):
        found = yield Read(tables.ATTEMPTS_OF_CARD, asked["card_token"])
    elif isinstance(card, str) and is_digits(card):
        found = yield from _of_card(memory, Pan(card))
    elif terminal_id is not None and (day is not None or len(wanted) > 1):
        found = yield from _of_terminal(terminal_id, wanted, day)
    elif day is not None and wanted:
        found = yield from _of_day(memory, day[0])
    else:
        return None
    return [row for row in found if _fits(row, wanted, day)]


def _wanted(asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the columns of an attempt must hold, None for what they cannot."""
    kinds = {"terminal_id": str, "voucher_number": str, "amount": int}
    named = {name: asked[name] for name in kinds if asked.get(name) is not None}
    if any(type(value) is not kinds[name] for name, value in named.items()):
        return None
    return {"stan" if name == "voucher_number" else name: value for name, value in named.items()}


def _fits(row: Row, wanted: Mapping[str, Any], day: list[int] | None) -> bool:
    if day is not None and not day[0] <= row["received_at"] < day[1]:
        return False
    return all(row[name] == value for name, value in wanted.items())


def _of_terminal(
    terminal_id: str, wanted: Mapping[str, Any], day: list[int] | None
) -> Generator[Effect, Any, list[Row]]:
    """Return the attempts of a terminal; the store passes over those of other vouchers and amounts by itself."""
    found: list[Row]
    first = 0 if day is None else day[0]
    if "stan" in wanted:
        found = yield Read(tables.VOUCHERS_OF_TERMINAL, terminal_id, wanted["stan"], first)
    elif "amount" in wanted and day is None:
        found = yield Read(tables.NEWEST_AMOUNTS_OF_TERMINAL, terminal_id, wanted["amount"])
    elif "amount" in wanted:
        found = yield Read(tables.AMOUNTS_OF_TERMINAL, terminal_id, wanted["amount"], first)
    else:
        found = yield Read(tables.ATTEMPTS_OF_TERMINAL, terminal_id, first)
    return found


def _of_card(memory: HostMemory, pan: Pan) -> Generator[Effect, Any, list[Row]]:
    """Return the attempts of a card, whose token is another at each merchant."""
    found: list[Row] = []
    for token in (yield AskHsm(*[TokenizePan(pan, merchant_id) for merchant_id in memory.registry.merchants])):
        found += yield Read(tables.ATTEMPTS_OF_CARD, token)
    return found


def _of_day(memory: HostMemory, utc: int) -> Generator[Effect, Any, list[Row]]:
    """Return the attempts of a day, a page at a time: their reference numbers begin with it."""
    found: list[Row] = []
    first = head = memory.clock.read(utc).reference_day
    while True:
        page = yield Read(tables.ATTEMPTS_FROM_RRN, first)
        found += (row for row in page if row["rrn"].startswith(head))
        if len(page) < tables.ATTEMPTS_FROM_RRN.limit or not page[-1]["rrn"].startswith(head):
            return found
        first = f"{page[-1]['rrn']} "  # nothing in a reference number sorts before a blank


def _day(memory: HostMemory, date: object) -> list[int] | None:
    """Return beginning and end of a day (YYYYMMDD) in UTC microseconds, None for what is no day."""
    if not (isinstance(date, str) and len(date) == 8 and is_digits(date)):
        return None
    try:
        first = datetime(int(date[:4]), int(date[4:6]), int(date[6:]), tzinfo=memory.registry.zone)
    except ValueError:
        return None
    return [int(each.timestamp()) * SECOND for each in (first, first + timedelta(days=1))]


def _told(memory: HostMemory, row: Row) -> Generator[Effect, Any, dict[str, Any]]:
    """Return a transaction with its slip, in rows on paper."""
    targets = yield Read(journal.TARGET_BY_KEY, row["attempt_key"])
    slip = slip_of(memory, row, next(iter(targets), None), MERCHANT)
    told = {name: row[name] for name in ("rrn", "kind", "terminal_id", "batch_number", "stan", "amount", "received_at")}
    return {**told, "slip": slip.text()}


def _open(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    asked = request.arguments
    by, reason, rrn = asked.get("by"), asked.get("reason"), asked.get("rrn")
    if not (isinstance(by, str) and is_name(by) and isinstance(reason, str) and is_name(reason)):
        yield from say(request, USAGE, "acquirer.who-asks")
        return
    rows = yield Read(journal.ATTEMPT_BY_RRN, str(rrn))
    if not rows or not (yield from _has_slip(memory, rows[0], now.utc)):
        yield from say(request, REFUSED, "acquirer.no-such-slip", rrn=str(rrn))
        return
    memory.management.newest_retrieval += 1
    number, due_at = memory.management.newest_retrieval, now.utc + memory.settings.retrieval_time
    yield Append("retrievals", RetrievalOpened(number, str(rrn), by, reason, now.utc, due_at))
    yield Note("info", "acquirer.retrieval-opened", number=number, rrn=str(rrn))
    yield Reply(request.number, DONE, {"number": number, "due_at": due_at})


def _answer(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    row = yield from _named(request)
    if row is None:
        return
    by: str = request.arguments["by"]
    attempts = yield Read(journal.ATTEMPT_BY_RRN, row["retrieved_rrn"])
    if not attempts or not (yield from _has_slip(memory, attempts[0], now.utc)):
        yield from say(request, REFUSED, "acquirer.no-such-slip", rrn=row["retrieved_rrn"])
        return
    told = yield from _told(memory, attempts[0])
    slip = "\n".join(told["slip"])
    written = yield Append("retrievals", RetrievalAnswered(row["retrieval_number"], by, now.utc, slip))
    if isinstance(written, KeyTaken):
        yield from say(request, REFUSED, "acquirer.retrieval-answered", number=row["retrieval_number"])
        return
    late = now.utc > row["due_at"]
    yield Reply(request.number, DONE, {"number": row["retrieval_number"], "slip": told["slip"], "late": late})


def _close(_: HostMemory, request: DeskRequest, now: Instant) -> Script:
    row = yield from _named(request)
    if row is None:
        return
    number = row["retrieval_number"]
    written = None
    if row["answered_at"] is not None:
        written = yield Append("retrievals", RetrievalClosed(number, request.arguments["by"], now.utc))
    if written is None or isinstance(written, KeyTaken):
        yield from say(request, REFUSED, "acquirer.retrieval-not-open", number=number)
        return
    yield Reply(request.number, DONE, {"number": number})


def _retrievals(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    closed = {row["retrieval_number"] for row in (yield Read(tables.CLOSED_RETRIEVALS))}
    told = [_shown(memory, row, closed, now.utc) for row in (yield Read(tables.RETRIEVALS))]
    yield Reply(request.number, DONE, {"retrievals": told})


def _shown(memory: HostMemory, row: Row, closed: set[int], utc: int) -> dict[str, Any]:
    number, answered_at = row["retrieval_number"], row["answered_at"]
    state = "closed" if number in closed else "open" if answered_at is None else "answered"
    return {
        "number": number,
        "rrn": row["retrieved_rrn"],
        "state": state,
        "late": (utc if answered_at is None else answered_at) > row["due_at"],
        "by": row["asked_by"],
        "reason": row["asked_for"],
        "opened_at": row["opened_at"],
        "due_at": row["due_at"],
        "due_date": f"{local_time(row['due_at'], memory.registry.zone):%Y-%m-%d}",
        "answered_at": answered_at,
        "slip": None if row["answer_slip"] is None else row["answer_slip"].split("\n"),
    }


def _named(request: DeskRequest) -> Generator[Effect, Any, Row | None]:
    """Return the retrieval that a request names, and see to it that it says who asks; None when it was refused."""
    number, by = request.arguments.get("number"), request.arguments.get("by")
    if not (isinstance(by, str) and is_name(by)):
        yield from say(request, USAGE, "acquirer.who-asks")
        return None
    rows: list[Row] = []
    if isinstance(number, int):
        rows = yield Read(tables.RETRIEVAL_BY_NUMBER, number)
    if not rows:
        yield from say(request, REFUSED, "acquirer.no-such-retrieval", number=str(number))
        return None
    return rows[0]


VERBS: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "slips": _slips,
    "retrieval_open": _open,
    "retrieval_answer": _answer,
    "retrieval_close": _close,
    "retrievals": _retrievals,
}
