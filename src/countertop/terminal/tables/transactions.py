"""Transactions: an `attempt` gets an `outcome`, and an outcome that owes a reversal its `discharge`.

An attempt may wait for its outcome with a row in `repeat_owed` or `stored`; a `settled_reversal` says that people have
done by hand what a discharge ends. These six are append-only; the others hold the present state of a thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countertop.journal import Query, Row, Table
from countertop.terminal import records
from countertop.terminal.tables.rules import ATTEMPT_KEY, Rule, columns, rows_of
from countertop.terminal.tables.till import TILL_ATTEMPT

__all__ = [
    "ATTEMPTS_IN_BATCH",
    "ATTEMPT_BY_VOUCHER",
    "DISCHARGES_IN_BATCH",
    "IN_BATCH_BY_STATE",
    "LATE_ANSWERS_OF",
    "NEWEST_COMPLETED",
    "OUTCOME_BY_RRN",
    "OWED",
    "QUERIES",
    "REPEATS_OWED",
    "REPEATS_OWED_IN_BATCH",
    "REPEAT_OF",
    "REVERSAL_OF",
    "ROWS",
    "STORED_IN_BATCH",
    "STORED_OF",
    "STORED_WAITING",
    "TABLES",
    "UNDECIDED_IN_BATCH",
    "VOIDS_OF",
]

ATTEMPT = Table(
    "attempt",
    columns(
        "terminal_id batch_number stan kind amount# currency processing_code entry_mode condition_code "
        "transaction_info original_info? original_stan? original_rrn? original_approval_code? "
        "pan_token pan_cipher masked_pan operator supervisor? prepared_at# request original_date? "
        "tip#? target_token? target_cipher? target_masked? account? waived? waived_limit#? till_request?"
    ),
    ATTEMPT_KEY,
    indexes=(("terminal_id", "batch_number", "original_stan"),),
)
OUTCOME = Table(
    "outcome",
    columns(
        "terminal_id batch_number stan state reason? response_code? approval_code? rrn? host_date host_time "
        "settlement_date? institutions? scheme? remark? decided_at# answer? wallet_number?"
    ),
    ATTEMPT_KEY,
    indexes=(("terminal_id", "state"), ("terminal_id", "rrn"), ("terminal_id", "batch_number", "state")),
)
REVERSAL = Table(
    "reversal", columns("terminal_id batch_number stan tries# tried_at# reversal_request"), ATTEMPT_KEY, replace=True
)
DISCHARGE = Table(
    "discharge",
    columns("terminal_id batch_number stan acknowledged_code acknowledged_at# acknowledgement"),
    ATTEMPT_KEY,
)
SETTLED_REVERSAL = Table(
    "settled_reversal", columns("terminal_id batch_number stan settled_as settled_at#"), ATTEMPT_KEY
)
REPEAT_OWED = Table(
    "repeat_owed", columns("terminal_id batch_number stan why owed_since# unsettled_answer?"), ATTEMPT_KEY
)
STORED = Table(
    "stored", columns("terminal_id batch_number stan place# stored_date stored_time stored_at#"), ATTEMPT_KEY
)
REPEAT = Table(
    "repeat", columns("terminal_id batch_number stan tries# tried_at# repeat_request"), ATTEMPT_KEY, replace=True
)
LATE_ANSWER = Table(
    "late_answer",
    columns("terminal_id batch_number stan mti late_code? mac_right# late_at# late_answer"),
    (*ATTEMPT_KEY, "mti"),
    replace=True,
)

TABLES: Final = (*(ATTEMPT, OUTCOME, REVERSAL, DISCHARGE, SETTLED_REVERSAL, REPEAT_OWED, STORED, REPEAT, LATE_ANSWER),)

UNDECIDED_IN_BATCH = Query("undecided_in_batch", "attempt", ("terminal_id", "batch_number"), without="outcome")
OWED = Query(
    "owed", "outcome", ("terminal_id", "state"), joined="attempt", without="discharge", order_by=("decided_at",)
)
IN_BATCH_BY_STATE = Query("in_batch_by_state", "outcome", ("terminal_id", "batch_number", "state"), limit=10_000)
NEWEST_COMPLETED = Query(
    "newest_completed",
    "outcome",
    ("terminal_id", "batch_number", "state"),
    joined="attempt",
    order_by=("-decided_at",),
    limit=1,
)
ATTEMPT_BY_VOUCHER = Query("attempt_by_voucher", "attempt", ATTEMPT_KEY, joined="outcome", limit=1)
VOIDS_OF = Query("voids_of", "attempt", ("terminal_id", "batch_number", "original_stan"), joined="outcome")
ATTEMPTS_IN_BATCH = Query(
    "attempts_in_batch", "attempt", ("terminal_id", "batch_number"), joined="outcome", order_by=("-prepared_at",)
)
DISCHARGES_IN_BATCH = Query(
    "discharges_in_batch", "discharge", ("terminal_id", "batch_number"), joined="settled_reversal", limit=10_000
)
OUTCOME_BY_RRN = Query("outcome_by_rrn", "outcome", ("terminal_id", "rrn"), joined="attempt", limit=1)
REVERSAL_OF = Query("reversal_of", "reversal", ATTEMPT_KEY, joined="discharge", limit=1)
REPEATS_OWED = Query(
    "repeats_owed", "repeat_owed", ("terminal_id",), joined="attempt", without="outcome", order_by=("owed_since",)
)
REPEATS_OWED_IN_BATCH = Query("repeats_owed_in_batch", "repeat_owed", ("terminal_id", "batch_number"), limit=10_000)
STORED_WAITING = Query(
    "stored_waiting", "stored", ("terminal_id",), joined="attempt", without="outcome", order_by=("place",), limit=10_000
)
STORED_IN_BATCH = Query(
    "stored_in_batch",
    "stored",
    ("terminal_id", "batch_number"),
    joined="outcome",
    order_by=("place",),
    limit=10_000,
)
STORED_OF = Query("stored_of", "stored", ATTEMPT_KEY, limit=1)
REPEAT_OF = Query("repeat_of", "repeat", ATTEMPT_KEY, limit=1)
LATE_ANSWERS_OF = Query("late_answers_of", "late_answer", ATTEMPT_KEY)

QUERIES: Final = (
    *(UNDECIDED_IN_BATCH, OWED, IN_BATCH_BY_STATE, NEWEST_COMPLETED, ATTEMPT_BY_VOUCHER, VOIDS_OF),
    *(ATTEMPTS_IN_BATCH, DISCHARGES_IN_BATCH, OUTCOME_BY_RRN, REVERSAL_OF, LATE_ANSWERS_OF),
    *(REPEATS_OWED, REPEATS_OWED_IN_BATCH, STORED_WAITING, STORED_IN_BATCH, STORED_OF, REPEAT_OF),
)

_attempt_row = rows_of(ATTEMPT)


def _attempt_rows(entry: records.AttemptPrepared) -> tuple[Row, ...]:
    rows = (*_attempt_row(entry), ("last_stan", (entry.terminal_id, entry.stan)))
    if entry.till_request is None:
        return rows
    return (*rows, (TILL_ATTEMPT.name, (entry.terminal_id, entry.till_request, entry.batch_number, entry.stan)))


ROWS: Final[Mapping[type, Rule]] = {
    records.AttemptPrepared: _attempt_rows,
    records.AttemptDecided: rows_of(OUTCOME),
    records.ReversalTried: rows_of(REVERSAL),
    records.ReversalAcknowledged: rows_of(DISCHARGE),
    records.ReversalSettled: rows_of(SETTLED_REVERSAL),
    records.RepeatOwed: rows_of(REPEAT_OWED),
    records.AttemptStored: rows_of(STORED),
    records.RepeatTried: rows_of(REPEAT),
    records.LateAnswerReceived: rows_of(LATE_ANSWER),
}
