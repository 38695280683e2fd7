"""Messages as objects: masked for people, clear for vectors, and only whole values become a message again."""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader, Message
from countertop.iso8583.errors import TextFormError
from countertop.iso8583.text_form import from_object, to_object
from countertop.iso8583.treatment import STARS
from countertop.values import Pan
from tests.iso8583.published import MESSAGES, decoded, dialect_of, is_bare, message_of
from tests.iso8583.random_messages import messages
from tests.iso8583.test_message import assert_no_secrets


@pytest.mark.parametrize("vector", MESSAGES, ids=lambda vector: vector["name"])
def test_the_masked_form_is_json_without_secrets(vector):
    message = decoded(vector)
    shown = to_object(dialect_of(vector), message, bare=is_bare(vector))
    assert_no_secrets(message, json.dumps(shown))
    assert shown.keys() == vector["fields"].keys()


@pytest.mark.parametrize("dialect", [UNIONPAY_POS, INTERBANK], ids=lambda dialect: dialect.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_clear_form_is_a_message_again(dialect, data):
    message = data.draw(messages(dialect, max_fields=10))
    shown = json.loads(json.dumps(to_object(dialect, message, masked=False)))
    assume(not any(STARS in str(value) for value in shown.values()))
    assert from_object(dialect, shown) == message


def test_a_masked_value_is_not_encoded():
    shown = to_object(UNIONPAY_POS, message_of("sale response 0210"))
    with pytest.raises(TextFormError, match="masked") as caught:
        from_object(UNIONPAY_POS, shown)
    assert caught.value.field == 2
    shown = to_object(UNIONPAY_POS, message_of("QR (C2B) sale request"))
    with pytest.raises(TextFormError, match="masked") as caught:
        from_object(UNIONPAY_POS, shown)
    assert caught.value.field == 59


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        ({}, "mti"),
        ({"mti": 200}, "mti"),
        ({"mti": "0200", "4": 12}, "4"),
        ({"mti": "0200", "7": "0511234203"}, "7"),
        ({"mti": "0200", "amount": "1"}, "amount"),
        ({"mti": "0200", "²": "1"}, "²"),
        ({"mti": "0200", "0": "1"}, "0"),
        ({"mti": "0200", "99999999999999999999": "1"}, "99999999999999999999"),
        ({"mti": "0200", "55": "9F2"}, 55),
        ({"mti": "0200", "55": "9F 2"}, 55),
        ({"mti": "0200", "64": "zz"}, 64),
        ({"mti": "0200", "tpdu": "60000"}, "tpdu"),
        ({"mti": "0200", "h7_batch": "x"}, "h7_batch"),
    ],
)
def test_an_object_that_is_no_message_is_refused_by_its_key(shown, field):
    with pytest.raises(TextFormError) as caught:
        from_object(UNIONPAY_POS, shown)
    assert caught.value.field == field


def test_derived_keys_are_computed_again():
    message = from_object(UNIONPAY_POS, {"mti": "0200", "bitmap": "nonsense", "length": "9999", "11": "000001"})
    assert message == Message("0200", stan="000001")


def test_an_interbank_header_is_written_part_by_part():
    message = Message("0800", header=InterbankHeader("1", "2", flag=0x82), network_code="301")
    shown = to_object(INTERBANK, message)
    assert (shown["h2_flag_version"], shown["h4_dest"], shown["h3_total_len"]) == ("82", "1          ", "0069")
    assert from_object(INTERBANK, shown) == message


def test_an_envelope_that_is_not_there_is_not_shown():
    assert to_object(UNIONPAY_POS, Message("0200", pan=Pan("62"))) == {
        "mti": "0200",
        "bitmap": "4000000000000000",
        "2": "****",
    }
