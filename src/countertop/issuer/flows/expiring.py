"""Holds that nobody completed are given back when their time is over.

From the moment a hold expires it counts no more (`Account.available`); that it is over is written down a little later,
so that tables and people see it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.issuer.books import Hold
from countertop.issuer.office import Office
from countertop.issuer.records import HoldExpired
from countertop.issuer.tables import EARLIEST_HOLDS, HoldState
from countertop.stage import Append, KeyTaken, Note, Read, Script, SetTimer
from countertop.values import Instant

__all__ = ["give_back_expired"]


def give_back_expired(office: Office, _: Any, now: Instant) -> Script:
    """Give back what has expired, and look again after a while; at once where there was a whole page of it."""
    rows = yield Read(EARLIEST_HOLDS, HoldState.STANDING)
    due = [row for row in rows if row["expires_at"] <= now.utc]
    for row in due:
        if not office.turns.is_full(row["account_id"]):
            yield from office.turns.take(row["account_id"], _give_back(office, row, now))
    again_at_once = bool(due) and len(due) == EARLIEST_HOLDS.limit
    yield SetTimer(("holds", ""), 0 if again_at_once else office.settings.look_for_expired_every)


def _give_back(office: Office, row: Mapping[str, Any], now: Instant) -> Script:
    """Give one back, unless it was completed or voided meanwhile; whoever plays this holds the account's turn."""
    account = yield from office.books.account(row["account_id"])
    held = account.holds.get(row["family_key"])
    if held is None:
        return
    key = held.family_key
    written = yield Append(account.account_id, HoldExpired(key, account.account_id, held.expires_at, now.utc))
    if isinstance(written, KeyTaken):
        return
    account.take_over(0, (Hold(key, account.account_id, 0, held.expires_at),))
    yield Note("info", "issuer.hold_expired", amount=held.amount)
