"""The port: what the stage's worlds ask of a store. SQLite and memory pass one contract suite.

A store takes a batch of entries and questions, executes them in their order, and returns when all of it is durable:
one group commit. Each entry is atomic by itself. A question sees every entry before it and none behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from countertop.journal import Query, Schema, StoredRecord
from countertop.storage.errors import Refused

__all__ = ["Answer", "Conflict", "Entry", "Question", "Rows", "Store", "Written"]

Rows = list[dict[str, Any]]


class Entry:
    """Records to write in one step, with the rows they make; `at` is UTC microseconds."""

    __slots__ = ("at", "records", "stream")

    def __init__(self, stream: str, records: tuple[Any, ...], at: int) -> None:
        self.stream = stream
        self.records = records
        self.at = at

    def __repr__(self) -> str:
        return f"Entry({self.stream}, {', '.join(entry.KIND for entry in self.records)})"


class Question:
    """A declared query with its values: those of `equals` in their order, of `at_least`, of `at_most`."""

    __slots__ = ("query", "values")

    def __init__(self, query: Query, values: tuple[Any, ...]) -> None:
        self.query = query
        self.values = values

    def __repr__(self) -> str:
        return f"Question({self.query.name})"


class Conflict:
    """A key of the entry was taken: nothing of it was written. `existing` is the row of `table` that holds it."""

    __slots__ = ("existing", "table")

    def __init__(self, table: str, existing: dict[str, Any]) -> None:
        self.table = table
        self.existing = existing

    def __repr__(self) -> str:
        return f"Conflict({self.table})"


# The answer to an entry: None when it was written.
Written = Conflict | Refused | None
# The answer to an entry or a question, in its place of the batch.
Answer = Written | Rows


class Store(Protocol):
    """Where a party keeps what it must not lose. One writer; every method may raise StoreError."""

    schema: Schema

    @property
    def below_reserve(self) -> bool:
        """Whether the disk was found full: begin no new business; what is in hand can still be written."""
        ...

    def refill_reserve(self) -> bool:
        """Put space by again if there is some; return whether business may go on."""
        ...

    def perform(self, batch: Sequence[Entry | Question]) -> list[Answer]:
        """Execute a batch in order; its entries are durable on return. Raises StoreFailed when they may not be."""
        ...

    def commit(self, entries: Sequence[Entry]) -> list[Written]:
        """Write entries in one group commit; durable on return."""
        ...

    def read(self, query: Query, values: tuple[Any, ...]) -> Rows:
        """Return the rows a query asks for, in order of writing where it names no other; raises Refused."""
        ...

    def records(self, after: int = 0, stream: str | None = None) -> Iterator[StoredRecord]:
        """Return the records behind a sequence number, oldest first, of one stream or of all."""
        ...

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Return every row of a table in order of writing, for audits; its values in the order of the columns."""
        ...

    def close(self) -> None:
        """Give the store back; closing twice does nothing."""
        ...
