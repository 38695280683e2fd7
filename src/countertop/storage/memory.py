"""A store in memory, for the simulation and for tests: it answers as SQLite does, and forgets when dropped.

Commits are atomic, so a crash needs no half-written states: what a crash leaves is the image of all commits so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from countertop.journal import GENESIS, Query, Row, Schema, StoredRecord, chain_hash, restore
from countertop.storage.declaration import projection_of, verify_schema
from countertop.storage.errors import Refused, StoreFailed
from countertop.storage.memory_tables import Key, MemoryTable, Values, finder, layouts_of
from countertop.storage.port import Answer, Conflict, Entry, Question, Rows, Written

__all__ = ["Image", "MemoryStore", "Trouble"]

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


class MemoryStore:
    """A store that keeps its rows in dictionaries; `trouble` makes it fail as a disk would."""

    def __init__(self, schema: Schema, trouble: Trouble | None = None, image: Image | None = None) -> None:
        verify_schema(schema)
        image = image or Image({}, [], [])
        self.schema = schema
        self.trouble = trouble
        self._projection = projection_of(schema)
        self._tables = {
            name: MemoryTable(layout, dict(image.tables.get(name, {}))) for name, layout in layouts_of(schema).items()
        }
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

    def retell(self, record: StoredRecord) -> Written:
        """Take a record that a store has held already, with the rows it makes; raises what `restore` raises."""
        restored = restore(record.kind, record.version, record.body)
        try:
            taken = self._enter(self._projection.rows((restored,)))
        except Refused as refused:
            return refused
        if taken is None:
            self._lines.append((record.stream, record.kind, record.version, record.at, record.body))
        return taken

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
            bodies, rows = self._projection.draft(entry)
            taken = self._enter(rows)
        except Refused as refused:
            return refused
        if taken is None:
            stream, at = entry.stream, entry.at
            for kind, version, text in bodies:
                self._lines.append((stream, kind, version, at, text))
        return taken

    def _enter(self, rows: list[Row]) -> Conflict | None:
        """Put rows into their tables, all or none; raises Refused."""
        tables = self._tables
        keyed: list[tuple[MemoryTable, Key, Values]] = []
        for name, row in rows:
            table = tables[name]
            key = table.key_of(row)
            if key in table.rows and not table.replace:
                _verify_own_keys(keyed)
                return Conflict(name, dict(zip(table.names, table.rows[key], strict=True)))
            keyed.append((table, key, row))
        if len(keyed) > 1:
            _verify_own_keys(keyed)
        for table, key, row in keyed:
            table.write(key, row)
        return None

    def _answer(self, question: Question) -> Answer:
        try:
            return self._find(question.query)(question.values)
        except Refused as refused:
            return refused

    def _find(self, query: Query) -> Callable[[Values], Rows]:
        known = self._finders.get(query.name)
        if known is None or known[0] is not query:
            known = self._finders[query.name] = query, finder(self.schema, query, self._tables)
        return known[1]


def _verify_own_keys(keyed: list[tuple[MemoryTable, Key, Values]]) -> None:
    fixed = [(id(table), key) for table, key, _ in keyed if not table.replace]
    if len(set(fixed)) != len(fixed):
        raise Refused("two rows of one entry have the same key")
