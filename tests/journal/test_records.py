"""Records are canonical text, readable for ever, tied to each other, and never hold a secret."""

import hashlib
import json
from enum import StrEnum

import pytest
from hypothesis import given, strategies

from countertop.journal import GENESIS, StoredRecord, body, chain_hash, record, restore
from countertop.values import Pan, Secret


@record(
    "journal_test.sold",
    version=3,
    upcasters={
        1: lambda old: {**old, "currency": "156"},
        2: lambda old: {"amount": old["fen"], "currency": old["currency"], "goods": old["goods"]},
    },
)
class Sold:
    amount: int
    currency: str
    goods: list[str]


@record("journal_test.noted")
class Noted:
    text: object
    more: dict | None = None


class Code(StrEnum):
    APPROVED = "00"


def test_the_body_is_compact_readable_and_in_declared_order():
    assert body(Sold(1050, "156", ["茶", 'a "b"'])) == '{"amount":1050,"currency":"156","goods":["茶","a \\"b\\""]}'
    assert (Sold.KIND, Sold.VERSION, Sold.FIELDS) == ("journal_test.sold", 3, ("amount", "currency", "goods"))


@pytest.mark.parametrize(
    "entry",
    [Sold(0, "", []), Sold(-1, "\x00\n\u2028", ["\U0001f4b3"]), Noted(None, {"4": "0000", "nested": [1, True, None]})],
    ids=repr,
)
def test_a_record_is_restored_as_it_was(entry):
    assert restore(type(entry).KIND, type(entry).VERSION, body(entry)) == entry


PLAIN = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN, PLAIN)
def test_the_body_is_the_json_of_the_fields_whatever_they_hold(text, more):
    members = {"text": text, "more": more}
    assert body(Noted(text, more)) == json.dumps(members, ensure_ascii=False, separators=(",", ":"))


def test_a_value_of_an_enumeration_is_written_as_its_value():
    assert body(Noted(Code.APPROVED, None)) == '{"text":"00","more":null}'


def test_an_old_version_is_raised_step_by_step():
    assert restore("journal_test.sold", 1, '{"fen":5,"goods":["tea"]}') == Sold(5, "156", ["tea"])
    assert restore("journal_test.sold", 2, '{"fen":5,"currency":"344","goods":[]}') == Sold(5, "344", [])


@pytest.mark.parametrize(
    "secret",
    [Pan("6222020200000000008"), Secret("x"), object(), {1, 2}, b"x", 1j],
    ids=lambda value: type(value).__name__,
)
def test_nothing_but_plain_data_can_be_written(secret):
    for holder in (secret, [secret], {"field": secret}):
        with pytest.raises(TypeError) as refused:
            body(Noted(holder))
        assert "6222" not in str(refused.value)


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        body(Noted(float("nan")))


def test_an_unknown_kind_is_told():
    with pytest.raises(KeyError):
        restore("journal_test.unknown", 1, "{}")


def test_a_kind_is_declared_once():
    with pytest.raises(AssertionError, match="twice"):
        record("journal_test.noted")(type("Again", (), {}))


def test_every_older_version_keeps_its_upcaster():
    with pytest.raises(AssertionError, match="upcaster"):
        record("journal_test.forgetful", version=2)(type("Forgetful", (), {}))


def test_the_hash_covers_every_part_and_the_record_before():
    parts = (GENESIS, 7, "s", "k", 1, 99, "{}")
    whole = chain_hash(*parts)
    assert whole == hashlib.sha256(bytes(32) + b"7\ns\nk\n1\n99\n{}").digest()
    for place, other in enumerate([b"\x01" * 32, 8, "t", "l", 2, 98, "{ }"]):
        assert chain_hash(*parts[:place], other, *parts[place + 1 :]) != whole


def test_a_stored_record_is_plain():
    stored = StoredRecord(1, "s", "journal_test.noted", 1, 5, body(Noted("x")), GENESIS)
    assert json.loads(stored.body) == {"text": "x", "more": None}
    assert not hasattr(stored, "__dict__")
