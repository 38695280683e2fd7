"""Where lines begin and end, what they may cost, and who is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from countertop.codec import Framing
from countertop.runtime.tls import Tls
from countertop.runtime.wires import Http
from countertop.values import SECOND, Instant

__all__ = ["Address", "LineLimits", "Listener", "Receiver", "Route"]

Address = tuple[str, int]


@dataclass(slots=True)
class LineLimits:
    """What a line may cost; durations in microseconds, 0 for never.

    `header` and `body` count from the first byte of each, `idle` from the last byte in or out, `handshake` from the
    call to the end of TLS's; `most` lines in all and `most_per_address` from one address, whose handshakes count as
    lines; a line is closed with more than `most_unsent` bytes waiting for its peer.
    """

    handshake: int = 10 * SECOND
    header: int = 10 * SECOND
    body: int = 15 * SECOND
    idle: int = 120 * SECOND
    most: int = 12_000
    most_per_address: int = 256
    most_unsent: int = 1 << 20


@dataclass(slots=True)
class Listener:
    """Where others call us: all its lines have this role."""

    role: str
    address: Address
    framing: Framing | Http = Framing.BINARY2
    limits: LineLimits = field(default_factory=LineLimits)
    tls: Tls | None = None


@dataclass(slots=True)
class Route:
    """Where we call: the addresses are tried in order, each for `patience` microseconds."""

    role: str
    addresses: Sequence[Address]
    framing: Framing | Http = Framing.BINARY2
    limits: LineLimits = field(default_factory=lambda: LineLimits(idle=0))
    patience: int = 5 * SECOND
    tls: Tls | None = None


class Receiver(Protocol):
    """Who is told what happens on the lines."""

    def line_opened(self, line: int, role: str, peer: str, identity: str | None, now: Instant) -> None:
        """Learn of a new line; `identity` is whom the other end's certificate names."""

    def frame_received(self, line: int, payload: bytes, now: Instant) -> None:
        """Take a whole frame; heartbeats are not told."""

    def line_closed(self, line: int, reason: str, now: Instant) -> None:
        """Learn that a line is gone which we did not hang up."""

    def line_refused(self, role: str, reason: str, address: str) -> None:
        """Learn that a caller was turned away."""
