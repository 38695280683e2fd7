"""Codes that customers of card schemes show."""

from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countertop.codec.tlv import build
from countertop.qr import CodeError, read_customer_code
from tests.qr.published import named

APPLICATION = build([("4F", bytes.fromhex("A000000333010102")), ("57", bytes.fromhex("6225000000000014D4907120F0"))])


def code(*items):
    return b64encode(build(items)).decode()


def revealed(secret):
    return None if secret is None else secret.reveal()


@pytest.mark.parametrize("vector", **named("customer_presented"))
def test_a_published_code(vector):
    read = read_customer_code(vector["payload"])
    found = [
        {"aid": each.aid, "label": each.label, "track2": revealed(each.track2), "pan": revealed(each.pan)}
        for each in read.applications
    ]
    assert found == vector["applications"]
    assert revealed(read.common.pan) == vector["common"]["pan"]
    assert {tag: value.hex().upper() for tag, value in read.common.tags.items()} == vector["common"]["tags"]
    assert read_customer_code(b64encode(bytes.fromhex(vector["hex"])).decode()) == read


def test_a_card_in_a_code_prints_masked():
    read = read_customer_code(code(("85", b"CPV01"), ("61", APPLICATION)))
    assert "6225000000000014" not in repr(read)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "code"),
        ("not base64!", "code"),
        ("A" * 516, "code"),
        (code(("61", APPLICATION)), "85"),
        (code(("85", b"CPV02"), ("61", APPLICATION)), "85"),
        (code(("85", b"CPV01")), "61"),
        (code(("85", b"CPV01"), ("61", b"")), "4F"),
        (code(("85", b"CPV01"), ("61", APPLICATION + APPLICATION)), "4F"),
        (code(("85", b"CPV01"), ("61", APPLICATION), ("62", b""), ("62", b"")), "62"),
        (b64encode(bytes.fromhex("8505435056303161051F")).decode(), "61"),
    ],
)
def test_what_cannot_be_a_code_is_refused_by_its_tag(text, field):
    with pytest.raises(CodeError) as refused:
        read_customer_code(text)
    assert refused.value.field == field


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=100) | st.binary(max_size=300).map(lambda data: b64encode(b"\x85\x05CPV01" + data).decode()))
def test_anything_is_read_or_refused(text):
    with suppress(CodeError):
        read_customer_code(text)
