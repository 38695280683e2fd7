"""The desk's verbs about what a person must look into; each that decides names who is at the desk.

cases [closed]                                  those that are open, or the newest 200 that are closed
close-case {case, outcome, reason, by} [amount] what came of it: closed, or proposed where two persons are needed
approve-case {case, seen, by}                   another person agrees, and it is closed

`case` is its name, `amount` money that people move by hand, in minor units: what is in question unless it is named.
An open case with a proposal tells it as `seen`; who agrees sends that back, lest they agree to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.case_closing import Ended, Wanted, WhyNot, approve, close_or_propose, seen_in
from countertop.acquirer.settlement.outcomes import OUTCOMES
from countertop.acquirer.settlement.tables import CASES, CLOSED_CASES
from countertop.stage import DeskRequest, Read, Reply, Script
from countertop.values import Instant
from countertop.values.persons import is_name, is_reason

__all__ = ["VERBS"]


def _cases(_: HostMemory, request: DeskRequest, __: Instant) -> Script:
    rows = yield Read(CLOSED_CASES if request.arguments.get("closed") is True else CASES)
    yield Reply(request.number, DONE, {"cases": [_case(row) for row in rows]})


def _case(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "seen": seen_in(row)} if row.get("proposed_by") else dict(row)


def _close(_: HostMemory, request: DeskRequest, now: Instant) -> Script:
    wanted = _wanted(request)
    if wanted is None:
        yield from say(request, USAGE, "acquirer.case-form", outcomes=", ".join(OUTCOMES))
    else:
        ended = yield from close_or_propose(wanted, now.utc)
        yield from _told(request, wanted.case_name, ended)


def _approve(_: HostMemory, request: DeskRequest, now: Instant) -> Script:
    name, by = request.arguments.get("case"), request.arguments.get("by")
    if not (isinstance(name, str) and isinstance(by, str) and is_name(by)):
        yield from say(request, USAGE, "acquirer.case-form", outcomes=", ".join(OUTCOMES))
    else:
        ended = yield from approve(name, request.arguments.get("seen"), by, now.utc)
        yield from _told(request, name, ended)


def _wanted(request: DeskRequest) -> Wanted | None:
    """Return what a person wants, None where they say too little."""
    asked = request.arguments
    name, outcome, reason, by = (asked.get(what) for what in ("case", "outcome", "reason", "by"))
    amount = asked.get("amount")
    named = isinstance(name, str) and isinstance(outcome, str) and outcome in OUTCOMES
    if not (named and is_reason(reason) and is_name(by) and (amount is None or type(amount) is int)):
        return None
    return Wanted(str(name), str(outcome), amount, str(reason), str(by))


def _told(request: DeskRequest, name: str, ended: Ended | WhyNot) -> Script:
    if isinstance(ended, WhyNot):
        yield from say(request, REFUSED, ended.value, case=name)
    else:
        yield Reply(request.number, DONE, {"case": name, **ended._asdict()})


VERBS: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "cases": _cases,
    "close-case": _close,
    "approve-case": _approve,
}
