"""A store in memory, for the simulation and for tests: it answers as SQLite does, and forgets when dropped.

Commits are atomic, so a crash needs no half-written states: what a crash leaves is the image of all commits so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from countertop.journal import GENESIS, Query, Schema, StoredRecord, Table, chain_hash
from countertop.storage.declaration import (
    Fit,
    asked_columns,
    projection_of,
    returned_columns,
    verify_query,
    verify_schema,
)
from countertop.storage.errors import Refused, StoreFailed
from countertop.storage.port import Answer, Conflict, Entry, Question, Rows, Written

__all__ = ["Image", "MemoryStore", "Trouble"]

Values = tuple[Any, ...]
Key = Any
# (stream, kind, version, at, body) of one record.
Line = tuple[str, str, int, int, str]
# Asked `before` and `after` each batch with entries; what it raises comes out of the commit. Before, nothing of the
# batch is written; after, all of it is, and the caller does not know.
Trouble = Callable[[str, Sequence[Entry | Question]], None]


class Image:
    """What a crash leaves: every committed row and record."""

    __slots__ = ("hashed", "lines", "tables")

    def __init__(self, tables: dict[str, dict[Key, Values]], lines: list[Line], hashed: list[bytes]) -> None:
        self.tables = tables
        self.lines = lines
        self.hashed = hashed


class _Table:
    """Rows by key in order of writing, and indexes that come to be when a query first wants them."""

    __slots__ = ("indexes", "key_of", "names", "replace", "rows")

    def __init__(self, table: Table, rows: dict[Key, Values]) -> None:
        self.names = [column.name for column in table.columns]
        self.key_of = self.getter(table.key)
        self.replace = table.replace
        self.rows = rows
        self.indexes: dict[tuple[str, ...], tuple[Callable[[Values], Any], dict[Any, dict[Key, Values]]]] = {}

    def getter(self, columns: tuple[str, ...]) -> Callable[[Values], Any]:
        return itemgetter(*(self.names.index(column) for column in columns))

    def write(self, key: Key, row: Values) -> None:
        if self.replace and key in self.rows:
            self.remove(key)
        self.rows[key] = row
        for index_of, index in self.indexes.values():
            index.setdefault(index_of(row), {})[key] = row

    def remove(self, key: Key) -> None:
        row = self.rows.pop(key)
        for index_of, index in self.indexes.values():
            del index[index_of(row)][key]

    def index(self, columns: tuple[str, ...]) -> dict[Any, dict[Key, Values]]:
        if columns not in self.indexes:
            index_of = self.getter(columns)
            index: dict[Any, dict[Key, Values]] = {}
            for key, row in self.rows.items():
                index.setdefault(index_of(row), {})[key] = row
            self.indexes[columns] = index_of, index
        return self.indexes[columns][1]


class MemoryStore:
    """A store that keeps its rows in dictionaries; `trouble` makes it fail as a disk would."""

    def __init__(self, schema: Schema, trouble: Trouble | None = None, image: Image | None = None) -> None:
        verify_schema(schema)
        image = image or Image({}, [], [])
        self.schema = schema
        self.trouble = trouble
        self._draft = projection_of(schema).draft
        self._tables = {table.name: _Table(table, dict(image.tables.get(table.name, {}))) for table in schema.tables}
        # Record n is at n - 1; hashes are worked out when somebody looks.
        self._lines = list(image.lines)
        self._hashed = list(image.hashed)
        self._finders: dict[str, tuple[Query, Callable[[Values], Rows]]] = {}
        self._failed = False
        # Set by a world whose made-up disk runs full.
        self.below_reserve = False

    @classmethod
    def from_image(cls, schema: Schema, image: Image, trouble: Trouble | None = None) -> MemoryStore:
        """Return a store that holds what a crashed one left; the image may be used again."""
        return cls(schema, trouble, image)

    def durable_image(self) -> Image:
        """Return all that has been committed, as a copy."""
        tables = {name: dict(table.rows) for name, table in self._tables.items()}
        return Image(tables, list(self._lines), list(self._hashed))

    def perform(self, batch: Sequence[Entry | Question]) -> list[Answer]:
        """Execute a batch in order; raises what `trouble` raises, and StoreFailed ever after."""
        if self._failed:
            raise StoreFailed("store.closed", store=self.schema.party)
        trouble = self.trouble
        try:
            if trouble is not None:
                trouble("before", batch)
            answers = [self._write(item) if isinstance(item, Entry) else self._answer(item) for item in batch]
            if trouble is not None:
                trouble("after", batch)
        except BaseException:
            self._failed = True
            raise
        return answers

    def commit(self, entries: Sequence[Entry]) -> list[Written]:
        """Write entries in one group commit."""
        return self.perform(entries)  # type: ignore[return-value]  # entries have no rows for an answer

    def read(self, query: Query, values: tuple[Any, ...]) -> Rows:
        """Return the rows a query asks for; raises Refused."""
        return self._find(query)(values)

    def records(self, after: int = 0, stream: str | None = None) -> Iterator[StoredRecord]:
        """Return the records behind a sequence number, oldest first."""
        hashed = self._hashed
        for sequence, line in enumerate(islice(self._lines, len(hashed), None), len(hashed) + 1):
            hashed.append(chain_hash(hashed[-1] if hashed else GENESIS, sequence, *line))
        for sequence, line in enumerate(self._lines[after:], after + 1):
            if stream is None or line[0] == stream:
                yield StoredRecord(sequence, *line, hashed[sequence - 1])

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Return every row of a table in order of writing."""
        yield from list(self._tables[table].rows.values())

    def refill_reserve(self) -> bool:
        """Return whether business may go on; only the world that set `below_reserve` takes it back."""
        return not self.below_reserve

    def close(self) -> None:
        """Take no more entries; what was committed stays for `durable_image`."""
        self._failed = True

    def _write(self, entry: Entry) -> Written:
        try:
            bodies, rows = self._draft(entry)
            tables = self._tables
            keyed: list[tuple[_Table, Key, Values]] = []
            for name, row in rows:
                table = tables[name]
                key = table.key_of(row)
                if key in table.rows and not table.replace:
                    _verify_own_keys(keyed)
                    return Conflict(name, dict(zip(table.names, table.rows[key], strict=True)))
                keyed.append((table, key, row))
            if len(keyed) > 1:
                _verify_own_keys(keyed)
        except Refused as refused:
            return refused
        for table, key, row in keyed:
            table.write(key, row)
        stream, at = entry.stream, entry.at
        for kind, version, text in bodies:
            self._lines.append((stream, kind, version, at, text))
        return None

    def _answer(self, question: Question) -> Answer:
        try:
            return self._find(question.query)(question.values)
        except Refused as refused:
            return refused

    def _find(self, query: Query) -> Callable[[Values], Rows]:
        known = self._finders.get(query.name)
        if known is None or known[0] is not query:
            known = self._finders[query.name] = query, _finder(self.schema, query, self._tables)
        return known[1]


