"""Lines: TCP connections, called or answered, that carry frames between parties.

An idle line is closed, one address may hold so many lines and all together so many more, and a peer that does not read
is not written to for ever.
"""

from __future__ import annotations

import asyncio
import errno
from collections import Counter
from collections.abc import Collection
from typing import Any

from countertop.codec import Framing
from countertop.runtime.clock import look_at_clock
from countertop.runtime.errors import AddressTaken, ConfigurationFault
from countertop.runtime.line import Line
from countertop.runtime.places import Address, LineLimits, Listener, Receiver, Route
from countertop.runtime.tls import Tls
from countertop.runtime.tunnel import Tunnel
from countertop.runtime.wires import Http
from countertop.values import SECOND

__all__ = ["Address", "LineLimits", "Lines", "Listener", "Route"]

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
        self._lines: dict[int, Line] = {}
        self._written_to: list[Line] = []
        self._servers: list[asyncio.Server] = []
        self._handshakes: set[Tunnel] = set()
        self._looking: asyncio.TimerHandle | None = None
        self._numbers = 0
        self._held = False
        self._cuts = 0
        self._delay = 0.0

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

    async def _dialled(self, route: Route, address: Address) -> Line:
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

    def _line(self, place: Listener | Route, *, called: bool) -> Line:
        framing = place.framing
        if isinstance(framing, Framing):
            line = Line(self, place.role, framing, place.limits, called=called)
        else:
            line = self._http_line(framing, place, called=called)
        line.tls = place.tls
        return line

    def _http_line(self, wire: Http, place: Listener | Route, *, called: bool) -> Line:
        # Only who has such a line loads its parser.
        from countertop.runtime.http_lines import HttpLine  # noqa: PLC0415 - as it says

        return HttpLine(self, place.role, wire, place.limits, called=called)

    def begin_handshake(self, line: Line, tls: Tls, transport: Any) -> None:
        """Let a caller show who it is before anything of it is heard."""
        tunnel = Tunnel(self.loop, tls.answering, line.limits.handshake / SECOND, line)
        self._handshakes.add(tunnel)
        tunnel.settled.add_done_callback(lambda _: self._handshakes.discard(tunnel))
        transport.set_protocol(tunnel)
        tunnel.connection_made(transport)

    def send(self, number: int, payload: bytes) -> None:
        """Send a frame; a line that is gone swallows it."""
        line = self._lines.get(number)
        if line is None:
            return
        if self._delay:
            self.loop.call_later(self._delay, self._send_late, number, payload)
        else:
            line.send(payload)

    def _send_late(self, number: int, payload: bytes) -> None:
        line = self._lines.get(number)
        if line is not None:
            line.send(payload)

    def flush_soon(self, line: Line) -> None:
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

    def slow_down(self, seconds: float) -> None:
        """Let every frame from now on leave so much later; 0 ends it."""
        self._delay = seconds

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

    def enter(self, line: Line) -> int:
        """Give a new line its number."""
        self._numbers += 1
        self._lines[self._numbers] = line
        self.counters["opened"] += 1
        if self._looking is None:
            self._looking = self.loop.call_later(LOOK_EVERY / SECOND, self._look)
        if self._held:
            # Not at once: asyncio as in Python 3.11.2 begins to read behind our back once the line is made.
            self.loop.call_soon(self._hold_if_held, line)
        return self._numbers

    def _hold_if_held(self, line: Line) -> None:
        line.hold(held=self._held)

    def leave(self, line: Line) -> None:
        """Forget a line that is gone."""
        self._lines.pop(line.number, None)

    def _look(self) -> None:
        now = look_at_clock().monotonic
        for line in [line for line in self._lines.values() if line.deadline_reason(now) is not None]:
            line.drop(line.deadline_reason(now))
        self._looking = self.loop.call_later(LOOK_EVERY / SECOND, self._look) if self._lines else None
