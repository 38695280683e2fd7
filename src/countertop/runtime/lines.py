"""Lines: TCP connections, called or answered, that carry frames between parties.

A line costs its peer's bytes, never our memory or our time: prefixes are checked before anything is stored for them, a
frame once begun must be finished in time, an idle line is closed, one address may hold so many lines and all together
so many more, and a peer that does not read is not written to for ever. What is written in one turn of the loop leaves
in one piece.
"""

from __future__ import annotations

import asyncio
import errno
import ssl
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from countertop.codec import FrameError, Framing
from countertop.runtime.clock import look_at_clock
from countertop.runtime.errors import AddressTaken, ConfigurationFault
from countertop.runtime.places import Address, LineLimits, Listener, Receiver, Route
from countertop.runtime.tls import Tls, word_of
from countertop.runtime.tunnel import Tunnel
from countertop.values import SECOND, Instant

__all__ = ["Address", "LineLimits", "Lines", "Listener", "Route"]

# The default read of 256 KiB costs a fresh mapping of memory each time; frames are small.
READ_SIZE = 16_384
# Bytes waiting for a peer from which on it is not read from either, and looked at with every write.
MUCH_UNSENT = 65_536
# Between two looks at all lines for those whose time has run out.
LOOK_EVERY = SECOND
BACKLOG = 1024


