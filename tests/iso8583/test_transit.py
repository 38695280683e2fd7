"""Transit keys and field 90: what institutions call an attempt."""

import contextlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.iso8583 import Message
from countertop.iso8583.errors import MatrixError, MessageError, SubfieldError
from countertop.iso8583.transit import (
    TransitClock,
    TransitKey,
    original_data,
    original_key,
    read_original_data,
    transit_key,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc(*parts):
    return int(datetime(*parts, tzinfo=SHANGHAI).timestamp()) * 1_000_000


@pytest.fixture
def clock():
    return TransitClock(SHANGHAI)


def request(**changes):
    fields = {
        "acquirer_id": "48020000",
        "forwarding_id": "00010344",
        "transmission_time": "0131235959",
        "stan": "000123",
    }
    return Message("0200", **{**fields, **changes})


def test_field_7_is_local_time_to_the_second(clock):
    assert clock.transmission_time(utc(2024, 1, 31, 23, 59, 59) + 999_999) == "0131235959"
    assert clock.transmission_time(utc(2024, 2, 1)) == "0201000000"


@pytest.mark.parametrize(
    ("field_7", "received", "dated"),
    [
        ("0131235959", (2024, 2, 1, 0, 0, 3), "20240131235959"),
        ("1231235958", (2025, 1, 1, 0, 0, 1), "20241231235958"),
        ("0101000002", (2024, 12, 31, 23, 59, 58), "20250101000002"),
        ("0229120000", (2024, 3, 1), "20240229120000"),
        ("0229120000", (2025, 3, 1), "20240229120000"),
    ],
)
def test_the_receiver_adds_the_year_that_is_closest(clock, field_7, received, dated):
    assert clock.dated(field_7, utc(*received)) == dated


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "013123595",
        "01312359599",
        "0132000000",
        "1301000000",
        "0101240000",
        "0101006000",
        "0101000060",
        "01010000 0",
        "-101000000",
        "01010000²0",
    ],
)
def test_a_transmission_time_that_is_none_is_refused(clock, wrong):
    with pytest.raises(SubfieldError):
        clock.dated(wrong, utc(2024, 1, 1))


def test_the_key_of_a_message_does_not_depend_on_leading_zeros(clock):
    key = transit_key(request(), clock, utc(2024, 2, 1))
    assert key == TransitKey("48020000", "10344", "20240131235959", "000123")
    assert key.text == "48020000|10344|20240131235959|000123"
    assert TransitKey.of_text(key.text) == key
    assert key == transit_key(request(forwarding_id="00000010344"), clock, utc(2024, 2, 1))


@pytest.mark.parametrize(
    ("name", "number"), [("acquirer_id", 32), ("forwarding_id", 33), ("transmission_time", 7), ("stan", 11)]
)
def test_a_message_without_a_part_of_its_key_is_refused(clock, name, number):
    with pytest.raises(MatrixError) as refused:
        transit_key(request(**{name: None}), clock, utc(2024, 2, 1))
    assert refused.value.field == number


def test_field_90_names_the_original_and_is_read_back(clock):
    key = transit_key(request(), clock, utc(2024, 2, 1))
    text = original_data("0200", key)
    assert text == "0200" + "000123" + "0131235959" + "00048020000" + "00000010344"
    assert read_original_data(text, clock, utc(2024, 2, 2)) == ("0200", key)


@pytest.mark.parametrize("wrong", ["", "0" * 41, "0" * 43, "0200" + "000123" + "0132000000" + "0" * 22, "x" * 42])
def test_a_field_90_that_is_none_is_refused(clock, wrong):
    with pytest.raises(SubfieldError) as refused:
        read_original_data(wrong, clock, utc(2024, 1, 1))
    assert refused.value.field == 90


@pytest.mark.parametrize("wrong", ["", "a|b|c", "a|b|c|d|e"])
def test_a_text_that_is_no_key_is_refused(wrong):
    with pytest.raises(ValueError, match="four parts"):
        TransitKey.of_text(wrong)


@given(
    sent=st.integers(utc(2000, 1, 1), utc(2099, 1, 1)),
    late=st.timedeltas(timedelta(days=-150), timedelta(days=150)),
)
def test_a_key_sent_and_received_months_apart_is_the_same_key(sent, late):
    clock = TransitClock(SHANGHAI)
    received = sent + int(late.total_seconds()) * 1_000_000
    field_7 = clock.transmission_time(sent)
    assert clock.dated(field_7, received) == clock.dated(field_7, sent)
    assert clock.dated(field_7, sent)[4:] == field_7


@given(st.text(max_size=50))
def test_no_text_raises_anything_but_a_message_error(text):
    clock = TransitClock(SHANGHAI)
    for read in (clock.dated, lambda text, at: read_original_data(text, clock, at)):
        with contextlib.suppress(MessageError):
            read(text, 0)


@pytest.mark.parametrize("forwarding_id", ["48020000", "00010344"])
def test_an_original_is_of_the_same_acquirer_and_forwarded_by_it_or_by_who_sends_this(clock, forwarding_id):
    original = transit_key(request(stan="000001", forwarding_id=forwarding_id), clock, utc(2024, 2, 1))
    reversal = request(original=original_data("0200", original))
    assert original_key(reversal, clock, utc(2024, 2, 1)) == original


@pytest.mark.parametrize(
    "change",
    [{"stan": "000123"}, {"acquirer_id": "48020001"}, {"forwarding_id": "00010345"}],
    ids=["itself", "another acquirer", "another forwarder"],
)
def test_an_original_that_this_message_cannot_be_about_is_refused(clock, change):
    original = transit_key(request(**{"stan": "000001", **change}), clock, utc(2024, 2, 1))
    with pytest.raises(SubfieldError):
        original_key(request(original=original_data("0200", original)), clock, utc(2024, 2, 1))


def test_an_original_that_is_absent_is_refused(clock):
    with pytest.raises(SubfieldError):
        original_key(request(), clock, utc(2024, 2, 1))
