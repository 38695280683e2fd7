"""How a dialect writes and reads what stands in front of the ISO message: TPDU and header, or the interbank header."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter

from countertop.codec.bcd import is_digits
from countertop.codec.frames import MAX_PAYLOAD
from countertop.iso8583.errors import EncodeError
from countertop.iso8583.header import INTERBANK_SIZE, POS_SIZE, InterbankHeader
from countertop.iso8583.message import Message

__all__ = ["TOTALS", "Envelope", "InterbankEnvelope", "PosEnvelope"]


class Envelope:
    """How a dialect writes and reads what stands in front of the ISO message.

    `size` bytes, always; `length_place` is where the total length stands in it, as four ASCII digits, or None.
    `key` returns envelope, MTI and bitmap without what differs in every message; it may raise IndexError.
    """

    __slots__ = ()
    key: Callable[[bytes], bytes]
    size: int
    length_place: slice | None = None

    def read(self, payload: bytes, message: Message) -> tuple[str, int, str] | None:
        """Put the envelope's parts into the message; return (part, byte offset, reason) when they are wrong."""
        raise NotImplementedError

    def write(self, message: Message, body_size: int) -> bytes:
        """Return the envelope of a message whose ISO part has `body_size` bytes; raises EncodeError."""
        raise NotImplementedError


_DEFAULT_TPDU = bytes.fromhex("6000000000")
_DEFAULT_HEADER = "603100310001"


class PosEnvelope(Envelope):
    """TPDU of 5 bytes and header of 12 digits; when absent, TPDU 6000000000 and header 603100310001 are written."""

    __slots__ = ("key",)
    size = POS_SIZE

    def __init__(self) -> None:
        # The first 21 bytes: 11, 2 of MTI, 8 of bitmap; itemgetter saves a Python call on every message.
        self.key: Callable[[bytes], bytes] = itemgetter(slice(21))

    def read(self, payload: bytes, message: Message) -> tuple[str, int, str] | None:
        """Read both; they must be digits, and the TPDU must begin with 60."""
        if len(payload) < POS_SIZE:
            return "header", len(payload), f"TPDU and header have {POS_SIZE} bytes, {len(payload)} came"
        digits = payload[:POS_SIZE].hex()
        if payload[0] != 0x60:
            return "tpdu", 0, "a TPDU begins with 60"
        for place, digit in enumerate(digits):
            if digit > "9":
                return "tpdu" if place < 10 else "header", place // 2, "a nibble is above 9"
        message.tpdu = payload[:5]
        message.header = digits[10:]
        return None

    def write(self, message: Message, body_size: int) -> bytes:  # noqa: ARG002 - see Envelope
        """Write both, or their defaults."""
        tpdu, header = message.tpdu, message.header
        if tpdu is None:
            tpdu = _DEFAULT_TPDU
        elif not isinstance(tpdu, bytes) or len(tpdu) != 5 or tpdu[0] != 0x60 or not tpdu.hex().isdigit():
            raise EncodeError("tpdu", "a TPDU is 5 bytes: 60 and eight digits")
        if header is None:
            header = _DEFAULT_HEADER
        elif not isinstance(header, str) or len(header) != 12 or not is_digits(header):
            raise EncodeError("header", "the header is 12 digits")
        return tpdu + bytes.fromhex(header)


TOTALS = tuple(b"%04d" % total for total in range(MAX_PAYLOAD + 1))
"""Total length -> as it is written in the interbank header."""


def _interbank_key(payload: bytes) -> bytes:
    """Return the header without its total length, the MTI and one bitmap or two; nothing when the length is wrong."""
    end = 66 if payload[50] & 0x80 else 58
    return payload[:2] + payload[6:end] if payload[2:6] == TOTALS[len(payload)] else b""


class InterbankEnvelope(Envelope):
    """The 46-byte header; when absent, one with blank institutions is written."""

    __slots__ = ("key",)
    size = INTERBANK_SIZE
    length_place = slice(2, 6)

    def __init__(self) -> None:
        self.key = _interbank_key

    def read(self, payload: bytes, message: Message) -> tuple[str, int, str] | None:
        """Read the header; its lengths must be those of what came."""
        try:
            message.header = InterbankHeader.read(payload)
        except ValueError as fault:
            return "header", 0, str(fault)
        return None

    def write(self, message: Message, body_size: int) -> bytes:
        """Write the header with the total length of this message."""
        header = message.header
        if header is None:
            header = InterbankHeader()
        elif not isinstance(header, InterbankHeader):
            raise EncodeError("header", "an interbank message takes an InterbankHeader")
        elif fault := header.fault():
            raise EncodeError("header", fault)
        return header.write(INTERBANK_SIZE + body_size)
