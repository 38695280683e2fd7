"""The gate of what comes late: a request for a batch that two persons have closed, from the terminal it names."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import refuse, refuse_mac
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.rows import key_head_of
from countertop.acquirer.settlement.tables import CLOSED_BATCHES_OF
from countertop.hsm import VerifyMac
from countertop.stage import AskHsm, Effect, Read

__all__ = ["OTHER_BATCH", "named_attempt"]

OTHER_BATCH = "77"


def named_attempt(memory: HostMemory, arrival: Arrival) -> Generator[Effect, Any, tuple[int, str] | None]:
    """Return the instance of the closed batch and the key of the attempt that a request names.

    None for another batch, for who is not signed in and for a wrong MAC: that has been answered.
    """
    request, terminal = arrival.request, arrival.terminal
    instance = yield from _disposed_batch(arrival)
    if terminal.session is None or instance is None:
        yield from refuse(memory, arrival, OTHER_BATCH)
        return None
    (right,) = yield AskHsm(VerifyMac(terminal.session.tak, request.mac_input or b"", request.mac or b""))
    if not right:
        yield from refuse_mac(memory, arrival)
        return None
    return instance, key_head_of(memory, terminal, instance) + (request.stan or "")


def _disposed_batch(arrival: Arrival) -> Generator[Effect, Any, int | None]:
    """Return the instance of the batch that a request names, when two persons have closed it."""
    named = (arrival.request.transaction_info or "")[2:8]
    for row in (yield Read(CLOSED_BATCHES_OF, arrival.terminal.terminal_id)):
        if row["batch_number"] == named and row["approved_by"] is not None:
            return int(row["batch_instance"])
    return None
