"""Settlements: one row a batch, in its present state; `upload_place` is how far an upload has come.

`settlement_order` tells whether the host has asked for a settlement that has not begun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from countertop.journal import Query, Row, Table, columns, rows_of
from countertop.terminal.settlement import records
from countertop.terminal.settlement.lifecycle import SettlementState

__all__ = [
    "BATCH_ROWS",
    "NEWEST_SETTLEMENTS",
    "OPEN_SETTLEMENT",
    "ORDER_OF",
    "QUERIES",
    "ROWS",
    "SETTLEMENT_OF",
    "TABLES",
    "UPLOAD_PLACE_OF",
]

_BATCH = ("terminal_id", "batch_number")

SETTLEMENT = Table(
    "settlement",
    columns("terminal_id batch_number state totals answer? operator begun_at# records#? host_date? host_time? rrn?"),
    _BATCH,
    indexes=(("terminal_id", "state"), ("terminal_id", "begun_at")),
    replace=True,
)
UPLOAD_PLACE = Table("upload_place", columns("terminal_id batch_number place# at#"), _BATCH, replace=True)
ORDER = Table("settlement_order", columns("terminal_id is_ordered#"), ("terminal_id",), replace=True)

TABLES: Final = (SETTLEMENT, UPLOAD_PLACE, ORDER)

OPEN_SETTLEMENT = Query("open_settlement", "settlement", ("terminal_id", "state"), limit=2)
SETTLEMENT_OF = Query("settlement_of", "settlement", _BATCH, limit=1)
NEWEST_SETTLEMENTS = Query("newest_settlements", "settlement", ("terminal_id",), order_by=("-begun_at",), limit=50)
ORDER_OF = Query("order_of", "settlement_order", ("terminal_id",), limit=1)
UPLOAD_PLACE_OF = Query("upload_place_of", "upload_place", _BATCH, limit=1)
BATCH_ROWS = Query(
    "batch_rows",
    "outcome",
    ("terminal_id", "batch_number", "state"),
    joined="attempt",
    order_by=("stan",),
    limit=10_000,
)

QUERIES: Final = (OPEN_SETTLEMENT, SETTLEMENT_OF, NEWEST_SETTLEMENTS, ORDER_OF, UPLOAD_PLACE_OF, BATCH_ROWS)

_NOTHING_YET = (None, None, None, None)


def _begun_rows(entry: records.SettlementBegun) -> tuple[Row, ...]:
    batch = (entry.terminal_id, entry.batch_number)
    begun = (SettlementState.FROZEN.value, entry.totals, None, entry.operator, entry.at)
    return (
        ("settlement", (*batch, *begun, *_NOTHING_YET)),
        ("upload_place", (*batch, 0, entry.at)),
        ("settlement_order", (entry.terminal_id, 0)),
    )


def _compared_rows(entry: records.SettlementCompared) -> tuple[Row, ...]:
    batch = (entry.terminal_id, entry.batch_number)
    told = (entry.state, entry.totals, entry.answer, entry.operator, entry.begun_at)
    return (("settlement", (*batch, *told, *_NOTHING_YET)),)


def _ended_rows(entry: records.SettlementEnded) -> tuple[Row, ...]:
    terminal_id = entry.terminal_id
    told = (SettlementState.ENDED.value, entry.totals, entry.answer, entry.operator, entry.begun_at)
    moment = (entry.records, entry.host_date, entry.host_time, entry.rrn)
    place = (entry.next_batch_number, entry.clock_offset, entry.cause, entry.at)
    return (
        ("settlement", (terminal_id, entry.batch_number, *told, *moment)),
        ("machine", (terminal_id, entry.machine_state, *place)),
    )


def _ordered_rows(entry: records.SettlementOrdered) -> tuple[Row, ...]:
    return (("settlement_order", (entry.terminal_id, 1)),)


ROWS: Final[Mapping[type, Callable[[Any], tuple[Row, ...]]]] = {
    records.SettlementOrdered: _ordered_rows,
    records.SettlementBegun: _begun_rows,
    records.SettlementCompared: _compared_rows,
    records.PlaceUploaded: rows_of(UPLOAD_PLACE),
    records.SettlementEnded: _ended_rows,
}
