"""Tables in memory, and questions answered from them as SQLite answers them.

What a declaration alone tells (places of columns, how a question is checked) is worked out once for a schema, because
a party's store is opened again and again; a store binds it to its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from countertop.journal import Query, Schema, Table
from countertop.storage.declaration import Fit, asked_columns, returned_columns, verify_query
from countertop.storage.port import Rows

__all__ = ["Key", "MemoryTable", "Values", "finder", "layouts_of"]

Values = tuple[Any, ...]
Key = Any
Getter = Callable[[Values], Any]


class Layout:
    """Where the columns of a table are."""

    __slots__ = ("_getters", "key", "key_of", "names", "replace")

    def __init__(self, table: Table) -> None:
        self._getters: dict[tuple[str, ...], Getter] = {}
        self.names = [column.name for column in table.columns]
        self.key = table.key
        self.key_of = self.getter(table.key)
        self.replace = table.replace

    def getter(self, columns: tuple[str, ...]) -> Getter:
        """Return the function from a row to its values of these columns: the value alone of a single one."""
        known = self._getters.get(columns)
        if known is None:
            known = self._getters[columns] = itemgetter(*map(self.names.index, columns))
        return known


@cache
def layouts_of(schema: Schema) -> Mapping[str, Layout]:
    """Return the layouts of a schema's tables by name."""
    return {table.name: Layout(table) for table in schema.tables}


class MemoryTable:
    """Rows by key in order of writing, and indexes that come to be when a question first wants them."""

    __slots__ = ("indexes", "key_of", "layout", "names", "replace", "rows")

    def __init__(self, layout: Layout, rows: dict[Key, Values]) -> None:
        self.layout = layout
        self.names = layout.names
        self.key_of = layout.key_of
        self.replace = layout.replace
        self.rows = rows
        self.indexes: dict[tuple[str, ...], tuple[Getter, dict[Any, dict[Key, Values]]]] = {}

    def write(self, key: Key, row: Values) -> None:
        """Add a row, or put it in the place of the one with its key."""
        if self.replace and key in self.rows:
            self.remove(key)
        self.rows[key] = row
        for index_of, index in self.indexes.values():
            index.setdefault(index_of(row), {})[key] = row

    def remove(self, key: Key) -> None:
        """Take a row out."""
        row = self.rows.pop(key)
        for index_of, index in self.indexes.values():
            del index[index_of(row)][key]

    def index(self, columns: tuple[str, ...]) -> dict[Any, dict[Key, Values]]:
        """Return the rows by these columns, kept up to date from now on."""
        if columns not in self.indexes:
            index_of = self.layout.getter(columns)
            index: dict[Any, dict[Key, Values]] = {}
            for key, row in self.rows.items():
                index.setdefault(index_of(row), {})[key] = row
            self.indexes[columns] = index_of, index
        return self.indexes[columns][1]


class _Plan:
    """What a question's declaration tells of how it is answered."""

    __slots__ = ("absent_key", "blank", "both", "ceiling", "fit", "floor", "joined_key", "orders", "own")

    def __init__(self, schema: Schema, query: Query) -> None:
        verify_query(schema, query)
        layouts = layouts_of(schema)

        def key_in(other: str | None) -> Getter | None:
            return None if other is None else layouts[query.table].getter(layouts[other].key)

        self.fit = Fit(f"query {query.name}", asked_columns(schema, query)).fit
        self.own, added = returned_columns(schema, query)
        self.floor = None if query.at_least is None else self.own.index(query.at_least)
        self.ceiling = None if query.at_most is None else self.own.index(query.at_most)
        self.absent_key, self.joined_key = key_in(query.without), key_in(query.joined)
        # The key's names come twice, with the same values.
        self.both = self.own if query.joined is None else [*self.own, *layouts[query.joined].names]
        self.blank = dict.fromkeys(added)
        self.orders = [(name.removeprefix("-"), name.startswith("-")) for name in reversed(query.order_by)]


_plan_of = cache(_Plan)


def finder(schema: Schema, query: Query, tables: Mapping[str, MemoryTable]) -> Callable[[Values], Rows]:
    """Return the function from a question's values to its rows; it raises Refused for values that do not fit."""
    plan = _plan_of(schema, query)
    fit, own, both, blank, orders, limit = plan.fit, plan.own, plan.both, plan.blank, plan.orders, query.limit
    absent_key, joined_key = plan.absent_key, plan.joined_key
    candidates = _candidates(tables[query.table], query)
    is_within = _bounds(plan, len(query.equals))
    absent = tables[query.without].rows if query.without is not None else {}
    joined = tables[query.joined].rows if query.joined is not None else {}

    def find(values: Values) -> Rows:
        values = fit(values)
        rows = candidates(values)
        if is_within is not None:
            rows = [row for row in rows if is_within(row, values)]
        if absent_key is not None:
            rows = [row for row in rows if absent_key(row) not in absent]
        if not orders:
            rows = rows[:limit]
        if joined_key is None:
            found = [dict(zip(own, row, strict=True)) for row in rows]
        else:
            found = [
                dict(zip(own, row, strict=True)) | blank
                if (partner := joined.get(joined_key(row))) is None
                else dict(zip(both, row + partner, strict=True))
                for row in rows
            ]
        for name, falling in orders:
            found.sort(key=lambda row, name=name: (row[name] is not None, row[name]), reverse=falling)  # type: ignore[misc]
        return found[:limit]

    return find


def _candidates(table: MemoryTable, query: Query) -> Callable[[Values], Sequence[Values]]:
    """Return the function from a question's values to the rows that have its `equals` columns."""
    rows, count = table.rows, len(query.equals)
    if count == 0:
        return lambda _: list(rows.values())
    if query.equals == table.layout.key:
        return lambda values: [rows[key]] if (key := _key(values, count)) in rows else []
    index = table.index(query.equals)
    return lambda values: list(index[key].values()) if (key := _key(values, count)) in index else []


def _key(values: Values, count: int) -> Key:
    return values[0] if count == 1 else values[:count]


def _bounds(plan: _Plan, first: int) -> Callable[[Values, Values], bool] | None:
    """Return whether a row is within the values asked for, of which `first` is the lowest bound; nothing is nowhere."""
    floor, ceiling = plan.floor, plan.ceiling
    if floor is None and ceiling is None:
        return None

    def is_within(row: Values, values: Values) -> bool:
        return (floor is None or (row[floor] is not None and row[floor] >= values[first])) and (
            ceiling is None or (row[ceiling] is not None and row[ceiling] <= values[-1])
        )

    return is_within
