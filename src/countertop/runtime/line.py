"""One line: a TCP connection, called or answered, that carries frames.

It costs its peer's bytes, never our memory or our time: prefixes are checked before anything is stored for them, and a
frame once begun must be finished in time. What is written in one turn of the loop leaves in one piece.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from contextlib import suppress
from typing import Any, Protocol

from countertop.codec import FrameError, Framing
from countertop.runtime.clock import look_at_clock
from countertop.runtime.places import LineLimits, Receiver
from countertop.runtime.tls import Tls, word_of
from countertop.values import Instant

__all__ = ["Exchange", "Line"]

# The default read of 256 KiB costs a fresh mapping of memory each time; frames are small.
READ_SIZE = 16_384
# Bytes waiting for a peer from which on it is not read from either, and looked at with every write.
MUCH_UNSENT = 65_536


class Exchange(Protocol):
    """All lines of a party, as one of them knows them."""

    loop: asyncio.AbstractEventLoop
    receiver: Receiver
    counters: Counter[str]
    per_address: Counter[str]
    called: int

    def begin_handshake(self, line: Line, tls: Tls, transport: Any) -> None:
        """Let a caller show who it is before anything of it is heard."""

    def enter(self, line: Line) -> int:
        """Give a new line its number."""
        ...

    def leave(self, line: Line) -> None:
        """Forget a line that is gone."""

    def flush_soon(self, line: Line) -> None:
        """Let a line's bytes leave at the end of this turn of the loop."""

    def takes_cut(self) -> bool:
        """Tell whether the line that asks is the one to break; only the first that asks is."""
        ...


