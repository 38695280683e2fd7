"""The switch's own desk.

status                 members and who is signed on, how much is in flight and owed
trace {rrn}            every message of a transaction, field by field, masked
obligations            the reversals still owed
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.stage import DeskRequest, Read, Reply, Script
from countertop.switch import queries, tables
from countertop.switch.floor import Floor
from countertop.values import Instant

__all__ = ["answer_desk"]

# Exit statuses of the command line's table.
_DONE, _USAGE = 0, 2


def answer_desk(floor: Floor, request: DeskRequest, now: Instant) -> Script:  # noqa: ARG001 - as every handler
    """Answer one request."""
    verb = _VERBS.get(request.verb)
    if verb is None:
        return _unknown(request)
    return verb(floor, request)


def _unknown(request: DeskRequest) -> Script:
    body = {"message": "switch.unknown_verb", "arguments": {"verb": request.verb, "verbs": ", ".join(_VERBS)}}
    yield Reply(request.number, _USAGE, body)


def _status(floor: Floor, request: DeskRequest) -> Script:
    body = {
        "switch_id": floor.centre.switch_id,
        "name": floor.centre.name,
        "members": queries.members(floor),
        "in_flight": len(floor.in_flight),
        "obligations": len(floor.owed),
    }
    yield Reply(request.number, _DONE, body)


def _trace(floor: Floor, request: DeskRequest) -> Script:
    rrn = request.arguments.get("rrn")
    if not isinstance(rrn, str):
        yield Reply(request.number, _USAGE, {"message": "switch.trace_needs_rrn", "arguments": {}})
        return
    hops: list[dict[str, Any]] = []
    attempts = yield Read(tables.ATTEMPTS_BY_RRN, rrn)
    for attempt in attempts:
        late = yield Read(tables.LATE_ANSWER_BY_KEY, attempt["transit_key"])
        hops += queries.hops_of_attempt(floor, attempt, next(iter(late), None))
    for reversal in (yield Read(tables.REVERSALS_BY_RRN, rrn)):
        hops += queries.hops_of_reversal(floor, reversal)
    for attempt in attempts:
        for obligation in (yield Read(tables.OBLIGATION_BY_KEY, attempt["transit_key"])):
            hops += queries.hops_of_obligation(floor, attempt, obligation)
    # What happened at the same moment stays in the order of cause and effect.
    hops.sort(key=lambda hop: int(hop["at"]))
    yield Reply(request.number, _DONE, {"rrn": rrn, "hops": hops})


def _obligations(floor: Floor, request: DeskRequest) -> Script:
    rows = yield Read(tables.OPEN_OBLIGATIONS)
    yield Reply(request.number, _DONE, {"obligations": [queries.obligation_view(floor, row) for row in rows]})


_VERBS: dict[str, Callable[[Floor, DeskRequest], Script]] = {
    "status": _status,
    "trace": _trace,
    "obligations": _obligations,
}
