"""Messages: one attribute a field, copies, and what of them may be stored and shown."""

import json
from operator import attrgetter

import pytest

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader, Message
from countertop.iso8583.hops import hop_text, read_hop
from countertop.iso8583.masking import masked_value
from countertop.iso8583.message import Track1, echoing
from countertop.iso8583.names import FIELD_NAMES, NUMBERS_BY_NAME
from countertop.iso8583.treatment import STARS
from countertop.values import Pan, PinBlock, Track2, Track3
from tests.iso8583.published import MESSAGES, decoded, message_of, named

PAN = "6225000000000014"


def test_fields_are_reached_by_name_and_by_number():
    message = Message("0200", pan=Pan(PAN), stan="000001", mac=b"12345678")
    assert message.get(2) == Pan(PAN)
    assert message.get(11) == "000001"
    assert message.get(3) is None
    assert message.get(64) == message.get(128) == b"12345678"
    assert message.fields() == {2: Pan(PAN), 11: "000001", 64: b"12345678"}
    with pytest.raises(KeyError):
        message.get(65)


def test_the_mac_of_an_interbank_message_is_field_128():
    header = InterbankHeader("1", "2")
    assert list(Message("0200", header=header, stan="1", mac=b"x").fields()) == [11, 128]
    assert list(Message("0800", network_code="301", mac=b"x").fields()) == [70, 128]


def test_every_name_is_an_attribute_and_every_row_a_name():
    message = Message("0200")
    for number, name in FIELD_NAMES.items():
        assert getattr(message, name) is None
        assert NUMBERS_BY_NAME[name] == number
    for dialect in (UNIONPAY_POS, INTERBANK):
        assert all(spec.name == FIELD_NAMES.get(number, "mac") for number, spec in dialect.table.items())


def test_a_name_that_is_no_field_is_refused():
    message = Message("0200")
    with pytest.raises(TypeError):
        Message("0200", voucher="1")
    with pytest.raises(AttributeError):
        message.voucher = "1"
    with pytest.raises(AttributeError):
        message.copy(voucher="1")


def test_a_copy_has_the_changes_only():
    message = message_of("sale request 0200, magnetic")
    twin = message.copy(mti="0400", track2=None, response_code="98")
    assert (twin.mti, twin.track2, twin.response_code) == ("0400", None, "98")
    assert twin.copy(mti="0200", track2=message.track2, response_code=None) == message
    assert message.mac_input
    assert message.copy().mac_input is None
    assert message.copy() is not message


def test_messages_compare_by_what_they_carry():
    assert Message("0200", stan="1") == Message("0200", stan="1")
    assert Message("0200", stan="1") != Message("0210", stan="1")
    assert Message("0200", header="1" * 12) != Message("0200")
    assert Message("0200") != "0200"
    with pytest.raises(TypeError):
        hash(Message("0200"))


@pytest.mark.parametrize(("mti", "answer"), [("0200", "0210"), ("0400", "0410"), ("0820", "0830"), ("0220", "0230")])
def test_the_answer_of_a_message_type(mti, answer):
    assert Message(mti).answer_mti == answer


def test_a_message_prints_its_numbers_only():
    assert repr(message_of("sale request 0200, magnetic")).startswith("Message(0200, fields 3, 4, 11, 22")


def test_the_routing_of_a_pos_message_is_a_broken_invariant():
    with pytest.raises(AssertionError):
        _ = Message("0200", header="603100310001").routing
    assert Message("0200", header=InterbankHeader("1")).routing.destination == "1"


@pytest.mark.parametrize("vector", MESSAGES, ids=lambda vector: vector["name"])
def test_public_fields_are_plain_text_without_card_data(vector):
    message = decoded(vector)
    shown = message.public_fields()
    text = json.dumps(shown)
    assert shown["mti"] == message.mti
    assert set(shown) == {"mti", *(FIELD_NAMES.get(number, "mac") for number in message.fields())}
    assert_no_secrets(message, text)
    assert_no_secrets(message, " ".join(masked_value(message, number) for number in message.fields()))


