"""The short forms declare what the long ones would."""

from countertop.journal import Column, ColumnKind, Table, columns, record, row_of, rows_of


@record("journal_columns_test.sold")
class Sold:
    number: int
    ignored: str
    text: str | None


SALE = Table("sale", columns("number# text?"), ("number",))


def test_a_name_tells_the_kind_and_whether_it_may_be_missing():
    assert columns("a b# c? d#?") == (
        Column("a"),
        Column("b", ColumnKind.INTEGER),
        Column("c", optional=True),
        Column("d", ColumnKind.INTEGER, optional=True),
    )


def test_a_row_takes_the_fields_that_have_a_column():
    assert row_of(SALE)(Sold(1, "x", None)) == ("sale", (1, None))
    assert rows_of(SALE)(Sold(1, "x", "y")) == (("sale", (1, "y")),)
