"""The dates and times that messages carry, worked out once a second instead of once a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from countertop.values import SECOND
from countertop.values.moments import local_time

__all__ = ["ClockFace", "ClockReading"]


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One second as messages write it.

    `local_date` (F13, MMDD), `local_time` (F12, hhmmss) and `settlement_date` (F15, MMDD, the business date) are in the
    host's zone; `transmission_time` (F7, MMDDhhmmss) and `transmitted` (the same with its year) in that of the link.
    `reference_day` begins each RRN: the last digit of the year and the day of the year. `year_month` is YYMM.
    """

    local_date: str
    local_time: str
    settlement_date: str
    transmission_time: str
    transmitted: str
    reference_day: str
    year_month: str


class ClockFace:
    """Reads moments in the host's zone, and in the zone that the members of the switch agree on."""

    __slots__ = ("_cutoff", "_link_zone", "_reading", "_second", "_zone")

    def __init__(self, zone: ZoneInfo, link_zone: ZoneInfo, cutoff_minute: int) -> None:
        self._zone = zone
        self._link_zone = link_zone
        self._cutoff = cutoff_minute
        self._second = 0
        self._reading = self._read(0)

    def read(self, utc: int) -> ClockReading:
        """Return the texts of a moment in UTC microseconds; readings are shared and never change."""
        second = utc // SECOND
        if second != self._second:
            self._reading = self._read(second)
            self._second = second
        return self._reading

    def _read(self, second: int) -> ClockReading:
        here = local_time(second * SECOND, self._zone)
        there = local_time(second * SECOND, self._link_zone)
        # After the cut-off the institution's next business date has begun.
        business = here + timedelta(days=1) if here.hour * 60 + here.minute >= self._cutoff else here
        local, linked = f"{here:%Y%m%d%H%M%S%j}", f"{there:%Y%m%d%H%M%S}"
        return ClockReading(
            local_date=local[4:8],
            local_time=local[8:14],
            settlement_date=f"{business:%m%d}",
            transmission_time=linked[4:],
            transmitted=linked,
            reference_day=local[3] + local[14:],
            year_month=local[2:6],
        )
