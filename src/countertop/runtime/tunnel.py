"""A TLS tunnel between a connection and a line: to the connection it is the protocol, to the line the transport.

The line hears nothing before the other end has shown its certificate, and says nothing before its own was accepted. In
TLS 1.3 (RFC 8446, 4.6.1) a caller's handshake is over before the host has looked at its certificate; the session
ticket that follows is the host's yes. Until then nothing is sent, or a refusal would look like a loss in the middle of
a request.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Any, Final

from countertop.runtime.tls import identity_of, word_of

__all__ = ["Tunnel"]

# How long a host that sends no tickets may take to refuse our certificate after the handshake.
LONGEST_DOUBT: Final = 1.0
READ_SIZE: Final = 16_384


class _State(Enum):
    """What the tunnel waits for."""

    SHAKING = "the end of the handshake"
    DOUBTED = "the host's yes to our certificate"
    OPEN = "messages"
    CLOSED = "nothing"


class Tunnel(asyncio.Protocol):
    """One connection under TLS. The line is opened or turned away once, unless the tunnel is aborted before.

    `settled` is done in each case. `host` is whom we call, for the check of its certificate; None where we are called.
    `patience` is for the handshake, in seconds.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        context: ssl.SSLContext,
        patience: float,
        line: Any,
        host: str | None = None,
    ) -> None:
        self.settled: asyncio.Future[None] = loop.create_future()
        self._loop = loop
        self._patience = patience
        self._line = line
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._is_host = host is None
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=self._is_host, server_hostname=host)
        self._state = _State.SHAKING
        self._timer: asyncio.TimerHandle | None = None
        self._transport: Any = None

    # To the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the handshake."""
        self._transport = transport
        self._timer = self._loop.call_later(self._patience, self._end, "handshake-late")
        self._shake()

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        if self._state is _State.CLOSED:
            return
        self._incoming.write(data)
        if self._state is _State.SHAKING:
            self._shake()
        if self._state in (_State.DOUBTED, _State.OPEN):
            self._read()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the line that the connection is gone."""
        was_open = self._state is _State.OPEN
        self._end("handshake-failed")
        if was_open:
            self._line.connection_lost(exc)

    def pause_writing(self) -> None:
        """Tell the line that the other end does not read."""
        if self._state is _State.OPEN:
            self._line.pause_writing()

    def resume_writing(self) -> None:
        """Tell the line that it reads again."""
        if self._state is _State.OPEN:
            self._line.resume_writing()

    def _shake(self) -> None:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._flush()
            return
        except ssl.SSLError as fault:
            self._flush()  # the alert that tells the other end
            self._end(word_of(fault))
            return
        self._flush()
        if self._is_host and self._tls.session_reused:
            self._end("resumed-session")
        elif self._is_host or self._tls.version() != "TLSv1.3":
            self._open()
        else:
            self._state = _State.DOUBTED
            self._set_timer(LONGEST_DOUBT, self._open)

    def _set_timer(self, seconds: float, then: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, then)

    def _open(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._state = _State.OPEN
        self._line.open(self, identity_of(self._tls.getpeercert()))
        self._settle()

    def _settle(self) -> None:
        if not self.settled.done():
            self.settled.set_result(None)

    def _read(self) -> None:
        pieces: list[bytes] = []
        fault: ssl.SSLError | None = None
        try:
            with suppress(ssl.SSLWantReadError):
                while piece := self._tls.read(READ_SIZE):
                    pieces.append(piece)
        except ssl.SSLError as broken:
            fault = broken
        self._flush()
        if self._state is _State.DOUBTED and fault is None and self._is_accepted(pieces):
            self._open()
        if pieces and self._state is _State.OPEN:
            self._line.data_received(b"".join(pieces))
        if fault is not None:
            self._break(fault)

    def _is_accepted(self, pieces: list[bytes]) -> bool:
        session = self._tls.session
        return bool(pieces) or (session is not None and session.has_ticket)

    def _break(self, fault: ssl.SSLError) -> None:
        """Close after the other end's last word, or after what is no TLS."""
        was_open = self._state is _State.OPEN
        self._end(word_of(fault))
        if was_open:
            self._line.connection_lost(None if isinstance(fault, ssl.SSLZeroReturnError) else fault)

    def _end(self, reason: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
        state, self._state = self._state, _State.CLOSED
        self._transport.close()
        if state in (_State.SHAKING, _State.DOUBTED):
            self._line.turn_away(reason)
        self._settle()

    def _flush(self) -> None:
        out = self._outgoing.read()
        if out and not self._transport.is_closing():
            self._transport.write(out)

    # To the line

    def write(self, data: bytes) -> None:
        """Encrypt and send."""
        if self._state is _State.OPEN:
            self._tls.write(data)
            self._flush()

    def close(self) -> None:
        """Say goodbye, and close when all is written."""
        if self._state is _State.OPEN:
            with suppress(ssl.SSLError):  # the other end's goodbye is not waited for
                self._tls.unwrap()
            self._flush()
        self._state = _State.CLOSED
        self._transport.close()

    def abort(self) -> None:
        """Close at once; nobody is told."""
        if self._timer is not None:
            self._timer.cancel()
        self._state = _State.CLOSED
        self._transport.abort()
        self._settle()

    def is_closing(self) -> bool:
        """Tell whether nothing can be written any more."""
        return self._state is _State.CLOSED or bool(self._transport.is_closing())

    def pause_reading(self) -> None:
        """Read no more for a while."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        self._transport.resume_reading()

    def set_write_buffer_limits(self, high: int) -> None:
        """Say from how many unsent bytes on the line is told to pause."""
        self._transport.set_write_buffer_limits(high)

    def get_write_buffer_size(self) -> int:
        """Return how many bytes wait for the other end to read."""
        return int(self._transport.get_write_buffer_size())

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what is known of the connection."""
        return self._transport.get_extra_info(name, default)
