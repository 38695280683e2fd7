"""The desk's verbs for whoever watches the host: cheap enough to be asked every second.

pulse      the host at this moment: `status`, ages of what is open and owed, the number drawn last
unknown    what nobody knows the end of: requests in flight and reversals owed, the oldest of each
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from heapq import nsmallest
from typing import Any

from countertop.acquirer import queries, tables
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.desk_answers import DONE
from countertop.acquirer.memory import HostMemory, Obligation
from countertop.stage import DeskRequest, Read, Reply, Script
from countertop.values import Instant

__all__ = ["WATCHING"]

MOST_SHOWN = 100
"""Of what is in flight and of what is owed; the counts say how many there are."""


@dataclass(frozen=True, slots=True)
class UnknownView:
    """One outcome that nobody knows yet. `state` is `in_flight` or `owed`, `since` UTC microseconds."""

    state: str
    rrn: str
    kind: str
    terminal_id: str
    amount: int
    currency: str
    card: str | None
    since: int
    cause: str
    tries: int


def _pulse(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    begun = min((attempt.received_at for attempt in memory.open.values()), default=None)
    told = {
        **asdict(queries.status_view(memory, now.utc)),
        "at": now.utc,
        "oldest_in_flight_age": None if begun is None else now.utc - begun,
        "locked": len(memory.management.locked),
        "day_is_closing": memory.uplink.is_closing,
        "newest_serial": memory.numbers.newest,
    }
    yield Reply(request.number, DONE, told)


def _unknown(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    waiting = nsmallest(MOST_SHOWN, memory.open.values(), key=lambda attempt: attempt.received_at)
    owed = nsmallest(MOST_SHOWN, memory.obligations.values(), key=lambda obligation: obligation.owed_at)
    found = [_in_flight(attempt) for attempt in waiting]
    for obligation in owed:
        rows = yield Read(tables.ATTEMPT_BY_KEY, obligation.attempt_key)
        found += _owed(obligation, rows)
    told = {
        "unknown": [asdict(view) for view in found],
        "in_flight": len(memory.open),
        "owed": len(memory.obligations),
    }
    yield Reply(request.number, DONE, told)


def _in_flight(attempt: Attempt) -> UnknownView:
    return UnknownView(
        state="in_flight",
        rrn=attempt.rrn,
        kind=attempt.kind.name,
        terminal_id=attempt.terminal.terminal_id,
        amount=attempt.amount,
        currency=attempt.request.currency or "",
        card=None if attempt.pan is None else attempt.pan.masked(),
        since=attempt.received_at,
        cause="",
        tries=attempt.tries,
    )


def _owed(obligation: Obligation, rows: Iterable[Mapping[str, Any]]) -> list[UnknownView]:
    return [
        UnknownView(
            state="owed",
            rrn=row["rrn"],
            kind=row["kind"],
            terminal_id=row["terminal_id"],
            amount=row["amount"],
            currency=row["currency"],
            card=row["masked_pan"],
            since=obligation.owed_at,
            cause=obligation.cause,
            tries=obligation.tries,
        )
        for row in rows
    ]


WATCHING: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {"pulse": _pulse, "unknown": _unknown}
"""Verb -> what it does."""
