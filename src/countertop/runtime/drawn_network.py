"""The cables, the air and the contracts of the demo, and their faults.

A fault is what a dialler meets: a socket without a carrier, a modem without a signal, a network that refuses data. Who
looks for the cause meets the same, and has nothing else to go by.
"""

from __future__ import annotations

import asyncio
from typing import Final, NamedTuple

from countertop.values import SECOND

__all__ = ["FAULTS", "DrawnNetwork", "Hindrance"]


class Hindrance(NamedTuple):
    """What a fault does to calls over some routes: the reason that a dialler gives, after so many seconds."""

    routes: tuple[str, ...]
    reason: str
    seconds: float = 0.0


FAULTS: Final = {
    "unplug": Hindrance(("ethernet", "acquirer"), "no-carrier"),
    "no-wifi": Hindrance(("wifi",), "no-network", 1.0),
    "no-signal": Hindrance(("mobile",), "no-signal", 0.5),
    "arrears": Hindrance(("mobile",), "service-refused", 0.5),
    "out-of-network": Hindrance(("mobile", "wifi"), "unreachable", 0.5),
    "no-tone": Hindrance(("dial_up",), "no-tone", 0.5),
}
"""The faults that can be drawn."""


class DrawnNetwork:
    """What stands between a party and its routes."""

    def __init__(self) -> None:
        self._hindrances: dict[str, Hindrance] = {}

    def hinder(self, fault: str) -> tuple[str, ...]:
        """Draw a fault; return the routes whose lines it breaks."""
        hindrance = FAULTS[fault]
        for route in hindrance.routes:
            self._hindrances[route] = hindrance
        return hindrance.routes

    def mend(self) -> None:
        """Take all faults away."""
        self._hindrances.clear()

    async def hindered(self, route: str, patience: int) -> str:
        """Return why a call over a route comes to nothing, after the time that takes; nothing when it may go on."""
        hindrance = self._hindrances.get(route)
        if hindrance is None:
            return ""
        await asyncio.sleep(min(hindrance.seconds, patience / SECOND))
        return hindrance.reason
