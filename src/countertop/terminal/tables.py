"""The terminal's tables, its questions, and the rule from each record to its rows.

An `attempt` gets an `outcome`, and an outcome that owes a reversal its `discharge`; these three are append-only. The
others hold the present state of a thing. Every key begins with the terminal's id: a fleet may share one store.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from countertop.journal import Column, ColumnKind, Query, Row, Schema, Table
from countertop.terminal import records
from countertop.terminal.lifecycle import MachineState

__all__ = ["SCHEMA"]


def _columns(names: str) -> tuple[Column, ...]:
    """Return columns: `name` is text, `name#` an integer, a trailing `?` makes it optional."""
    made = []
    for word in names.split():
        name = word.rstrip("?#")
        kind = ColumnKind.INTEGER if "#" in word else ColumnKind.TEXT
        made.append(Column(name, kind, optional=word.endswith("?")))
    return tuple(made)


_TERMINAL = ("terminal_id",)
_ATTEMPT = ("terminal_id", "batch_number", "stan")

INSTALLATION = Table(
    "installation",
    _columns(
        "terminal_id merchant_id merchant_name_zh merchant_name_en tpdu header first_batch_number zone licence "
        "serial_number"
    ),
    _TERMINAL,
)
MASTER_KEY = Table("master_key", _columns("terminal_id tmk"), _TERMINAL, replace=True)
OPERATOR = Table(
    "operator", _columns("terminal_id operator role password_hash"), ("terminal_id", "operator"), replace=True
)
STANDING = Table(
    "standing", _columns("terminal_id operator failures# locked#"), ("terminal_id", "operator"), replace=True
)
MACHINE = Table(
    "machine", _columns("terminal_id state batch_number clock_offset# cause? changed_at#"), _TERMINAL, replace=True
)
WORKING_KEYS = Table("working_keys", _columns("terminal_id tpk tak tdk?"), _TERMINAL, replace=True)
REQUIREMENT = Table("requirement", _columns("terminal_id requirement"), _TERMINAL, replace=True)
LAST_STAN = Table("last_stan", _columns("terminal_id stan"), _TERMINAL, replace=True)
ATTEMPT = Table(
    "attempt",
    _columns(
        "terminal_id batch_number stan kind amount# currency processing_code entry_mode condition_code "
        "transaction_info original_info? original_stan? original_rrn? original_approval_code? "
        "pan_token pan_cipher masked_pan operator supervisor? prepared_at# request"
    ),
    _ATTEMPT,
    indexes=(("terminal_id", "batch_number", "original_stan"),),
)
OUTCOME = Table(
    "outcome",
    _columns(
        "terminal_id batch_number stan state reason? response_code? approval_code? rrn? host_date host_time "
        "settlement_date? institutions? scheme? remark? decided_at# answer?"
    ),
    _ATTEMPT,
    indexes=(("terminal_id", "state"), ("terminal_id", "rrn"), ("terminal_id", "batch_number", "state")),
)
REVERSAL = Table(
    "reversal", _columns("terminal_id batch_number stan tries# tried_at# reversal_request"), _ATTEMPT, replace=True
)
DISCHARGE = Table(
    "discharge",
    _columns("terminal_id batch_number stan acknowledged_code acknowledged_at# acknowledgement"),
    _ATTEMPT,
)
LATE_ANSWER = Table(
    "late_answer",
    _columns("terminal_id batch_number stan mti late_code? mac_right# late_at# late_answer"),
    (*_ATTEMPT, "mti"),
    replace=True,
)

INSTALLATION_OF = Query("installation_of", "installation", _TERMINAL, limit=1)
MASTER_KEY_OF = Query("master_key_of", "master_key", _TERMINAL, limit=1)
OPERATOR_BY_NUMBER = Query("operator_by_number", "operator", ("terminal_id", "operator"), joined="standing", limit=1)
MACHINE_OF = Query("machine_of", "machine", _TERMINAL, limit=1)
WORKING_KEYS_OF = Query("working_keys_of", "working_keys", _TERMINAL, limit=1)
REQUIREMENT_OF = Query("requirement_of", "requirement", _TERMINAL, limit=1)
LAST_STAN_OF = Query("last_stan_of", "last_stan", _TERMINAL, limit=1)

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
ATTEMPT_BY_VOUCHER = Query("attempt_by_voucher", "attempt", _ATTEMPT, joined="outcome", limit=1)
VOIDS_OF = Query("voids_of", "attempt", ("terminal_id", "batch_number", "original_stan"), joined="outcome")
ATTEMPTS_IN_BATCH = Query(
    "attempts_in_batch", "attempt", ("terminal_id", "batch_number"), joined="outcome", order_by=("-prepared_at",)
)
DISCHARGES_IN_BATCH = Query("discharges_in_batch", "discharge", ("terminal_id", "batch_number"), limit=10_000)
OUTCOME_BY_RRN = Query("outcome_by_rrn", "outcome", ("terminal_id", "rrn"), joined="attempt", limit=1)
REVERSAL_OF = Query("reversal_of", "reversal", _ATTEMPT, joined="discharge", limit=1)
LATE_ANSWERS_OF = Query("late_answers_of", "late_answer", _ATTEMPT)


def _rows_of(table: Table) -> Callable[[Any], tuple[Row, ...]]:
    """Return the rule for a record that has a field for each column of one table."""
    name, values = table.name, attrgetter(*[column.name for column in table.columns])
    return lambda entry: ((name, values(entry)),)


_attempt_row = _rows_of(ATTEMPT)
_master_key_row = _rows_of(MASTER_KEY)


def _installed_rows(entry: records.TerminalInstalled) -> tuple[Row, ...]:
    terminal = entry.terminal_id
    merchant = (entry.merchant_id, entry.merchant_name_zh, entry.merchant_name_en)
    device = (entry.licence, entry.serial_number)
    rows: tuple[Row, ...] = (
        ("installation", (terminal, *merchant, entry.tpdu, entry.header, entry.batch_number, entry.zone, *device)),
        ("machine", (terminal, MachineState.SIGNED_OUT.value, entry.batch_number, 0, None, 0)),
        ("last_stan", (terminal, "000000")),
    )
    return rows if entry.tmk is None else (*rows, ("master_key", (terminal, entry.tmk)))


def _signed_in_rows(entry: records.SignedIn) -> tuple[Row, ...]:
    terminal = entry.terminal_id
    return (
        ("machine", (terminal, MachineState.SIGNED_IN.value, entry.batch_number, entry.clock_offset, None, entry.at)),
        ("working_keys", (terminal, entry.tpk, entry.tak, entry.tdk)),
        ("requirement", (terminal, "0")),
    )


def _signed_out_rows(entry: records.SignedOut) -> tuple[Row, ...]:
    place = (entry.batch_number, entry.clock_offset)
    return (
        ("machine", (entry.terminal_id, MachineState.SIGNED_OUT.value, *place, None, entry.at)),
        ("working_keys", (entry.terminal_id, "", "", None)),
    )


def _sign_in_required_rows(entry: records.SignInRequired) -> tuple[Row, ...]:
    place = (entry.batch_number, entry.clock_offset)
    return (("machine", (entry.terminal_id, MachineState.SIGNED_OUT.value, *place, entry.response_code, entry.at)),)


def _attempt_rows(entry: records.AttemptPrepared) -> tuple[Row, ...]:
    return (*_attempt_row(entry), ("last_stan", (entry.terminal_id, entry.stan)))


SCHEMA = Schema(
    party="terminal",
    tables=(
        *(INSTALLATION, MASTER_KEY, OPERATOR, STANDING, MACHINE, WORKING_KEYS, REQUIREMENT, LAST_STAN),
        *(ATTEMPT, OUTCOME, REVERSAL, DISCHARGE, LATE_ANSWER),
    ),
    queries=(
        *(
            INSTALLATION_OF,
            MASTER_KEY_OF,
            OPERATOR_BY_NUMBER,
            MACHINE_OF,
            WORKING_KEYS_OF,
            REQUIREMENT_OF,
            LAST_STAN_OF,
        ),
        *(UNDECIDED_IN_BATCH, OWED, IN_BATCH_BY_STATE, NEWEST_COMPLETED, ATTEMPT_BY_VOUCHER, VOIDS_OF),
        *(ATTEMPTS_IN_BATCH, DISCHARGES_IN_BATCH, OUTCOME_BY_RRN, REVERSAL_OF, LATE_ANSWERS_OF),
    ),
    rows={
        records.TerminalInstalled: _installed_rows,
        records.MasterKeyLoaded: lambda entry: (
            *_master_key_row(entry),
            ("working_keys", (entry.terminal_id, "", "", None)),
        ),
        records.OperatorAdded: _rows_of(OPERATOR),
        records.PasswordRefused: _rows_of(STANDING),
        records.PasswordAccepted: lambda entry: (("standing", (entry.terminal_id, entry.operator, 0, 0)),),
        records.OperatorUnlocked: lambda entry: (("standing", (entry.terminal_id, entry.operator, 0, 0)),),
        records.StanTaken: lambda entry: (("last_stan", (entry.terminal_id, entry.stan)),),
        records.SignedIn: _signed_in_rows,
        records.SignedOut: _signed_out_rows,
        records.SignInRequired: _sign_in_required_rows,
        records.RequirementNoted: _rows_of(REQUIREMENT),
        records.AttemptPrepared: _attempt_rows,
        records.AttemptDecided: _rows_of(OUTCOME),
        records.ReversalTried: _rows_of(REVERSAL),
        records.ReversalAcknowledged: _rows_of(DISCHARGE),
        records.LateAnswerReceived: _rows_of(LATE_ANSWER),
    },
)
