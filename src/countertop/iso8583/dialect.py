"""A dialect: its table, its envelope and its MAC rule, with the functions that turn messages to bytes and back."""

from __future__ import annotations

from collections.abc import Iterable

from countertop.codec.frames import MAX_PAYLOAD
from countertop.iso8583 import interpret
from countertop.iso8583.envelope import Envelope
from countertop.iso8583.errors import EncodeError
from countertop.iso8583.mac_input import MAC_SIZE, MacRule
from countertop.iso8583.message import Message
from countertop.iso8583.spec import Encoding, Table

__all__ = ["Dialect"]


class Dialect:
    """One dialect of ISO 8583. A payload is a frame without its length prefix: envelope and ISO message."""

    __slots__ = ("envelope", "mac", "mti_digits", "mtis", "name", "second_bitmap", "table")

    def __init__(
        self,
        name: str,
        table: Table,
        *,
        envelope: Envelope,
        mti_digits: Encoding,
        second_bitmap: bool,
        mac: MacRule,
        mtis: Iterable[str],
    ) -> None:
        self.name = name
        self.table = table
        self.envelope = envelope
        self.mti_digits = mti_digits
        self.second_bitmap = second_bitmap
        self.mac = mac
        self.mtis = frozenset(mtis)

    def decode(self, payload: bytes) -> Message:
        """Return the message; raises DecodeError, and nothing else, for anything that breaks the dialect's rules."""
        return interpret.decode(self, payload)

    def encode(self, message: Message) -> bytes:
        """Return the payload; raises EncodeError for a value that its field cannot carry."""
        head = interpret.encode_head(self, message)
        mac = message.mac
        if mac is None:
            return self._enclosed(message, head, 0)
        if not isinstance(mac, bytes) or len(mac) != MAC_SIZE:
            raise EncodeError(self.mac.field, f"the MAC must be {MAC_SIZE} bytes")
        return self._enclosed(message, head, MAC_SIZE) + mac

    def seal_parts(self, message: Message) -> tuple[bytes, bytes]:
        """Return the payload without its MAC, and the bytes the MAC must cover; `sealed` joins payload and MAC.

        The MAC's bit is set already; whatever `message.mac` holds is not used. Raises EncodeError.
        """
        kept, message.mac = message.mac, b""
        try:
            head = interpret.encode_head(self, message)
        finally:
            message.mac = kept
        payload = self._enclosed(message, head, MAC_SIZE)
        return payload, self.mac.covered(message, payload, self.envelope.size, len(payload))

    def sealed(self, payload_without_mac: bytes, mac: bytes) -> bytes:
        """Return the whole payload; an assertion fails when the MAC is not 8 bytes."""
        assert len(mac) == MAC_SIZE, "a MAC field has 8 bytes"
        return payload_without_mac + mac

    def decode_bare(self, iso_message: bytes) -> Message:
        """Return the message of bytes that begin with the MTI; raises DecodeError."""
        return interpret.decode(self, iso_message, bare=True)

    def encode_bare(self, message: Message) -> bytes:
        """Return the ISO message without an envelope; raises EncodeError."""
        return self.encode(message)[self.envelope.size :]

    def _enclosed(self, message: Message, head: bytes, mac_size: int) -> bytes:
        size = len(head) + mac_size
        if self.envelope.size + size > MAX_PAYLOAD:
            raise EncodeError("message", f"{size} bytes are above the limit of {MAX_PAYLOAD}")
        return self.envelope.write(message, size) + head

    def __repr__(self) -> str:
        return f"Dialect({self.name})"
