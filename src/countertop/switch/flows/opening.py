"""The switch starts: load what was founded, and take up every piece of open work.

An attempt without a decision may or may not have left; nobody knows, so it is given up: 68, and a reversal owed. From
here on it is like any other; the issuer gets its 0420 when it signs on.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.stage import Append, Effect, Note, Read, SetTimer
from countertop.switch import tables
from countertop.switch.floor import Floor, Owed
from countertop.switch.flows.answers import give_up
from countertop.switch.records import WatermarkSet
from countertop.switch.registry import Centre, Registry
from countertop.switch.settings import SwitchSettings
from countertop.values import Instant

__all__ = ["move_watermark", "open_floor"]


def open_floor(settings: SwitchSettings, now: Instant) -> Generator[Effect, Any, Floor]:
    """Return this life's floor, all open work taken up; raises NotFounded."""
    centre = Centre((yield Read(tables.EVERY_SWITCH)))
    institutions = yield Read(tables.EVERY_INSTITUTION)
    routes = yield Read(tables.EVERY_ROUTE)
    floor = Floor(settings, centre, Registry(centre.switch_id, institutions, routes))
    for row in (yield Read(tables.NEWEST_ATTEMPT)):
        floor.attempt_number = row["number"]
    for row in (yield Read(tables.NEWEST_OBLIGATION)):
        floor.obligation_number = row["obligation_number"]
    for row in (yield Read(tables.EVERY_WATERMARK)):
        floor.watermark = row["watermark"]
        # Numbers are also spent on what is never written; one below the watermark would not be looked for again.
        floor.attempt_number = max(floor.attempt_number, floor.watermark - 1)
    for row in (yield Read(tables.OPEN_OBLIGATIONS)):
        yield from _take_up_obligation(floor, row)
    yield from _give_up_in_flight(floor, now)
    yield SetTimer(("watermark", ""), settings.watermark_every)
    return floor


def _take_up_obligation(floor: Floor, row: dict[str, Any]) -> Generator[Effect, Any, None]:
    debtor = floor.registry.find(row["debtor_id"])
    assert debtor is not None, "a reversal is owed to an institution that is not registered"
    floor.owe(Owed(row["obligation_number"], row["transit_key"], row["reversal_key"], debtor))
    yield SetTimer(("reversal", row["transit_key"]), floor.settings.slow_reversal_cadence)


def _give_up_in_flight(floor: Floor, now: Instant) -> Generator[Effect, Any, None]:
    undecided = yield Read(tables.UNDECIDED_ATTEMPTS, floor.watermark)
    for row in undecided:
        receiver = floor.registry.find(row["receiver_id"])
        assert receiver is not None, "an attempt is in flight to an institution that is not registered"
        yield from give_up(floor, row["transit_key"], row["sender_id"], receiver, "restart", now)
        yield SetTimer(("reversal", row["transit_key"]), floor.settings.slow_reversal_cadence)
    if undecided:
        yield Note("warning", "switch.took_up_open_work", count=len(undecided))


def move_watermark(floor: Floor, _: str, now: Instant) -> Generator[Effect, Any, None]:  # noqa: ARG001 - as every timer's
    """Note below which number everything is decided."""
    yield SetTimer(("watermark", ""), floor.settings.watermark_every)
    oldest = next(iter(floor.in_flight.values()), None)
    watermark = floor.attempt_number + 1 if oldest is None else oldest.number
    if watermark > floor.watermark:
        floor.watermark = watermark
        yield Append(floor.centre.switch_id, WatermarkSet(floor.centre.switch_id, watermark))
