"""Tables and queries are plain declarations."""

import dataclasses

import pytest

from countertop.journal import Column, ColumnKind, Query, Schema, Table

TABLE = Table("sale", (Column("number", ColumnKind.INTEGER), Column("text", optional=True)), ("number",))
SCHEMA = Schema("shop", (TABLE,), (Query("all", "sale"),), {})


def test_a_column_holds_text_and_always_something_unless_it_says_otherwise():
    assert Column("text") == Column("text", ColumnKind.TEXT, optional=False)


def test_a_row_is_not_replaced_unless_the_table_says_so():
    assert not TABLE.replace


def test_a_query_asks_for_everything_within_a_limit():
    query = SCHEMA.queries[0]
    assert (query.equals, query.joined, query.without, query.at_least, query.order_by) == ((), None, None, None, ())
    assert query.limit == 1000


def test_a_table_is_found_by_its_name():
    assert SCHEMA.table("sale") is TABLE
    with pytest.raises(KeyError):
        SCHEMA.table("nonsense")


def test_declarations_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        TABLE.name = "other"
