"""A position on the earth, as a machine that can locate itself reports it: whole microdegrees, never a float."""

from __future__ import annotations

import re
from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple

__all__ = ["Position"]

_DEGREE: Final = 1_000_000
_EARTH_RADIUS: Final = 6_371_009
"""Metres; the mean radius of IUGG."""

_FORM: Final = re.compile(r"([+-][0-9]{8})([+-][0-9]{9})", re.ASCII)


class Position(NamedTuple):
    """Latitude and longitude in microdegrees, north and east positive; a microdegree of latitude is 11 centimetres."""

    latitude: int
    longitude: int

    @classmethod
    def read(cls, text: str) -> Position:
        """Read the form of `text`; raises ValueError for another form, or a place that is not on the earth."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError("a position is sign and 8 digits of latitude, sign and 9 digits of longitude")
        position = cls(int(found[1]), int(found[2]))
        position.check()
        return position

    def check(self) -> None:
        """Raise ValueError for a place that is not on the earth."""
        if abs(self.latitude) > 90 * _DEGREE or abs(self.longitude) > 180 * _DEGREE:
            raise ValueError("latitudes end at 90 degrees, longitudes at 180")

    def text(self) -> str:
        """Return it as it travels and as people read it to each other: `+31230416+121473701`."""
        return f"{self.latitude:+09d}{self.longitude:+010d}"

    def metres_to(self, other: Position) -> int:
        """Return the distance over the ground, in whole metres (haversine)."""
        here, there = radians(self.latitude / _DEGREE), radians(other.latitude / _DEGREE)
        across = radians((other.longitude - self.longitude) / _DEGREE)
        half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(across / 2) ** 2
        return round(2 * _EARTH_RADIUS * asin(min(1.0, sqrt(half))))
