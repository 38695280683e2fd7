"""The centre closes its business day: for a while it takes no new requests (90), then the next day is open.

    cut-off ─► 0820 201 to every member, F15 the new date ─► `day_closing` ─► 0820 202

From the cut-off on everything has the new settlement date. Reversals, advices and answers pass as ever; a member that
signs on meanwhile is told then. Members may act on it or not: who asks is told 90 anyway. Without `day_closing` the
date changes and nobody is told.

Source: ISO 8583:1987 leaves the codes of field 70 to the parties; 201 and 202 are our choice for the start and the end.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.iso8583 import Message
from countertop.iso8583.transit import CUT_OFF_BEGUN, CUT_OFF_OVER
from countertop.stage import Effect, Note, Script, SetTimer
from countertop.switch.floor import Floor
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.registry import Institution
from countertop.values import MINUTE, SECOND, Instant

__all__ = ["CLOSING", "is_closing", "look_at_day", "tell_newcomer"]

CLOSING: Final = "90"
"""Response code: the centre is closing its day; try again in a few minutes."""

_LONGEST_LOOK: Final = MINUTE
"""Clocks jump, so the day is looked at more often than it changes."""


def is_closing(floor: Floor, now: Instant) -> bool:
    """Tell whether the day is being closed."""
    return floor.centre.business_day(now.utc // SECOND).is_closing


def look_at_day(floor: Floor, _: Any, now: Instant) -> Script:
    """Tell the members when the closing of a day begins or is over, and look again when the next thing happens."""
    if not floor.settings.day_closing:
        return
    second = now.utc // SECOND
    yield SetTimer(("day", ""), min(floor.centre.until_change(second) * SECOND, _LONGEST_LOOK))
    day = floor.centre.business_day(second)
    if day.is_closing is floor.told_closing:
        return
    floor.told_closing = day.is_closing
    yield Note("info", "switch.day_closing" if day.is_closing else "switch.day_open", date=day.settlement_date)
    for member in floor.registry.institutions.values():
        if member.line is not None:
            yield from _tell(floor, member, now)


def tell_newcomer(floor: Floor, member: Institution, now: Instant) -> Generator[Effect, Any, None]:
    """Tell a member that has just signed on, if the day is being closed."""
    if is_closing(floor, now):
        yield from _tell(floor, member, now)


def _tell(floor: Floor, member: Institution, now: Instant) -> Generator[Effect, Any, None]:
    day = floor.centre.business_day(now.utc // SECOND)
    message = Message(
        "0820",
        transmission_time=floor.centre.clock.transmission_time(now.utc),
        stan=f"{now.utc // 1_000 % 999_999 + 1:06d}",
        settlement_date=day.settlement_date[4:],
        forwarding_id=floor.centre.switch_id,
        network_code=CUT_OFF_BEGUN if day.is_closing else CUT_OFF_OVER,
    )
    yield from send_sealed(message, member)
