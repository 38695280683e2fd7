"""Dialects: the MAC without encoding twice, openings, caches with limits, and refusals that say what was wrong."""

import pytest

from countertop.iso8583 import (
    INTERBANK,
    UNIONPAY_POS,
    DecodeError,
    EncodeError,
    InterbankHeader,
    Message,
    PosHeader,
    interpret,
    recurrence,
    steady,
)
from countertop.iso8583 import dialect as dialects
from countertop.iso8583.compile import Compiler
from countertop.iso8583.dialects.interbank import INTERBANK as SECOND
from countertop.iso8583.fields import FieldFault
from countertop.values import Pan, PinBlock, Track2
from tests.iso8583.published import MESSAGES, dialect_of, is_bare, message_of, named, payload_of


def fresh(dialect):
    """Return a dialect like this one that has seen nothing yet."""
    return dialects.Dialect(
        dialect.name,
        dialect.table,
        envelope=type(dialect.envelope)(),
        mti_digits=dialect.mti_digits,
        second_bitmap=dialect.second_bitmap,
        mac=dialect.mac,
        mtis=dialect.mtis,
    )


@pytest.mark.parametrize("vector", [v for v in MESSAGES if "64" in v["fields"]], ids=lambda vector: vector["name"])
def test_the_mac_is_put_behind_bytes_that_were_encoded_once(vector):
    message = interpret.decode(UNIONPAY_POS, payload_of(vector), bare=is_bare(vector))
    expected = UNIONPAY_POS.encode(message)
    mac, covered = message.mac, message.mac_input
    for _ in range(40):
        message.mac = None
        payload, to_cover = UNIONPAY_POS.seal_parts(message)
        assert to_cover == covered == payload[11:]
        assert UNIONPAY_POS.sealed(payload, mac) == expected


def test_a_published_mac_covers_from_the_mti_to_field_63():
    covered = message_of("QR (C2B) sale request").mac_input
    assert covered.hex().startswith("02003020048000c08031000000")
    assert covered.hex().endswith("001322006603000600")
    assert len(covered) == 86


def test_the_interbank_mac_covers_text():
    message = message_of("CUPS-side")
    message.original = "020000001205112342039201000092010000" + "0" * 6
    message.account_from = Pan("abc")
    payload, covered = INTERBANK.seal_parts(message)
    assert covered == (
        b"0200 6224242000000021 000000 000000010000 0511234203 000012 5411 051 00 92010000 92010000 000000000012 "
        b"12345678 123456789012345 ASON0401222112221122211222112221122211222112221 156 "
        b"020000001205112342039201000092010000000000 ABC"
    )
    changes = ({"entry_mode": "025"}, {"rrn": "123456789013"}, {"currency": "840"}, {"original": "9" * 42})
    for change in (*changes, {"private_data": "NK"}, {"network_code": "101"}):
        assert INTERBANK.seal_parts(message.copy(**change))[1] != covered
    for _ in range(40):
        assert INTERBANK.seal_parts(message) == (payload, covered)
    whole = INTERBANK.sealed(payload, b"ABCDEFGH")
    assert whole[2:6] == b"%04d" % len(whole)
    decoded = INTERBANK.decode(whole)
    assert (decoded.mac, decoded.mac_input) == (b"ABCDEFGH", covered)


def test_a_mac_that_is_not_eight_bytes_cannot_be_sent():
    message = message_of("sale request")
    with pytest.raises(AssertionError):
        UNIONPAY_POS.sealed(b"", b"1234")
    for wrong in (b"1234567", b"123456789", "12345678", 5):
        message.mac = wrong
        with pytest.raises(EncodeError, match="8 bytes"):
            UNIONPAY_POS.encode(message)


