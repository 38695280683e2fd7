"""The desk's verbs for what a person decides about terminals, cards and merchants.

permit {holder, kind, given}                     a terminal or merchant (its id) may ask for a kind such as `transfer`
list-prefix {prefix, listed, code}               cards under a prefix are refused, or served again
list-card {card, listed, code}                   one card is refused, or served again
blacklist                                        what is refused
limit-merchant {merchant_id, largest, day}       amounts in minor units; 0 is no limit
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from countertop.acquirer.flows.ruling import list_card, list_prefix, permit, set_limits
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.records import MerchantLimitsSet
from countertop.acquirer.tables import EVERY_BLACKLISTED
from countertop.codec.bcd import is_digits
from countertop.iso8583.response_codes import RESPONSE_CODES
from countertop.stage import DeskRequest, Read, Reply, Script
from countertop.values import Instant, Pan

__all__ = ["RULES"]

# Exit statuses of the command line's table.
DONE, USAGE = 0, 2

LARGEST_AMOUNT = 10**12
"""One more than a field of twelve digits holds."""

PREFIX_LENGTHS = range(2, 13)


def _permit(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    holder, kind, given = (request.arguments.get(name) for name in ("holder", "kind", "given"))
    known = isinstance(holder, str) and memory.registry.holder(holder) is not None
    permitted = {name for name, row in KINDS.items() if row.needs_permission}
    if not known or kind not in permitted or not isinstance(given, bool):
        yield from _say(request, "acquirer.permit-needs", kinds=", ".join(sorted(permitted)))
        return
    yield from permit(memory, str(holder), str(kind), is_granted=given)
    yield Reply(request.number, DONE, {"holder": holder, "kind": kind, "given": given})


def _list_prefix(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    prefix, listed, code = _entry(memory, request, "prefix")
    if not (is_digits(prefix) and len(prefix) in PREFIX_LENGTHS and _is_sound(listed, code)):
        yield from _say(request, "acquirer.prefix-needs")
        return
    yield from list_prefix(memory, prefix, code, is_listed=listed)
    yield Reply(request.number, DONE, {"prefix": prefix, "listed": listed, "code": code})


def _list_card(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    digits, listed, code = _entry(memory, request, "card")
    pan = Pan(digits)
    if not (_is_card(pan) and _is_sound(listed, code)):
        yield from _say(request, "acquirer.card-needs")
        return
    yield from list_card(memory, pan, code, is_listed=listed)
    yield Reply(request.number, DONE, {"card": pan.masked(), "listed": listed, "code": code})


def _blacklist(_memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    rows = yield Read(EVERY_BLACKLISTED)
    entries = [
        {"kind": row["entry_kind"], "entry": row["entry_masked"], "code": row["refusal_code"]}
        for row in rows
        if row["is_listed"]
    ]
    yield Reply(request.number, DONE, {"blacklist": entries})


def _limit_merchant(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    merchant_id, largest, day = (request.arguments.get(name) for name in ("merchant_id", "largest", "day"))
    if merchant_id not in memory.registry.merchants or not (_is_amount(largest) and _is_amount(day)):
        yield from _say(request, "acquirer.limit-needs")
        return
    yield from set_limits(memory, MerchantLimitsSet(str(merchant_id), largest, day), now.utc)
    yield Reply(request.number, DONE, {"merchant_id": merchant_id, "largest": largest, "day": day})


def _entry(memory: HostMemory, request: DeskRequest, what: str) -> tuple[str, Any, Any]:
    asked = request.arguments
    text = asked.get(what)
    code = asked.get("code", memory.settings.blacklist_code)
    return text if isinstance(text, str) else "", asked.get("listed", True), code


def _is_sound(listed: object, code: object) -> bool:
    return isinstance(listed, bool) and code in RESPONSE_CODES and not RESPONSE_CODES[str(code)].is_approved


def _is_card(pan: Pan) -> bool:
    try:
        pan.check()
    except ValueError:
        return False
    return True


def _is_amount(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST_AMOUNT


def _say(request: DeskRequest, message: str, **arguments: Any) -> Script:
    yield Reply(request.number, USAGE, {"message": message, "arguments": arguments})


RULES: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "permit": _permit,
    "list-prefix": _list_prefix,
    "list-card": _list_card,
    "blacklist": _blacklist,
    "limit-merchant": _limit_merchant,
}
"""Verb -> what it does."""
