"""Tables and questions as data: an actor declares them, every store executes them alike.

Hot tables are append-only. What becomes of a row is a row in a second table with the same key: an `attempt` and its
`outcome`, an `obligation` and its `discharge`. A query therefore asks a table alone, `joined` with the second (its
columns are None where there is no row yet), or `without` it (only the rows still open). A few small tables that hold
the present state of a thing (a terminal's working keys) are declared `replace`: a row with the same key takes the
place of the old one; the records keep the history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

__all__ = ["Column", "ColumnKind", "Query", "Row", "Schema", "Table"]

# (table name, values in the order of the table's columns)
Row = tuple[str, tuple[Any, ...]]


class ColumnKind(Enum):
    """What a column holds; booleans are integers 0 and 1, moments are UTC microseconds, money is minor units."""

    INTEGER = "integer"
    TEXT = "text"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `optional` lets it hold None."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key decides conflicts (`KeyTaken`), unless `replace` lets a new row take the old one's place."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question: rows of `table` whose `equals` columns have the given values, in that order.

    `joined` adds the columns of a table with the same key columns, None where it has no row; `without` keeps only the
    rows it has no row for; `at_least` and `at_most` are columns compared with the values given behind those of
    `equals`, in this order. `order_by` columns sort upwards, or downwards when written `-column`. At most `limit` rows
    come back. With `led_by` an index is chosen by so many of the `equals` columns alone; the others, which hold texts,
    are compared on the rows that it leads to, lest a database take a poorer index for their sake.
    """

    name: str
    table: str
    equals: tuple[str, ...] = ()
    joined: str | None = None
    without: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    order_by: tuple[str, ...] = ()
    limit: int = 1000
    led_by: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All that a store must know of its party: tables, questions, and the pure rule from a record to its rows.

    A schema is itself alone: two that say the same are two, so what was found out about one can be kept by it.
    """

    party: str
    tables: tuple[Table, ...]
    queries: tuple[Query, ...]
    rows: Mapping[type, Callable[[Any], tuple[Row, ...]]]

    def table(self, name: str) -> Table:
        """Return the table of that name; raises KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