class Lines:
    """All lines of one party."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receiver: Receiver) -> None:
        self.loop = loop
        self.receiver = receiver
        self.counters: Counter[str] = Counter()
        self.per_address: Counter[str] = Counter()
        self.called = 0
        self._lines: dict[int, _Line] = {}
        self._written_to: list[_Line] = []
        self._servers: list[asyncio.Server] = []
        self._handshakes: set[Tunnel] = set()
        self._looking: asyncio.TimerHandle | None = None
        self._numbers = 0
        self._held = False
        self._cuts = 0

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def unsent(self) -> int:
        """Bytes that wait for peers to read."""
        return sum(line.unsent for line in self._lines.values())

    async def listen(self, listener: Listener) -> Address:
        """Answer calls from now on; returns the address, with the port that was drawn for port 0.

        Raises AddressTaken, or ConfigurationFault for an address that is not this machine's.
        """
        host, port = listener.address
        try:
            server = await self.loop.create_server(
                lambda: self._line(listener, called=True),
                host,
                port,
                backlog=BACKLOG,
            )
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                raise AddressTaken("run.address-taken", role=listener.role, host=host, port=port) from None
            reason = fault.strerror or type(fault).__name__
            raise ConfigurationFault("run.address-wrong", host=host, port=port, reason=reason) from None
        self._servers.append(server)
        name = server.sockets[0].getsockname()
        return name[0], name[1]

    async def dial(self, route: Route) -> int | str:
        """Return a new line's number, or why there is none: `refused`, `unreachable`, `time-out`, or a word of TLS."""
        reason = "unreachable"
        for address in route.addresses:
            try:
                async with asyncio.timeout(route.patience / SECOND):
                    line = await self._dialled(route, address)
            except TimeoutError:
                reason = "time-out"
            except ConnectionRefusedError:
                reason = "refused"
            except OSError:
                reason = "unreachable"
            else:
                if not line.gone:
                    return line.number
                reason = line.end
        return reason

    async def _dialled(self, route: Route, address: Address) -> _Line:
        line = self._line(route, called=False)
        if route.tls is None:
            await self.loop.create_connection(lambda: line, *address)
            return line
        tunnel = Tunnel(self.loop, route.tls.calling, route.limits.handshake / SECOND, line, address[0])
        await self.loop.create_connection(lambda: tunnel, *address)
        try:
            await tunnel.settled
        finally:
            if line.gone:
                tunnel.abort()
        return line

    def _line(self, place: Listener | Route, *, called: bool) -> _Line:
        framing = place.framing
        kind: type[Any] = _Line if isinstance(framing, Framing) else framing.line_kind
        line: _Line = kind(self, place.role, framing, place.limits, called=called)
        line.tls = place.tls
        return line

    def begin_handshake(self, line: _Line, tls: Tls, transport: Any) -> None:
        """Let a caller show who it is before anything of it is heard."""
        tunnel = Tunnel(self.loop, tls.answering, line.limits.handshake / SECOND, line)
        self._handshakes.add(tunnel)
        tunnel.settled.add_done_callback(lambda _: self._handshakes.discard(tunnel))
        transport.set_protocol(tunnel)
        tunnel.connection_made(transport)

    def send(self, number: int, payload: bytes) -> None:
        """Send a frame; a line that is gone swallows it."""
        line = self._lines.get(number)
        if line is not None:
            line.send(payload)

    def flush_soon(self, line: _Line) -> None:
        """Let a line's bytes leave at the end of this turn of the loop."""
        if not self._written_to:
            self.loop.call_soon(self._flush)
        self._written_to.append(line)

    def _flush(self) -> None:
        now = look_at_clock().monotonic
        lines, self._written_to = self._written_to, []
        for line in lines:
            line.flush(now)

    def hang_up(self, number: int) -> None:
        """Close a line once everything is written; nobody is told."""
        line = self._lines.get(number)
        if line is not None:
            line.hang_up()

    def hold(self, *, held: bool) -> None:
        """Stop reading from all lines while the party has too much to do, or read again."""
        if held is not self._held:
            self._held = held
            for line in self._lines.values():
                line.hold(held=held)

    def cut_after_next_frame(self) -> None:
        """Make the next line that we dialled and send on break behind that frame, as a cable would."""
        self._cuts = 1

    def takes_cut(self) -> bool:
        """Tell whether the line that asks is the one to break; only the first that asks is."""
        cut, self._cuts = self._cuts, 0
        return cut > 0

    def lose(self, routes: Collection[str] | None) -> None:
        """Break the lines that we dialled by these routes; for None those on which others call us."""
        for line in list(self._lines.values()):
            if line.is_called if routes is None else line.role in routes and not line.is_called:
                line.drop("lost")

    def stop_listening(self) -> None:
        """Take no more calls; the lines that are up stay."""
        for server in self._servers:
            server.close()
        self._servers.clear()

    def close(self) -> None:
        """Close listeners and lines at once; nobody is told."""
        self.stop_listening()
        for tunnel in self._handshakes:
            tunnel.abort()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        for line in list(self._lines.values()):
            line.drop(None)

    def enter(self, line: _Line) -> int:
        """Give a new line its number."""
        self._numbers += 1
        self._lines[self._numbers] = line
        self.counters["opened"] += 1
        if self._looking is None:
            self._looking = self.loop.call_later(LOOK_EVERY / SECOND, self._look)
        if self._held:
            line.hold(held=True)
        return self._numbers

    def leave(self, line: _Line) -> None:
        """Forget a line that is gone."""
        self._lines.pop(line.number, None)

    def _look(self) -> None:
        now = look_at_clock().monotonic
        for line in [line for line in self._lines.values() if line.deadline_reason(now) is not None]:
            line.drop(line.deadline_reason(now))
        self._looking = self.loop.call_later(LOOK_EVERY / SECOND, self._look) if self._lines else None


class _Line(asyncio.Protocol):
    """One connection."""

    __slots__ = (
        "_begun", "_framing", "_held", "_in_body", "_last", "_lines", "_out", "_receiver",
        "_splitter", "_stuck", "_transport", "address", "end", "gone", "is_called", "limits", "number", "role", "tls",
    )  # fmt: skip

    def __init__(self, lines: Lines, role: str, framing: Framing, limits: LineLimits, *, called: bool) -> None:
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
        if not self.gone:
            self._leave()
            self.end = word_of(exc) if isinstance(exc, ssl.SSLError) else "closed" if exc is None else "reset"
            self._receiver.line_closed(self.number, self.end, look_at_clock())

    def pause_writing(self) -> None:
        self._stuck = True
        self._read_or_not()

    def resume_writing(self) -> None:
        self._stuck = False
        self._read_or_not()

    def hold(self, *, held: bool) -> None:
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
        return sum(map(len, self._out)) + int(self._transport.get_write_buffer_size())

    def send(self, payload: bytes) -> None:
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