class Line(asyncio.Protocol):
    """One connection whose frames follow one another, each behind its length."""

    __slots__ = (
        "_begun", "_framing", "_held", "_in_body", "_last", "_lines", "_out", "_receiver",
        "_splitter", "_stuck", "_transport", "address", "end", "gone", "is_called", "limits", "number", "role", "tls",
    )  # fmt: skip

    def __init__(self, lines: Exchange, role: str, framing: Framing, limits: LineLimits, *, called: bool) -> None:
        self._lines = lines
        self._receiver = lines.receiver
        self.role = role
        self._framing = framing
        self.limits = limits
        self.is_called = called
        self._splitter = framing.splitter()
        self._out: list[bytes] = []
        self._transport: Any = None
        self._begun: int | None = None  # when the frame, or its body, that is not whole yet began
        self._in_body = False
        self._last = 0
        self._held = self._stuck = False
        self.address = ""
        self.end = "refused"  # why it is gone, for who dialled
        self.gone = True
        self.number = 0
        self.tls: Tls | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection: it is a line once nothing speaks against it."""
        self._transport = transport
        peer = transport.get_extra_info("peername") or ("", 0)
        self.address = str(peer[0])
        if not self.is_called:
            self.open(transport)
            return
        refused = self._over_limit()
        self._lines.called += 1
        self._lines.per_address[self.address] += 1
        if refused is not None:
            self._transport.abort()
            self.turn_away(refused)
        elif self.tls is not None:
            self._lines.begin_handshake(self, self.tls, transport)
        else:
            self.open(transport)

    def open(self, transport: Any, identity: str | None = None) -> None:
        """Be a line from now on."""
        self._transport = transport
        with suppress(AttributeError):  # other event loops have no such knob
            self._transport.max_size = READ_SIZE
        self._transport.set_write_buffer_limits(min(MUCH_UNSENT, self.limits.most_unsent))
        peer = transport.get_extra_info("peername") or ("", 0)
        now = look_at_clock()
        self._last = now.monotonic
        self.gone = False
        self.number = self._lines.enter(self)
        self._receiver.line_opened(self.number, self.role, f"{peer[0]}:{peer[1]}", identity, now)

    def turn_away(self, reason: str) -> None:
        """Be no line: a caller is counted and told of, who dialled asks for the end."""
        self.end = reason
        if self.is_called:
            self._forget_caller()
            self._lines.counters[reason] += 1
            self._receiver.line_refused(self.role, reason, self.address)

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        if self.gone:
            return
        now = look_at_clock()
        self._last = now.monotonic
        try:
            payloads = self._splitter.feed(data)
        except FrameError as fault:
            self._deliver(fault.payloads, now)
            self.drop("garbled")
            return
        waiting = self._splitter.waiting
        if not waiting:
            self._begun = None
        elif payloads or self._begun is None:
            self._begun, self._in_body = now.monotonic, waiting >= self._framing.value
        elif not self._in_body and waiting >= self._framing.value:
            self._begun, self._in_body = now.monotonic, True
        self._deliver(payloads, now)

    def _deliver(self, payloads: list[bytes], now: Instant) -> None:
        for payload in payloads:
            if payload and not self.gone:  # an empty one is a heartbeat: the line is alive
                self._receiver.frame_received(self.number, payload, now)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that the other end is gone, unless we left first."""
        if not self.gone:
            self._leave()
            self.end = word_of(exc) if isinstance(exc, ssl.SSLError) else "closed" if exc is None else "reset"
            self._receiver.line_closed(self.number, self.end, look_at_clock())

    def pause_writing(self) -> None:
        """Stop reading from a peer that does not read."""
        self._stuck = True
        self._read_or_not()

    def resume_writing(self) -> None:
        """Read again from a peer that reads."""
        self._stuck = False
        self._read_or_not()

    def hold(self, *, held: bool) -> None:
        """Stop reading while the party has too much to do, or read again."""
        self._held = held
        self._read_or_not()

    def _read_or_not(self) -> None:
        # A peer that does not read what we write is not read from either: what it asks would only pile up.
        if self._transport.is_closing():
            return
        if self._held or self._stuck:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    @property
    def unsent(self) -> int:
        """Bytes that wait for the peer to read."""
        return sum(map(len, self._out)) + int(self._transport.get_write_buffer_size())

    def send(self, payload: bytes) -> None:
        """Send a frame."""
        if not self._out:
            self._lines.flush_soon(self)
        self._out.append(self._framing.join(payload))

    def flush(self, now: int) -> None:
        """Hand the transport what was sent; `now` is monotonic."""
        out = self._out
        if not out or self._transport.is_closing():
            return
        self._last = now
        self._transport.write(out[0] if len(out) == 1 else b"".join(out))
        out.clear()
        if self._stuck and self._transport.get_write_buffer_size() > self.limits.most_unsent:
            self.drop("slow")
        elif not self.is_called and self._lines.takes_cut():
            self.drop("cut")

    def hang_up(self) -> None:
        """Close once everything is written; nobody is told."""
        self.flush(look_at_clock().monotonic)
        self._leave()
        self._transport.close()

    def drop(self, reason: str | None) -> None:
        """Close at once, with what is not written; tell why, or nobody."""
        if self.gone:
            return
        self._leave()
        self._transport.abort()
        if reason is not None:
            self._lines.counters[reason] += 1
            self._receiver.line_closed(self.number, reason, look_at_clock())

    def _leave(self) -> None:
        self.gone = True
        self._lines.leave(self)
        if self.is_called:
            self._forget_caller()

    def _forget_caller(self) -> None:
        self._lines.called -= 1
        self._lines.per_address[self.address] -= 1
        if not self._lines.per_address[self.address]:
            del self._lines.per_address[self.address]

    def _over_limit(self) -> str | None:
        if self._lines.called >= self.limits.most:
            return "too-many-lines"
        if self._lines.per_address[self.address] >= self.limits.most_per_address:
            return "too-many-from-address"
        return None

    def deadline_reason(self, now: int) -> str | None:
        """Return why the line's time has run out, if it has; `now` is monotonic."""
        limits = self.limits
        if self._begun is not None and not self._held and not self._stuck:
            allowed, reason = (limits.body, "body-late") if self._in_body else (limits.header, "header-late")
            return reason if allowed and now - self._begun > allowed else None
        return "idle" if limits.idle and now - self._last > limits.idle else None
