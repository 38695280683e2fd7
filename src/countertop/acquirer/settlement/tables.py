"""The tables of batches, and their questions.

A `comparison` is the settlement that a terminal began last; a `closed_batch` is one that is over. Transactions of a
batch are found by their keys, which begin alike, so they need no index of their own. A `disposition` says what became
of one record of an uploaded batch, once; a `case_file` is what a person must look into, until a `case_end` says what
came of it; a `case_proposal` is the newest that waits for a second person. A `batch_proposal` waits for one too, a
`batch_disposition` has had both: such a batch is closed without its terminal. `clearing` has one row for each
transaction of a batch that was cleared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.acquirer.settlement import records
from countertop.iso8583.private import SettlementTotals
from countertop.journal import Query, Row, Table, columns, rows_of

__all__ = [
    "ATTEMPTS_FROM",
    "CASES",
    "CASE_BY_NAME",
    "CASE_PROPOSAL_OF",
    "CLEARED_ON",
    "CLOSED_BATCHES_OF",
    "CLOSED_BATCH_OF",
    "CLOSED_CASES",
    "DAY_TOTALS_OF",
    "DISPOSITIONS_FROM",
    "EVERY_COMPARISON",
    "EVERY_DAY_CLOSE",
    "OBLIGATIONS_FROM",
    "PROPOSALS_OF",
    "PROPOSAL_OF",
    "QUERIES",
    "ROWS",
    "TABLES",
    "UNCLEARED_BATCHES",
    "Cause",
    "Disposition",
    "case_name",
    "reversal_case_name",
]

EVERYTHING = 1_000_000
PAGE = 200
"""Rows of a batch that are read at a time; behind the last of them as many of the next batch are read in vain."""


class Disposition:
    """The values of `disposition.disposition`."""

    MATCHED = "matched"
    AMOUNT_DIFFERS = "amount_differs"
    RESTORED = "restored"
    HOST_ONLY = "host_only"
    TOO_LATE = "too_late"


WANTING_A_PERSON = frozenset(
    {Disposition.AMOUNT_DIFFERS, Disposition.RESTORED, Disposition.HOST_ONLY, Disposition.TOO_LATE}
)


class Cause:
    """The values of `case_file.cause`, beside those of `Disposition` that want a person.

    A case is named by its terminal, batch instance and voucher. One about a whole batch has no voucher, and terminal
    and batch instance for an attempt key; behind the name of one about a reversal stands an R, of one about a refund
    whose payment was reversed an S.
    """

    BATCH_DISPOSED = "batch_disposed"
    REVERSAL_TOO_LATE = "reversal_too_late"
    REFUND_OF_REVERSED = "refund_of_reversed"


COMPARISON = Table(
    "comparison",
    columns("terminal_id batch_instance# batch_number stan rrn claimed counted compared_at#"),
    ("terminal_id",),
    replace=True,
)
CLOSED_BATCH = Table(
    "closed_batch",
    columns("terminal_id batch_instance# merchant_id batch_number rrn claimed counted totals records# closed_at#"),
    ("terminal_id", "batch_instance"),
    indexes=(("merchant_id",),),
)
DISPOSITION = Table(
    "disposition",
    columns("attempt_key terminal_id batch_instance# stan disposition terminal_amount#? host_amount#? disposed_at#"),
    ("attempt_key",),
)
CASE_FILE = Table(
    "case_file",
    columns("case_name attempt_key terminal_id batch_instance# stan cause terminal_amount#? host_amount#? opened_at#"),
    ("case_name",),
)
CASE_PROPOSAL = Table(
    "case_proposal",
    columns("case_name proposed_outcome proposed_amount#? proposed_reason proposed_by proposed_at#"),
    ("case_name",),
    replace=True,
)
CASE_END = Table(
    "case_end",
    columns("case_name case_outcome case_amount#? case_reason closed_by approved_by? closed_at#"),
    ("case_name",),
    indexes=(("closed_at",),),
)
BATCH_PROPOSAL = Table(
    "batch_proposal",
    columns("terminal_id batch_instance# reason proposed_by proposed_at#"),
    ("terminal_id", "batch_instance"),
    replace=True,
)
BATCH_DISPOSITION = Table(
    "batch_disposition",
    columns("terminal_id batch_instance# reason proposed_by approved_by disposed_at#"),
    ("terminal_id", "batch_instance"),
)
DAY_CLOSE = Table("day_close", columns("merchant_id business_date state changed_at#"), ("merchant_id",), replace=True)
DAY_TOTALS = Table(
    "day_totals",
    columns("merchant_id business_date batches# debit_amount# debit_count# credit_amount# credit_count# at#"),
    ("merchant_id", "business_date"),
)
CLEARED_BATCH = Table(
    "cleared_batch",
    columns(
        "terminal_id batch_instance# merchant_id business_date "
        "debit_amount# debit_count# credit_amount# credit_count# at#"
    ),
    ("terminal_id", "batch_instance"),
    indexes=(("merchant_id", "business_date"),),
)
CLEARING = Table(
    "clearing",
    columns("attempt_key merchant_id business_date terminal_id batch_instance# kind side amount# rrn"),
    ("attempt_key",),
)

TABLES = (
    *(COMPARISON, CLOSED_BATCH, DISPOSITION, CASE_FILE, DAY_CLOSE, DAY_TOTALS, CLEARED_BATCH, CLEARING),
    *(BATCH_PROPOSAL, BATCH_DISPOSITION, CASE_PROPOSAL, CASE_END),
)

ATTEMPTS_FROM = Query(
    "attempts_from", "attempt", joined="decision", at_least="attempt_key", order_by=("attempt_key",), limit=PAGE
)
OBLIGATIONS_FROM = Query(
    "obligations_from", "obligation", at_least="attempt_key", order_by=("attempt_key",), limit=PAGE
)
DISPOSITIONS_FROM = Query(
    "dispositions_from", "disposition", at_least="attempt_key", order_by=("attempt_key",), limit=PAGE
)
EVERY_COMPARISON = Query("every_comparison", "comparison", limit=EVERYTHING)
CLOSED_BATCH_OF = Query(
    "closed_batch_of", "closed_batch", ("terminal_id", "batch_instance"), joined="batch_disposition", limit=1
)
CLOSED_BATCHES_OF = Query(
    "closed_batches_of",
    "closed_batch",
    ("terminal_id",),
    joined="batch_disposition",
    order_by=("-batch_instance",),
    limit=50,
)
UNCLEARED_BATCHES = Query("uncleared_batches", "closed_batch", ("merchant_id",), without="cleared_batch", limit=100)
CLEARED_ON = Query("cleared_on", "cleared_batch", ("merchant_id", "business_date"), limit=EVERYTHING)
EVERY_DAY_CLOSE = Query("every_day_close", "day_close", limit=EVERYTHING)
DAY_TOTALS_OF = Query("day_totals_of", "day_totals", ("merchant_id", "business_date"), limit=1)
CASES = Query("cases", "case_file", joined="case_proposal", without="case_end", limit=1000)
CLOSED_CASES = Query("closed_cases", "case_end", joined="case_file", order_by=("-closed_at",), limit=200)
CASE_BY_NAME = Query("case_by_name", "case_file", ("case_name",), joined="case_end", limit=1)
CASE_PROPOSAL_OF = Query("case_proposal_of", "case_proposal", ("case_name",), limit=1)
PROPOSAL_OF = Query(
    "proposal_of", "batch_proposal", ("terminal_id", "batch_instance"), without="batch_disposition", limit=1
)
PROPOSALS_OF = Query("proposals_of", "batch_proposal", ("terminal_id",), without="batch_disposition", limit=50)

QUERIES = (
    *(ATTEMPTS_FROM, OBLIGATIONS_FROM, DISPOSITIONS_FROM, EVERY_COMPARISON, CLOSED_BATCH_OF, CLOSED_BATCHES_OF),
    *(UNCLEARED_BATCHES, CLEARED_ON, EVERY_DAY_CLOSE, DAY_TOTALS_OF, CASES),
    *(PROPOSAL_OF, PROPOSALS_OF, CLOSED_CASES, CASE_BY_NAME, CASE_PROPOSAL_OF),
)


def _compared_rows(entry: records.BatchCompared) -> tuple[Row, ...]:
    batch = (entry.terminal_id, entry.batch_instance, entry.batch_number)
    return (("comparison", (*batch, entry.stan, entry.rrn, entry.claimed, entry.counted, entry.at)),)


def _disposed_rows(entry: records.UploadReceived) -> tuple[Row, ...]:
    return tuple(_disposed(entry.terminal_id, entry.batch_instance, entry.disposed, entry.at))


def _disposed(terminal_id: str, batch_instance: int, disposed: list[list[Any]], at: int) -> list[Row]:
    rows: list[Row] = []
    for key, stan, disposition, terminal_amount, host_amount in disposed:
        values = (key, terminal_id, batch_instance, stan, disposition, terminal_amount, host_amount, at)
        rows.append(("disposition", values))
        if disposition in WANTING_A_PERSON:
            rows.append(("case_file", (case_name(key), *values)))
    return rows


def case_name(attempt_key: str) -> str:
    """Return the name of the case about an attempt: its key without acquirer and merchant."""
    return "-".join(attempt_key.split("|")[2:])


def reversal_case_name(attempt_key: str) -> str:
    """Return the name of the case about a reversal that came too late."""
    return f"{case_name(attempt_key)}-R"


def _closed_rows(entry: records.BatchClosed) -> tuple[Row, ...]:
    terminal_id, instance = entry.terminal_id, entry.batch_instance
    told = (entry.rrn, entry.claimed, entry.counted, entry.totals, entry.records, entry.at)
    left = [[key, stan, Disposition.HOST_ONLY, None, amount] for key, stan, amount in entry.host_only]
    return (
        ("closed_batch", (terminal_id, instance, entry.merchant_id, entry.batch_number, *told)),
        ("batch", (terminal_id, instance + 1, entry.next_number)),
        *_disposed(terminal_id, instance, left, entry.at),
    )


def _batch_disposed_rows(entry: records.BatchDisposed) -> tuple[Row, ...]:
    terminal_id, instance, at = entry.terminal_id, entry.batch_instance, entry.disposed_at
    told = (entry.rrn, entry.claimed, entry.counted, entry.totals, entry.records, at)
    case = (f"{terminal_id}-{instance}", f"{terminal_id}|{instance}", terminal_id, instance, "", Cause.BATCH_DISPOSED)
    rows: tuple[Row, ...] = (
        ("closed_batch", (terminal_id, instance, entry.merchant_id, entry.batch_number, *told)),
        ("batch_disposition", (terminal_id, instance, entry.reason, entry.proposed_by, entry.approved_by, at)),
        ("case_file", (*case, None, _net(entry), at)),
    )
    return (*rows, ("batch", (terminal_id, instance + 1, entry.next_number))) if entry.next_number else rows


def _net(entry: records.BatchDisposed) -> int:
    totals = SettlementTotals.read(entry.totals)
    return sum(side.debit_amount - side.credit_amount for side in totals.sides.values())


def _reversal_rows(entry: records.ReversalTooLate) -> tuple[Row, ...]:
    where = (entry.attempt_key, entry.terminal_id, entry.batch_instance, entry.stan)
    name, amount = reversal_case_name(entry.attempt_key), entry.amount
    return (("case_file", (name, *where, Cause.REVERSAL_TOO_LATE, 0, amount, entry.refused_at)),)


def _refund_rows(entry: records.RefundOfReversed) -> tuple[Row, ...]:
    where = (entry.attempt_key, entry.terminal_id, entry.batch_instance, entry.stan)
    name, amount = f"{case_name(entry.attempt_key)}-S", entry.amount
    return (("case_file", (name, *where, Cause.REFUND_OF_REVERSED, 0, amount, entry.reversed_at)),)


def _day_begun_rows(entry: records.DayCloseBegun) -> tuple[Row, ...]:
    return (("day_close", (entry.merchant_id, entry.business_date, "begun", entry.at)),)


_day_totals = rows_of(DAY_TOTALS)
_cleared_batch = rows_of(CLEARED_BATCH)


def _day_closed_rows(entry: records.DayClosed) -> tuple[Row, ...]:
    return (*_day_totals(entry), ("day_close", (entry.merchant_id, entry.business_date, "closed", entry.at)))


def _cleared_rows(entry: records.BatchCleared) -> tuple[Row, ...]:
    place = (entry.merchant_id, entry.business_date, entry.terminal_id, entry.batch_instance)
    rows = [("clearing", (key, *place, kind, side, amount, rrn)) for key, kind, side, amount, rrn in entry.cleared]
    return (*_cleared_batch(entry), *rows)


ROWS: dict[type, Callable[[Any], tuple[Row, ...]]] = {
    records.BatchCompared: _compared_rows,
    records.UploadReceived: _disposed_rows,
    records.BatchClosed: _closed_rows,
    records.BatchDispositionProposed: rows_of(BATCH_PROPOSAL),
    records.BatchDisposed: _batch_disposed_rows,
    records.ReversalTooLate: _reversal_rows,
    records.RefundOfReversed: _refund_rows,
    records.CaseProposed: rows_of(CASE_PROPOSAL),
    records.CaseClosed: rows_of(CASE_END),
    records.DayCloseBegun: _day_begun_rows,
    records.BatchCleared: _cleared_rows,
    records.DayClosed: _day_closed_rows,
}
