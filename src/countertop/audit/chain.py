"""The chain: records are complete and unchanged, and the tables are what the records make (I15)."""

from __future__ import annotations

from collections.abc import Iterator

from countertop.audit.books import Books
from countertop.audit.findings import Finding
from countertop.storage.chain import compare_tables, verify_chain
from countertop.storage.errors import StoreDamaged

__all__ = ["check_chain"]


def check_chain(books: Books) -> Iterator[Finding]:
    """Follow the chain from its first record, then rebuild every table and compare."""
    try:
        verify_chain(books.kept.records())
        for difference in compare_tables(books.kept):
            told = {"table": difference.table}
            yield Finding("I15", (books.name,), str(difference.key), "audit.table_differs", told)
    except StoreDamaged as damage:
        yield Finding("I15", (books.name,), "", "audit.chain_broken", {"reason": str(damage)})
