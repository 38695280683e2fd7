"""How a host begins: it loads what is registered, decides what nobody decided, and takes up what is owed.

An attempt received but not decided may have left for the switch. Where a reversal ends the doubt it is unknown, and
its reversal owed; where repetition ends it, it is taken up and sent again; where nothing moves it is declined. Of a
payment by code the wallet is asked what became of it. Attempts
below the watermark are decided for certain; the history is never read.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from countertop.acquirer import tables
from countertop.acquirer.due import reversal_due
from countertop.acquirer.flows.linking import REDIAL
from countertop.acquirer.flows.owing import new_obligation, obligation_of
from countertop.acquirer.flows.repeating import take_up
from countertop.acquirer.flows.ruling import load_spending
from countertop.acquirer.kinds import KINDS, Route
from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, Ignored, Moves, Step, state_of
from countertop.acquirer.management.restart import take_up as take_up_management
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import Numbers
from countertop.acquirer.records import AttemptDecided, WatermarkSet
from countertop.acquirer.refunding.tables import EVERY_CONSOLE
from countertop.acquirer.registry import ROUTE_TO_SWITCH, Registry
from countertop.acquirer.settings import AcquirerSettings
from countertop.acquirer.settlement import day_close
from countertop.acquirer.settlement.standing import load_frozen
from countertop.acquirer.wallet import going_on
from countertop.acquirer.wallet.link import Provider
from countertop.iso8583.interbank_forms import Ending
from countertop.stage import Append, Effect, Note, Read, Script, SetTimer
from countertop.values import Instant

__all__ = ["WATERMARK", "begin", "set_watermark"]

WATERMARK = "watermark"

UNKNOWN_CODE = "98"
CAUSE = "restart"

Row = Mapping[str, Any]


def begin(settings: AcquirerSettings, now: Instant) -> Generator[Effect, Any, HostMemory]:
    """Return the memory of a host whose store is as it was left. Raises NotFounded for an empty one."""
    registry = yield from _load_registry(settings)
    marks = yield Read(tables.EVERY_WATERMARK)
    watermark = marks[0]["watermark"] if marks else 1
    numbers = yield from _newest_numbers(watermark)
    memory = HostMemory(settings, registry, numbers, watermark)
    for wallet in (yield Read(tables.EVERY_WALLET)):
        memory.wallet.provider = Provider.of_row(wallet)
    yield from _load_obligations(memory)
    yield from take_up_management(memory)
    yield from load_frozen(memory)
    undecided = yield Read(tables.UNDECIDED_ATTEMPTS, memory.watermark)
    for attempt in undecided:
        kind = KINDS[attempt["kind"]]
        if kind.route is Route.WALLET:
            yield from going_on.take_up(memory, attempt)
        else:
            yield from _ENDINGS[kind.ending](memory, attempt, now)
    for listed in (yield Read(tables.EVERY_BLACKLISTED)):
        memory.blacklist.take(listed)
    yield from load_spending(memory, now.utc)
    yield from day_close.go_on(memory)
    yield Note("info", "acquirer.started", undecided=len(undecided), owed=len(memory.obligations))
    yield SetTimer(WATERMARK, settings.watermark_every)
    yield SetTimer(REDIAL, 0)
    if memory.wallet.provider is not None:  # what is owed to a wallet does not wait for the switch
        for place, attempt_key in enumerate(memory.obligations):
            yield SetTimer(reversal_due(attempt_key), place * settings.reversal_spacing)
    return memory


def set_watermark(memory: HostMemory) -> Script:
    """Note below which number everything is decided, when that has risen."""
    yield SetTimer(WATERMARK, memory.settings.watermark_every)
    lowest = memory.lowest_undecided()
    if lowest > memory.watermark:
        memory.watermark = lowest
        yield Append(memory.acquirer_id, WatermarkSet(memory.acquirer_id, lowest))


def _load_registry(settings: AcquirerSettings) -> Generator[Effect, Any, Registry]:
    acquirers = yield Read(tables.EVERY_ACQUIRER)
    links = yield Read(tables.EVERY_ZONE_KEYS)
    merchants = yield Read(tables.EVERY_MERCHANT)
    bins = yield Read(tables.EVERY_BIN_ROUTE)
    registry = Registry(acquirers, links, merchants, bins)
    dropped = yield Read(tables.ZONE_KEYS_DROPPED_BY, ROUTE_TO_SWITCH)
    for taken in (yield Read(tables.ZONE_KEYS_TAKEN_BY, ROUTE_TO_SWITCH)):
        registry.link.keys.take_up(taken, dropped[0]["exchange"] if dropped else None)
    for console in (yield Read(EVERY_CONSOLE)):
        registry.seat_console(console)
    terminals = yield Read(tables.EVERY_TERMINAL)
    batches = yield Read(tables.EVERY_BATCH)
    operators = yield Read(tables.EVERY_OPERATOR)
    sessions = yield Read(tables.EVERY_SESSION)
    registry.add_terminals(terminals, batches, operators, sessions, settings.planted)
    for permission in (yield Read(tables.EVERY_PERMISSION)):
        registry.grant(permission)
    for limits in (yield Read(tables.EVERY_MERCHANT_LIMITS)):
        registry.limit(limits)
    return registry


def _newest_numbers(watermark: int) -> Generator[Effect, Any, Numbers]:
    """Go on from the newest number that left a trace; what lies below the watermark is never looked at again."""
    attempts = yield Read(tables.NEWEST_ATTEMPT)
    obligations = yield Read(tables.NEWEST_OBLIGATION)
    sessions = yield Read(tables.EVERY_SESSION)
    return Numbers(
        max(
            (
                watermark - 1,
                *(row["serial"] for row in attempts),
                *(row["obligation_serial"] for row in obligations),
                *(row["serial"] for row in sessions),
            )
        )
    )


def _load_obligations(memory: HostMemory) -> Script:
    for row in (yield Read(tables.OPEN_OBLIGATIONS)):
        memory.owe(
            obligation_of(
                row["attempt_key"], row["terminal_id"], row["reversal_key"], row["owed_cause"], row["owed_at"]
            )
        )


def _give_up(memory: HostMemory, attempt: Row, now: Instant) -> Script:
    key, terminal_id = attempt["attempt_key"], attempt["terminal_id"]
    obligation, owed = new_obligation(memory, key, terminal_id, CAUSE, now.utc)
    yield Append(terminal_id, _decided(memory, attempt, AttemptEvent.TIME_OUT, now), owed)
    memory.owe(obligation)


def _take_up(memory: HostMemory, attempt: Row, _: Instant) -> Script:
    assert isinstance(_step(attempt, AttemptEvent.STILL_DUE), Ignored)
    take_up(memory, attempt)
    yield from ()


def _forget(memory: HostMemory, attempt: Row, now: Instant) -> Script:
    yield Append(attempt["terminal_id"], _decided(memory, attempt, AttemptEvent.GIVEN_UP, now))


_ENDINGS: dict[Ending, Callable[[HostMemory, Row, Instant], Script]] = {
    Ending.REVERSAL: _give_up,
    Ending.REPEAT: _take_up,
    Ending.NOTHING: _forget,
}


def _step(attempt: Row, event: AttemptEvent) -> Step:
    return LIFECYCLE[state_of({**attempt, "outcome": None}, None), event]


def _decided(memory: HostMemory, attempt: Row, event: AttemptEvent, now: Instant) -> AttemptDecided:
    step, reading = _step(attempt, event), memory.clock.read(now.utc)
    assert isinstance(step, Moves)
    return AttemptDecided(
        attempt_key=attempt["attempt_key"],
        outcome=step.to.value,
        response_code=UNKNOWN_CODE,
        approval_code=None,
        settlement_date=reading.settlement_date,
        local_date=reading.local_date,
        local_time=reading.local_time,
        receiving_id=None,
        cause=CAUSE,
        decided_at=now.utc,
        answer=None,
    )
