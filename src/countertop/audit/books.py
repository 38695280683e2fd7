"""Books: what one party holds, read once for all checks. Any store will do, open or opened only to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from countertop.journal import Schema, StoredRecord

__all__ = ["Books", "Kept", "Row"]

Row = Mapping[str, Any]


class Kept(Protocol):
    """What an audit reads of a store."""

    schema: Schema

    def records(self, after: int = 0, stream: str | None = None) -> Iterator[StoredRecord]:
        """Return the records behind a sequence number, oldest first."""
        ...

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Return every row of a table, its values in the order of the columns."""
        ...


class Books:
    """One party's tables as lists of rows and as rows by key."""

    __slots__ = ("_lists", "_maps", "kept", "kind", "name")

    def __init__(self, name: str, kept: Kept) -> None:
        self.name = name
        self.kind = kept.schema.party
        self.kept = kept
        self._lists: dict[str, list[Row]] = {}
        self._maps: dict[str, dict[Any, Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table in order of writing."""
        known = self._lists.get(table)
        if known is None:
            names = [column.name for column in self.kept.schema.table(table).columns]
            known = self._lists[table] = [dict(zip(names, row, strict=True)) for row in self.kept.rows(table)]
        return known

    def by_key(self, table: str) -> dict[Any, Row]:
        """Return the rows of a table by key: the value of a single key column, a tuple of several."""
        known = self._maps.get(table)
        if known is None:
            key = self.kept.schema.table(table).key
            known = self._maps[table] = {
                row[key[0]] if len(key) == 1 else tuple(row[name] for name in key): row for row in self.rows(table)
            }
        return known


def of_kind(parties: Iterable[Books], kind: str) -> list[Books]:
    """Return the books of all parties of a kind."""
    return [books for books in parties if books.kind == kind]
