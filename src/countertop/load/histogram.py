"""Latencies in a table of fixed size: whole microseconds exact below 256, above that within 0.8 %.

Each doubling of the value has 128 places, so that a microsecond and a minute are told as sharply. Recording costs the
same however many were recorded before, and two tables add up.
"""

from __future__ import annotations

__all__ = ["LARGEST", "Histogram"]

LARGEST = (1 << 28) - 1
"""Microseconds, about four and a half minutes; whatever took longer counts as that."""

_FINE = 7
_PLACES = (LARGEST.bit_length() - _FINE + 1) << _FINE


class Histogram:
    """Counts of latencies in microseconds."""

    __slots__ = ("_counts", "largest", "recorded")

    def __init__(self) -> None:
        self._counts = [0] * _PLACES
        self.recorded = 0
        self.largest = 0

    def record(self, microseconds: int) -> None:
        """Count one latency; one below zero counts as zero."""
        value = min(max(microseconds, 0), LARGEST)
        shift = max(value.bit_length() - _FINE - 1, 0)
        self._counts[(shift << _FINE) + (value >> shift)] += 1
        self.recorded += 1
        self.largest = max(self.largest, value)

    def percentile(self, percent: float) -> int:
        """Return a latency that so many percent do not exceed, in microseconds; 0 when nothing was recorded."""
        wanted, seen = percent / 100 * self.recorded, 0
        for place, count in enumerate(self._counts):
            seen += count
            if count and seen >= wanted:
                return min(_highest(place), self.largest)
        return 0

    def add(self, other: Histogram) -> None:
        """Take in what another one recorded."""
        self._counts = [mine + theirs for mine, theirs in zip(self._counts, other._counts, strict=True)]
        self.recorded += other.recorded
        self.largest = max(self.largest, other.largest)


def _highest(place: int) -> int:
    """Return the largest value that is counted in a place."""
    shift = max((place >> _FINE) - 1, 0)
    return ((place - (shift << _FINE) + 1) << shift) - 1
