"""Encoder and decoder that walk the dialect table: the plain reading of the rules.

They serve rare messages, and every message that is refused: the generated code only notices that something is wrong,
this code says what. Tests hold both to the same answers.
"""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Iterable

from countertop.codec.frames import MAX_PAYLOAD
from countertop.iso8583.errors import DecodeError, EncodeError
from countertop.iso8583.fields import FieldFault, read_field, write_field
from countertop.iso8583.grammar import Grammar
from countertop.iso8583.message import Message
from countertop.iso8583.names import MAC_FIELDS
from countertop.iso8583.spec import Encoding, FieldSpec

__all__ = ["Span", "bitmap_of", "decode", "encode_head", "numbers_in", "numbers_of", "read_bitmap", "read_mti"]

_SIZE_OF_BITMAP = 8


def numbers_of(bitmap: bytes) -> list[int]:
    """Return the numbers of the bits that are set, ascending, counted from 1; bit 1 announces a second bitmap."""
    bits = int.from_bytes(bitmap, "big")
    top = len(bitmap) * 8
    return [number for number in range(1, top + 1) if bits >> (top - number) & 1]


def bitmap_of(numbers: Iterable[int], *, second: bool) -> bytes:
    """Return the bitmap with these bits set, 8 or 16 bytes; a second one sets bit 1."""
    top = 128 if second else 64
    bits = 1 << (top - 1) if second else 0
    for number in numbers:
        bits |= 1 << (top - number)
    return bits.to_bytes(top // 8, "big")


Span = tuple[int, int, int]
"""Field number, byte where it begins (its length prefix, when it has one), byte where it ends."""


def decode(grammar: Grammar, payload: bytes, *, bare: bool = False, spans: list[Span] | None = None) -> Message:
    """Return the message; `bare` means an ISO message without its envelope. Raises DecodeError, nothing else.

    The places of the fields are appended to `spans`, as far as decoding came.
    """
    message = Message("")
    if len(payload) > MAX_PAYLOAD:
        raise DecodeError("message", 0, f"{len(payload)} bytes are above the limit of {MAX_PAYLOAD}", message)
    start = 0
    if not bare:
        start = grammar.envelope.size
        if fault := grammar.envelope.read(payload, message):
            raise DecodeError(*fault, message)
    field: int | str = "mti"
    try:
        at = read_mti(grammar, payload, start, message)
        field = "bitmap"
        numbers, at = read_bitmap(grammar, payload, at)
        for number in numbers:
            field = number
            spec = _row(grammar, number, at)
            value, end = read_field(spec, payload, at)
            if number == grammar.mac.field:
                message.mac_input = grammar.mac.covered(message, payload, start, at)
            setattr(message, spec.name, value)
            if spans is not None:
                spans.append((number, at, end))
            at = end
        field = "message"
        _check_end(payload, at)
    except FieldFault as fault:
        raise DecodeError(field, fault.offset, fault.reason, message) from None
    return message


def numbers_in(grammar: Grammar, message: Message, *, sealed: bool) -> tuple[int, ...]:
    """Return the numbers of the fields that are present, ascending; the MAC's when it is `sealed` or will be."""
    numbers = [number for number in message.fields() if number not in MAC_FIELDS]
    return (*numbers, grammar.mac.field) if sealed else tuple(numbers)


def encode_head(grammar: Grammar, message: Message, *, sealed: bool) -> bytes:
    """Return the ISO message from MTI to the field before the MAC, whose bit is set when it is `sealed` or will be.

    Raises EncodeError.
    """
    if message.mti not in grammar.mtis:
        raise EncodeError("mti", "the dialect has no such message type")
    numbers = numbers_in(grammar, message, sealed=sealed)
    parts: list[bytes] = []
    for number in numbers:
        spec = grammar.table.get(number)
        if spec is None:
            raise EncodeError(number, "the dialect has no such field")
        if number != grammar.mac.field:
            parts.append(write_field(spec, getattr(message, spec.name)))
    second = bool(numbers) and numbers[-1] > 64
    head = unhexlify(message.mti) if grammar.mti_digits is Encoding.BCD else message.mti.encode("ascii")
    return b"".join((head, bitmap_of(numbers, second=second), *parts))


def _row(grammar: Grammar, number: int, at: int) -> FieldSpec:
    spec = grammar.table.get(number)
    if spec is None:
        raise FieldFault(at, "the dialect has no such field")
    return spec


def _check_end(payload: bytes, at: int) -> None:
    if at != len(payload):
        raise FieldFault(at, f"{len(payload) - at} bytes follow the last field")


def read_mti(grammar: Grammar, payload: bytes, at: int, message: Message) -> int:
    """Put the MTI that begins at byte `at` into the message and return where it ends; raises FieldFault."""
    end = at + (2 if grammar.mti_digits is Encoding.BCD else 4)
    if end > len(payload):
        raise FieldFault(at, "the MTI is cut off")
    mti = payload[at:end].hex() if grammar.mti_digits is Encoding.BCD else payload[at:end].decode("latin-1")
    if mti not in grammar.mtis:
        raise FieldFault(at, "the dialect has no such message type")
    message.mti = mti
    return end


def read_bitmap(grammar: Grammar, payload: bytes, at: int) -> tuple[list[int], int]:
    """Return the field numbers of the bitmap that begins at byte `at`, and where it ends; raises FieldFault."""
    end = at + _SIZE_OF_BITMAP
    if end > len(payload):
        raise FieldFault(at, "the bitmap is cut off")
    if not payload[at] & 0x80:
        return numbers_of(payload[at:end]), end
    if not grammar.second_bitmap:
        raise FieldFault(at, "bit 1 is set, but the dialect has no second bitmap")
    end += _SIZE_OF_BITMAP
    if end > len(payload):
        raise FieldFault(at, "the second bitmap is cut off")
    numbers = numbers_of(payload[at:end])[1:]
    if not numbers or numbers[-1] <= 64:
        raise FieldFault(at + _SIZE_OF_BITMAP, "the second bitmap is empty")
    return numbers, end
