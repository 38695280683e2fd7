"""A party's declaration, checked once when a store of it first opens, and its entries, checked as they come.

What an entry writes is worked out here for every store alike: the canonical body of each record, and the rows it
makes, each value of the kind that its column holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from countertop.journal import Column, ColumnKind, Query, Row, Schema, Table, body
from countertop.storage.errors import Refused
from countertop.storage.port import Entry

__all__ = [
    "LARGEST_RECORD",
    "Fit",
    "Projection",
    "asked_columns",
    "projection_of",
    "returned_columns",
    "verify_query",
    "verify_schema",
]

# Bytes of a record's body in UTF-8. The largest message is 8 KiB; a record holds a few of them at most.
LARGEST_RECORD = 1 << 20

# SQLite's and PostgreSQL's integers have eight bytes.
_LARGEST_INTEGER = (1 << 63) - 1

# The records' own table, the library's of migrations, and the count of rows in every table.
_RESERVED = frozenset({"record", "alembic_version", "row_number"})

_PYTHON_TYPES: dict[ColumnKind, type] = {ColumnKind.INTEGER: int, ColumnKind.TEXT: str, ColumnKind.BYTES: bytes}


class Fit:
    """The columns that a tuple of values must fit. The types of fitting tuples are remembered: a look-up settles most.

    Booleans become 0 and 1, and values of enumerations that are texts or integers become plain ones.
    """

    __slots__ = ("_columns", "_integers", "_known", "_what")

    def __init__(self, what: str, columns: tuple[Column, ...]) -> None:
        self._what = what
        self._columns = columns
        self._integers = tuple(place for place, column in enumerate(columns) if column.kind is ColumnKind.INTEGER)
        self._known: set[tuple[type, ...]] = set()

    def fit(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the values, each of its column's exact type; raises Refused."""
        if type(values) is not tuple or tuple(map(type, values)) not in self._known:
            values = self._learn(values)
        for place in self._integers:
            value = values[place]
            if value is not None and not -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER:
                raise Refused(f"{self._what}: {self._columns[place].name} does not fit into eight bytes")
        return values

    def _learn(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        if type(values) is not tuple or len(values) != len(self._columns):
            raise Refused(f"{self._what} takes {len(self._columns)} values, in the order of its columns")
        plain = tuple(self._plain(column, value) for column, value in zip(self._columns, values, strict=True))
        self._known.add(tuple(map(type, plain)))
        return plain

    def _plain(self, column: Column, value: Any) -> Any:
        wanted = _PYTHON_TYPES[column.kind]
        if type(value) is wanted or (value is None and column.optional):
            return value
        if wanted is int and isinstance(value, int):
            return int(value)
        if wanted is str and isinstance(value, str):
            return str.__str__(value)
        raise Refused(f"{self._what}: {column.name} holds {wanted.__name__}, not {type(value).__name__}")


class Projection:
    """From entries to what they write."""

    def __init__(self, schema: Schema) -> None:
        self._rows = dict(schema.rows)
        self._fits = {table.name: Fit(f"a row of {table.name}", table.columns).fit for table in schema.tables}

    def draft(self, entry: Entry) -> tuple[list[tuple[str, int, str]], list[Row]]:
        """Return (kind, version, body) of each record, and all the rows they make; raises Refused."""
        bodies = []
        try:
            if not entry.stream.isascii():
                entry.stream.encode()
            for record in entry.records:
                text = body(record)
                bodies.append((record.KIND, record.VERSION, text))
                if not text.isascii() or len(text) > LARGEST_RECORD:
                    _verify_size(record.KIND, text)
        except Refused:
            raise
        except Exception as broken:
            raise self._refusal(entry.records, broken) from broken
        if not bodies or type(entry.at) is not int:
            raise Refused("an entry without records or a moment writes nothing")
        return bodies, self.rows(entry.records)

    def rows(self, records: tuple[Any, ...]) -> list[Row]:
        """Return all the rows that records make; raises Refused."""
        drafted = []
        fits, projections = self._fits, self._rows
        try:
            for record in records:
                for table, values in projections[type(record)](record):
                    drafted.append((table, fits[table](values)))
        except Refused:
            raise
        except Exception as broken:
            raise self._refusal(records, broken) from broken
        return drafted

    def _refusal(self, records: tuple[Any, ...], broken: Exception) -> Refused:
        """Return why an entry cannot be written; the text of a foreign exception may hold what must not be told."""
        for kind in map(type, records):
            if kind not in self._rows:
                return Refused(f"{kind.__name__} is no record that the schema's `rows` declares")
        kinds = ", ".join(record.KIND for record in records)
        return Refused(f"an entry of {kinds} cannot be written: {type(broken).__name__}")


@cache
def projection_of(schema: Schema) -> Projection:
    """Return the projection of a schema, the same every time: a party's store is opened again and again."""
    return Projection(schema)


def _verify_size(kind: str, text: str) -> None:
    if len(text.encode()) > LARGEST_RECORD:
        raise Refused(f"a record {kind} is larger than {LARGEST_RECORD} bytes")


def asked_columns(schema: Schema, query: Query) -> tuple[Column, ...]:
    """Return the columns whose values a question gives, never optional: nothing equals None."""
    columns = {column.name: column for column in schema.table(query.table).columns}
    return tuple(Column(name, columns[name].kind) for name in _asked(query))


def _asked(query: Query) -> tuple[str, ...]:
    return (*query.equals, *(bound for bound in (query.at_least, query.at_most) if bound is not None))


def returned_columns(schema: Schema, query: Query) -> tuple[list[str], list[str]]:
    """Return the columns that rows of the answer have: those of the table, and those the joined table adds."""
    own = [column.name for column in schema.table(query.table).columns]
    if query.joined is None:
        return own, []
    return own, [column.name for column in schema.table(query.joined).columns if column.name not in own]


@cache
def verify_schema(schema: Schema) -> None:
    """Raise AssertionError where a declaration contradicts itself."""
    for fault in _faults(schema):
        raise AssertionError(f"the schema of {schema.party}: {fault}")


@cache
def verify_query(schema: Schema, query: Query) -> None:
    """Raise AssertionError where a query does not fit the declared tables."""
    for fault in _query_faults(schema, query):
        raise AssertionError(f"the schema of {schema.party}: {fault}")


def _faults(schema: Schema) -> Iterator[str]:
    names = [table.name for table in schema.tables]
    if len(set(names)) != len(names):
        yield "two tables have the same name"
    for table in schema.tables:
        yield from _table_faults(table)
    asked = [query.name for query in schema.queries]
    if len(set(asked)) != len(asked):
        yield "two queries have the same name"
    for query in schema.queries:
        yield from _query_faults(schema, query)
    for kind in schema.rows:
        if not hasattr(kind, "KIND"):
            yield f"{kind.__name__} is no record"


def _table_faults(table: Table) -> Iterator[str]:
    columns = [column.name for column in table.columns]
    optional = {column.name for column in table.columns if column.optional}
    for name in (table.name, *columns):
        if not (name.isascii() and name.isidentifier() and name == name.lower()) or name in _RESERVED:
            yield f"{table.name}: {name} is no name in small letters, or one that stores keep for themselves"
    if len(set(columns)) != len(columns):
        yield f"{table.name}: two columns have the same name"
    if not table.key:
        yield f"{table.name} has no key"
    for name in (*table.key, *(name for index in table.indexes for name in index)):
        if name not in columns:
            yield f"{table.name}: its key or an index names {name}, which is no column"
    for name in table.key:
        if name in optional:
            yield f"{table.name}: {name} is part of the key and cannot be optional"


def _query_faults(schema: Schema, query: Query) -> Iterator[str]:
    tables = {table.name: table for table in schema.tables}
    others = [name for name in (query.joined, query.without) if name is not None]
    unknown = {query.table, *others} - set(tables)
    if unknown:
        yield f"query {query.name} names {', '.join(unknown)}, which is no table"
        return
    own = {column.name for column in tables[query.table].columns}
    for name in (name for name in _asked(query) if name not in own):
        yield f"query {query.name} asks by {name}, which is no column of {query.table}"
    for other in (name for name in others if not set(tables[name].key) <= own):
        yield f"query {query.name}: {query.table} has not all columns of the key of {other}"
    added: set[str] = set()
    if query.joined is not None:
        joined = tables[query.joined]
        added = {column.name for column in joined.columns} - set(joined.key)
    if added & own:
        yield f"query {query.name}: both tables have {', '.join(sorted(added & own))}; one name means one thing"
    for name in (name for name in query.order_by if name.removeprefix("-") not in own | added):
        yield f"query {query.name} orders by {name}, which is no column of its answer"
    if query.limit < 1:
        yield f"query {query.name} has no room for a row"
