"""How pages about accounts write moments: by the clock of the house."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from countertop.values.moments import local_time

__all__ = ["moment_text"]

ZONE: Final = ZoneInfo("Asia/Shanghai")


def moment_text(utc: int) -> str:
    """Return a moment of UTC microseconds in the time of the house."""
    return f"{local_time(utc, ZONE):%Y-%m-%d %H:%M:%S}"
