"""A declared schema as SQLAlchemy tables, for migrations and comparison; the hot path never comes here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.types import TypeEngine

from countertop.journal import ColumnKind, Schema
from countertop.journal import Table as DeclaredTable
from countertop.storage.statements import ROW_NUMBER

__all__ = ["metadata_of", "record_table", "table_of"]

# Eight bytes wherever we are; a strict table of SQLite knows the word INTEGER only.
_INTEGER = BigInteger().with_variant(Integer(), "sqlite")

_TYPES: dict[ColumnKind, TypeEngine[Any]] = {
    ColumnKind.INTEGER: _INTEGER,
    ColumnKind.TEXT: Text(),
    ColumnKind.BYTES: LargeBinary(),
}


def metadata_of(schema: Schema) -> MetaData:
    """Return every table of a party's store, the records' among them."""
    metadata = MetaData()
    record_table(metadata)
    for table in schema.tables:
        table_of(table, metadata)
    return metadata


def record_table(metadata: MetaData) -> Table:
    """Return the table of records: one row each, tied to the one before by its hash."""
    return Table(
        "record",
        metadata,
        Column("sequence", _INTEGER, primary_key=True, autoincrement=False),
        Column("stream", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("at", _INTEGER, nullable=False),
        Column("body", Text, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        sqlite_strict=True,
    )


def table_of(declared: DeclaredTable, metadata: MetaData) -> Table:
    """Return a declared table. Its key is a unique constraint: the primary key counts the rows as they are written."""
    columns = [Column(column.name, _TYPES[column.kind], nullable=column.optional) for column in declared.columns]
    table = Table(
        declared.name,
        metadata,
        Column(ROW_NUMBER, _INTEGER, primary_key=True),
        *columns,
        UniqueConstraint(*declared.key, name=f"key_of_{declared.name}"),
        sqlite_strict=True,
    )
    for names in declared.indexes:
        Index(f"{declared.name}_by_{'_and_'.join(names)}", *(table.c[name] for name in names))
    return table
