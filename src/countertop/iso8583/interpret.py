"""Encoder and decoder that walk the dialect table: the plain reading of the rules.

They serve rare messages, and every message that is refused: the generated code only notices that something is wrong,
this code says what. Tests hold both to the same answers.
"""

from __future__ import annotations

from binascii import unhexlify
from typing import TYPE_CHECKING

from countertop.codec.bcd import BCD_VALUES, NOT_BCD, is_digits
from countertop.codec.frames import MAX_PAYLOAD
from countertop.iso8583.errors import DecodeError, EncodeError
from countertop.iso8583.message import Message, Value
from countertop.iso8583.spec import Encoding, FieldSpec, Kind, Pad
from countertop.values import Secret

if TYPE_CHECKING:
    from countertop.iso8583.dialect import Dialect

__all__ = ["bitmap_of", "decode", "encode_head", "numbers_of"]

_HEX_DIGITS = frozenset("0123456789ABCDEF")
_SIZE_OF_BITMAP = 8


def numbers_of(bitmap: bytes) -> list[int]:
    """Return the numbers of the bits that are set, ascending, counted from 1; bit 1 announces a second bitmap."""
    bits = int.from_bytes(bitmap, "big")
    top = len(bitmap) * 8
    return [number for number in range(1, top + 1) if bits >> (top - number) & 1]


