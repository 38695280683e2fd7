"""A declaration that contradicts itself is found when its store opens, and a value that does not fit when it comes."""

from dataclasses import replace
from enum import IntEnum, StrEnum

import pytest

from countertop.journal import Column, ColumnKind, Query, Table
from countertop.storage import MemoryStore, Refused
from countertop.storage.declaration import Fit, asked_columns, returned_columns, verify_query, verify_schema
from tests.storage.party_under_test import ATTEMPT, HOP, LARGE, OF_TERMINAL, OUTCOME, SCHEMA


def table(*names, key=("a",), **more):
    return Table("faulty", tuple(Column(name) for name in names), key, **more)


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        (table("a", key=()), "no key"),
        (table("a", key=("b",)), "names b"),
        (table("a", indexes=(("b",),)), "names b"),
        (table("a", "a"), "two columns"),
        (table("a", "B"), "small letters"),
        (table("a", 'b"'), "small letters"),
        (table("a", "row_number"), "keep for themselves"),
        (Table("record", (Column("a"),), ("a",)), "keep for themselves"),
        (Table("faulty", (Column("a", optional=True),), ("a",)), "cannot be optional"),
        (OUTCOME, "two tables"),
    ],
)
def test_a_faulty_table(faulty, told):
    with pytest.raises(AssertionError, match=told):
        MemoryStore(replace(SCHEMA, tables=(*SCHEMA.tables, faulty)))


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        (Query("q", "nonsense"), "no table"),
        (Query("q", "attempt", joined="nonsense"), "no table"),
        (Query("q", "attempt", ("nonsense",)), "asks by nonsense"),
        (Query("q", "attempt", at_least="nonsense"), "asks by nonsense"),
        (Query("q", "attempt", ("response_code",), joined="outcome"), "asks by response_code"),
        (Query("q", "attempt", without="hop"), "not all columns of the key"),
        (Query("q", "attempt", order_by=("-nonsense",)), "orders by"),
        (Query("q", "attempt", order_by=("response_code",)), "orders by"),
        (Query("q", "attempt", limit=0), "no room"),
        (Query("all attempts", "attempt"), "two queries"),
    ],
)
def test_a_faulty_query(faulty, told):
    with pytest.raises(AssertionError, match=told):
        verify_schema(replace(SCHEMA, queries=(*SCHEMA.queries, faulty)))


def test_two_joined_tables_may_not_use_one_name_for_two_things():
    outcome = replace(OUTCOME, columns=(*OUTCOME.columns, Column("amount")))
    tables = tuple(outcome if declared is OUTCOME else declared for declared in SCHEMA.tables)
    with pytest.raises(AssertionError, match="both tables have amount"):
        verify_schema(replace(SCHEMA, tables=tables))


def test_only_records_are_projected():
    with pytest.raises(AssertionError, match="str is no record"):
        verify_schema(replace(SCHEMA, rows={**SCHEMA.rows, str: lambda _: ()}))


def test_a_sound_query_and_its_columns():
    verify_query(SCHEMA, LARGE)
    assert [column.name for column in asked_columns(SCHEMA, LARGE)] == ["terminal_id", "amount"]
    assert not any(column.optional for column in asked_columns(SCHEMA, Query("q", "attempt", ("rrn", "order"))))
    assert returned_columns(SCHEMA, OF_TERMINAL) == ([column.name for column in ATTEMPT.columns], ["response_code"])
    assert returned_columns(SCHEMA, Query("q", "hop")) == ([column.name for column in HOP.columns], [])


class Code(StrEnum):
    APPROVED = "00"


class Number(IntEnum):
    ONE = 1


FIT = Fit("a row", (Column("a"), Column("b", ColumnKind.INTEGER, optional=True), Column("c", ColumnKind.BYTES)))


@pytest.mark.parametrize(
    ("values", "plain"),
    [
        (("x", 1, b""), ("x", 1, b"")),
        (("x", None, b""), ("x", None, b"")),
        ((Code.APPROVED, Number.ONE, b""), ("00", 1, b"")),
        (("x", True, b""), ("x", 1, b"")),
        (("x", (1 << 63) - 1, b""), ("x", (1 << 63) - 1, b"")),
    ],
)
def test_values_become_plain(values, plain):
    for _ in range(2):
        fitted = FIT.fit(values)
        assert fitted == plain
        assert [type(value) for value in fitted] == [type(value) for value in plain]


@pytest.mark.parametrize(
    "values",
    [
        (),
        ("x", 1),
        ("x", 1, b"", 1),
        ["x", 1, b""],
        (1, 1, b""),
        (None, 1, b""),
        ("x", "1", b""),
        ("x", 1.0, b""),
        ("x", 1 << 63, b""),
        ("x", -(1 << 63), b""),
        ("x", 1, "bytes"),
        ("x", 1, bytearray()),
    ],
    ids=repr,
)
def test_values_that_do_not_fit_are_refused_also_after_fitting_ones(values):
    FIT.fit(("x", 1, b""))
    for _ in range(2):
        with pytest.raises(Refused):
            FIT.fit(values)
