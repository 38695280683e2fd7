"""What a person decides at the desk: who may do what, which cards are not served, how much a merchant may take.

Each decision is a record, and memory follows once it is durable.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.blacklist import BLACKLIST_DOMAIN
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.records import BlacklistSet, MerchantLimitsSet, PermissionSet
from countertop.acquirer.tables import ATTEMPTS_SINCE_RRN, SCHEMA
from countertop.acquirer.velocity import Velocity
from countertop.hsm import ProtectPan
from countertop.stage import Append, AskHsm, Effect, Read, Script
from countertop.values import Pan

__all__ = ["list_card", "list_prefix", "load_spending", "permit", "set_limits"]

Written = Generator[Effect, Any, None]


def permit(memory: HostMemory, holder_id: str, kind: str, *, is_granted: bool) -> Written:
    """Give a terminal or merchant a kind that needs permission, or take it back."""
    yield from _decide(memory, PermissionSet(holder_id, kind, is_granted), memory.registry.grant)


def list_prefix(memory: HostMemory, prefix: str, refusal_code: str, *, is_listed: bool) -> Written:
    """Put all cards under a prefix on the blacklist, or strike them off."""
    entry = BlacklistSet("prefix", prefix, prefix, refusal_code, is_listed)
    yield from _decide(memory, entry, memory.blacklist.take)


def list_card(memory: HostMemory, pan: Pan, refusal_code: str, *, is_listed: bool) -> Written:
    """Put one card on the blacklist, or strike it off."""
    (protected,) = yield AskHsm(ProtectPan(pan, BLACKLIST_DOMAIN))
    entry = BlacklistSet("card", protected.token, pan.masked(), refusal_code, is_listed)
    yield from _decide(memory, entry, memory.blacklist.take)


def set_limits(memory: HostMemory, entry: MerchantLimitsSet, utc: int) -> Written:
    """Bound what a merchant may take at once and in a day."""
    yield from _decide(memory, entry, memory.registry.limit)
    yield from load_spending(memory, utc)


def load_spending(memory: HostMemory, utc: int) -> Script:
    """Begin to count what is spent where a limit asks for it; what was spent today is read once.

    A reference number begins with its day, so its index finds the day's requests.
    """
    settings, merchants = memory.settings, memory.registry.merchants.values()
    wanted = settings.card_day_count or settings.card_day_amount or any(merchant.day_amount for merchant in merchants)
    if not wanted or memory.velocity is not None:
        return
    day = memory.clock.read(utc).reference_day
    velocity = Velocity(settings, day)
    for row in (yield Read(ATTEMPTS_SINCE_RRN, day)):
        velocity.take_row(row)
    memory.velocity = velocity


def _decide(memory: HostMemory, entry: Any, follow: Any) -> Written:
    """Write a decision, and let memory follow by the row that it makes."""
    yield Append(memory.acquirer_id, entry)
    ((table, values),) = SCHEMA.rows[type(entry)](entry)
    names = [column.name for column in SCHEMA.table(table).columns]
    row: Mapping[str, Any] = dict(zip(names, values, strict=True))
    follow(row)
