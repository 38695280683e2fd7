"""Questions to a SQLite file: what a store and an audit of it have in common."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from countertop.journal import Query, Schema, StoredRecord
from countertop.storage.declaration import Fit, asked_columns, returned_columns, verify_query, verify_schema
from countertop.storage.errors import Refused, StoreDamaged, StoreOlder
from countertop.storage.faults import opening
from countertop.storage.port import Rows
from countertop.storage.statements import ROW_NUMBER, select, select_records
from countertop.storage.versions import Versions

__all__ = ["SqliteReader", "stored_version", "verify_tables"]

# Records fetched at a time: a reader must not hold the log open while its caller thinks.
PAGE = 1000


class SqliteReader:
    """A store opened only to be read, beside the process that serves it or without one."""

    def __init__(self, path: Path, schema: Schema, migrations: Path | None = None) -> None:
        """Open a store; raises StoreUnreachable, StoreDamaged, StoreNewer, and StoreOlder before its upgrade."""
        verify_schema(schema)
        self.path = path
        self.schema = schema
        with opening(path):
            self._connection = self._connect()
            try:
                self._verify(Versions(schema.party, migrations))
            except BaseException:
                self._connection.close()
                raise
        self._questions: dict[str, tuple[Query, Callable[[tuple[Any, ...]], Rows]]] = {}

    def _connect(self) -> sqlite3.Connection:
        source = f"{self.path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(source, uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            # A copy on a medium that cannot be written; without a log it is complete and nobody changes it.
            if self.path.with_name(f"{self.path.name}-wal").exists():
                raise
            return sqlite3.connect(f"{source}&immutable=1", uri=True, isolation_level=None, check_same_thread=False)
        return connection

    def _verify(self, versions: Versions) -> None:
        found = stored_version(self._connection)
        if not versions.verify(found, self.path):
            raise StoreOlder("store.older", store=str(self.path), found=found)
        verify_tables(self._connection, self.schema, self.path)

    def read(self, query: Query, values: tuple[Any, ...]) -> Rows:
        """Return the rows a query asks for; raises Refused."""
        known = self._questions.get(query.name)
        if known is None or known[0] is not query:
            known = self._questions[query.name] = query, self._question(query)
        return known[1](values)

    def _question(self, query: Query) -> Callable[[tuple[Any, ...]], Rows]:
        verify_query(self.schema, query)
        statement = select(self.schema, query)
        own, added = returned_columns(self.schema, query)
        names = [*own, *added]
        fit = Fit(f"query {query.name}", asked_columns(self.schema, query)).fit
        execute = self._connection.execute

        def ask(values: tuple[Any, ...]) -> Rows:
            try:
                return [dict(zip(names, row, strict=True)) for row in execute(statement, fit(values))]
            except UnicodeEncodeError as broken:
                raise Refused(f"query {query.name}: a text holds what is no character") from broken

        return ask

    def records(self, after: int = 0, stream: str | None = None) -> Iterator[StoredRecord]:
        """Return the records behind a sequence number, oldest first, of one stream or of all."""
        statement = select_records(stream)
        chosen = () if stream is None else (stream,)
        while page := self._connection.execute(statement, (after, *chosen, PAGE)).fetchall():
            yield from (StoredRecord(*row) for row in page)
            after = page[-1][0]

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Return every row of a table in order of writing, its values in the order of the columns."""
        names = ", ".join(f'"{column.name}"' for column in self.schema.table(table).columns)
        yield from self._connection.execute(f'SELECT {names} FROM "{table}" ORDER BY {ROW_NUMBER}')  # noqa: S608 - declared names

    def verify_file(self) -> None:
        """Read the whole file; raises StoreDamaged where a page is not what SQLite would have written."""
        try:
            told = self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as broken:
            told = broken.sqlite_errorname
        if told != "ok":
            raise StoreDamaged("store.damaged", store=str(self.path), reason=told)

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._connection.close()


def stored_version(connection: sqlite3.Connection) -> str | None:
    """Return the version that a store names, None where it names none."""
    named = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if named else None
    return None if row is None else str(row[0])


def verify_tables(connection: sqlite3.Connection, schema: Schema, store: Path) -> None:
    """Raise StoreDamaged where a table does not have the columns that its version ought to have."""
    for table in schema.tables:
        found = [row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')]
        declared = [ROW_NUMBER, *(column.name for column in table.columns)]
        if sorted(found) != sorted(declared):
            raise StoreDamaged("store.other-tables", store=str(store), table=table.name)
