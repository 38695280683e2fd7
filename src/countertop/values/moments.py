"""Moments: one reading of both clocks comes with every event; nothing in an actor reads a clock.

The wall clock may jump (a person sets it, the host corrects it); the monotonic clock measures waiting. Messages
carry dates without a year: the year is added where the date arrives, never guessed later.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = ["MICROSECOND", "MILLISECOND", "MINUTE", "SECOND", "Instant", "local_time", "with_year"]

MICROSECOND = 1
MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant:
    """One reading of both clocks, each in microseconds: `utc` since 1970, `monotonic` since an unknown start."""

    __slots__ = ("monotonic", "utc")

    def __init__(self, utc: int, monotonic: int) -> None:
        self.utc = utc
        self.monotonic = monotonic

    def __repr__(self) -> str:
        return f"Instant({_EPOCH + timedelta(microseconds=self.utc):%Y-%m-%dT%H:%M:%S.%fZ})"


def local_time(utc: int, zone: ZoneInfo) -> datetime:
    """Return the local date and time of a UTC microsecond count, for slips and message fields 12 and 13."""
    return (_EPOCH + timedelta(microseconds=utc)).astimezone(zone)


@lru_cache(maxsize=256)
def with_year(month_day: str, near: date) -> date:
    """Return the date `MMDD` in the year that puts it closest to `near`.

    Raises ValueError when it is no date in any of the years beside `near` (29 February may need a leap year).
    """
    candidates = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            candidates.append(date(year, int(month_day[:2]), int(month_day[2:4])))
        except ValueError:
            continue
    if not candidates or len(month_day) != 4:
        raise ValueError(f"no such month and day: {month_day!r}")
    return min(candidates, key=lambda candidate: abs(candidate - near))
