"""The bound beside the host's journal: bare sqlite3 writing the rows that a host wrote, in batches of the same size.

The rows are read back from the host's own store, so they are the same ones; nothing is worked out, hashed or checked.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from countertop.acquirer import SCHEMA
from countertop.storage.sqlite import SqliteStore
from countertop.storage.statements import ROW_NUMBER

TABLES = ("attempt", "decision", "record")
MOST_SALES = 20_000


def raw_rate(store: Path, batch: float, directory: Path) -> float:
    """Return sales a second when as many rows as a sale has are written `batch` entries to a commit, two a sale."""
    directory.mkdir()
    copy = directory / "raw.sqlite"
    SqliteStore(copy, SCHEMA).close()
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = FULL")
        target.execute("PRAGMA secure_delete = ON")
        rows = {table: _rows(source, table) for table in TABLES}
        sales = min(len(rows["decision"]), MOST_SALES)
        each = max(round(batch / 2), 1)
        statements = {table: _insert(source, table) for table in TABLES}
        begun = time.perf_counter()
        for place in _places(sales, each):
            target.execute("BEGIN IMMEDIATE")
            for table in ("attempt", "decision"):
                target.executemany(statements[table], rows[table][place])
            records = slice(2 * place.start, 2 * place.stop)
            target.executemany(statements["record"], rows["record"][records])
            target.execute("COMMIT")
        return sales / (time.perf_counter() - begun)


def _places(sales: int, each: int) -> Iterator[slice]:
    for start in range(0, sales, each):
        yield slice(start, min(start + each, sales))


def _rows(source: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    where = "WHERE kind IN ('acquirer.attempt_received', 'acquirer.attempt_decided')" if table == "record" else ""
    order = "sequence" if table == "record" else ROW_NUMBER
    columns = ", ".join(_columns(source, table))
    return source.execute(f"SELECT {columns} FROM {table} {where} ORDER BY {order}").fetchall()


def _insert(source: sqlite3.Connection, table: str) -> str:
    columns = _columns(source, table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _columns(source: sqlite3.Connection, table: str) -> list[str]:
    names = [row[1] for row in source.execute(f"PRAGMA table_info({table})")]
    return [f'"{name}"' for name in names if name != ROW_NUMBER]
