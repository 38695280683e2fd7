"""Requests of a batch that two persons have closed, which its machine repeats until each is answered.

    decided here before     ─► the stored answer
    never came              ─► 12, which ends what the machine owes; of what had happened already, a case for people

Nothing enters a batch that is over: it may be cleared by now.
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import refuse, repeat
from countertop.acquirer.kinds import Kind
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.judging import Disposed, noted
from countertop.acquirer.settlement.late_gate import named_attempt
from countertop.acquirer.settlement.records import UploadReceived
from countertop.acquirer.settlement.tables import Disposition
from countertop.acquirer.tables import ATTEMPT_BY_KEY
from countertop.stage import Append, KeyTaken, Read, Script

__all__ = ["receive_late_repetition"]

BATCH_IS_OVER = "12"
NOT_NOW = "96"
REPEATED = "94"


def receive_late_repetition(memory: HostMemory, arrival: Arrival, kind: Kind) -> Script:
    """Answer a request that names another batch than the present one."""
    named = yield from named_attempt(memory, arrival)
    if named is None:
        return
    instance, key = named
    request, amount = arrival.request, int(arrival.request.amount or 0)
    for row in (yield Read(ATTEMPT_BY_KEY, key)):
        if (row["kind"], row["amount"]) != (kind.name, amount):
            yield from refuse(memory, arrival, REPEATED)
        elif row["outcome"] is None:
            yield from refuse(memory, arrival, NOT_NOW)
        else:
            yield from repeat(memory, arrival, row, request.pan)
        return
    if kind.form.has_happened:
        told: Disposed = [[key, request.stan or "", Disposition.TOO_LATE, amount, None]]
        yield from _written_down(memory, arrival, instance, told)
    yield from refuse(memory, arrival, BATCH_IS_OVER)


def _written_down(memory: HostMemory, arrival: Arrival, instance: int, told: Disposed) -> Script:
    """Open the case, once."""
    terminal_id = arrival.terminal.terminal_id
    uploaded = UploadReceived(terminal_id, instance, arrival.request.stan or "", told, arrival.utc)
    if not isinstance((yield Append(terminal_id, uploaded)), KeyTaken):
        yield from noted(memory, terminal_id, told)
