"""The trace of a world: its hash says whether two runs were the same, its lines say what happened.

The hash covers every delivery and effect with its moment, its party and the bytes that passed. Lines are masked: of a
frame they show the public fields, of questions and replies the names only.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from countertop.iso8583 import MessageError
from countertop.simulation.alterations import dialect_of
from countertop.values import SECOND

__all__ = ["Trace"]

_BATCH = 512


class Trace:
    """Collects what happens. `tell` is given each line as it comes, when somebody wants to read them."""

    __slots__ = ("_hash", "_parts", "tell")

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        self.tell = tell
        self._hash = sha256()
        self._parts: list[str] = []

    def add(self, now: int, party: str, what: str, payload: bytes = b"") -> None:
        """Note that something happened to a party, with the bytes it carried."""
        self._parts.append(f"{now} {party} {what} {payload.hex()}\n")
        if len(self._parts) == _BATCH:
            self._fold()
        if self.tell is not None:
            shown = f" {describe(payload)}" if payload else ""
            self.tell(f"{_clock(now)} {party:<12} {what}{shown}")

    def digest(self, *more: bytes) -> str:
        """Return the hash of everything so far, and of `more`, as hexadecimal digits."""
        self._fold()
        whole = self._hash.copy()
        for part in more:
            whole.update(part)
        return whole.hexdigest()

    def _fold(self) -> None:
        self._hash.update("".join(self._parts).encode())
        self._parts.clear()


def describe(payload: bytes) -> str:
    """Return the public fields of a frame of either dialect, or its length where it is neither's."""
    try:
        fields = dialect_of(payload).decode(payload).public_fields()
    except MessageError:
        return f"{len(payload)} bytes"
    return " ".join([f"{name}={value}" for name, value in fields.items()])


def _clock(now: int) -> str:
    """Return a moment of the world as hours, minutes, seconds and microseconds since it began."""
    seconds, parts = divmod(now, SECOND)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{parts:06}"
