"""The switch's own desk.

status                 members and who is signed on, how much is in flight and owed
trace {rrn}            every message of a transaction, field by field, masked
obligations            the reversals still owed
advices                what was decided in an issuer's stead and not taken by it yet
zone_keys {member_id, by}  the keys of each link by their check values; with a member, change those of its link
stand_in {rule}        what may be decided in whose stead; with a whole rule, set it (`most_amount` 0: nothing)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.hsm import DescribeKey
from countertop.stage import Append, AskHsm, DeskRequest, Read, Reply, Script
from countertop.switch import queries, tables
from countertop.switch.floor import Floor
from countertop.switch.flows.exchanging import begin_exchange
from countertop.switch.records import StandInRuleSet
from countertop.switch.stand_in import STANDABLE, Rule
from countertop.values import Instant

__all__ = ["answer_desk"]

# Exit statuses of the command line's table.
_DONE, _USAGE, _REFUSED = 0, 2, 12

_LARGEST = 999_999_999_999
"""The largest amount that field 4 can say, and more than any count."""


def answer_desk(floor: Floor, request: DeskRequest, now: Instant) -> Script:
    """Answer one request."""
    if request.verb == "zone_keys":
        return _zone_keys(floor, request, now)
    verb = _VERBS.get(request.verb)
    if verb is None:
        return _unknown(request)
    return verb(floor, request)


def _unknown(request: DeskRequest) -> Script:
    body = {
        "message": "switch.unknown_verb",
        "arguments": {"verb": request.verb, "verbs": ", ".join((*_VERBS, "zone_keys"))},
    }
    yield Reply(request.number, _USAGE, body)


def _status(floor: Floor, request: DeskRequest) -> Script:
    body = {
        "switch_id": floor.centre.switch_id,
        "name": floor.centre.name,
        "members": queries.members(floor),
        "in_flight": len(floor.in_flight),
        "obligations": len(floor.owed),
        "advices": len(floor.advices),
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
        stood_in = next(iter((yield Read(tables.STAND_IN_BY_KEY, attempt["transit_key"]))), None)
        hops += queries.hops_of_attempt(floor, attempt, next(iter(late), None), stood_in)
        if stood_in is not None:
            hops += queries.hops_of_advice(floor, attempt, stood_in)
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


def _advices(floor: Floor, request: DeskRequest) -> Script:
    rows = yield Read(tables.OPEN_STAND_INS)
    yield Reply(request.number, _DONE, {"advices": [queries.advice_view(floor, row) for row in rows]})


def _stand_in(floor: Floor, request: DeskRequest) -> Script:
    """Say the rules, or set one first."""
    if request.arguments:
        rule = _rule(floor, request)
        if rule is None:
            needed = ", ".join(Rule._fields)
            yield Reply(request.number, _USAGE, {"message": "switch.stand_in_needs", "arguments": {"needed": needed}})
            return
        yield Append(rule.issuer_id, StandInRuleSet(*rule))
        floor.rules[rule.issuer_id, rule.kind] = rule
    yield Reply(request.number, _DONE, {"rules": [queries.rule_view(rule) for rule in floor.rules.values()]})


def _zone_keys(floor: Floor, request: DeskRequest, now: Instant) -> Script:
    """Say which keys each link has, or begin to change those of one."""
    if request.arguments:
        member = floor.registry.find(str(request.arguments.get("member_id", "")))
        by = request.arguments.get("by", "")
        if member is None or not isinstance(by, str):
            known = ", ".join(each.institution_id for each in floor.registry.institutions.values())
            yield Reply(request.number, _USAGE, {"message": "switch.keys_of_whom", "arguments": {"members": known}})
            return
        why_not = yield from begin_exchange(floor, member, by or "desk", now)
        if why_not:
            told = {"member": member.institution_id}
            yield Reply(request.number, _REFUSED, {"message": why_not, "arguments": told})
            return
    links = []
    for member in floor.registry.institutions.values():
        described = yield AskHsm(*map(DescribeKey, member.keys.in_use))
        links.append(queries.link_view(member, described))
    yield Reply(request.number, _DONE, {"links": links})


def _rule(floor: Floor, request: DeskRequest) -> Rule | None:
    """Return the rule that a request says, None when it is not a whole one."""
    told = {"kind": "sale", **request.arguments}
    issuer = floor.registry.find(str(told.get("issuer_id", "")))
    texts, numbers = Rule._fields[:3], Rule._fields[3:]
    if issuer is None or issuer.kind != "issuer" or set(told) != set(Rule._fields) or told["kind"] not in STANDABLE:
        return None
    if not all(isinstance(told[name], str) for name in texts):
        return None
    if not all(isinstance(told[name], int) and 0 <= told[name] <= _LARGEST for name in numbers):
        return None
    return Rule(issuer.institution_id, *(told[name] for name in texts[1:]), *(int(told[name]) for name in numbers))


_VERBS: dict[str, Callable[[Floor, DeskRequest], Script]] = {
    "status": _status,
    "trace": _trace,
    "obligations": _obligations,
    "advices": _advices,
    "stand_in": _stand_in,
}