def bitmap_of(numbers: list[int], *, second: bool) -> bytes:
    """Return the bitmap with these bits set, 8 or 16 bytes; a second one sets bit 1."""
    top = 128 if second else 64
    bits = 1 << (top - 1) if second else 0
    for number in numbers:
        bits |= 1 << (top - number)
    return bits.to_bytes(top // 8, "big")


class _Fault(Exception):  # noqa: N818 - never leaves this module
    """Something is wrong at a byte of the field being read."""

    def __init__(self, offset: int, reason: str) -> None:
        self.offset = offset
        self.reason = reason


def decode(dialect: Dialect, payload: bytes, *, bare: bool = False) -> Message:
    """Return the message; `bare` means an ISO message without its envelope. Raises DecodeError, nothing else."""
    message = Message("")
    if len(payload) > MAX_PAYLOAD:
        raise DecodeError("message", 0, f"{len(payload)} bytes are above the limit of {MAX_PAYLOAD}", message)
    start = 0
    if not bare:
        start = dialect.envelope.size
        if fault := dialect.envelope.read(payload, message):
            raise DecodeError(*fault, message)
    field: int | str = "mti"
    try:
        at = _read_mti(dialect, payload, start, message)
        field = "bitmap"
        numbers, at = _read_bitmap(dialect, payload, at)
        for number in numbers:
            field = number
            spec = _row(dialect, number, at)
            value, end = _read_field(spec, payload, at)
            if number == dialect.mac.field:
                message.mac_input = dialect.mac.covered(message, payload, start, at)
            setattr(message, spec.name, value)
            at = end
        field = "message"
        _check_end(payload, at)
    except _Fault as fault:
        raise DecodeError(field, fault.offset, fault.reason, message) from None
    return message


def encode_head(dialect: Dialect, message: Message) -> bytes:
    """Return the ISO message, from MTI to the field before the MAC, whose bit is set when there will be one.

    There will be one when `message.mac` is not None. Raises EncodeError.
    """
    mti = message.mti
    if mti not in dialect.mtis:
        raise EncodeError("mti", "the dialect has no such message type")
    numbers: list[int] = []
    parts: list[bytes] = []
    for number, value in message.fields().items():
        if number in (64, 128):
            continue
        spec = dialect.table.get(number)
        if spec is None:
            raise EncodeError(number, "the dialect has no such field")
        numbers.append(number)
        parts.append(_write_field(spec, value))
    if message.mac is not None:
        numbers.append(dialect.mac.field)
    second = dialect.second_bitmap and bool(numbers) and max(numbers) > 64
    head = unhexlify(mti) if dialect.mti_digits is Encoding.BCD else mti.encode("ascii")
    return b"".join((head, bitmap_of(numbers, second=second), *parts))


def _row(dialect: Dialect, number: int, at: int) -> FieldSpec:
    spec = dialect.table.get(number)
    if spec is None:
        raise _Fault(at, "the dialect has no such field")
    return spec


def _check_end(payload: bytes, at: int) -> None:
    if at != len(payload):
        raise _Fault(at, f"{len(payload) - at} bytes follow the last field")


def _read_mti(dialect: Dialect, payload: bytes, at: int, message: Message) -> int:
    end = at + (2 if dialect.mti_digits is Encoding.BCD else 4)
    if end > len(payload):
        raise _Fault(at, "the MTI is cut off")
    mti = payload[at:end].hex() if dialect.mti_digits is Encoding.BCD else payload[at:end].decode("latin-1")
    if mti not in dialect.mtis:
        raise _Fault(at, "the dialect has no such message type")
    message.mti = mti
    return end


def _read_bitmap(dialect: Dialect, payload: bytes, at: int) -> tuple[list[int], int]:
    end = at + _SIZE_OF_BITMAP
    if end > len(payload):
        raise _Fault(at, "the bitmap is cut off")
    if not payload[at] & 0x80:
        return numbers_of(payload[at:end]), end
    if not dialect.second_bitmap:
        raise _Fault(at, "bit 1 is set, but the dialect has no second bitmap")
    end += _SIZE_OF_BITMAP
    if end > len(payload):
        raise _Fault(at, "the second bitmap is cut off")
    numbers = numbers_of(payload[at:end])[1:]
    if not numbers or numbers[-1] <= 64:
        raise _Fault(at + _SIZE_OF_BITMAP, "the second bitmap is empty")
    return numbers, end


def _read_field(spec: FieldSpec, payload: bytes, at: int) -> tuple[Value, int]:
    length = spec.length
    if spec.prefix:
        length, at = _read_length(spec, payload, at)
    end = at + spec.size(length)
    if end > len(payload):
        raise _Fault(at, f"the value should have {end - at} bytes, {len(payload) - at} are left")
    data = payload[at:end]
    if spec.kind is Kind.B:
        return (spec.secret(data) if spec.secret else data), end  # type: ignore[arg-type]
    if spec.marked_secret and data.startswith(spec.marked_secret):
        mark = len(spec.marked_secret)
        if len(data) != mark + 16:
            raise _Fault(at, f"{mark + 16} bytes are due, not {len(data)}")
        assert spec.secret is not None
        return spec.secret(data[mark:]), end  # type: ignore[arg-type]
    text = _read_packed(spec, data, length, at) if spec.is_packed else _read_text(spec, data, at)
    return (spec.secret(text) if spec.secret and not spec.marked_secret else text), end  # type: ignore[arg-type]


def _read_length(spec: FieldSpec, payload: bytes, at: int) -> tuple[int, int]:
    end = at + spec.prefix_size
    if end > len(payload):
        raise _Fault(at, "the length is cut off")
    data = payload[at:end]
    if spec.length_digits is Encoding.BCD:
        length = 0
        for byte in data:
            length = length * 100 + BCD_VALUES[byte]
        if length >= NOT_BCD:
            raise _Fault(at, "the length is not digits")
    else:
        text = data.decode("latin-1")
        if not is_digits(text):
            raise _Fault(at, "the length is not digits")
        length = int(text)
    if length > spec.length:
        raise _Fault(at, f"the length {length} is over the maximum of {spec.length}")
    return length, end


def _read_packed(spec: FieldSpec, data: bytes, length: int, at: int) -> str:
    text = data.hex().upper()
    if spec.kind is Kind.N:
        for place, nibble in enumerate(text):
            if nibble > "9":
                raise _Fault(at + place // 2, "a nibble is above 9")
    if length % 2 == 0:
        return text
    if spec.pad is Pad.LEFT:
        if text[0] != "0":
            raise _Fault(at, "the filler nibble is not zero")
        return text[1:]
    if text[-1] != "0":
        raise _Fault(at + len(data) - 1, "the filler nibble is not zero")
    return text[:-1]


def _read_text(spec: FieldSpec, data: bytes, at: int) -> str:
    try:
        text = data.decode("gbk" if spec.kind is Kind.ANS else "ascii")
    except UnicodeDecodeError as fault:
        raise _Fault(at + fault.start, "bytes that are no text of this field") from None
    if reason := _text_fault(spec, text):
        raise _Fault(at, reason)
    return text


def _text_fault(spec: FieldSpec, text: str) -> str:
    if spec.kind is Kind.N:
        return "" if not text or is_digits(text) else "there is something other than digits"
    if spec.kind is Kind.Z:
        return "" if _HEX_DIGITS.issuperset(text) else "there is something other than track digits"
    return "" if text.isprintable() else "there is a control character"


def _write_field(spec: FieldSpec, value: Value) -> bytes:
    if spec.kind is Kind.B:
        return _write_bytes(spec, value)
    if spec.marked_secret and isinstance(value, Secret):
        data = value.reveal()
        if not isinstance(data, bytes) or len(data) != 16 or not isinstance(value, spec.secret or Secret):
            raise EncodeError(spec.number, "a secret here is an SM4 PIN block of 16 bytes")
        return _length_prefix(spec, 21) + spec.marked_secret + data
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
    if spec.pad is Pad.RIGHT and not spec.prefix:
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
