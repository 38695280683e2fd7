"""How tables are written down: columns from a line of names, and the rule from a record to a row of the same fields."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from countertop.journal import Column, ColumnKind, Row, Table

__all__ = ["ATTEMPT_KEY", "TERMINAL_KEY", "Rule", "columns", "rows_of"]

TERMINAL_KEY: Final = ("terminal_id",)
ATTEMPT_KEY: Final = ("terminal_id", "batch_number", "stan")

Rule = Callable[[Any], tuple[Row, ...]]


def columns(names: str) -> tuple[Column, ...]:
    """Return columns: `name` is text, `name#` an integer, a trailing `?` makes it optional."""
    made = []
    for word in names.split():
        name = word.rstrip("?#")
        kind = ColumnKind.INTEGER if "#" in word else ColumnKind.TEXT
        made.append(Column(name, kind, optional=word.endswith("?")))
    return tuple(made)


def rows_of(table: Table) -> Rule:
    """Return the rule for a record that has a field for each column of one table."""
    name, values = table.name, attrgetter(*[column.name for column in table.columns])
    return lambda entry: ((name, values(entry)),)
