"""The host's own numbers: one serial, from which reference numbers and STANs towards the switch are made.

The serial is never stored apart: it goes on from the newest row that carries one, so a number can be used twice only
when nothing durable came of it the first time. A reference number (F37) is the last digit of the year, the day of the
year, and eight digits of the serial; a STAN is six digits of it that are never 000000.
"""

from __future__ import annotations

__all__ = ["Numbers", "rrn_of", "stan_of"]

_RRN_ROUND = 100_000_000
_STAN_ROUND = 999_999


def rrn_of(reference_day: str, serial: int) -> str:
    """Return the reference number, 12 digits."""
    return reference_day + str(serial % _RRN_ROUND).zfill(8)


def stan_of(serial: int) -> str:
    """Return the STAN, 000001 to 999999."""
    return str(serial % _STAN_ROUND + 1).zfill(6)


class Numbers:
    """Hands out serials."""

    __slots__ = ("newest",)

    def __init__(self, newest: int = 0) -> None:
        self.newest = newest

    def draw(self) -> int:
        """Return the next serial."""
        self.newest += 1
        return self.newest
