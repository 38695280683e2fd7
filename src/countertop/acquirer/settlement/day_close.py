"""Day close (日终): every closed batch of a merchant goes into clearing, one row for each transaction, once.

The batch of the merchant's console is closed first. A batch is a page: its rows and the mark that it was cleared are
one append, so a cut anywhere loses and doubles nothing, and the next start goes on with the batches that are left.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.console_closing import close_console
from countertop.acquirer.settlement.records import BatchCleared, DayCloseBegun, DayClosed
from countertop.acquirer.settlement.rows import reckon_batch
from countertop.acquirer.settlement.tables import CLEARED_ON, DAY_TOTALS_OF, EVERY_DAY_CLOSE, UNCLEARED_BATCHES
from countertop.iso8583.matrix import Totals
from countertop.stage import Append, Effect, KeyTaken, LookAtClock, Note, Read, Script

__all__ = ["close_day", "go_on"]

Row = Mapping[str, Any]
SUMS = ("debit_amount", "debit_count", "credit_amount", "credit_count")


def close_day(memory: HostMemory, merchant_id: str, business_date: str) -> Generator[Effect, Any, Row | None]:
    """Close a merchant's day and return its totals; None when that day was closed before, or just is."""
    day, totals = (merchant_id, business_date), None
    if day in memory.closing_days:
        return None  # two at once would clear a batch into a day whose totals are written
    memory.closing_days.add(day)
    if not (yield Read(DAY_TOTALS_OF, *day)):
        moment = yield LookAtClock()
        yield Append(merchant_id, DayCloseBegun(*day, moment.utc))
        totals = yield from _clear(memory, *day)
    memory.closing_days.discard(day)
    return totals


def go_on(memory: HostMemory) -> Script:
    """Go on with the days whose closing was cut off."""
    for row in (yield Read(EVERY_DAY_CLOSE)):
        if row["state"] == "begun":
            yield from _clear(memory, row["merchant_id"], row["business_date"])


def _clear(memory: HostMemory, merchant_id: str, business_date: str) -> Generator[Effect, Any, Row | None]:
    yield from close_console(memory, merchant_id)
    while batches := (yield Read(UNCLEARED_BATCHES, merchant_id)):
        for batch in batches:
            yield from _clear_batch(memory, batch, business_date)
    cleared = yield Read(CLEARED_ON, merchant_id, business_date)
    sums = {name: sum(row[name] for row in cleared) for name in SUMS}
    moment = yield LookAtClock()
    closed = DayClosed(
        merchant_id=merchant_id, business_date=business_date, batches=len(cleared), at=moment.utc, **sums
    )
    written = yield Append(merchant_id, closed)
    if isinstance(written, KeyTaken):  # somebody asked twice at once
        return None
    yield Note("info", "acquirer.day-closed", merchant_id=merchant_id, date=business_date, batches=len(cleared))
    return {"merchant_id": merchant_id, "business_date": business_date, "batches": len(cleared), **sums}


def _clear_batch(memory: HostMemory, batch: Row, business_date: str) -> Script:
    merchant_id, terminal_id, instance = batch["merchant_id"], batch["terminal_id"], batch["batch_instance"]
    reckoning = yield from reckon_batch(memory, f"{memory.acquirer_id}|{merchant_id}|{terminal_id}|{instance}|")
    sides = reckoning.totals().sides.values()
    sums = {name: sum(getattr(side, name) for side in sides) for name in SUMS}
    moment = yield LookAtClock()
    yield Append(
        merchant_id,
        BatchCleared(
            merchant_id=merchant_id,
            business_date=business_date,
            terminal_id=terminal_id,
            batch_instance=instance,
            cleared=[
                [each.key, each.kind, "debit" if each.side is Totals.DEBIT else "credit", each.amount, each.rrn]
                for each in reckoning.counted.values()
            ],
            at=moment.utc,
            **sums,
        ),
    )
