"""Reversals of a batch that two persons have closed: its machine goes on after all, and still owes them.

Whatever the host never approved, or has undone, needs no undoing: it is answered 25, which ends what the terminal
owes. What it did approve stands, was settled with its batch and may be cleared: such a reversal is refused like any
other of a batch that is over, the terminal alarms on, and people must give the customer the money back.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import refuse, refuse_mac
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.rows import key_head_of
from countertop.acquirer.settlement.tables import CLOSED_BATCHES_OF
from countertop.acquirer.tables import ATTEMPT_BY_KEY, OBLIGATION_BY_KEY, Outcome
from countertop.hsm import VerifyMac
from countertop.stage import AskHsm, Effect, Note, Read, Script

__all__ = ["turn_away"]

NOTHING_THERE = "25"
OTHER_BATCH = "77"


def turn_away(memory: HostMemory, arrival: Arrival, response_code: str) -> Script:
    """Refuse what may not pass; a reversal of another batch is looked at first."""
    if response_code == OTHER_BATCH and arrival.request.mti == "0400":
        return _receive(memory, arrival)
    return refuse(memory, arrival, response_code)


def _receive(memory: HostMemory, arrival: Arrival) -> Script:
    request, terminal = arrival.request, arrival.terminal
    disposed = yield from _disposed_batch(arrival)
    if terminal.session is None or disposed is None:
        yield from refuse(memory, arrival, OTHER_BATCH)
        return
    (right,) = yield AskHsm(VerifyMac(terminal.session.tak, request.mac_input or b"", request.mac or b""))
    if not right:
        yield from refuse_mac(memory, arrival)
        return
    key = key_head_of(memory, terminal, disposed) + (request.stan or "")
    attempts = yield Read(ATTEMPT_BY_KEY, key)
    undone = yield Read(OBLIGATION_BY_KEY, key)
    stands = bool(attempts) and attempts[0]["outcome"] in (None, Outcome.APPROVED) and not undone
    if stands:
        yield Note("alarm", "acquirer.reversal-too-late", terminal_id=terminal.terminal_id, stan=request.stan)
    yield from refuse(memory, arrival, OTHER_BATCH if stands else NOTHING_THERE)


def _disposed_batch(arrival: Arrival) -> Generator[Effect, Any, int | None]:
    """Return the instance of the batch that a request names, when two persons have closed it."""
    named = (arrival.request.transaction_info or "")[2:8]
    for row in (yield Read(CLOSED_BATCHES_OF, arrival.terminal.terminal_id)):
        if row["batch_number"] == named and row["approved_by"] is not None:
            return int(row["batch_instance"])
    return None
