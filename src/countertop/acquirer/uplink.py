"""The line to the switch as the host sees it: where it stands, when it was last heard, when to dial again.

    DOWN ──timer──► DIALLING ──line──► SIGNING_ON ──0830 00──► UP ──desk──► SIGNING_OFF ──0830──► SIGNED_OFF
     ▲                  │ failed           │ refused, silent    │ closed, silent  │ closed, silent
     ├──────────────────┴──────────────────┴────────────────────┘                 ├──────────► SIGNED_OFF
     └──────────────────────────────────── desk ──────────────────────────────────┴────────────────┘

SIGNED_OFF is left only by a person, who may want the line back before the sign-off is done. Attempts in flight do
not care: their answers may come over the next line.
"""

from __future__ import annotations

from enum import Enum

__all__ = ["Uplink", "UplinkState"]


class UplinkState(Enum):
    """Where the line stands."""

    DOWN = "down"
    DIALLING = "dialling"
    SIGNING_ON = "signing-on"
    UP = "up"
    SIGNING_OFF = "signing-off"
    SIGNED_OFF = "signed-off"


class Uplink:
    """The present line. `line` is None while there is none; `tested` is the STAN of a 0820 not yet answered.

    `heard_at` is a monotonic reading; `is_up` answers the only question of the hot path. `is_closing`: the centre has
    said that it closes its day, and answers 90 to what is new; `closing_told` is when, and under which STAN.
    """

    __slots__ = (
        "bad_frames",
        "closing_told",
        "heard_at",
        "is_closing",
        "is_up",
        "line",
        "redial_after",
        "state",
        "tested",
    )

    def __init__(self, redial_after: int) -> None:
        self.state = UplinkState.DOWN
        self.line: int | None = None
        self.is_up = False
        self.is_closing = False
        self.closing_told: tuple[str | None, str | None] | None = None
        self.heard_at = 0
        self.tested: str | None = None
        self.redial_after = redial_after
        self.bad_frames = 0

    def hear_closing(self, transmission_time: str | None, stan: str | None) -> None:
        """Take it that the centre begins to close its day; it is heard once, whenever a copy of that comes."""
        self.is_closing = self.is_closing or self.closing_told != (transmission_time, stan)
        self.closing_told = (transmission_time, stan)

    def become(self, state: UplinkState) -> None:
        """Go to a state."""
        self.state = state
        self.is_up = state is UplinkState.UP
