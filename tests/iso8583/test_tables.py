"""The dialect tables: whole, in order, named in both languages, and differing from the base only where they say."""

import pytest

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, codes, insides
from countertop.iso8583.dialects.iso1987 import ISO1987
from countertop.iso8583.private import KEY_BLOCKS, PARAMETERS
from countertop.iso8583.private.extended import STATUS_TAGS
from countertop.iso8583.spec import Encoding, Kind, Label
from countertop.iso8583.tag_labels import TAG_LABELS

DIALECTS = pytest.mark.parametrize("dialect", [UNIONPAY_POS, INTERBANK], ids=lambda dialect: dialect.name)


def has_both(label):
    return bool(label.zh) and label.en.isascii() and bool(label.en)


@DIALECTS
def test_every_field_has_its_names(dialect):
    for number, spec in dialect.table.items():
        assert spec.number == number
        assert has_both(spec.label), number
        assert spec.form().startswith(spec.kind.value)
    assert list(dialect.table) == sorted(dialect.table)


def test_every_code_has_its_names():
    tables = [value for name, value in vars(codes).items() if name.isupper()]
    assert len(tables) > 10
    for table in (*tables, TAG_LABELS, STATUS_TAGS):
        assert all(isinstance(label, Label) and has_both(label) for label in table.values())
    assert all(has_both(row.label) for row in PARAMETERS.values())
    assert all(has_both(place.label) for places in KEY_BLOCKS.values() for place in places)


@DIALECTS
def test_only_binary_secrets_are_bytes(dialect):
    for spec in dialect.table.values():
        if spec.secret and spec.kind is Kind.B:
            assert spec.secret.__name__ == "PinBlock"


def test_a_dialect_is_the_base_and_its_difference():
    assert UNIONPAY_POS.table.keys() - ISO1987.keys() == {46, 47, 56, 57, 58, 64}
    assert ISO1987.keys() - UNIONPAY_POS.table.keys() == {7}
    assert ISO1987.keys() - INTERBANK.table.keys() == {45}
    assert {spec.digits for spec in INTERBANK.table.values()} == {Encoding.ASCII}
    assert {spec.digits for spec in UNIONPAY_POS.table.values()} == {Encoding.BCD}


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (2, "n..19 LL"),
        (22, "n3"),
        (35, "z..37 LL"),
        (44, "an..25 LL"),
        (48, "n...322 LLL"),
        (60, "n...17 LLL"),
        (64, "b8"),
    ],
)
def test_forms_are_those_of_the_specification(number, form):
    assert UNIONPAY_POS.table[number].form() == form


def test_insides_belong_to_fields():
    for number, packed in insides._INSIDES:
        tables = [dialect.table for dialect in (UNIONPAY_POS, INTERBANK) if number in dialect.table]
        assert tables, number
        if packed is not None:
            assert packed in {table[number].is_packed for table in tables}
