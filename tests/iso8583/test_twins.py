"""Generated code and interpreter are twins: the same values, the same bytes, the same refusals at the same field."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, DecodeError, EncodeError, Message, interpret
from countertop.iso8583.compile import Compiler
from countertop.iso8583.dialect import _REFUSED
from countertop.values import Pan, PinBlock, Secret, Track2, Track3
from tests.iso8583.random_messages import messages

DIALECTS = pytest.mark.parametrize("dialect", [UNIONPAY_POS, INTERBANK], ids=lambda dialect: dialect.name)
EACH = settings(max_examples=120, deadline=None)


def opening_of(message):
    return message.tpdu, message.header, message.mti


def numbers_of(dialect, message):
    return interpret.numbers_in(dialect, message, sealed=message.mac is not None)


def interpreted(dialect, message):
    sealed = message.mac is not None
    head = interpret.encode_head(dialect, message, sealed=sealed)
    return dialect.envelope.write(message, len(head) + 8 * sealed) + head + (message.mac or b"")


def compiled_decode(dialect, decoder, opening, payload):
    """Return what generated code makes of the bytes behind the opening; None when it refuses them."""
    with contextlib.suppress(*_REFUSED):
        return decoder(payload, opening)
    return None


def compiled_encode(encoder, message):
    """Return what generated code writes, without what stands before the bitmap; None when it refuses the message."""
    with contextlib.suppress(*_REFUSED):
        return encoder(message, b"", message.mac or b"")
    return None


def is_common(message):
    """Tell whether generated code must do the work: empty values, tracks of digits alone, and text in GBK may be left."""
    for value in message.fields().values():
        clear = value.reveal() if isinstance(value, Secret) else value
        if not clear or (isinstance(clear, str) and not clear.isascii()):
            return False
        if isinstance(value, Track2 | Track3) and not clear.isupper():
            return False
    return True


@DIALECTS
@EACH
@given(data=st.data())
def test_what_is_encoded_decodes_by_both(dialect, data):
    message = data.draw(messages(dialect))
    payload = interpreted(dialect, message)
    assert interpret.decode(dialect, payload) == message
    compiler = Compiler(dialect)
    numbers = numbers_of(dialect, message)
    decoded = compiled_decode(dialect, compiler.compile_decoder(numbers), opening_of(message), payload)
    assert decoded == message or (decoded is None and not is_common(message))
    if decoded is not None:
        assert decoded.mac_input == interpret.decode(dialect, payload).mac_input
    encoded = compiled_encode(compiler.compile_encoder(numbers), message)
    assert encoded is None or payload.endswith(encoded)
    assert encoded is not None or not is_common(message)


@DIALECTS
@EACH
@given(data=st.data())
def test_changed_bytes_are_refused_by_both_or_read_alike(dialect, data):
    message = data.draw(messages(dialect, max_fields=12))
    payload = bytearray(interpreted(dialect, message))
    begin = (
        len(payload) - len(interpret.encode_head(dialect, message, sealed=bool(message.mac))) - 8 * bool(message.mac)
    )
    fields_at = begin + (12 if dialect.second_bitmap else 10)
    if dialect.second_bitmap and payload[begin + 4] & 0x80:
        fields_at += 8
    for _ in range(data.draw(st.integers(1, 3))):
        if fields_at < len(payload):
            payload[data.draw(st.integers(fields_at, len(payload) - 1))] = data.draw(st.integers(0, 255))
    if not dialect.second_bitmap and data.draw(st.booleans()):
        payload = payload[: data.draw(st.integers(fields_at, len(payload)))]
    changed = bytes(payload)
    decoder = Compiler(dialect).compile_decoder(numbers_of(dialect, message))
    fast = compiled_decode(dialect, decoder, opening_of(message), changed)
    try:
        plain = interpret.decode(dialect, changed)
    except DecodeError:
        assert fast is None
    else:
        assert fast is None or fast == plain


@DIALECTS
@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_message_or_the_one_error(dialect, data):
    for decode in (dialect.decode, dialect.decode_bare):
        with contextlib.suppress(DecodeError):
            assert isinstance(decode(data), Message)


@DIALECTS
@EACH
@given(data=st.data())
def test_the_dialect_says_what_the_interpreter_says(dialect, data):
    message = data.draw(messages(dialect, max_fields=8))
    payload = dialect.encode(message)
    for _ in range(40):
        assert dialect.decode(payload) == message
        assert dialect.encode(message) == payload
    place = data.draw(st.integers(0, len(payload) - 1))
    changed = payload[:place] + bytes((data.draw(st.integers(0, 255)),)) + payload[place + 1 :]
    try:
        expected = interpret.decode(dialect, changed)
    except DecodeError as fault:
        with pytest.raises(DecodeError) as caught:
            dialect.decode(changed)
        found = caught.value
        assert (found.field, found.offset, found.reason) == (fault.field, fault.offset, fault.reason)  # noqa: PT017
        assert found.partial == fault.partial  # noqa: PT017
    else:
        assert dialect.decode(changed) == expected


@pytest.mark.parametrize("number", [n for n, spec in UNIONPAY_POS.table.items() if spec.is_packed and spec.prefix])
@pytest.mark.parametrize("followed", [False, True])
def test_a_filler_that_is_not_zero_is_refused_by_both(number, followed):
    spec = UNIONPAY_POS.table[number]
    message = Message("0200", tpdu=bytes.fromhex("6000000000"), header="0" * 12)
    setattr(message, spec.name, spec.secret("123") if spec.secret else "123")
    if followed:
        message.processing_code, message.security_control = "000000", "0" * 16
    good = interpreted(UNIONPAY_POS, message)
    decoder = Compiler(UNIONPAY_POS).compile_decoder(numbers_of(UNIONPAY_POS, message))
    assert compiled_decode(UNIONPAY_POS, decoder, opening_of(message), good) == message
    at = good.index(bytes.fromhex("1230")) + 1
    for filler in range(1, 16):
        bad = good[:at] + bytes((0x30 | filler,)) + good[at + 1 :]
        assert compiled_decode(UNIONPAY_POS, decoder, opening_of(message), bad) is None
        with pytest.raises(DecodeError) as caught:
            interpret.decode(UNIONPAY_POS, bad)
        assert (caught.value.field, caught.value.offset) == (number, at)


WRONG_VALUES = st.one_of(
    st.text(max_size=20),
    st.binary(max_size=20),
    st.integers(),
    st.sampled_from(["１２３４５６", "²" * 6, "-00001", "0_0000", "00000\n", "\ud800" * 6, [], ["0"] * 6]),
    st.sampled_from(
        [Pan("62"), Track2("62=1"), PinBlock(b"1234"), Secret("000001"), Pan("6" * 20), PinBlock("12345678")]
    ),
)


@DIALECTS
@EACH
@given(data=st.data())
def test_wrong_values_are_refused_by_both(dialect, data):
    message = data.draw(messages(dialect, max_fields=6))
    numbers = [number for number in numbers_of(dialect, message) if number != dialect.mac.field]
    if not numbers:
        return
    encoder = Compiler(dialect).compile_encoder(numbers_of(dialect, message))
    name = dialect.table[data.draw(st.sampled_from(numbers))].name
    setattr(message, name, data.draw(WRONG_VALUES))
    try:
        plain = interpret.encode_head(dialect, message, sealed=message.mac is not None)
    except EncodeError:
        plain = None
    fast = compiled_encode(encoder, message)
    if plain is None:
        assert fast is None
        with pytest.raises(EncodeError):
            dialect.encode(message)
    elif fast is not None:
        assert (plain + (message.mac or b"")).endswith(fast)
