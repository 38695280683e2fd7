"""The audit of a store: its records are one unbroken chain, and its tables are what the records make.

The chain alone shows every edit, gap and reordering, and every deletion but that of the newest records. Those are
missed by the tables, which still hold their rows, and by an anchor: a sequence number and hash noted earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

from countertop.journal import GENESIS, Schema, StoredRecord, chain_hash
from countertop.storage.errors import StoreDamaged
from countertop.storage.memory import MemoryStore

__all__ = ["Audited", "Head", "RowDifference", "compare_tables", "rebuild", "verify_chain"]


class Audited(Protocol):
    """What an audit reads: a store, or a file opened only to be read."""

    schema: Schema

    def records(self, after: int = 0, stream: str | None = None) -> Iterator[StoredRecord]:
        """Return the records."""
        ...

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Return every row of a table."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """The newest record of a chain; noted elsewhere it is an anchor."""

    sequence: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that the table and the records do not agree on; None where a side has none."""

    table: str
    key: tuple[Any, ...]
    stored: tuple[Any, ...] | None
    rebuilt: tuple[Any, ...] | None


def verify_chain(records: Iterable[StoredRecord], anchors: Mapping[int, bytes] | None = None) -> Head:
    """Follow a chain from its first record and return its head.

    `anchors` are hashes noted earlier, by sequence number. Raises StoreDamaged at the first record that is not what was
    written, or when the chain ends before an anchor.
    """
    noted = dict(anchors or {})
    sequence, tie = 0, GENESIS
    for record in records:
        if record.sequence != sequence + 1:
            raise StoreDamaged("store.chain-gap", record=record.sequence, follows=sequence)
        sequence = record.sequence
        tie = chain_hash(tie, sequence, record.stream, record.kind, record.version, record.at, record.body)
        if tie != record.hash or noted.pop(sequence, tie) != tie:
            raise StoreDamaged("store.record-changed", record=sequence, stream=record.stream)
    if any(place > sequence for place in noted):
        raise StoreDamaged("store.tail-gone", record=sequence, noted=max(noted))
    return Head(sequence, tie)


def rebuild(schema: Schema, records: Iterable[StoredRecord]) -> MemoryStore:
    """Return a store whose tables were made from the records alone; raises StoreDamaged where they cannot be."""
    store = MemoryStore(schema)
    for record in records:
        try:
            refused = store.retell(record)
        except (KeyError, TypeError, ValueError) as broken:
            raise StoreDamaged("store.record-unreadable", record=record.sequence, kind=record.kind) from broken
        if refused is not None:
            raise StoreDamaged("store.key-twice", record=record.sequence)
    return store


def compare_tables(store: Audited) -> Iterator[RowDifference]:
    """Return where the tables are not what the records make; nothing for a sound store."""
    rebuilt = rebuild(store.schema, store.records())
    for table in store.schema.tables:
        names = [column.name for column in table.columns]
        places = [names.index(name) for name in table.key]
        made = {tuple(row[place] for place in places): row for row in rebuilt.rows(table.name)}
        for row in store.rows(table.name):
            key = tuple(row[place] for place in places)
            wanted = made.pop(key, None)
            if row != wanted:
                yield RowDifference(table.name, key, row, wanted)
        for key, row in sorted(made.items(), key=itemgetter(0)):
            yield RowDifference(table.name, key, None, row)
