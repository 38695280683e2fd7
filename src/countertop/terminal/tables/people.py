"""Who works at the terminal, whose password failed how often, and whether the machine is locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countertop.journal import Query, Row, Table
from countertop.terminal import records
from countertop.terminal.tables.rules import TERMINAL_KEY, Rule, columns, rows_of

__all__ = ["KEYPAD_LOCK_OF", "OPERATORS_OF", "OPERATOR_BY_NUMBER", "QUERIES", "ROWS", "TABLES"]

OPERATOR = Table(
    "operator",
    columns("terminal_id operator role password_hash first_password# removed#"),
    ("terminal_id", "operator"),
    replace=True,
)
STANDING = Table(
    "standing", columns("terminal_id operator failures# locked#"), ("terminal_id", "operator"), replace=True
)
LOCK = Table("keypad_lock", columns("terminal_id reason? locked_operator?"), TERMINAL_KEY, replace=True)

TABLES: Final = (OPERATOR, STANDING, LOCK)

OPERATOR_BY_NUMBER = Query("operator_by_number", "operator", ("terminal_id", "operator"), joined="standing", limit=1)
OPERATORS_OF = Query("operators_of", "operator", TERMINAL_KEY, joined="standing", order_by=("operator",), limit=100)
KEYPAD_LOCK_OF = Query("keypad_lock_of", "keypad_lock", TERMINAL_KEY, limit=1)

QUERIES: Final = (OPERATOR_BY_NUMBER, OPERATORS_OF, KEYPAD_LOCK_OF)


def _fresh(entry: records.OperatorAdded | records.PasswordChanged | records.OperatorUnlocked) -> Row:
    """Return the standing of somebody who has keyed nothing wrong."""
    return ("standing", (entry.terminal_id, entry.operator, 0, 0))


def _added_rows(entry: records.OperatorAdded) -> tuple[Row, ...]:
    operator = (entry.terminal_id, entry.operator, entry.role, entry.password_hash, 1, 0)
    # At the founding there is nothing yet that a standing could be left over from.
    return (("operator", operator), _fresh(entry)) if entry.by else (("operator", operator),)


def _changed_rows(entry: records.PasswordChanged) -> tuple[Row, ...]:
    first = int(entry.by != entry.operator)
    operator = (entry.terminal_id, entry.operator, entry.role, entry.password_hash, first, 0)
    return (("operator", operator), _fresh(entry))


def _removed_rows(entry: records.OperatorRemoved) -> tuple[Row, ...]:
    return (("operator", (entry.terminal_id, entry.operator, entry.role, "", 0, 1)),)


ROWS: Final[Mapping[type, Rule]] = {
    records.OperatorAdded: _added_rows,
    records.OperatorRemoved: _removed_rows,
    records.PasswordChanged: _changed_rows,
    records.PasswordRefused: rows_of(STANDING),
    records.PasswordAccepted: lambda entry: (("standing", (entry.terminal_id, entry.operator, 0, 0)),),
    records.OperatorUnlocked: lambda entry: (_fresh(entry),),
    records.KeypadLocked: lambda entry: (("keypad_lock", (entry.terminal_id, entry.reason, entry.operator)),),
    records.KeypadUnlocked: lambda entry: (("keypad_lock", (entry.terminal_id, None, None)),),
}