def _verify_own_keys(keyed: list[tuple[_Table, Key, Values]]) -> None:
    fixed = [(id(table), key) for table, key, _ in keyed if not table.replace]
    if len(set(fixed)) != len(fixed):
        raise Refused("two rows of one entry have the same key")


def _finder(schema: Schema, query: Query, tables: dict[str, _Table]) -> Callable[[Values], Rows]:
    """Return the function from a query's values to its rows."""
    verify_query(schema, query)
    table = tables[query.table]
    fit = Fit(f"query {query.name}", asked_columns(schema, query)).fit
    own, added = returned_columns(schema, query)
    candidates = _candidates(schema.table(query.table), table, query)
    floor = None if query.at_least is None else own.index(query.at_least)
    ceiling = None if query.at_most is None else own.index(query.at_most)
    absent = None if query.without is None else _partner(schema, table, tables, query.without)
    partner = None if query.joined is None else _partner(schema, table, tables, query.joined)
    blank = dict.fromkeys(added)
    orders = [(name.removeprefix("-"), name.startswith("-")) for name in reversed(query.order_by)]

    def find(values: Values) -> Rows:
        values = fit(values)
        rows = []
        for row in candidates(values):
            if floor is not None and (row[floor] is None or row[floor] < values[len(query.equals)]):
                continue
            if ceiling is not None and (row[ceiling] is None or row[ceiling] > values[-1]):
                continue
            if absent is not None and absent(row) is not None:
                continue
            found = dict(zip(own, row, strict=True))
            if partner is not None:
                found |= partner(row) or blank
            rows.append(found)
            if not orders and len(rows) == query.limit:
                break
        for name, falling in orders:
            rows.sort(key=lambda found, name=name: (found[name] is not None, found[name]), reverse=falling)  # type: ignore[misc]
        return rows[: query.limit]

    return find


def _candidates(declared: Table, table: _Table, query: Query) -> Callable[[Values], Sequence[Values]]:
    """Return the function from a query's values to the rows that have its `equals` columns."""
    count = len(query.equals)
    if count == 0:
        return lambda _: list(table.rows.values())
    if query.equals == declared.key:
        return lambda values: [table.rows[key]] if (key := _key(values, count)) in table.rows else []
    table.index(query.equals)
    return lambda values: list(table.indexes[query.equals][1].get(_key(values, count), {}).values())


def _key(values: Values, count: int) -> Key:
    return values[0] if count == 1 else values[:count]


def _partner(
    schema: Schema, table: _Table, tables: dict[str, _Table], name: str
) -> Callable[[Values], dict[str, Any] | None]:
    """Return the function from a row to the row of another table under the same key."""
    other = tables[name]
    key_of = table.getter(schema.table(name).key)

    def find(row: Values) -> dict[str, Any] | None:
        partner = other.rows.get(key_of(row))
        return None if partner is None else dict(zip(other.names, partner, strict=True))

    return find
