"""Reading on behind a fault: each is named and, where its cause shows, mended, so that the next comes to light."""

from __future__ import annotations

import re
from collections.abc import Callable

from countertop.codec.bcd import is_digits
from countertop.iso8583 import interpret
from countertop.iso8583.doctor.findings import Finding, fault
from countertop.iso8583.doctor.unwrapping import Reading
from countertop.iso8583.errors import DecodeError
from countertop.iso8583.interpret import Span
from countertop.iso8583.mac_input import MAC_SIZE
from countertop.iso8583.spec import Encoding, FieldSpec, Kind, Pad

__all__ = ["MOST_MENDS", "mended"]

MOST_MENDS = 12
"""Faults that are mended in one reading; a dump with more is none of the dialect."""

_REASONS = tuple(
    (re.compile(pattern), message, names.split())
    for pattern, message, names in (
        (r"TPDU and header have (\d+) bytes, (\d+) came", "dump.envelope-cut", "due left"),
        (r"an interbank header has (\d+) bytes, (\d+) came", "dump.envelope-cut", "due left"),
        (r"a TPDU begins with 60", "dump.tpdu-wrong", ""),
        (r"the header length byte is not 46", "dump.header-length", ""),
        (r"the total length is not the length of the message", "dump.total-length-wrong", ""),
        (r"\w+ is not (?:up to )?\d+ ASCII characters|reject_code is not .*", "dump.header-text", ""),
        (r"the MTI is cut off", "dump.mti-cut", ""),
        (r"the dialect has no such message type", "dump.mti-unknown", ""),
        (r"the (?:second )?bitmap is cut off", "dump.bitmap-cut", ""),
        (r"bit 1 is set, but the dialect has no second bitmap", "dump.bitmap-bit1", ""),
        (r"the second bitmap is empty", "dump.second-bitmap-empty", ""),
        (r"the dialect has no such field", "dump.field-unknown", ""),
        (r"the value should have (\d+) bytes, (-?\d+) are left", "dump.value-cut", "due left"),
        (r"(\d+) bytes are due, not (\d+)", "dump.secret-size", "due left"),
        (r"the length is cut off", "dump.length-cut", ""),
        (r"the length is not digits", "dump.length-digits", ""),
        (r"the length (\d+) is over the maximum of (\d+)", "dump.length-over", "said most"),
        (r"a nibble is above 9", "dump.nibble", ""),
        (r"the filler nibble is not zero", "dump.filler", ""),
        (r"bytes that are no text of this field", "dump.not-text", ""),
        (r"there is something other than digits", "dump.not-digits", ""),
        (r"there is something other than track digits", "dump.not-track", ""),
        (r"there is a control character", "dump.control", ""),
        (r"(\d+) bytes follow the last field", "dump.bytes-follow", "more"),
        (r"(\d+) bytes are above the limit of (\d+)", "dump.too-long", "said most"),
    )
)

Mend = Callable[[Reading, DecodeError, list[Span]], Reading | None]
"""A reading, its first fault and the fields before it -> the reading with this fault named and mended."""


def mended(reading: Reading) -> tuple[Reading, bool]:
    """Return the reading with its faults named, mended as far as their cause is known, and whether it is whole now."""
    for _ in range(MOST_MENDS):
        spans: list[Span] = []
        try:
            interpret.decode(reading.dialect, reading.data, bare=reading.bare, spans=spans)
        except DecodeError as broken:
            better = next(filter(None, (mend(reading, broken, spans) for mend in _MENDS)), None)
            if better is None:
                return reading.found(_named(reading, broken)), False
            reading = better
        else:
            return reading, True
    return reading, False


def _named(reading: Reading, broken: DecodeError) -> Finding:
    place, field = reading.place(broken.offset), broken.field
    for pattern, message, names in _REASONS:
        match = pattern.fullmatch(broken.reason)
        if match is not None:
            return fault(message, place, field, **dict(zip(names, map(int, match.groups()), strict=True)))
    raise AssertionError(f"no finding for the reason {broken.reason!r}")


def _begin(reading: Reading, spans: list[Span]) -> int:
    """Return where the field at fault begins."""
    if spans:
        return spans[-1][2]
    dialect = reading.dialect
    at = (0 if reading.bare else dialect.envelope.size) + (2 if dialect.mti_digits is Encoding.BCD else 4)
    return at + (16 if dialect.second_bitmap and reading.data[at] & 0x80 else 8)


def _row(reading: Reading, broken: DecodeError) -> FieldSpec | None:
    return reading.dialect.table.get(broken.field) if isinstance(broken.field, int) else None


