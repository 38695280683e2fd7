"""The SQL of a schema's tables and queries, as SQLite and PostgreSQL both read it.

Every table has one column beside the declared ones: `row_number`, counted up by the database, so that rows without
another order come in the order of writing.
"""

# ruff: noqa: S608 - the names are those of a verified declaration, and every value is bound

from __future__ import annotations

from countertop.journal import Query, Schema, Table
from countertop.storage.declaration import returned_columns

__all__ = ["RECORD_COLUMNS", "ROW_NUMBER", "insert", "insert_record", "select", "select_by_key", "select_records"]

ROW_NUMBER = "row_number"
RECORD_COLUMNS = ("sequence", "stream", "kind", "version", "at", "body", "hash")


def insert(table: Table) -> str:
    """Return the statement that writes a row of a table, its values in the order of the columns."""
    verb = "INSERT OR REPLACE" if table.replace else "INSERT"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'{verb} INTO "{table.name}" ({names}) VALUES ({_marks(len(table.columns))})'


def insert_record() -> str:
    """Return the statement that writes a record, its values in the order of RECORD_COLUMNS."""
    return f"INSERT INTO record ({', '.join(RECORD_COLUMNS)}) VALUES ({_marks(len(RECORD_COLUMNS))})"


def select_records(stream: str | None) -> str:
    """Return the statement for one page of records; its values are a sequence, the stream if any, and a count."""
    chosen = "" if stream is None else " AND stream = ?"
    columns = ", ".join(RECORD_COLUMNS)
    return f"SELECT {columns} FROM record WHERE sequence > ?{chosen} ORDER BY sequence LIMIT ?"


def select_by_key(table: Table) -> str:
    """Return the statement for the row that holds a key."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {names} FROM "{table.name}" WHERE {_same(table.key, "?")}'


def select(schema: Schema, query: Query) -> str:
    """Return the statement for a query; its values are those of `equals`, of `at_least`, of `at_most`."""
    own, added = returned_columns(schema, query)
    columns = [f't."{name}"' for name in own] + [f'j."{name}"' for name in added]
    text = f'SELECT {", ".join(columns)} FROM "{query.table}" AS t'
    if query.joined is not None:
        text += f' LEFT JOIN "{query.joined}" AS j ON {_tied(schema.table(query.joined), "j")}'
    leading = len(query.equals) if query.led_by is None else query.led_by
    conditions = [f't."{name}" = ?' for name in query.equals[:leading]]
    conditions += [f"t.\"{name}\" || '' = ?" for name in query.equals[leading:]]  # no index holds such a term
    if query.at_least is not None:
        conditions.append(f't."{query.at_least}" >= ?')
    if query.at_most is not None:
        conditions.append(f't."{query.at_most}" <= ?')
    if query.without is not None:
        tie = _tied(schema.table(query.without), "w")
        conditions.append(f'NOT EXISTS (SELECT 1 FROM "{query.without}" AS w WHERE {tie})')
    if conditions:
        text += f" WHERE {' AND '.join(conditions)}"
    orders = [_order(name, own) for name in query.order_by]
    return f"{text} ORDER BY {', '.join([*orders, f't.{ROW_NUMBER}'])} LIMIT {query.limit}"


def _order(name: str, own: list[str]) -> str:
    column = name.removeprefix("-")
    direction = " DESC" if name.startswith("-") else ""
    return f'{"t" if column in own else "j"}."{column}"{direction}'


def _tied(table: Table, alias: str) -> str:
    return " AND ".join(f'{alias}."{name}" = t."{name}"' for name in table.key)


def _same(names: tuple[str, ...], value: str) -> str:
    return " AND ".join(f'"{name}" = {value}' for name in names)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
