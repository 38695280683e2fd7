"""The end of an upload (批上送结束, 0320 with 202 or 207): the batch is closed and the next one opened, in one append.

What the host counts and the terminal never told is `host_only`, in the groups that did not balance. An end
that counts more or fewer records than have come closes nothing: the terminal sends them all again.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.management.ending import end_all
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement.answers import DONE, answer
from countertop.acquirer.settlement.balancing import NOT_BALANCED
from countertop.acquirer.settlement.frozen import Frozen
from countertop.acquirer.settlement.gate import gate_fault
from countertop.acquirer.settlement.reckoning import Counted, Reckoning, text_of
from countertop.acquirer.settlement.records import BatchClosed
from countertop.acquirer.settlement.standing import BATCH, BatchEvent, Refused, frozen_batch, last_closed
from countertop.stage import Append, Effect, KeyTaken, Note, Script

__all__ = ["next_batch_number", "open_next", "receive_end"]

OTHER_BATCH = "77"
WRONG_COUNT = "12"
NOT_ALL = "96"

BALANCED_END, UNBALANCED_END = "207", "202"
LARGEST_BATCH_NUMBER = 999_999


def next_batch_number(batch_number: str) -> str:
    """Return the number after a batch number; after 999999 comes 000001."""
    return f"{int(batch_number) % LARGEST_BATCH_NUMBER + 1:06d}"


def receive_end(memory: HostMemory, arrival: Arrival) -> Script:
    """Close the batch, and tell the terminal the number of the next one."""
    request, terminal = arrival.request, arrival.terminal
    if fault := (yield from gate_fault(memory, arrival)):
        yield from answer(memory, arrival, fault)
        return
    if (request.transaction_info or "")[2:8] != terminal.batch_number:
        if not (yield from _answered_as_closed(memory, arrival)):
            yield from answer(memory, arrival, OTHER_BATCH, batch_number=terminal.batch_number)
        return
    state, frozen, reckoning = yield from frozen_batch(memory, terminal)
    if frozen is not None and memory.frozen.get(terminal.terminal_id) is not frozen:
        # Another copy of it was faster; while two persons are closing the batch, the terminal asks again.
        yield from _answered_as_closed(memory, arrival)
        return
    step = BATCH[state, BatchEvent.END]
    if isinstance(step, Refused):
        yield from answer(memory, arrival, step.response_code)
        return
    assert frozen is not None
    assert reckoning is not None
    if fault := _end_fault(arrival, frozen, reckoning):
        yield from answer(memory, arrival, fault)
        return
    yield from _close(memory, arrival, frozen, reckoning)


def _answered_as_closed(memory: HostMemory, arrival: Arrival) -> Generator[Effect, Any, bool]:
    """Answer as before the end of the batch that was closed last; False when it is another's."""
    closed = yield from last_closed(arrival)
    if closed is None:
        return False
    yield from _answer_end(memory, arrival, closed["rrn"], next_batch_number(closed["batch_number"]))
    return True


def _end_fault(arrival: Arrival, frozen: Frozen, reckoning: Reckoning) -> str:
    """Return the response code for an end that does not fit what was compared and what came, or nothing."""
    request = arrival.request
    differs = any(side.result == NOT_BALANCED for side in frozen.totals.sides.values())
    due = UNBALANCED_END if differs else BALANCED_END
    if (request.transaction_info or "")[8:11] != due or len(request.private_data or "") != 4:
        return WRONG_COUNT
    return "" if int(request.private_data or "") == len(reckoning.disposed) else NOT_ALL


def _close(memory: HostMemory, arrival: Arrival, frozen: Frozen, reckoning: Reckoning) -> Script:
    terminal = arrival.terminal
    left = _left(frozen, reckoning)
    closed = BatchClosed(
        terminal_id=terminal.terminal_id,
        merchant_id=terminal.merchant.merchant_id,
        batch_instance=terminal.batch_instance,
        batch_number=terminal.batch_number,
        next_number=next_batch_number(terminal.batch_number),
        rrn=rrn_of(memory.clock.read(arrival.utc).reference_day, memory.numbers.draw()),
        claimed=frozen.claimed,
        counted=frozen.counted,
        totals=text_of(reckoning.totals(with_codes=frozen.totals.codes is not None)),
        records=len(reckoning.disposed),
        host_only=[[each.key, each.stan, each.amount] for each in left],
        at=arrival.utc,
    )
    written = yield Append(terminal.terminal_id, closed)
    if not isinstance(written, KeyTaken):
        open_next(memory, terminal, closed.batch_instance, closed.next_number)
        yield from end_all(memory, terminal.terminal_id, "settle", arrival.utc)
        for each in left:
            yield Note("alarm", "acquirer.batch-host-only", terminal_id=terminal.terminal_id, stan=each.stan)
        yield Note("info", "acquirer.batch-closed", terminal_id=terminal.terminal_id, batch=closed.batch_number)
    yield from _answer_end(memory, arrival, closed.rrn, closed.next_number)


def open_next(memory: HostMemory, terminal: Terminal, instance: int, next_number: str) -> None:
    """Let memory follow once the end of a terminal's present batch is durable."""
    terminal.open_batch(memory.acquirer_id, instance + 1, next_number, memory.planted)
    terminal.is_frozen = False
    memory.frozen.pop(terminal.terminal_id, None)
    memory.counts["batches-closed"] += 1


def _left(frozen: Frozen, reckoning: Reckoning) -> list[Counted]:
    """Return what the host counts and the terminal did not tell, in the groups that did not balance."""
    totals = frozen.totals
    return [
        each
        for each in reckoning.counted.values()
        if totals.side_of(each.group).result == NOT_BALANCED and each.key not in reckoning.disposed
    ]


def _answer_end(memory: HostMemory, arrival: Arrival, rrn: str, next_number: str) -> Script:
    count = arrival.request.private_data
    yield from answer(memory, arrival, DONE, rrn=rrn, private_data=count, batch_number=next_number)