def test_an_envelope_left_out_is_written_with_its_defaults():
    payload = UNIONPAY_POS.encode(Message("0820", stan="000001"))
    assert payload[:11].hex() == "6000000000603100310001"
    payload = INTERBANK.encode(Message("0820", stan="000001"))
    assert payload[:46] == b"\x2e\x020064" + b" " * 22 + b"000\x00" + b"00000000" + b"0" + b"00000"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("mti", Message("0999")),
        ("mti", Message("")),
        ("tpdu", Message("0200", tpdu=b"\x61\x00\x00\x00\x00")),
        ("tpdu", Message("0200", tpdu=b"\x60\x00\x00\x00")),
        ("tpdu", Message("0200", tpdu=b"\x60\x00\x00\x00\xaa")),
        ("header", Message("0200", header="60310031000")),
        ("header", Message("0200", header="60310031000A")),
        ("header", Message("0200", header=InterbankHeader())),
        (4, Message("0200", amount="12")),
        (4, Message("0200", amount="-00000000012")),
        (4, Message("0200", amount=12)),
        (2, Message("0200", pan="6225000000000014")),
        (2, Message("0200", pan=Pan("6" * 20))),
        (35, Message("0200", track2=Track2("6225=1"))),
        (35, Message("0200", track2=Track2("6" * 38))),
        (52, Message("0200", pin_block=PinBlock(b"1234567"))),
        (41, Message("0200", terminal_id="1234567")),
        (41, Message("0200", terminal_id="1234567\n")),
        (43, Message("0200", merchant_name="店" * 21)),
        (43, Message("0200", merchant_name="🂡")),
        (37, Message("0200", rrn="店1234567890")),
        (55, Message("0200", icc_data=b"1" * 256)),
        (55, Message("0200", icc_data="9F26")),
        (63, Message("0200", reserved_data="SM016" + "1" * 16)),
        (63, Message("0200", reserved_data=PinBlock(b"12345678"))),
        (7, Message("0200", transmission_time="0511234203")),
    ],
)
def test_what_the_dialect_cannot_carry_is_refused_with_its_field(field, message):
    with pytest.raises(EncodeError) as caught:
        UNIONPAY_POS.encode(message)
    assert caught.value.field == field
    assert "6225" not in str(caught.value)


def test_an_interbank_header_must_fit():
    for header in (
        InterbankHeader("123456789012"),
        InterbankHeader("1", "2", reject_code="ABCDE"),
        InterbankHeader("1", "2", transaction_info="1"),
        InterbankHeader("店"),
        InterbankHeader(flag=256),
        "603100310001",
    ):
        with pytest.raises(EncodeError) as caught:
            INTERBANK.encode(Message("0800", header=header))
        assert caught.value.field == "header"


def test_the_header_of_an_answer_is_swapped_and_echoes_the_rest():
    header = InterbankHeader("1", "2", flag=0x82, transaction_info="12345678")
    assert header.swapped() == InterbankHeader("2", "1", flag=0x82, transaction_info="12345678")
    assert "reject 00000" in repr(header)


def test_a_refusal_carries_what_was_read_before():
    payload = bytearray(payload_of(named("sale request 0200, magnetic")))
    payload[57] = 0x01
    for _ in range(40):
        with pytest.raises(DecodeError) as caught:
            UNIONPAY_POS.decode(bytes(payload))
    assert (caught.value.field, caught.value.offset) == (41, 57)
    assert caught.value.partial.stan == "000101"
    assert caught.value.partial.terminal_id is None
    assert str(caught.value) == "field 41 at byte 57: there is a control character"


def test_an_opening_is_compiled_when_it_keeps_coming():
    dialect = fresh(UNIONPAY_POS)
    payload = payload_of(named("sale request 0200, magnetic"))
    message = dialect.decode(payload)
    for _ in range(recurrence.COMPILE_AFTER + 1):
        dialect.decode(payload)
        dialect.encode(message)
    assert len(dialect._read) == len(dialect._write) == 1
    assert dialect.decode(payload) == message
    assert dialect.encode(message) == payload


