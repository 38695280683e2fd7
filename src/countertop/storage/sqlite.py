"""A store in one SQLite file: write-ahead log, every commit synced, one transaction a batch.

A batch is written at once, table by table. When one of its keys is taken it is rolled back and written again entry by
entry, each under a savepoint, so that the entry with the taken key fails alone. Opening writes what a failed sync may
have left in doubt afresh: what an opened store shows is on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from countertop.journal import GENESIS, Row, Schema, chain_hash
from countertop.storage.declaration import projection_of
from countertop.storage.errors import Refused, StoreFailed
from countertop.storage.faults import failure_of, opening
from countertop.storage.founding import found, raise_to_newest, settle
from countertop.storage.lock import ProcessLock
from countertop.storage.port import Answer, Conflict, Entry, Question, Rows, Written
from countertop.storage.reading import SqliteReader, stored_version, verify_tables
from countertop.storage.reserve import RESERVE, Reserve
from countertop.storage.statements import insert, insert_record, select_by_key
from countertop.storage.versions import Versions

__all__ = ["SqliteStore"]

# Milliseconds to wait for another program's lock on the file, a person's shell for instance.
BUSY_TIMEOUT = 5000
STATEMENTS_KEPT = 512

# What a value of one entry can do to a batch; anything else hurts the store.
_OF_ONE_ENTRY = (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeEncodeError)


class _Draft:
    """An entry worked out: the bodies of its records and the rows of its tables."""

    __slots__ = ("bodies", "entry", "rows")

    def __init__(self, entry: Entry, bodies: list[tuple[str, int, str]], rows: list[Row]) -> None:
        self.entry = entry
        self.bodies = bodies
        self.rows = rows


class SqliteStore(SqliteReader):
    """A party's store, served by this process alone.

    Opening raises StoreLocked, StoreUnreachable, StoreDamaged, StoreNewer or DiskFull. An older store is copied to
    `<path>.<version>` and upgraded; `upgraded_from` is that copy. `durability` is FULL but for the test that shows
    why.
    """

    def __init__(
        self,
        path: Path,
        schema: Schema,
        migrations: Path | None = None,
        reserve: int = RESERVE,
        durability: str = "FULL",
    ) -> None:
        self._durability = durability
        self._failed = False
        self.upgraded_from: Path | None = None
        with opening(path):
            self._lock = ProcessLock(path.with_name(f"{path.name}.lock"))
        try:
            with opening(path):
                if path.exists():
                    settle(path)
                else:
                    found(path, Versions(schema.party, migrations))
            super().__init__(path, schema, migrations)
            with opening(path):
                self._reserve = Reserve(path.with_name(f"{path.name}.reserve"), reserve)
                last = self._connection.execute("SELECT sequence, hash FROM record ORDER BY sequence DESC LIMIT 1")
                self._sequence: int
                self._hash: bytes
                self._sequence, self._hash = last.fetchone() or (0, GENESIS)
        except BaseException:
            self._lock.release()
            raise
        self._draft = projection_of(schema).draft
        self._tables = {table.name: table for table in schema.tables}
        self._inserts = {table.name: insert(table) for table in schema.tables}
        self._insert_record = insert_record()

    @classmethod
    def open_read_only(cls, path: Path, schema: Schema, migrations: Path | None = None) -> SqliteReader:
        """Open a store to audit it, whether a process serves it or not; raises as SqliteReader."""
        return SqliteReader(path, schema, migrations)

    @property
    def below_reserve(self) -> bool:
        """Whether the disk was found full: begin no new business; what is in hand can still be written."""
        return not self._reserve.kept

    def refill_reserve(self) -> bool:
        """Put space by again if there is some; return whether business may go on."""
        return self._reserve.refill()

    def perform(self, batch: Sequence[Entry | Question]) -> list[Answer]:
        """Execute a batch in order, durable on return; raises StoreFailed, DiskFull or StoreDamaged, then for good."""
        if self._failed:
            raise StoreFailed("store.closed", store=str(self.path))
        try:
            try:
                return self._transact(batch)
            except sqlite3.OperationalError as error:
                # Nothing has been synced, so nothing is in doubt: with the reserve given up it may be tried once more.
                if error.sqlite_errorcode != sqlite3.SQLITE_FULL or not self._reserve.release():
                    raise
                self._roll_back()
                return self._transact(batch)
        except sqlite3.Error as error:
            self._failed = True
            self._roll_back()
            raise failure_of(error, self.path) from error
        except BaseException:
            self._failed = True
            self._roll_back()
            raise

    def commit(self, entries: Sequence[Entry]) -> list[Written]:
        """Write entries in one group commit; durable on return."""
        return self.perform(entries)  # type: ignore[return-value]  # entries have no rows for an answer

    def close(self) -> None:
        """Close the file and let others open it."""
        self._failed = True
        super().close()
        self._lock.release()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS_KEPT
        )
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
            connection.execute(f"PRAGMA synchronous = {self._durability}")
            connection.execute("PRAGMA secure_delete = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _verify(self, versions: Versions) -> None:
        version = stored_version(self._connection)
        if not versions.verify(version, self.path):
            assert version is not None
            self._connection.close()
            self.upgraded_from = raise_to_newest(self.path, versions, version)
            self._connection = self._connect()
        verify_tables(self._connection, self.schema, self.path)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _transact(self, batch: Sequence[Entry | Question]) -> list[Answer]:
        drafts = [self._drafted(item) if isinstance(item, Entry) else item for item in batch]
        if not any(isinstance(draft, _Draft) for draft in drafts):
            return [draft if isinstance(draft, Refused) else self._ask(draft) for draft in drafts]  # type: ignore[arg-type]
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        chain = self._sequence, self._hash
        try:
            try:
                answers = self._write_at_once(drafts)
            except _OF_ONE_ENTRY:
                self._sequence, self._hash = chain
                execute("ROLLBACK")
                execute("BEGIN IMMEDIATE")
                answers = [self._write_alone(draft) for draft in drafts]
            execute("COMMIT")
        except BaseException:
            self._sequence, self._hash = chain
            raise
        return answers

    def _drafted(self, entry: Entry) -> _Draft | Refused:
        try:
            return _Draft(entry, *self._draft(entry))
        except Refused as refused:
            return refused

    def _write_at_once(self, drafts: Sequence[_Draft | Refused | Question]) -> list[Answer]:
        answers: list[Answer] = []
        records: list[tuple[Any, ...]] = []
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for draft in drafts:
            if isinstance(draft, _Draft):
                for table, row in draft.rows:
                    rows.setdefault(table, []).append(row)
                records += self._chained(draft)
                answers.append(None)
            elif isinstance(draft, Question):
                self._flush(rows, records)
                answers.append(self._ask(draft))
            else:
                answers.append(draft)
        self._flush(rows, records)
        return answers

    def _flush(self, rows: dict[str, list[tuple[Any, ...]]], records: list[tuple[Any, ...]]) -> None:
        for table, values in rows.items():
            self._connection.executemany(self._inserts[table], values)
        self._connection.executemany(self._insert_record, records)
        rows.clear()
        records.clear()

    def _write_alone(self, draft: _Draft | Refused | Question) -> Answer:
        if isinstance(draft, Question):
            return self._ask(draft)
        if isinstance(draft, Refused):
            return draft
        execute = self._connection.execute
        execute("SAVEPOINT entry")
        answer: Answer = None
        row: Row = ("", ())
        try:
            for row in draft.rows:
                execute(self._inserts[row[0]], row[1])
        except _OF_ONE_ENTRY as error:
            execute("ROLLBACK TO entry")
            answer = self._conflict(row, error)
        else:
            self._connection.executemany(self._insert_record, self._chained(draft))
        execute("RELEASE entry")
        return answer

    def _conflict(self, row: Row, error: Exception) -> Conflict | Refused:
        """Return which row holds the key of one that could not be written."""
        if not isinstance(error, sqlite3.IntegrityError):
            return Refused(f"a value for {row[0]} cannot be written: {type(error).__name__}")
        table = self._tables[row[0]]
        names = [column.name for column in table.columns]
        key = [row[1][names.index(name)] for name in table.key]
        existing = self._connection.execute(select_by_key(table), key).fetchone()
        if existing is None:
            return Refused("two rows of one entry have the same key")
        return Conflict(table.name, dict(zip(names, existing, strict=True)))

    def _chained(self, draft: _Draft) -> list[tuple[Any, ...]]:
        """Return an entry's records with their places in the chain, which they extend."""
        entry, chained = draft.entry, []
        stream, at = entry.stream, entry.at
        for kind, version, text in draft.bodies:
            self._sequence += 1
            self._hash = chain_hash(self._hash, self._sequence, stream, kind, version, at, text)
            chained.append((self._sequence, stream, kind, version, at, text, self._hash))
        return chained

    def _ask(self, question: Question) -> Rows | Refused:
        try:
            return self.read(question.query, question.values)
        except Refused as refused:
            return refused

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                # The store is failed or the batch is tried again, which then says what is wrong.
                return
