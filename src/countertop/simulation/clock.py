"""The two clocks of a node: a wall clock that may be set, and a monotonic one that only counts; both may run askew."""

from __future__ import annotations

from countertop.simulation.agenda import Agenda
from countertop.values import Instant

__all__ = ["NodeClock"]

_PARTS = 1_000_000


class NodeClock:
    """Reads both clocks off the world's time. `drift` is in parts a million; jumps move the wall clock alone."""

    __slots__ = ("_agenda", "_epoch", "drift", "offset")

    def __init__(self, agenda: Agenda, epoch: int, drift: int = 0) -> None:
        self._agenda = agenda
        self._epoch = epoch
        self.drift = drift
        self.offset = 0

    def read(self) -> Instant:
        """Return the node's own idea of now."""
        elapsed = self._agenda.now
        elapsed += elapsed * self.drift // _PARTS
        return Instant(self._epoch + elapsed + self.offset, elapsed)

    def jump(self, by: int) -> None:
        """Set the wall clock by so many microseconds; the monotonic clock does not notice."""
        self.offset += by

    def world_time(self, own: int) -> int:
        """Return how long the world takes while the node counts `own` microseconds."""
        return own - own * self.drift // _PARTS
