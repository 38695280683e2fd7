"""The desk's verbs about batches.

batches [terminal_id] [after]       where each terminal's batch stands, and the batches closed before: a page of
                                    terminals, by number; a full one says `more`, the next comes `after` its last
dispositions {terminal_id} [batch_instance]   what became of each uploaded record
day-close [merchant_id] [date]      clear every closed batch, of one merchant or of all; date YYYYMMDD, today by default
and those of `case_desk` and `disposition_desk`
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import asdict
from typing import Any

from countertop.acquirer.desk_answers import DONE, USAGE, page_of, say
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement import case_desk, disposition_desk
from countertop.acquirer.settlement.day_close import close_day
from countertop.acquirer.settlement.disposing import seen_in
from countertop.acquirer.settlement.rows import batch_number_of, key_head_of, reckon, reckon_batch
from countertop.acquirer.settlement.standing import frozen_batch
from countertop.acquirer.settlement.tables import CLOSED_BATCHES_OF, DISPOSITIONS_FROM, PROPOSALS_OF
from countertop.codec.bcd import is_digits
from countertop.iso8583.private import SettlementTotals
from countertop.stage import DeskRequest, Effect, Read, Reply, Script
from countertop.values import Instant
from countertop.values.moments import local_time

__all__ = ["VERBS"]


MOST_LEFT_OPEN = 10
"""Batch instances before the present one that are looked through for those left open."""


def _batches(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    wanted = request.arguments.get("terminal_id")
    places = {each.terminal_id: each for each in memory.registry.places() if wanted in (None, each.terminal_id)}
    page, more = page_of(places, request.arguments.get("after"))
    found = []
    for terminal in (places[number] for number in page):
        state, frozen, reckoning = yield from frozen_batch(memory, terminal)
        if reckoning is None:
            reckoning = yield from reckon(memory, terminal)
        closed = yield Read(CLOSED_BATCHES_OF, terminal.terminal_id)
        proposals = yield from _proposals(memory, terminal)
        left_open = yield from _left_open(memory, terminal, {row["batch_instance"] for row in closed})
        totals = asdict(reckoning.totals()) if frozen is None else asdict(frozen.totals)
        found.append(
            {
                "terminal_id": terminal.terminal_id,
                "merchant_id": terminal.merchant.merchant_id,
                "batch_number": terminal.batch_number,
                "batch_instance": terminal.batch_instance,
                "state": state.value,
                "uploaded": len(reckoning.disposed),
                "totals": totals,
                "proposals": proposals,
                "left_open": left_open,
                "closed": [_closed(row) for row in closed],
            }
        )
    yield Reply(request.number, DONE, {"batches": found, "more": more})


def _proposals(memory: HostMemory, terminal: Terminal) -> Generator[Effect, Any, list[dict[str, Any]]]:
    """Return what people want closed, with what the host counts in it; `seen` stands for both."""
    found = []
    for row in (yield Read(PROPOSALS_OF, terminal.terminal_id)):
        reckoning = yield from reckon_batch(memory, key_head_of(memory, terminal, row["batch_instance"]))
        found.append({**row, "totals": asdict(reckoning.totals()), "seen": seen_in(row, reckoning)})
    return found


_DISPOSED = ("reason", "proposed_by", "approved_by")


def _closed(row: Any) -> dict[str, Any]:
    names = ("batch_number", "batch_instance", "records", "rrn", "closed_at")
    totals = SettlementTotals.read(row["totals"])
    disposed = None if row["approved_by"] is None else {name: row[name] for name in _DISPOSED}
    return {**{name: row[name] for name in names}, "totals": asdict(totals), "disposed": disposed}


def _left_open(
    memory: HostMemory, terminal: Terminal, closed: set[int]
) -> Generator[Effect, Any, list[dict[str, Any]]]:
    """Return the batches that machines with this number left behind."""
    found = []
    for instance in range(terminal.batch_instance - 1, max(terminal.batch_instance - 1 - MOST_LEFT_OPEN, 0), -1):
        if instance not in closed:
            number = yield from batch_number_of(key_head_of(memory, terminal, instance))
            if number:
                found.append({"batch_instance": instance, "batch_number": number})
    return found


def _dispositions(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    terminal = memory.registry.terminals.get(str(request.arguments.get("terminal_id")))
    if terminal is None:
        yield from say(request, USAGE, "acquirer.batches-need-terminal")
        return
    instance = request.arguments.get("batch_instance", terminal.batch_instance - 1)
    if not isinstance(instance, int):
        yield from say(request, USAGE, "acquirer.batches-need-terminal")
        return
    head = key_head_of(memory, terminal, instance)
    rows = yield Read(DISPOSITIONS_FROM, head)
    names = ("stan", "disposition", "terminal_amount", "host_amount", "disposed_at")
    found = [{name: row[name] for name in names} for row in rows if row["attempt_key"].startswith(head)]
    yield Reply(request.number, DONE, {"batch_instance": instance, "dispositions": found})


def _day_close(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    today = f"{local_time(now.utc, memory.registry.zone):%Y%m%d}"
    date, merchant_id = request.arguments.get("date", today), request.arguments.get("merchant_id")
    known = memory.registry.merchants
    dated = isinstance(date, str) and len(date) == 8 and is_digits(date)
    if not dated or (merchant_id is not None and merchant_id not in known):
        yield from say(request, USAGE, "acquirer.day-close-form")
        return
    days = []
    for each in [merchant_id] if merchant_id else list(known):
        closed = yield from close_day(memory, each, date)
        days.append({"merchant_id": each, "closed_before": True} if closed is None else dict(closed))
    yield Reply(request.number, DONE, {"business_date": date, "days": days})


VERBS: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "batches": _batches,
    "dispositions": _dispositions,
    "day-close": _day_close,
    **case_desk.VERBS,
    **disposition_desk.VERBS,
}
