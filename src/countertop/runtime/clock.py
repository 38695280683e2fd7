"""The clock: both readings at once, in whole microseconds. No other module of the runtime tells actors the time."""

from __future__ import annotations

from time import monotonic_ns, time_ns

from countertop.values import Instant

__all__ = ["look_at_clock"]


def look_at_clock() -> Instant:
    """Return the present instant; the wall clock may jump, the monotonic one does not."""
    return Instant(time_ns() // 1000, monotonic_ns() // 1000)