def _bit_one(reading: Reading, broken: DecodeError, _: list[Span]) -> Reading | None:
    """Clear bit 1, which has no second bitmap behind it, or one that the dialect does not know."""
    if "bit 1 is set" not in broken.reason:
        return None
    at = broken.offset
    cleared = reading.replacing(at, bytes((reading.data[at] & 0x7F,)))
    named = fault("dump.bitmap-bit1", reading.place(at), "bitmap")
    ways = (cleared, cleared.without(at + 8, at + 16))
    return max(ways, key=_reach).found(named)


def _reach(reading: Reading) -> int:
    """Return how many bytes are understood before the first fault."""
    try:
        interpret.decode(reading.dialect, reading.data, bare=reading.bare)
    except DecodeError as broken:
        return broken.offset
    return len(reading.data) + 1


def _filler(reading: Reading, broken: DecodeError, spans: list[Span]) -> Reading | None:
    """Move the filler of an odd count of digits that is on the wrong side, or F."""
    spec = _row(reading, broken)
    if spec is None or not spec.is_packed or broken.reason not in (
        "the filler nibble is not zero", "a nibble is above 9",
    ):  # fmt: skip
        return None
    start, length = _value(reading, spec, spans)
    if length % 2 == 0:
        return None
    text = reading.data[start : start + spec.size(length)].hex().upper()
    is_left = spec.pad is Pad.LEFT
    filler, other, digits = (text[0], text[-1], text[1:]) if is_left else (text[-1], text[0], text[:-1])
    if filler == "F" and (spec.kind is Kind.Z or is_digits(digits)):
        right, message = digits, "dump.filler-f"
    elif other == "0" and (spec.kind is Kind.Z or is_digits(text)):
        right, message = (text[:-1] if is_left else text[1:]), "dump.filler-side"
    else:
        return None
    packed = bytes.fromhex(f"0{right}" if is_left else f"{right}0")
    side = "left" if is_left else "right"
    return reading.replacing(start, packed).found(
        fault(message, reading.place(broken.offset), spec.number, digits=length, side=side)
    )


def _value(reading: Reading, spec: FieldSpec, spans: list[Span]) -> tuple[int, int]:
    """Return where the value of the field at fault begins, behind its length, and its length."""
    at = _begin(reading, spans)
    if not spec.prefix:
        return at, spec.length
    text = reading.data[at : at + spec.prefix_size].hex()
    return at + spec.prefix_size, int(text) if is_digits(text) else 0


def _binary_length(reading: Reading, broken: DecodeError, spans: list[Span]) -> Reading | None:
    """Write a field's length, a binary number, in the BCD digits that are due."""
    spec = _row(reading, broken)
    if spec is None or broken.reason != "the length is not digits" or spec.length_digits is not Encoding.BCD:
        return None
    at = _begin(reading, spans)
    length = int.from_bytes(reading.data[at : at + spec.prefix_size], "big")
    if length > spec.length:
        return None
    digits = bytes.fromhex(f"{length:0{2 * spec.prefix_size}d}")
    return reading.replacing(at, digits).found(
        fault("dump.length-binary-inside", reading.place(at), spec.number, length=length)
    )


def _separator(reading: Reading, broken: DecodeError, spans: list[Span]) -> Reading | None:
    """Write `D` for a track's separator `=`."""
    spec = _row(reading, broken)
    if spec is None or broken.reason != "there is something other than track digits" or spec.is_packed:
        return None
    at = _begin(reading, spans) + spec.prefix_size
    length = int(reading.data[at - spec.prefix_size : at])
    value = reading.data[at : at + length].replace(b"=", b"D")
    if not frozenset(b"0123456789ABCDEF").issuperset(value):
        return None
    return reading.replacing(at, value).found(fault("dump.track-separator", reading.place(at), spec.number))


def _unannounced_mac(reading: Reading, broken: DecodeError, _: list[Span]) -> Reading | None:
    """Set the bit of a MAC that stands at the end."""
    dialect = reading.dialect
    if broken.reason != f"{MAC_SIZE} bytes follow the last field" or broken.partial.mac is not None:
        return None
    if dialect.mac.field > 64:
        return None
    at = (0 if reading.bare else dialect.envelope.size) + (2 if dialect.mti_digits is Encoding.BCD else 4)
    last = at + 7
    announced = reading.replacing(last, bytes((reading.data[last] | 1,)))
    return announced.found(fault("dump.mac-bit", reading.place(last), "bitmap", field_number=dialect.mac.field))


def _bytes_behind(reading: Reading, broken: DecodeError, _: list[Span]) -> Reading | None:
    """Leave out the bytes behind a message that is whole."""
    if not broken.reason.endswith(" bytes follow the last field") or broken.offset == 0:
        return None
    cut = reading.without(broken.offset, len(reading.data))
    if reading.dialect.envelope.length_place is not None and not reading.bare:
        return None
    return cut.found(_named(reading, broken))


_MENDS: tuple[Mend, ...] = (_bit_one, _filler, _binary_length, _separator, _unannounced_mac, _bytes_behind)
