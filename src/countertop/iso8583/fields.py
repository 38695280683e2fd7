"""One field, between its value and its bytes, by its table row: the plain reading of the rules."""

from __future__ import annotations

from binascii import unhexlify

from countertop.codec.bcd import BCD_VALUES, NOT_BCD, is_digits
from countertop.iso8583.errors import EncodeError
from countertop.iso8583.message import Value
from countertop.iso8583.spec import Encoding, FieldSpec, Kind, Pad
from countertop.values import Secret

__all__ = ["FieldFault", "read_field", "write_field"]

_HEX_DIGITS = frozenset("0123456789ABCDEF")
SM4_PIN_BLOCK_SIZE = 16


class FieldFault(Exception):  # noqa: N818 - caught by whoever walks a message and turned into its DecodeError
    """Something is wrong at a byte of the field being read."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(offset, reason)
        self.offset = offset
        self.reason = reason


def read_field(spec: FieldSpec, payload: bytes, at: int) -> tuple[Value, int]:
    """Return the value of the field that begins at byte `at`, and where it ends; raises FieldFault."""
    length = spec.length
    if spec.prefix:
        length, at = read_length(spec, payload, at)
    end = at + spec.size(length)
    if end > len(payload):
        raise FieldFault(at, f"the value should have {end - at} bytes, {len(payload) - at} are left")
    data = payload[at:end]
    if spec.kind is Kind.B:
        return (spec.secret(data) if spec.secret else data), end  # type: ignore[arg-type]
    if spec.marked_secret and data.startswith(spec.marked_secret):
        mark = len(spec.marked_secret)
        if len(data) != mark + SM4_PIN_BLOCK_SIZE:
            raise FieldFault(at, f"{mark + SM4_PIN_BLOCK_SIZE} bytes are due, not {len(data)}")
        assert spec.secret is not None
        return spec.secret(data[mark:]), end  # type: ignore[arg-type]
    text = _read_packed(spec, data, length, at) if spec.is_packed else _read_text(spec, data, at)
    return (spec.secret(text) if spec.secret and not spec.marked_secret else text), end  # type: ignore[arg-type]


def read_length(spec: FieldSpec, payload: bytes, at: int) -> tuple[int, int]:
    end = at + spec.prefix_size
    if end > len(payload):
        raise FieldFault(at, "the length is cut off")
    data = payload[at:end]
    if spec.length_digits is Encoding.BCD:
        length = 0
        for byte in data:
            length = length * 100 + BCD_VALUES[byte]
        if length >= NOT_BCD:
            raise FieldFault(at, "the length is not digits")
    else:
        text = data.decode("latin-1")
        if not is_digits(text):
            raise FieldFault(at, "the length is not digits")
        length = int(text)
    if length > spec.length:
        raise FieldFault(at, f"the length {length} is over the maximum of {spec.length}")
    return length, end


def _read_packed(spec: FieldSpec, data: bytes, length: int, at: int) -> str:
    text = data.hex().upper()
    if spec.kind is Kind.N:
        for place, nibble in enumerate(text):
            if nibble > "9":
                raise FieldFault(at + place // 2, "a nibble is above 9")
    if length % 2 == 0:
        return text
    if spec.pad is Pad.LEFT:
        if text[0] != "0":
            raise FieldFault(at, "the filler nibble is not zero")
        return text[1:]
    if text[-1] != "0":
        raise FieldFault(at + len(data) - 1, "the filler nibble is not zero")
    return text[:-1]


def _read_text(spec: FieldSpec, data: bytes, at: int) -> str:
    try:
        text = data.decode("gbk" if spec.kind is Kind.ANS else "ascii")
    except UnicodeDecodeError as fault:
        raise FieldFault(at + fault.start, "bytes that are no text of this field") from None
    if reason := _text_fault(spec, text):
        raise FieldFault(at, reason)
    return text


def _text_fault(spec: FieldSpec, text: str) -> str:
    if spec.kind is Kind.N:
        return "" if not text or is_digits(text) else "there is something other than digits"
    if spec.kind is Kind.Z:
        return "" if _HEX_DIGITS.issuperset(text) else "there is something other than track digits"
    return "" if text.isprintable() else "there is a control character"


def write_field(spec: FieldSpec, value: Value) -> bytes:
    """Return the field's bytes, length prefix included; raises EncodeError."""
    if spec.kind is Kind.B:
        return _write_bytes(spec, value)
    if spec.marked_secret and isinstance(value, Secret):
        data = value.reveal()
        if (
            not isinstance(data, bytes)
            or len(data) != SM4_PIN_BLOCK_SIZE
            or not isinstance(value, spec.secret or Secret)
        ):
            raise EncodeError(spec.number, "a secret here is an SM4 PIN block of 16 bytes")
        return _length_prefix(spec, len(spec.marked_secret) + SM4_PIN_BLOCK_SIZE) + spec.marked_secret + data
    text = value
    if spec.secret and not spec.marked_secret:
        if not isinstance(value, spec.secret):
            raise EncodeError(spec.number, f"the value must be wrapped as {spec.secret.__name__}")
        text = value.reveal()
    if not isinstance(text, str):
        raise EncodeError(spec.number, "the value must be text")
    return _write_text(spec, text)


def _write_bytes(spec: FieldSpec, value: Value) -> bytes:
    data = value
    if spec.secret:
        if not isinstance(value, spec.secret):
            raise EncodeError(spec.number, f"the value must be wrapped as {spec.secret.__name__}")
        data = value.reveal()
    if not isinstance(data, bytes):
        raise EncodeError(spec.number, "the value must be bytes")
    _check_length(spec, len(data))
    return _length_prefix(spec, len(data)) + data


def _write_text(spec: FieldSpec, text: str) -> bytes:
    if reason := _text_fault(spec, text):
        raise EncodeError(spec.number, reason)
    if spec.is_packed:
        length = len(text)
        _check_length(spec, length)
        if length % 2:
            text = f"0{text}" if spec.pad is Pad.LEFT else f"{text}0"
        return _length_prefix(spec, length) + unhexlify(text)
    try:
        data = text.encode("gbk" if spec.kind is Kind.ANS else "ascii")
    except UnicodeEncodeError:
        raise EncodeError(spec.number, "there is a character that the field's encoding lacks") from None
    if spec.marked_secret and data.startswith(spec.marked_secret):
        raise EncodeError(spec.number, f"a value that begins {spec.marked_secret.decode()} must be a wrapped PIN block")
    if spec.pad is Pad.RIGHT and not (spec.prefix or spec.kind.is_digits):
        data = data.ljust(spec.length)
    _check_length(spec, len(data))
    return _length_prefix(spec, len(data)) + data


def _check_length(spec: FieldSpec, length: int) -> None:
    unit = "digits" if spec.kind.is_digits else "bytes"
    if spec.prefix and length > spec.length:
        raise EncodeError(spec.number, f"the value has {length} {unit}, at most {spec.length} fit")
    if not spec.prefix and length != spec.length:
        raise EncodeError(spec.number, f"the value has {length} {unit}, not {spec.length}")


def _length_prefix(spec: FieldSpec, length: int) -> bytes:
    if not spec.prefix:
        return b""
    if spec.length_digits is Encoding.BCD:
        return unhexlify(f"{length:0{spec.prefix_size * 2}d}")
    return b"%0*d" % (spec.prefix, length)
