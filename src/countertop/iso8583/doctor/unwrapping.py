"""What may stand in front of a message, right or wrong: every way from bytes to an ISO message, with its findings.

A reading keeps for each byte where it stood in the dump, so that offsets stay true when bytes are left out or put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from countertop.codec.bcd import is_digits
from countertop.iso8583.dialect import Dialect
from countertop.iso8583.dialects.interbank import INTERBANK
from countertop.iso8583.dialects.unionpay_pos import UNIONPAY_POS
from countertop.iso8583.doctor.findings import Finding, fault, hint
from countertop.iso8583.header import INTERBANK_SIZE, POS_SIZE

__all__ = ["NOWHERE", "Reading", "readings"]

NOWHERE = -1
"""Place of a byte that the dump does not have."""

_TPDU = bytes.fromhex("6000000000")
_HEADER = bytes.fromhex("603100310001")
_LONGEST_BLOCK = 64
_HEX = frozenset(b"0123456789abcdefABCDEF")


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes taken for a message of a dialect: `places` tells where each stood in the dump.

    `framing` is `binary2`, `ascii4` or empty: what length stood in front.
    """

    dialect: Dialect
    data: bytes
    places: tuple[int, ...]
    framing: str = ""
    bare: bool = False
    findings: tuple[Finding, ...] = ()

    def place(self, offset: int) -> int:
        """Return where in the dump a byte of this reading stood; behind the last one, the dump's end."""
        for place in self.places[offset:]:
            if place != NOWHERE:
                return place
        return max(self.places, default=NOWHERE) + 1

    def found(self, *findings: Finding) -> Reading:
        """Return the reading with more findings."""
        return replace(self, findings=(*self.findings, *findings))

    def without(self, start: int, stop: int) -> Reading:
        """Return the reading without some bytes."""
        return replace(self, data=self.data[:start] + self.data[stop:], places=self.places[:start] + self.places[stop:])

    def replacing(self, at: int, piece: bytes) -> Reading:
        """Return the reading with other bytes in place of as many."""
        return replace(self, data=self.data[:at] + piece + self.data[at + len(piece) :])

    def behind(self, piece: bytes, at: int = 0) -> Reading:
        """Return the reading with bytes put in that the dump lacks."""
        gap = (NOWHERE,) * len(piece)
        return replace(
            self, data=self.data[:at] + piece + self.data[at:], places=self.places[:at] + gap + self.places[at:]
        )


def readings(data: bytes) -> Iterator[Reading]:
    """Return every way to read the bytes that is worth trying."""
    places = tuple(range(len(data)))
    for size, stop, framing, findings in _lengths(data):
        for dialect, expected in ((UNIONPAY_POS, "binary2"), (INTERBANK, "ascii4")):
            wrong = _wrong_framing(framing, expected, size)
            whole = Reading(dialect, data[size:stop], places[size:stop], framing, findings=(*findings, *wrong))
            yield from _envelopes(whole)


def _wrong_framing(framing: str, expected: str, size: int) -> tuple[Finding, ...]:
    if not framing or framing == expected or not size:
        return ()
    return (fault("dump.length-ascii" if framing == "ascii4" else "dump.length-binary", 0, "length"),)


Length = tuple[int, int, str, tuple[Finding, ...]]
"""Bytes of the length in front, where the message ends, the framing, what is wrong with the length."""


def _lengths(data: bytes) -> Iterator[Length]:
    """Return what the first bytes may mean as a length; nothing is one of the meanings."""
    total = len(data)
    yield 0, total, "", ()
    for framing, size in (("binary2", 2), ("ascii4", 4)):
        if total <= size:
            continue
        for said, wrong in _meanings(data, framing):
            yield size, size + said, framing, wrong
        second = data[size : 2 * size]
        if _number(second, framing) == total - 2 * size and total > 2 * size:
            yield 2 * size, total, framing, (fault("dump.length-twice", size, "length", size=size),)


def _number(prefix: bytes, framing: str) -> int:
    if framing == "binary2":
        return int.from_bytes(prefix, "big")
    text = prefix.decode("latin-1")
    return int(text) if is_digits(text) else -1


def _meanings(data: bytes, framing: str) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    size = 2 if framing == "binary2" else 4
    said, due = _number(data[:size], framing), len(data) - size
    if said == due:
        yield due, ()
        return
    if said < 0:
        return
    if said == due + size:
        yield due, (fault("dump.length-counts-itself", 0, "length", said=said, due=due),)
    elif framing == "binary2" and int.from_bytes(data[:2], "little") == due:
        yield due, (fault("dump.length-little-endian", 0, "length", due=due),)
    elif framing == "binary2" and is_digits(data[:2].hex()) and int(data[:2].hex()) == due:
        yield due, (fault("dump.length-bcd", 0, "length", due=due),)
    elif said < due:
        rest = fault("dump.bytes-after-frame", size + said, "length", said=said, more=due - said)
        yield said, (rest,)
    else:
        yield due, (fault("dump.frame-cut", len(data), "length", said=said, due=due, lacking=said - due),)


