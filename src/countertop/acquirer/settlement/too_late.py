"""Records of a batch that two persons have closed: its terminal turned up after all.

The batch stays as it was closed, for it may be cleared by now. What the terminal knows and the host does not is no
transaction again, it is a case: `too_late`.
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.judging import Disposed, disposition_of, noted
from countertop.acquirer.settlement.records import UploadReceived
from countertop.acquirer.settlement.rows import key_head_of, reckon_batch
from countertop.acquirer.settlement.tables import Disposition
from countertop.acquirer.settlement.told import Told
from countertop.stage import Append, KeyTaken, Script

__all__ = ["take_late"]


def take_late(memory: HostMemory, arrival: Arrival, told: list[Told], instance: int) -> Script:
    """Write down what becomes of each record, once."""
    terminal, stan = arrival.terminal, arrival.request.stan or ""
    head = key_head_of(memory, terminal, instance)
    reckoning = yield from reckon_batch(memory, head)
    disposed: Disposed = []
    for each in told:
        key = head + each.stan
        if key not in reckoning.disposed:
            disposition, host_amount = disposition_of(reckoning, key, each)
            if disposition == Disposition.RESTORED:
                disposition = Disposition.TOO_LATE
            disposed.append([key, each.stan, disposition, each.amount, host_amount])
    if not disposed:
        return
    uploaded = UploadReceived(terminal.terminal_id, instance, stan, disposed, arrival.utc)
    written = yield Append(terminal.terminal_id, uploaded)
    if not isinstance(written, KeyTaken):
        yield from noted(memory, terminal.terminal_id, disposed)
