"""Finding slips and answering who asks for them (调单): opened with a clock, answered with the slip, closed.

slips {rrn?, card_token?, card?, voucher_number?, amount?, date?, terminal_id?, merchant_id?, after?}
                                        approved transactions with their slips, a page; after: `next` of the last one
retrieval_open {rrn, by, reason}        a bank or customer asks; due after the time that settings give
retrieval_answer {number, by}           the slip is attached as it is now, and stays with the request
retrieval_close {number, by}            who asked has what they need
retrievals                              all of them, newest first; late ones are marked

What a slip is looked for by is in `searching`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from countertop.acquirer import tables as journal
from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.management import tables
from countertop.acquirer.management.records import RetrievalAnswered, RetrievalClosed, RetrievalOpened
from countertop.acquirer.management.searching import search
from countertop.acquirer.management.signing import signature_of
from countertop.acquirer.management.slips import slip_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.tables import Outcome
from countertop.slips import MERCHANT
from countertop.slips.plain import told_picture
from countertop.stage import Append, DeskRequest, Effect, KeyTaken, Note, Read, Reply, Script
from countertop.values import SECOND, Instant
from countertop.values.moments import local_time
from countertop.values.persons import is_name

__all__ = ["VERBS"]


DAY = 24 * 60 * 60 * SECOND
MONTH_DAYS = 31
"""A month of the retention time; slips are kept rather longer than shorter."""

Row = Mapping[str, Any]


def _slips(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    found = yield from search(memory, request.arguments)
    if found is None:
        yield from say(request, USAGE, "acquirer.slips-need")
        return
    told: list[dict[str, Any]] = []
    for row in found.rows:
        if (yield from _has_slip(memory, row, now.utc)):
            told += [(yield from _told(memory, row))]
    yield Reply(request.number, DONE, {"slips": told, "more": found.is_full, "next": found.after})


def _has_slip(memory: HostMemory, row: Row, utc: int) -> Generator[Effect, Any, bool]:
    """Tell whether there is a slip of an attempt: it was approved, stands, and is not older than slips are kept."""
    kept_since = utc - memory.settings.retention_months * MONTH_DAYS * DAY
    if row["outcome"] != Outcome.APPROVED or row["received_at"] < kept_since:
        return False
    return not (yield Read(journal.REVERSAL_BY_KEY, row["attempt_key"]))


def _told(memory: HostMemory, row: Row) -> Generator[Effect, Any, dict[str, Any]]:
    """Return a transaction with its slip, in rows on paper, and what was signed on the pad, None where nothing was."""
    targets = yield Read(journal.TARGET_BY_KEY, row["attempt_key"])
    signature = yield from signature_of(row["attempt_key"])
    slip = slip_of(memory, row, next(iter(targets), None), MERCHANT, signature)
    told = {name: row[name] for name in ("rrn", "kind", "terminal_id", "batch_number", "stan", "amount", "received_at")}
    return {**told, "slip": slip.text(), "signature": None if signature is None else told_picture(signature())}


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
    answered = {"number": row["retrieval_number"], "slip": told["slip"], "signature": told["signature"], "late": late}
    yield Reply(request.number, DONE, answered)


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
