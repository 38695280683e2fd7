"""The switch starts: load what was founded, and take up every piece of open work.

An attempt without a decision may or may not have left; nobody knows, so it is given up: 68, and a reversal owed. From
here on it is like any other; the issuer gets its 0420 when it signs on. What is repeated until it is answered goes back
in flight instead, and what moves nothing is declined. What was decided in an issuer's stead is still to be told it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from countertop.iso8583.interbank_forms import FORM_OF, Ending
from countertop.stage import Append, Effect, Note, Read, SetTimer
from countertop.switch import tables
from countertop.switch.floor import Advice, Floor, InFlight, Owed
from countertop.switch.flows.answers import decline_unanswered, give_up
from countertop.switch.flows.cut_off import look_at_day
from countertop.switch.flows.exchanging import look_at_ages
from countertop.switch.flows.repetitions import owe_repetition, take_up_repetition
from countertop.switch.key_exchange import ExchangeState
from countertop.switch.records import WatermarkSet
from countertop.switch.registry import Centre, Registry
from countertop.switch.settings import SwitchSettings
from countertop.switch.stand_in import Rule
from countertop.values import Instant

__all__ = ["move_watermark", "open_floor"]

_OF_EXCHANGES = (tables.EVERY_ZONE_OFFER, tables.EVERY_ZONE_KEYS, tables.EVERY_ZONE_REFUSAL, tables.EVERY_ZONE_DROP)


def open_floor(settings: SwitchSettings, now: Instant) -> Generator[Effect, Any, Floor]:
    """Return this life's floor, all open work taken up; raises NotFounded."""
    centre = Centre((yield Read(tables.EVERY_SWITCH)), settings)
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
    yield from _take_up_advices(floor)
    for row in (yield Read(tables.OPEN_OBLIGATIONS)):
        yield from _take_up_obligation(floor, row)
    for row in (yield Read(tables.OPEN_REPETITIONS)):
        (attempt,) = yield Read(tables.ATTEMPT_BY_KEY, row["transit_key"])
        yield from _repeat(floor, attempt)
    yield from _take_up_in_flight(floor, now)
    yield from _take_up_exchanges(floor)
    yield from look_at_ages(floor, "", now)
    yield SetTimer(("watermark", ""), settings.watermark_every)
    yield from look_at_day(floor, "", now)
    return floor


def _take_up_exchanges(floor: Floor) -> Generator[Effect, Any, None]:
    """Know every link's newest keys, and go on changing those that were being changed."""
    told: dict[str, dict[str, Any]] = {}
    for query in _OF_EXCHANGES:
        for row in (yield Read(query)):
            member = floor.registry.find(row["institution_id"])
            assert member is not None, "keys were exchanged with an institution that is not registered"
            told.setdefault(member.key, {})[query.name] = row
    for key, rows in told.items():
        member = floor.registry.institutions[key]
        member.exchange.take_up(member.keys, *(rows.get(query.name) for query in _OF_EXCHANGES))
        if member.exchange.state(member.keys) is ExchangeState.OVERLAP:
            yield SetTimer(("former-keys", member.key), floor.settings.zone_key_overlap)


def _take_up_advices(floor: Floor) -> Generator[Effect, Any, None]:
    """Know the rules of standing in, and what was decided by them that an issuer has not taken."""
    for row in (yield Read(tables.EVERY_STAND_IN_RULE)):
        floor.rules[row["issuer_id"], row["kind"]] = Rule.of_row(row)
    for row in (yield Read(tables.NEWEST_STAND_IN)):
        floor.stand_in_number = row["stand_in_number"]
    if "switch.advice-forgotten-at-reboot" in floor.planted:
        return
    for row in (yield Read(tables.OPEN_STAND_INS)):
        debtor = floor.registry.find(row["debtor_id"])
        assert debtor is not None, "an advice is owed to an institution that is not registered"
        advice = Advice(row["transit_key"], row["stand_in_number"], row["kind"], row["original_key"], debtor)
        floor.owe_advice(advice)
        yield SetTimer(("advice", debtor.key), floor.settings.slow_reversal_cadence)


def _take_up_obligation(floor: Floor, row: dict[str, Any]) -> Generator[Effect, Any, None]:
    debtor = floor.registry.find(row["debtor_id"])
    assert debtor is not None, "a reversal is owed to an institution that is not registered"
    floor.owe(Owed(row["obligation_number"], row["transit_key"], row["reversal_key"], debtor))
    yield SetTimer(("reversal", row["transit_key"]), floor.settings.slow_reversal_cadence)


def _repeat(floor: Floor, row: dict[str, Any]) -> Generator[Effect, Any, InFlight]:
    attempt = yield from take_up_repetition(floor, row)
    attempt.tries = 0
    yield SetTimer(("repetition", attempt.key), floor.settings.slow_reversal_cadence)
    return attempt


def _take_up_in_flight(floor: Floor, now: Instant) -> Generator[Effect, Any, None]:
    found = yield Read(tables.UNDECIDED_ATTEMPTS, floor.watermark)
    undecided = [row for row in found if row["transit_key"] not in floor.in_flight]
    for row in undecided:
        yield from _TAKE_UP[FORM_OF[row["kind"]].ending](floor, row, now)
    if undecided:
        yield Note("warning", "switch.took_up_open_work", count=len(undecided))


def _reverse(floor: Floor, row: dict[str, Any], now: Instant) -> Generator[Effect, Any, None]:
    receiver = floor.registry.find(row["receiver_id"])
    assert receiver is not None, "an attempt is in flight to an institution that is not registered"
    yield from give_up(floor, row["transit_key"], row["sender_id"], receiver, "restart", now)
    yield SetTimer(("reversal", row["transit_key"]), floor.settings.slow_reversal_cadence)


def _owe_repetition(floor: Floor, row: dict[str, Any], now: Instant) -> Generator[Effect, Any, None]:
    attempt = yield from _repeat(floor, row)
    yield from owe_repetition(attempt, "restart", now)


def _decline(floor: Floor, row: dict[str, Any], now: Instant) -> Generator[Effect, Any, None]:
    yield from decline_unanswered(floor, row["transit_key"], row["sender_id"], "restart", now)


_TAKE_UP: dict[Ending, Callable[[Floor, dict[str, Any], Instant], Generator[Effect, Any, None]]] = {
    Ending.REVERSAL: _reverse,
    Ending.REPEAT: _owe_repetition,
    Ending.NOTHING: _decline,
}


def move_watermark(floor: Floor, _: str, now: Instant) -> Generator[Effect, Any, None]:  # noqa: ARG001 - as every timer's
    """Note below which number everything is decided."""
    yield SetTimer(("watermark", ""), floor.settings.watermark_every)
    # An attempt that is asked again is found by its repetition, however old it is.
    oldest = next((attempt for attempt in floor.in_flight.values() if attempt.tries is None), None)
    watermark = floor.attempt_number + 1 if oldest is None else oldest.number
    if watermark > floor.watermark:
        floor.watermark = watermark
        yield Append(floor.centre.switch_id, WatermarkSet(floor.centre.switch_id, watermark))
