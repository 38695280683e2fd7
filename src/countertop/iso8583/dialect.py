"""A dialect: its table, its envelope and its MAC rule, with the functions that turn messages to bytes and back.

The hot path is one look-up: what stands in front of the fields (envelope, MTI, bitmap) was checked when it first came
and leads straight to the generated code for these fields. Everything else takes the interpreter.
"""

from __future__ import annotations

from typing import Any

from countertop.iso8583 import interpret
from countertop.iso8583.compile import Compiler, Decoder, Encoder
from countertop.iso8583.envelope import TOTALS
from countertop.iso8583.errors import EncodeError
from countertop.iso8583.fields import FieldFault
from countertop.iso8583.grammar import Grammar
from countertop.iso8583.mac_input import MAC_SIZE
from countertop.iso8583.message import Message
from countertop.iso8583.spec import Encoding

__all__ = ["MAX_OPENINGS", "Dialect"]

MAX_OPENINGS = 4096
"""Openings (envelope, MTI, bitmap) remembered for each direction; when there are more, all are forgotten."""

_REFUSED = (FieldFault, EncodeError, ValueError, TypeError, LookupError, AttributeError)
"""What generated code may raise when something is wrong; the interpreter then says what."""


class Dialect(Grammar):
    """One dialect of ISO 8583. A payload is a frame without its length prefix: envelope and ISO message."""

    __slots__ = ("_compiler", "_key", "_read", "_write")

    def __post_init__(self) -> None:
        Grammar.__post_init__(self)
        self._key = self.envelope.key
        self._compiler = Compiler(self)
        self._read: dict[bytes, tuple[Decoder, tuple[bytes | None, Any, str]]] = {}
        self._write: dict[object, tuple[Encoder, bytes, bytes | None]] = {}

    def decode(self, payload: bytes) -> Message:
        """Return the message; raises DecodeError, and nothing else, for anything that breaks the dialect's rules."""
        try:
            known = self._read.get(self._key(payload)) or self._meet(payload)
            if known is not None:
                decoder, opening = known
                message = decoder(payload, opening)
                if message is not None:
                    return message
        except _REFUSED:
            pass
        return interpret.decode(self, payload)

    def encode(self, message: Message) -> bytes:
        """Return the payload; raises EncodeError for a value that its field cannot carry."""
        mac = message.mac
        if mac is None:
            return self._encode(message, b"", sealed=False)
        if type(mac) is not bytes or len(mac) != MAC_SIZE:
            raise EncodeError(self.mac.field, f"the MAC must be {MAC_SIZE} bytes")
        return self._encode(message, mac, sealed=True)

    def seal_parts(self, message: Message) -> tuple[bytes, bytes]:
        """Return the payload without its MAC, and the bytes the MAC must cover; `sealed` joins payload and MAC.

        The MAC's bit is set already; whatever `message.mac` holds is not used. Raises EncodeError.
        """
        payload = self._encode(message, b"", sealed=True)
        return payload, self.mac.covered(message, payload, self.envelope.size, len(payload))

    def sealed(self, payload_without_mac: bytes, mac: bytes) -> bytes:
        """Return the whole payload; an assertion fails when the MAC is not 8 bytes."""
        assert len(mac) == MAC_SIZE, "a MAC field has 8 bytes"
        return payload_without_mac + mac

    def decode_bare(self, iso_message: bytes) -> Message:
        """Return the message of bytes that begin with the MTI, without an envelope; raises DecodeError."""
        return interpret.decode(self, iso_message, bare=True)

    def encode_bare(self, message: Message) -> bytes:
        """Return the ISO message without an envelope; raises EncodeError."""
        return self.encode(message)[self.envelope.size :]

    def _meet(self, payload: bytes) -> tuple[Decoder, tuple[bytes | None, Any, str]] | None:
        """Check an opening that is not known yet; return what `_read` shall hold for it, None while it is rare."""
        scratch = Message("")
        if self.envelope.read(payload, scratch):
            return None
        at = interpret.read_mti(self, payload, self.envelope.size, scratch)
        numbers, _ = interpret.read_bitmap(self, payload, at)
        if not self.table.keys() >= set(numbers):
            return None
        decoder = self._compiler.decoder(tuple(numbers))
        if decoder is None:
            return None
        if len(self._read) >= MAX_OPENINGS:
            self._read.clear()
        known = self._read[self._key(payload)] = decoder, (scratch.tpdu, scratch.header, scratch.mti)
        return known

    def _encode(self, message: Message, mac: bytes, *, sealed: bool) -> bytes:
        # These values together nearly always tell which fields the message has; the generated code makes sure.
        key = (
            sealed,
            message.mti,
            message.processing_code,
            message.entry_mode,
            message.response_code,
            message.tpdu,
            message.header,
        )
        try:
            encoder, opening, before_length = self._write[key]
            payload = encoder(message, opening, mac)
        except _REFUSED:
            payload = None
        if payload is None:
            return self._encode_plainly(message, mac, key, sealed=sealed)
        if before_length is None:
            return payload
        total = len(before_length) + 4 + len(payload) + (MAC_SIZE if sealed and not mac else 0)
        return before_length + TOTALS[total] + payload

    def _encode_plainly(self, message: Message, mac: bytes, key: object, *, sealed: bool) -> bytes:
        head = interpret.encode_head(self, message, sealed=sealed)
        opening = self.envelope.write(message, len(head) + (MAC_SIZE if sealed else 0))
        encoder = self._compiler.encoder(interpret.numbers_in(self, message, sealed=sealed))
        if encoder is not None:
            if len(self._write) >= MAX_OPENINGS:
                self._write.clear()
            mti = head[: 2 if self.mti_digits is Encoding.BCD else 4]
            place = self.envelope.length_place
            if place is None:
                self._write[key] = encoder, opening + mti, None
            else:
                self._write[key] = encoder, opening[place.stop :] + mti, opening[: place.start]
        return opening + head + mac

    def __repr__(self) -> str:
        return f"Dialect({self.name})"
