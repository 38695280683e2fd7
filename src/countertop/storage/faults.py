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
_NO_ACCESS = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def failure_of(error: sqlite3.Error, store: Path) -> StoreError:
    """Return what a failed write means: nothing in it counts as written until the store has been opened again."""
    code, name = _primary_code(error)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull("store.full", store=str(store))
    if code in _DAMAGE:
        return StoreDamaged("store.damaged", store=str(store), reason=name)
    if code == sqlite3.SQLITE_BUSY:
        return StoreFailed("store.busy", store=str(store))
    return StoreFailed("store.failed", store=str(store), reason=name)


@contextmanager
def opening(store: Path) -> Iterator[None]:
    """Turn what goes wrong while a store is being opened into StoreUnreachable or what a failed write would be."""
    try:
        yield
    except sqlite3.Error as error:
        code, name = _primary_code(error)
        if code not in _NO_ACCESS:
            raise failure_of(error, store) from error
        raise StoreUnreachable("store.unreachable", store=str(store), reason=name) from error
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFull("store.full", store=str(store)) from error
        reason = os.strerror(error.errno) if error.errno is not None else type(error).__name__
        raise StoreUnreachable("store.unreachable", store=str(store), reason=reason) from error


def _primary_code(error: sqlite3.Error) -> tuple[int, str]:
    """Return the result code without what extends it, and the whole one's name."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF, getattr(error, "sqlite_errorname", type(error).__name__)
