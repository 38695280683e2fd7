"""The parties' tables: frozen as they are declared, and asked by index."""

import importlib
import sqlite3
from contextlib import closing
from importlib.util import find_spec

import pytest

from countertop.storage.chain import compare_tables
from countertop.storage.declaration import asked_columns
from countertop.storage.freeze import differences, newest_sql
from countertop.storage.sqlite import SqliteStore
from countertop.storage.statements import select
from countertop.storage.versions import Versions

SCHEMAS = [
    importlib.import_module(f"countertop.{room}.tables").SCHEMA
    for room in ("terminal", "acquirer", "switch", "issuer", "wallet")
    if find_spec(f"countertop.{room}.tables")
]


def party(schema):
    return schema.party


@pytest.mark.parametrize("schema", SCHEMAS, ids=party)
def test_what_is_declared_is_what_is_frozen(schema):
    command = f"python -m countertop.storage.freeze countertop.{schema.party}.tables:SCHEMA Founding --again"
    assert differences(schema) == [], f"{command} && ruff format src/countertop/storage/migrations"
    assert Versions(schema.party).newest_sql() == newest_sql(schema.party)


@pytest.mark.parametrize("schema", SCHEMAS, ids=party)
def test_its_store_is_founded_and_sound(schema, tmp_path):
    store = SqliteStore(tmp_path / "store.db", schema, reserve=0)
    assert list(compare_tables(store)) == []
    store.close()


@pytest.mark.parametrize(
    ("schema", "query"),
    [(schema, query) for schema in SCHEMAS for query in schema.queries if query.equals or query.at_least],
    ids=lambda part: getattr(part, "party", None) or part.name,
)
def test_a_question_finds_its_rows_by_index(schema, query):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(Versions(schema.party).newest_sql())
        asked = [0] * len(asked_columns(schema, query))
        plan = connection.execute(f"EXPLAIN QUERY PLAN {select(schema, query)}", asked).fetchall()
        assert plan[0][3].startswith("SEARCH t USING "), plan


@pytest.mark.parametrize(
    ("schema", "query"),
    [(schema, query) for schema in SCHEMAS for query in schema.queries if query.order_by and not query.equals],
    ids=lambda part: getattr(part, "party", None) or part.name,
)
def test_the_first_of_many_are_found_without_sorting_all(schema, query):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(Versions(schema.party).newest_sql())
        plan = connection.execute(f"EXPLAIN QUERY PLAN {select(schema, query)}", [0] * bool(query.at_least)).fetchall()
        assert "USE TEMP B-TREE FOR ORDER BY" not in [step[3] for step in plan]
