"""From what SQLite and the system say to what a person can do about it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from countertop.storage.errors import DiskFull, StoreDamaged, StoreError, StoreFailed, StoreUnreachable

__all__ = ["failure_of", "opening"]

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def failure_of(error: sqlite3.Error, store: Path) -> StoreError:
    """Return what a failed write means: nothing in it counts as written until the store has been opened again."""
    code, name = _primary_code(error)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"no space is left for {store}; make room on its disk, then start again")
    if code in _DAMAGE:
        return StoreDamaged(
            f"{store} is damaged ({name}); stop, keep a copy of it, and put the last backup in its place"
        )
    if code == sqlite3.SQLITE_BUSY:
        return StoreFailed(f"another program holds {store} locked; close it, then start again")
    return StoreFailed(f"writing {store} failed ({name}); check its disk and the system log, then start again")


@contextmanager
def opening(store: Path) -> Iterator[None]:
    """Turn what goes wrong while a store is being opened into StoreUnreachable, StoreDamaged or DiskFull."""
    try:
        yield
    except sqlite3.Error as error:
        code, name = _primary_code(error)
        if code in {*_DAMAGE, sqlite3.SQLITE_FULL}:
            raise failure_of(error, store) from error
        raise StoreUnreachable(
            f"{store} cannot be opened ({name}); its directory and the files beside it must be readable and writable "
            "for the user who runs this"
        ) from error
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFull(f"no space is left for {store}; make room on its disk, then start again") from error
        reason = os.strerror(error.errno) if error.errno is not None else type(error).__name__
        raise StoreUnreachable(
            f"{store} cannot be opened ({reason}); its directory must exist and be writable for the user who runs this"
        ) from error


def _primary_code(error: sqlite3.Error) -> tuple[int, str]:
    """Return the result code without what extends it, and the whole one's name."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF, getattr(error, "sqlite_errorname", type(error).__name__)
