"""Stores behind one port: SQLite on the disk, memory for the made-up world; schema, migrations, the chain's audit."""

from countertop.storage.errors import (
    DiskFull,
    Refused,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFailed,
    StoreLocked,
    StoreNewer,
    StoreOlder,
    StoreUnreachable,
)
from countertop.storage.memory import Image, MemoryStore
from countertop.storage.port import Answer, Conflict, Entry, Question, Rows, Store, Written

__all__ = [
    "Answer",
    "Conflict",
    "DiskFull",
    "Entry",
    "Image",
    "MemoryStore",
    "Question",
    "Refused",
    "Rows",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreFailed",
    "StoreLocked",
    "StoreNewer",
    "StoreOlder",
    "StoreUnreachable",
    "Written",
]
