"""Founding a store, settling one that was cut off, and raising an old one to today's version.

A new store is built under another name and takes its own when it is complete and on the disk: built with a rollback
journal, switched to the write-ahead log, closed, synced, renamed, its directory synced. Served earlier, a lost unlink
of the first rollback journal could roll the whole file back after a power cut. An old store is copied first; the
upgrade is one transaction, so that a cut leaves the old one.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from countertop.storage.errors import StoreDamaged
from countertop.storage.versions import MIGRATIONS, Versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["found", "migrate", "raise_to_newest", "settle", "sync_directory"]

_PIECE = 1 << 20


def found(store: Path, versions: Versions) -> None:
    """Create a store with today's tables, durable on return."""
    if store.with_name(f"{store.name}-wal").exists():
        raise StoreDamaged("store.log-alone", store=str(store))
    building = store.with_name(f"{store.name}.new")
    for leftover in (building, *(building.with_name(building.name + end) for end in ("-journal", "-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    os.close(os.open(building, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with closing(sqlite3.connect(building, isolation_level=None)) as connection:
        connection.executescript(f"BEGIN; {versions.newest_sql()} COMMIT;")
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    _sync_file(building)
    building.rename(store)
    sync_directory(store.parent)


def settle(store: Path) -> None:
    """Make the log that a killed process left durable as it reads now.

    After a failed sync the system takes pages for clean that never reached the disk. Copying such a log into the
    store would be wrong: after a power cut the log's older state would be laid over the newer store. Written again,
    its pages are synced again. A store that was closed has no log.
    """
    log = store.with_name(f"{store.name}-wal")
    if not log.exists():
        return
    descriptor = os.open(log, os.O_RDWR | os.O_CLOEXEC)
    try:
        size = os.fstat(descriptor).st_size
        for offset in range(0, size, _PIECE):
            os.pwrite(descriptor, os.pread(descriptor, _PIECE, offset), offset)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def raise_to_newest(store: Path, versions: Versions, version: str) -> Path:
    """Upgrade a store of an older version and return the copy that was made of it before."""
    copy = store.with_name(f"{store.name}.{version}")
    if not copy.exists():
        making = store.with_name(f"{copy.name}.new")
        making.unlink(missing_ok=True)
        with closing(sqlite3.connect(store)) as old, closing(sqlite3.connect(making)) as new:
            old.backup(new)
        making.chmod(0o600)
        _sync_file(making)
        making.rename(copy)
        sync_directory(store.parent)
    _migrate_file(store, versions)
    return copy


def migrate(connection: Connection, versions: Versions, target: str = "head") -> None:
    """Bring the store behind a connection to a version, in the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - the library takes longer to load than a current store to open
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.set_main_option("version_locations", str(versions.directory).replace("%", "%%"))
    settings.set_main_option("path_separator", "newline")
    settings.attributes["connection"] = connection
    command.upgrade(settings, target)


def _migrate_file(store: Path, versions: Versions) -> None:
    from sqlalchemy import create_engine, event  # noqa: PLC0415 - as above
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    with closing(sqlite3.connect(store, isolation_level=None)) as driver:
        driver.execute("PRAGMA synchronous = FULL")
        engine = create_engine("sqlite://", creator=lambda: driver, poolclass=NullPool)
        # The driver begins nothing by itself, so that BEGIN comes before the first statement of all.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        try:
            with engine.begin() as connection:
                migrate(connection, versions)
        except DBAPIError as error:
            raise error.orig or error from error


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_directory(directory: Path) -> None:
    """Make renames and new files in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
