"""Messages in a stream of bytes: a length prefix, then the payload. Nothing here reads a socket.

Two framings: terminals put two binary bytes in front, big-endian (`BINARY2`); interbank lines put four ASCII
digits, where `0000` alone is the heartbeat of an idle line (`ASCII4`). Both count what follows the prefix.
The prefix is checked before anything is stored for it: a wrong length can cost an attacker's bytes, never our memory.
"""

from __future__ import annotations

from enum import Enum

from countertop.codec.errors import FrameError

__all__ = ["HEARTBEAT", "MAX_PAYLOAD", "Framing", "Splitter"]

MAX_PAYLOAD = 8192
"""Bytes of the longest message we take or send; the longest of the protocol has about 1,200."""

HEARTBEAT = b"0000"
"""What an idle `ASCII4` line sends; the splitter reports it as an empty payload."""

_ASCII_DIGITS = frozenset(b"0123456789")


class Framing(Enum):
    """How a line marks where a message ends; the value is the size of its prefix in bytes."""

    BINARY2 = 2
    ASCII4 = 4

    def join(self, payload: bytes) -> bytes:
        """Return the frame of a payload; an empty one is the heartbeat of `ASCII4`.

        Raises FrameError when the payload is empty on a `BINARY2` line, or above `MAX_PAYLOAD` bytes.
        """
        size = len(payload)
        if size > MAX_PAYLOAD:
            raise FrameError("length", 0, f"a payload of {size} bytes is above the limit of {MAX_PAYLOAD}")
        if self is Framing.BINARY2:
            if not size:
                raise FrameError("length", 0, "an empty payload cannot be sent on this line")
            return size.to_bytes(2, "big") + payload
        return b"%04d" % size + payload

    def splitter(self) -> Splitter:
        """Return a splitter for one new connection."""
        return Splitter(self)


class Splitter:
    """Cuts the payloads out of one connection's bytes, however the network has cut or merged them."""

    __slots__ = ("_ascii", "_buffer", "_fault", "_prefix")

    def __init__(self, framing: Framing) -> None:
        self._ascii = framing is Framing.ASCII4
        self._prefix: int = framing.value
        self._buffer = bytearray()
        self._fault: FrameError | None = None

    @property
    def waiting(self) -> int:
        """Bytes of an unfinished frame: 0 means that the line stands between two messages."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """Take what arrived and return the payloads it completes; an empty one is a heartbeat.

        Raises FrameError, now and at every later call, once a prefix cannot be right: length 0 on a `BINARY2` line,
        a length above `MAX_PAYLOAD`, or anything but digits on an `ASCII4` line. The error carries the payloads
        that were whole before it.
        """
        if self._fault is not None:
            raise FrameError(self._fault.field, self._fault.offset, self._fault.reason)
        buffer: bytes | bytearray = data
        if self._buffer:
            self._buffer += data
            buffer = self._buffer
        payloads: list[bytes] = []
        prefix, start, end = self._prefix, 0, len(buffer)
        while end - start >= prefix:
            size = self._size(buffer, start, payloads)
            stop = start + prefix + size
            if stop > end:
                break
            payloads.append(bytes(buffer[start + prefix : stop]))
            start = stop
        if buffer is data:
            if start < end:
                self._buffer += data[start:]
        else:
            del self._buffer[:start]
        return payloads

    def _size(self, buffer: bytes | bytearray, start: int, payloads: list[bytes]) -> int:
        if self._ascii:
            digits = buffer[start : start + 4]
            size = int(digits) if _ASCII_DIGITS.issuperset(digits) else -1
            fault = "the length prefix is not four digits" if size < 0 else ""
        else:
            size = buffer[start] << 8 | buffer[start + 1]
            fault = "" if size else "the length prefix is zero"
        if size > MAX_PAYLOAD:
            fault = f"the length prefix {size} is above the limit of {MAX_PAYLOAD}"
        if fault:
            self._fault = FrameError("length", start, fault, payloads)
            self._buffer = bytearray()
            raise self._fault
        return size
