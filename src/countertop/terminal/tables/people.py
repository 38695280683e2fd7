"""Who works at the terminal, and whose password failed how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countertop.journal import Query, Table
from countertop.terminal import records
from countertop.terminal.tables.rules import Rule, columns, rows_of

__all__ = ["OPERATOR_BY_NUMBER", "QUERIES", "ROWS", "TABLES"]

OPERATOR = Table(
    "operator", columns("terminal_id operator role password_hash"), ("terminal_id", "operator"), replace=True
)
STANDING = Table(
    "standing", columns("terminal_id operator failures# locked#"), ("terminal_id", "operator"), replace=True
)

TABLES: Final = (OPERATOR, STANDING)

OPERATOR_BY_NUMBER = Query("operator_by_number", "operator", ("terminal_id", "operator"), joined="standing", limit=1)

QUERIES: Final = (OPERATOR_BY_NUMBER,)

ROWS: Final[Mapping[type, Rule]] = {
    records.OperatorAdded: rows_of(OPERATOR),
    records.PasswordRefused: rows_of(STANDING),
    records.PasswordAccepted: lambda entry: (("standing", (entry.terminal_id, entry.operator, 0, 0)),),
    records.OperatorUnlocked: lambda entry: (("standing", (entry.terminal_id, entry.operator, 0, 0)),),
}
