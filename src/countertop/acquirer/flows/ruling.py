"""What a person decides at the desk: who may do what, which cards are not served, how much a merchant may take.

Each decision is a record, signed by who took it in the same append, and memory follows once it is durable.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, NamedTuple

from countertop.acquirer.blacklist import BLACKLIST_DOMAIN
from countertop.acquirer.management.records import RulingSigned
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.records import BlacklistSet, MerchantLimitsSet, PermissionSet
from countertop.acquirer.tables import ATTEMPTS_SINCE_RRN, SCHEMA
from countertop.acquirer.velocity import Velocity
from countertop.hsm import TokenizePan
from countertop.stage import Append, AskHsm, Effect, Read, Script
from countertop.values import Pan

__all__ = ["Signature", "list_card", "list_prefix", "load_spending", "permit", "set_limits"]

Written = Generator[Effect, Any, None]


class Signature(NamedTuple):
    """Who decides, by which verb of the desk, when (UTC microseconds)."""

    by: str
    verb: str
    utc: int


def permit(memory: HostMemory, holder_id: str, kind: str, signature: Signature, *, is_granted: bool) -> Written:
    """Let a terminal or merchant ask for a kind, or no more."""
    about = f"{holder_id} {kind} {_SWITCHED[is_granted]}"
    yield from _decide(memory, PermissionSet(holder_id, kind, is_granted), memory.registry.grant, signature, about)


_SWITCHED = {True: "on", False: "off"}


def list_prefix(
    memory: HostMemory, prefix: str, refusal_code: str, signature: Signature, *, is_listed: bool
) -> Written:
    """Put all cards under a prefix on the blacklist, or strike them off."""
    entry = BlacklistSet("prefix", prefix, prefix, refusal_code, is_listed)
    about = f"{prefix} {refusal_code} {_SWITCHED[is_listed]}"
    yield from _decide(memory, entry, memory.blacklist.take, signature, about)


def list_card(memory: HostMemory, pan: Pan, refusal_code: str, signature: Signature, *, is_listed: bool) -> Written:
    """Put one card on the blacklist, or strike it off."""
    (token,) = yield AskHsm(TokenizePan(pan, BLACKLIST_DOMAIN))
    entry = BlacklistSet("card", token, pan.masked(), refusal_code, is_listed)
    about = f"{pan.masked()} {refusal_code} {_SWITCHED[is_listed]}"
    yield from _decide(memory, entry, memory.blacklist.take, signature, about)


def set_limits(memory: HostMemory, entry: MerchantLimitsSet, signature: Signature) -> Written:
    """Bound what a merchant may take at once and in a day."""
    about = f"{entry.merchant_id} {entry.largest_amount} {entry.day_amount}"
    yield from _decide(memory, entry, memory.registry.limit, signature, about)
    yield from load_spending(memory, signature.utc)


def load_spending(memory: HostMemory, utc: int) -> Script:
    """Begin to count what is spent where a limit asks for it; what was spent today is read once.

    A reference number begins with its day, so its index finds the day's requests.
    """
    settings, merchants = memory.settings, memory.registry.merchants.values()
    wanted = settings.card_day_count or settings.card_day_amount or any(merchant.day_amount for merchant in merchants)
    if not wanted or memory.velocity is not None:
        return
    day = memory.clock.read(utc).reference_day
    velocity, read = Velocity(settings, day), set()
    for row in (yield Read(ATTEMPTS_SINCE_RRN, day)):
        velocity.take_row(row)
        read.add(row["attempt_key"])
    for attempt in memory.open.values():
        if attempt.key not in read and attempt.reading.reference_day == day:
            velocity.take(attempt)  # it was admitted while the others were read
    memory.velocity = velocity


def _decide(memory: HostMemory, entry: Any, follow: Any, signature: Signature, about: str) -> Written:
    """Write a decision and who took it, and let memory follow by the row that it makes."""
    memory.management.newest_ruling += 1
    signed = RulingSigned(memory.management.newest_ruling, signature.verb, about, signature.by, signature.utc)
    yield Append(memory.acquirer_id, entry, signed)
    ((table, values),) = SCHEMA.rows[type(entry)](entry)
    names = [column.name for column in SCHEMA.table(table).columns]
    row: Mapping[str, Any] = dict(zip(names, values, strict=True))
    follow(row)
