"""What an actor keeps: records in a hash chain, and plain tables that people and reports query."""

from countertop.journal.columns import columns, row_of, rows_of
from countertop.journal.records import GENESIS, StoredRecord, body, chain_hash, record, restore
from countertop.journal.tables import Column, ColumnKind, Query, Row, Schema, Table

__all__ = [
    "GENESIS",
    "Column",
    "ColumnKind",
    "Query",
    "Row",
    "Schema",
    "StoredRecord",
    "Table",
    "body",
    "chain_hash",
    "columns",
    "record",
    "restore",
    "row_of",
    "rows_of",
]
