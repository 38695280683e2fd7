"""The desk's verbs for what a person, `by`, decides about terminals, cards and merchants.

permit {holder, kind, given, by}                 a terminal or merchant (its id) may ask for a kind, or no more
list-prefix {prefix, listed, code, by}           cards under a prefix are refused, or served again
list-card {card, listed, code, by}               one card is refused, or served again
blacklist {after?}                               what is refused: a page, by `place`, and whether there is `more`
limit-merchant {merchant_id, largest, day, by}   amounts in minor units; 0 is no limit
rulings                                          who decided what, newest first
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from hashlib import sha256
from typing import Any, TypeGuard

from countertop.acquirer.checks import SWITCHABLE
from countertop.acquirer.desk_answers import DONE, USAGE, page_of, say
from countertop.acquirer.flows.ruling import Signature, list_card, list_prefix, permit, set_limits
from countertop.acquirer.management.tables import RULINGS
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.records import MerchantLimitsSet
from countertop.acquirer.tables import EVERY_BLACKLISTED
from countertop.codec.bcd import is_digits
from countertop.iso8583.response_codes import RESPONSE_CODES
from countertop.stage import DeskRequest, Effect, Read, Reply, Script
from countertop.values import Instant, Pan
from countertop.values.persons import is_name

__all__ = ["RULES"]


LARGEST_AMOUNT = 10**12
"""One more than a field of twelve digits holds."""

PREFIX_LENGTHS = range(2, 13)


def _permit(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    holder, kind, given = (request.arguments.get(name) for name in ("holder", "kind", "given"))
    known = isinstance(holder, str) and memory.registry.holder(holder) is not None
    if not known or kind not in SWITCHABLE or not isinstance(given, bool):
        yield from say(request, USAGE, "acquirer.permit-needs", kinds=", ".join(sorted(SWITCHABLE)))
        return
    if (signature := (yield from _signed(request, now))) is None:
        return
    yield from permit(memory, str(holder), str(kind), signature, is_granted=given)
    yield Reply(request.number, DONE, {"holder": holder, "kind": kind, "given": given})


def _list_prefix(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    prefix, listed, code = _entry(memory, request, "prefix")
    if not (is_digits(prefix) and len(prefix) in PREFIX_LENGTHS and _is_sound(listed, code)):
        yield from say(request, USAGE, "acquirer.prefix-needs")
        return
    if (signature := (yield from _signed(request, now))) is None:
        return
    yield from list_prefix(memory, prefix, code, signature, is_listed=listed)
    yield Reply(request.number, DONE, {"prefix": prefix, "listed": listed, "code": code})


def _list_card(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    digits, listed, code = _entry(memory, request, "card")
    pan = Pan(digits)
    if not (_is_card(pan) and _is_sound(listed, code)):
        yield from say(request, USAGE, "acquirer.card-needs")
        return
    if (signature := (yield from _signed(request, now))) is None:
        return
    yield from list_card(memory, pan, code, signature, is_listed=listed)
    yield Reply(request.number, DONE, {"card": pan.masked(), "listed": listed, "code": code})


def _blacklist(_memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    listed = {_place(row): row for row in (yield Read(EVERY_BLACKLISTED)) if row["is_listed"]}
    found, more = page_of(listed, request.arguments.get("after"))
    entries = [
        {"kind": row["entry_kind"], "entry": row["entry_masked"], "code": row["refusal_code"], "place": place}
        for place, row in ((place, listed[place]) for place in found)
    ]
    yield Reply(request.number, DONE, {"blacklist": entries, "more": more})


def _place(row: Mapping[str, Any]) -> str:
    """Return where a line stands in the list; many cards look alike behind their masks, and tokens are not told."""
    distinction = sha256(row["entry"].encode()).hexdigest()[:8]
    return f"{row['entry_kind']}:{row['entry_masked']}:{distinction}"


def _limit_merchant(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    merchant_id, largest, day = (request.arguments.get(name) for name in ("merchant_id", "largest", "day"))
    if merchant_id not in memory.registry.merchants or not (_is_amount(largest) and _is_amount(day)):
        yield from say(request, USAGE, "acquirer.limit-needs")
        return
    if (signature := (yield from _signed(request, now))) is None:
        return
    yield from set_limits(memory, MerchantLimitsSet(str(merchant_id), largest, day), signature)
    yield Reply(request.number, DONE, {"merchant_id": merchant_id, "largest": largest, "day": day})


def _rulings(_memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    rows = yield Read(RULINGS)
    told = [
        {"number": row["ruling_number"], "verb": row["ruled_verb"], "about": row["ruled_about"]}
        | {"by": row["ruled_by"], "at": row["ruled_at"]}
        for row in rows
    ]
    yield Reply(request.number, DONE, {"rulings": told})


def _signed(request: DeskRequest, now: Instant) -> Generator[Effect, Any, Signature | None]:
    """Return who decides; None when nobody says so, which was answered."""
    by = request.arguments.get("by")
    if isinstance(by, str) and is_name(by):
        return Signature(by, request.verb, now.utc)
    yield from say(request, USAGE, "acquirer.who-asks")
    return None


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


RULES: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "permit": _permit,
    "list-prefix": _list_prefix,
    "list-card": _list_card,
    "blacklist": _blacklist,
    "limit-merchant": _limit_merchant,
    "rulings": _rulings,
}
"""Verb -> what it does."""
