"""Short ways to declare what nearly every table and record needs: its columns, and a row made of its fields."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from countertop.journal.tables import Column, ColumnKind, Row, Table

__all__ = ["columns", "row_of", "rows_of"]


def columns(names: str) -> tuple[Column, ...]:
    """Return columns from their names: `name` holds text, `name#` an integer, a trailing `?` makes it optional."""
    made = []
    for word in names.split():
        kind = ColumnKind.INTEGER if "#" in word else ColumnKind.TEXT
        made.append(Column(word.rstrip("?#"), kind, optional=word.endswith("?")))
    return tuple(made)


def row_of(table: Table) -> Callable[[Any], Row]:
    """Return the rule for a record that has a field for each column of the table (at least two)."""
    name, values = table.name, attrgetter(*[column.name for column in table.columns])
    return lambda entry: (name, values(entry))


def rows_of(table: Table) -> Callable[[Any], tuple[Row, ...]]:
    """Return the projection of a record that makes that one row."""
    row = row_of(table)
    return lambda entry: (row(entry),)
