"""Settlement (批结算, 0500): the terminal's totals beside the host's own, and the batch frozen from then on.

Whoever asks while something of the batch is still on its way is told to try later (3): what it comes to would be
missing in the totals. The freeze is taken in memory before the look at the tables and given back when it is not kept.
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement.answers import answer, answer_totals
from countertop.acquirer.settlement.frozen import Frozen
from countertop.acquirer.settlement.gate import FORMAT, gate_fault
from countertop.acquirer.settlement.reckoning import Reckoning, text_of
from countertop.acquirer.settlement.records import BatchCompared
from countertop.acquirer.settlement.rows import reckon
from countertop.acquirer.settlement.standing import BATCH, BatchEvent, Moves, frozen_batch, last_closed
from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private import SettlementTotals
from countertop.stage import Append, Note, Script

__all__ = ["NOT_BALANCED", "is_moving", "receive_totals", "with_results"]

OTHER_BATCH = "77"

BALANCED, NOT_BALANCED, TRY_LATER = "1", "2", "3"
"""Results of a comparison (48.5 and 48.10)."""


def receive_totals(memory: HostMemory, arrival: Arrival) -> Script:
    """Compare, freeze, and say how the two sides stand."""
    request, terminal = arrival.request, arrival.terminal
    claimed = _claimed(request)
    fault = yield from gate_fault(memory, arrival)
    if fault or claimed is None:
        yield from answer(memory, arrival, fault or FORMAT)
        return
    if (request.transaction_info or "")[2:8] != terminal.batch_number:
        closed = yield from last_closed(arrival)
        if closed is None:
            yield from answer(memory, arrival, OTHER_BATCH, batch_number=terminal.batch_number)
        else:
            yield from answer_totals(memory, arrival, closed["counted"], closed["rrn"])
        return
    state, frozen, _ = yield from frozen_batch(memory, terminal)
    if frozen is not None and memory.frozen.get(terminal.terminal_id) is not frozen:
        return  # its batch was closed meanwhile: whoever still waits asks again
    step = BATCH[state, BatchEvent.TOTALS]
    if frozen is not None and (not isinstance(step, Moves) or frozen.claimed == claimed.text()):
        yield from answer_totals(memory, arrival, frozen.counted, frozen.rrn)
        return
    if terminal.is_frozen and frozen is None:
        return  # an earlier copy is being compared; its answer serves
    yield from _compare(memory, arrival, claimed)


def _compare(memory: HostMemory, arrival: Arrival, claimed: SettlementTotals) -> Script:
    terminal = arrival.terminal
    terminal.is_frozen, instance = True, terminal.batch_instance
    reckoning = yield from reckon(memory, terminal)
    if terminal.batch_instance != instance:
        return  # as above
    counted = reckoning.totals(with_codes=claimed.codes is not None)
    if is_moving(memory, terminal, reckoning):
        terminal.is_frozen = terminal.terminal_id in memory.frozen
        yield Note("info", "acquirer.batch-moving", terminal_id=terminal.terminal_id)
        yield from answer_totals(memory, arrival, with_results(claimed, TRY_LATER))
        return
    results = [
        BALANCED if claimed.sides[group].agrees_with(side) else NOT_BALANCED for group, side in counted.sides.items()
    ]
    reading = memory.clock.read(arrival.utc)
    compared = BatchCompared(
        terminal_id=terminal.terminal_id,
        batch_instance=terminal.batch_instance,
        batch_number=terminal.batch_number,
        stan=arrival.request.stan or "",
        rrn=rrn_of(reading.reference_day, memory.numbers.draw()),
        claimed=claimed.text(),
        counted=with_results(counted, *results),
        at=arrival.utc,
    )
    yield Append(terminal.terminal_id, compared)
    if terminal.batch_instance != instance:
        return
    memory.frozen[terminal.terminal_id] = Frozen(compared.claimed, compared.counted, compared.rrn, reckoning)
    if NOT_BALANCED in results:
        yield Note("warning", "acquirer.batch-differs", terminal_id=terminal.terminal_id, batch=terminal.batch_number)
    yield from answer_totals(memory, arrival, compared.counted, compared.rrn)


def is_moving(memory: HostMemory, terminal: Terminal, reckoning: Reckoning) -> bool:
    """Tell whether something of the batch waits for the switch, or is on its way there."""
    if "acquirer.batch-closed-over-a-sale-in-flight" in memory.planted:
        return False
    return reckoning.is_moving or any(attempt.terminal is terminal for attempt in memory.open.values())


def _claimed(request: Message) -> SettlementTotals | None:
    try:
        claimed = SettlementTotals.told(request.private_data, request.terminal_information)
    except SubfieldError:
        return None
    for side in claimed.sides.values():
        side.result = "0"
    return claimed


def with_results(totals: SettlementTotals, *results: str) -> str:
    """Return the text of totals with a result for each group; the last one is that of the groups left."""
    for place, side in enumerate(totals.sides.values()):
        side.result = results[min(place, len(results) - 1)]
    return text_of(totals)