def test_strange_openings_cost_bounded_memory(monkeypatch):
    monkeypatch.setattr(dialects, "MAX_OPENINGS", 5)
    monkeypatch.setattr(recurrence, "MAX_COMPILED", 3)
    monkeypatch.setattr(recurrence, "COMPILE_AFTER", 2)
    monkeypatch.setattr(recurrence, "MAX_COUNTED", 4)
    dialect = fresh(UNIONPAY_POS)
    names = ["stan", "local_time", "amount", "processing_code", "acquirer_id", "transaction_info", "original_info"]
    for first in range(len(names)):
        for second in range(first):
            message = Message("0200", header="1" * 12, **dict.fromkeys((names[first], names[second]), "0" * 6))
            message.amount = message.amount and "0" * 12
            message.transaction_info = message.transaction_info and "22000001"
            for source in range(3):
                message.tpdu = bytes((0x60, 0, 0, 0, source))
                payload = dialect.encode(message)
                assert dialect.decode(payload) == message
                assert dialect.encode(message) == payload
                assert dialect.decode(payload) == message
            assert len(dialect._read) <= 5
            assert len(dialect._write) <= 5
            assert len(dialect._compiler._decoders) <= 3
            assert len(dialect._compiler._encoders) <= 3
            assert len(dialect._compiler._recurrence) <= 4


def test_remembered_fields_are_bounded_and_never_secret(monkeypatch):
    monkeypatch.setattr(steady, "MAX_REMEMBERED", 3)
    specs = (UNIONPAY_POS.table[41], UNIONPAY_POS.table[42])
    reading, writing = steady.ReadSteady(specs), steady.WriteSteady(specs)
    for place in range(10):
        terminal = f"{place:08d}"
        data = writing.meet((terminal, "123456789012345"))
        assert reading.meet(data) == reading.known[data] == (terminal, "123456789012345")
        assert writing.known[terminal, "123456789012345"] == data
        assert len(reading.known) <= 3
        assert len(writing.known) <= 3
    with pytest.raises(FieldFault):
        reading.meet(b"1234567\n123456789012345")
    with pytest.raises(FieldFault):
        reading.meet(b"12345678123456789012345X")
    with pytest.raises(EncodeError):
        writing.meet(("1234567", "123456789012345"))
    for number, spec in {**UNIONPAY_POS.table, **SECOND.table}.items():
        if spec.secret:
            with pytest.raises(AssertionError):
                steady.ReadSteady((spec,))
            with pytest.raises(AssertionError):
                steady.WriteSteady((spec,))
            assert not spec.steady, number


def test_compiled_code_is_shared_by_messages_whose_values_differ():
    dialect = fresh(UNIONPAY_POS)
    for stan in range(100):
        message = Message(
            "0820", stan=f"{stan:06d}", terminal_id="12345678", merchant_id="1" * 15, header="603100310001"
        )
        assert dialect.decode(dialect.encode(message)).stan == message.stan
    assert len(dialect._compiler._decoders) == len(dialect._compiler._encoders) == 1


def test_the_same_key_with_other_fields_is_still_encoded_rightly():
    dialect = fresh(UNIONPAY_POS)
    short = Message("0820", stan="000001")
    long = Message("0820", stan="000001", terminal_id="12345678")
    for _ in range(100):
        assert dialect.decode(dialect.encode(short)).fields() == short.fields()
        assert dialect.decode(dialect.encode(long)).fields() == long.fields()


def test_every_published_shape_gets_its_own_code():
    for vector in MESSAGES:
        dialect = dialect_of(vector)
        message = interpret.decode(dialect, payload_of(vector), bare=is_bare(vector))
        numbers = interpret.numbers_in(dialect, message, sealed=message.mac is not None)
        assert callable(Compiler(dialect).compile_decoder(numbers))


def test_a_header_has_names_for_its_places():
    header = PosHeader("613200320205")
    assert (header.application_class, header.software_version, header.terminal_status) == ("61", "32", "0")
    assert (header.processing_requirement, header.software_subversion) == ("0", "320205")
    assert PosHeader(header.requiring("3")).processing_requirement == "3"


@pytest.mark.parametrize("digits", ["", "0", "02", "0222"])
def test_digits_of_another_count_are_never_filled_up(digits):
    for dialect in (UNIONPAY_POS, INTERBANK):
        with pytest.raises(EncodeError, match="field 22"):
            dialect.encode(Message("0200", entry_mode=digits))
