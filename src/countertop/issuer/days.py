"""Until when something holds that is good for so many days, the first of them counted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from countertop.values import SECOND

__all__ = ["end_of_days"]


def end_of_days(first: str, days: int, zone: ZoneInfo) -> int:
    """Return when the last of so many days is over, UTC microseconds; `first` is YYYYMMDD and counts as one of them."""
    over = date(int(first[:4]), int(first[4:6]), int(first[6:])) + timedelta(days=days)
    return round(datetime.combine(over, time(), zone).timestamp()) * SECOND
