"""The host's own desk.

status                          the link, the lines, what is in flight and what is owed, counts since the start
transactions [limit]            the newest transactions, newest first
trace {rrn}                     every message of a transaction, field by field, masked
terminals {after?}              the registered terminals and who is signed in, a page, by number
obligations                     the reversals still owed
zone-keys {ask}                 the keys of the link by their check values; with `ask`, ask the switch for new ones
sign-off, sign-on               leave the switch in peace, and come back
and those of `desk_watch`, `desk_registry` and `desk_rules`
and those of `console`, `management.desk` and `settlement.desk`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from countertop.acquirer import queries, tables
from countertop.acquirer.console import SHOP
from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, page_of, say
from countertop.acquirer.desk_registry import REGISTERED
from countertop.acquirer.desk_rules import RULES
from countertop.acquirer.desk_watch import WATCHING
from countertop.acquirer.flows.exchanging import ask_for_keys
from countertop.acquirer.flows.linking import sign_off, sign_on_again
from countertop.acquirer.management import desk as management
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement import desk as settlement
from countertop.acquirer.uplink import UplinkState
from countertop.hsm import DescribeKey
from countertop.stage import AskHsm, DeskRequest, Read, Reply, Script
from countertop.values import Instant

__all__ = ["MOST_TRANSACTIONS", "answer_desk"]


MOST_TRANSACTIONS = tables.NEWEST_ATTEMPTS.limit
USUAL_TRANSACTIONS = 20

# Where a person's word alone brings the line back.
_LEAVING = frozenset({UplinkState.SIGNING_OFF, UplinkState.SIGNED_OFF})


def answer_desk(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    """Answer one request; an unknown verb gets the list of those there are."""
    verb = _VERBS.get(request.verb)
    if verb is None:
        return say(request, USAGE, "acquirer.unknown-verb", verb=request.verb, verbs=", ".join(_VERBS))
    return verb(memory, request, now)


def _status(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    yield Reply(request.number, DONE, asdict(queries.status_view(memory, now.utc)))


def _transactions(_memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    limit = request.arguments.get("limit", USUAL_TRANSACTIONS)
    if not isinstance(limit, int) or not 0 < limit <= MOST_TRANSACTIONS:
        yield from say(request, USAGE, "acquirer.wrong-limit", most=MOST_TRANSACTIONS)
        return
    found = []
    for attempt in (yield Read(tables.NEWEST_ATTEMPTS))[:limit]:
        obligations = yield Read(tables.OBLIGATION_BY_KEY, attempt["attempt_key"])
        found.append(asdict(queries.transaction_view(attempt, next(iter(obligations), None))))
    yield Reply(request.number, DONE, {"transactions": found})


_PARTS_OF_A_TRACE = (
    *(tables.REVERSAL_BY_KEY, tables.OBLIGATION_BY_KEY, tables.LATE_ANSWER_BY_KEY),
    tables.WALLET_REFUND_BY_KEY,
)


def _trace(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    rrn = request.arguments.get("rrn")
    if not isinstance(rrn, str):
        yield from say(request, USAGE, "acquirer.trace-needs-rrn")
        return
    hops: list[dict[str, Any]] = []
    for attempt in (yield Read(tables.ATTEMPT_BY_RRN, rrn)):
        originals = yield Read(tables.ATTEMPT_BY_KEY, attempt["original_key"] or "")
        rows = [next(iter(originals), None)]
        for query in _PARTS_OF_A_TRACE:
            found = yield Read(query, attempt["attempt_key"])
            rows.append(next(iter(found), None))
        hops += map(asdict, queries.hops_of(memory, attempt, *rows))
    yield Reply(request.number, DONE, {"rrn": rrn, "hops": hops})


def _terminals(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    registered = memory.registry.terminals
    found, more = page_of(registered, request.arguments.get("after"))
    terminals = [asdict(queries.terminal_view(registered[terminal_id])) for terminal_id in found]
    yield Reply(request.number, DONE, {"terminals": terminals, "more": more})


def _obligations(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    owed = [asdict(queries.obligation_view(obligation)) for obligation in memory.obligations.values()]
    yield Reply(request.number, DONE, {"obligations": owed})


def _zone_keys(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    keys = memory.registry.link.keys
    if request.arguments.get("ask") is True:
        if not memory.uplink.is_up:
            yield from say(request, REFUSED, "acquirer.zone-keys-no-line", link=memory.uplink.state.value)
            return
        yield from ask_for_keys(memory, now)
    described = yield AskHsm(*map(DescribeKey, keys.in_use))
    yield Reply(request.number, DONE, {"link": asdict(queries.link_view(memory, described))})


def _sign_off(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    if not memory.uplink.is_up:
        yield from say(request, REFUSED, "acquirer.not-signed-on", link=memory.uplink.state.value)
        return
    yield from sign_off(memory, now)
    yield Reply(request.number, DONE, {"link": memory.uplink.state.value})


def _sign_on(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    if memory.uplink.state in _LEAVING:
        yield from sign_on_again(memory)
    yield Reply(request.number, DONE, {"link": memory.uplink.state.value})


_VERBS: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "status": _status,
    "transactions": _transactions,
    "trace": _trace,
    "terminals": _terminals,
    "obligations": _obligations,
    "zone-keys": _zone_keys,
    "sign-off": _sign_off,
    "sign-on": _sign_on,
    **WATCHING,
    **REGISTERED,
    **RULES,
    **management.VERBS,
    **settlement.VERBS,
    **SHOP,
}
