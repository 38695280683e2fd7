"""The batch of a merchant's console: the host has led both sides of it, so it closes it alone, and they agree.

It is closed with the merchant's day. While a refund of it is on its way it stays open until the next day is closed, for
what that comes to would be missing in the totals.
"""

from __future__ import annotations

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.settlement.balancing import BALANCED, is_moving, with_results
from countertop.acquirer.settlement.closing import next_batch_number, open_next
from countertop.acquirer.settlement.reckoning import text_of
from countertop.acquirer.settlement.records import BatchClosed
from countertop.acquirer.settlement.rows import reckon
from countertop.stage import Append, LookAtClock, Note, Script

__all__ = ["close_console"]


def close_console(memory: HostMemory, merchant_id: str) -> Script:
    """Close the open batch of a merchant's console, if there is anything in it and nothing on its way."""
    console = memory.registry.consoles.get(merchant_id)
    if console is None or console.is_frozen:
        return
    console.is_frozen = True  # nothing enters it while it is being closed
    reckoning = yield from reckon(memory, console)
    moving = is_moving(memory, console, reckoning)
    if moving or not reckoning.counted:
        console.is_frozen = False
        if moving:
            yield Note("info", "acquirer.batch-moving", terminal_id=console.terminal_id)
        return
    moment = yield LookAtClock()
    totals = reckoning.totals()
    closed = BatchClosed(
        terminal_id=console.terminal_id,
        merchant_id=merchant_id,
        batch_instance=console.batch_instance,
        batch_number=console.batch_number,
        next_number=next_batch_number(console.batch_number),
        rrn=rrn_of(memory.clock.read(moment.utc).reference_day, memory.numbers.draw()),
        claimed=text_of(totals),
        counted=with_results(totals, BALANCED, BALANCED),
        totals=text_of(reckoning.totals()),
        records=0,
        host_only=[],
        at=moment.utc,
    )
    yield Append(console.terminal_id, closed)
    open_next(memory, console, closed.batch_instance, closed.next_number)
    yield Note("info", "acquirer.batch-closed", terminal_id=console.terminal_id, batch=closed.batch_number)