def _envelopes(whole: Reading) -> Iterator[Reading]:
    yield whole
    if whole.dialect is UNIONPAY_POS:
        yield from _pos_envelopes(whole)
    else:
        yield from _interbank_envelopes(whole)


def _pos_envelopes(whole: Reading) -> Iterator[Reading]:
    data = whole.data
    # What is logged is often only a part of what was sent; behind a length everything must be there.
    say = fault if whole.framing else hint
    if _is_mti(whole, 0):
        yield replace(whole, bare=True).found(say("dump.envelope-missing", whole.place(0), "tpdu"))
    if _is_mti(whole, 6):
        yield whole.behind(_TPDU).found(say("dump.tpdu-missing", whole.place(0), "tpdu"))
    if _is_mti(whole, 5) and data[0] == 0x60:
        yield whole.behind(_HEADER, 5).found(say("dump.header-missing", whole.place(5), "header"))
    if data[:1] == b"\x60":
        for at in range(POS_SIZE + 1, POS_SIZE + _LONGEST_BLOCK):
            if _is_mti(whole, at):
                block = fault("dump.extra-block", whole.place(POS_SIZE), "header", size=at - POS_SIZE)
                yield whole.without(POS_SIZE, at).found(block)


def _interbank_envelopes(whole: Reading) -> Iterator[Reading]:
    data = whole.data
    if len(data) > INTERBANK_SIZE and data[2:6] != b"%04d" % len(data):
        wrong = fault("dump.total-length", whole.place(2), "header", due=len(data))
        mended = whole.replacing(2, b"%04d" % (len(data) % 10_000)).found(wrong)
        if _is_mti(whole, INTERBANK_SIZE):
            yield mended
            yield from _bitmap_as_text(mended, INTERBANK_SIZE + 4)
    elif _is_mti(whole, INTERBANK_SIZE):
        yield from _bitmap_as_text(whole, INTERBANK_SIZE + 4)
    if _is_mti(whole, 0):
        say = fault if whole.framing else hint
        bare = replace(whole, bare=True).found(say("dump.interbank-header-missing", whole.place(0), "header"))
        yield bare
        yield from _bitmap_as_text(bare, 4)
    yield from _ebcdic(whole)


def _bitmap_as_text(reading: Reading, at: int) -> Iterator[Reading]:
    """Return the reading with a bitmap that was written as hexadecimal text packed into bytes."""
    text = reading.data[at : at + 16]
    if len(text) < 16 or not _HEX.issuperset(text):
        return
    if int(text[:1], 16) & 8:
        text = reading.data[at : at + 32]
        if len(text) < 32 or not _HEX.issuperset(text):
            return
    packed = bytes.fromhex(text.decode("ascii"))
    shorter = reading.without(at + len(packed), at + len(text)).replacing(at, packed)
    if not shorter.bare:
        shorter = shorter.replacing(2, b"%04d" % len(shorter.data))
    yield shorter.found(fault("dump.bitmap-text", reading.place(at), "bitmap", size=len(text)))


def _ebcdic(whole: Reading) -> Iterator[Reading]:
    """Return the reading in ASCII where its MTI is EBCDIC; binary parts of the header and the bitmap stay."""
    for at in (0, INTERBANK_SIZE):
        data = whole.data
        if len(data) < at + 12 or data[at : at + 4].decode("cp037") not in INTERBANK.mtis:
            continue
        bitmap = at + 4 + (16 if data[at + 4] & 0x80 else 8)
        body = _ascii(data[at : at + 4]) + data[at + 4 : bitmap] + _ascii(data[bitmap:])
        wrong = fault("dump.ebcdic", whole.place(at), "mti")
        yield replace(whole, data=_header_in_ascii(data[:at], len(data)) + body, bare=not at).found(wrong)


def _header_in_ascii(header: bytes, total: int) -> bytes:
    """Return a header whose text may be EBCDIC; its first two bytes and its batch are binary."""
    if not header or header[2:6] == b"%04d" % total:
        return header
    text = _ascii(header)
    return header[:2] + b"%04d" % (total % 10_000) + text[6:31] + header[31:32] + text[32:]


def _ascii(data: bytes) -> bytes:
    return data.decode("cp037").encode("latin-1")


def _is_mti(whole: Reading, at: int) -> bool:
    dialect = whole.dialect
    if dialect is UNIONPAY_POS:
        return whole.data[at : at + 2].hex() in dialect.mtis
    return whole.data[at : at + 4].decode("latin-1") in dialect.mtis