def assert_no_secrets(message, text):
    for secret in filter(None, attrgetter("pan", "track2", "track3", "pin_block", "account_from")(message)):
        clear = secret.reveal()
        assert (clear if isinstance(clear, str) else clear.hex().upper()) not in text
    for pan in ("6200000000000013", "6225000000000014", "6224242300000069", "6224242000000021"):
        assert pan not in text


def test_everything_secret_is_stars():
    message = Message(
        "0200",
        pan=Pan(PAN),
        track1=Track1("B" + PAN),
        track2=Track2(PAN + "D2912"),
        track3=Track3("99" + PAN),
        pin_block=PinBlock(b"12345678"),
        icc_data=bytes.fromhex("5A08") + bytes.fromhex(PAN),
        qr_data="A3019" + "1" * 19,
        extended_data=b"9206CV003123",
        reserved_data=PinBlock(b"1" * 16),
        account_from=Pan(PAN),
        message_security_code=b"12345678",
        expiry="2912",
    )
    shown = message.public_fields()
    assert shown.pop("pan") == shown.pop("account_from") == "622500******0014"
    assert shown.pop("expiry") == "2912"
    assert shown.pop("mti") == "0200"
    assert set(shown.values()) == {STARS}
    assert message.copy(pan=Pan("62250000")).public_fields()["pan"] == STARS


def test_card_numbers_in_a_batch_upload_are_hidden():
    message = message_of("batch upload of magnetic-stripe")
    assert message.public_fields()["private_data"] == STARS
    shown = masked_value(message, 48)
    assert shown == "0200000101****620000******001300000001000000000106****620000******0013000000110000"
    assert message_of("batch upload end").public_fields()["private_data"] == named("batch upload end")["fields"]["48"]
    assert masked_value(message.copy(private_data="0900000101"), 48) == STARS


def test_an_identity_document_between_institutions_is_hidden():
    assert Message("0200", original_info="000001000001").public_fields()["original_info"] == "000001000001"
    message = Message("0200", header=InterbankHeader(), original_info="01110101199001011234")
    assert message.public_fields()["original_info"] == STARS


def test_chip_data_shows_all_but_the_card():
    data = bytes.fromhex("9F3602031E" + "5A0862250000000000149F0702AABB" + "5703622500")
    message = Message("0200", icc_data=data)
    assert masked_value(message, 55) == "9F3602031E5A08" + "*" * 16 + "9F0702AABB5703" + "*" * 6
    assert masked_value(Message("0200", icc_data=b"\x9f"), 55) == STARS


def test_field_62_is_shown_where_it_is_public():
    assert masked_value(message_of("CA public-key list response"), 62).startswith("319F06")
    assert masked_value(message_of("terminal status upload"), 62).startswith("3031")
    assert masked_value(message_of("sign-in request, double-length (60.3=003), with"), 62).startswith("5365717565")
    assert masked_value(message_of("sign-in response, double-length (60.3=003), TMK"), 62) == STARS
    with pytest.raises(KeyError):
        masked_value(Message("0200"), 62)


def test_a_scanned_code_is_hidden_and_other_records_are_not():
    assert masked_value(Message("0200", qr_data="A3002114004005voice"), 59) == STARS
    assert masked_value(Message("0200", qr_data="A300211A4005voice"), 59) == "A3002**A4005voice"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A20130200800000101", "A20130200800000101"),
        ("A2013020080000010", STARS),
        ("A20130200800000101A3019" + "1" * 19, STARS),
        ("A3019" + "1" * 19 + "A20130200800000101", STARS),
        ("A2", STARS),
        ("", STARS),
    ],
)
def test_field_59_is_shown_where_a_machine_s_account_is_all_of_it(text, shown):
    message = Message("0200", qr_data=text)
    assert message.public_fields()["qr_data"] == shown
    assert read_hop(hop_text(message))["qr_data"] == shown


def test_an_echo_repeats_what_is_named_and_nothing_else():
    message = Message("0200", tpdu=b"60000", header="1" * 12, pan=Pan(PAN), stan="000001", mac=bytes(8))
    echo = echoing("header", "stan", "amount")(message, "0210")
    assert echo == Message("0210", header="1" * 12, stan="000001")
    assert echo.mac_input is None
    with pytest.raises(AssertionError):
        echoing("stan", "nonsense")
