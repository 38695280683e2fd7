"""Sale (消费): checked, recorded, forwarded; what the switch says comes back as another event."""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.checks import SALE_CHECKS, first_fault
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.passing import decline, pass_on, repeated_in_flight, way_fault
from countertop.acquirer.flows.securing import secure, secured_fault, verification
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import Passage
from countertop.acquirer.tables import AttemptKind
from countertop.stage import AskHsm, Script

__all__ = ["receive_sale"]


def receive_sale(memory: HostMemory, arrival: Arrival) -> Script:
    """Take a sale from the terminal's request to the switch, or decline it."""
    passage = Passage(memory, arrival, AttemptKind.SALE)
    pan, forward = passage.pan, None
    fault = first_fault(SALE_CHECKS, passage, memory)
    commands = verification(passage)
    if not fault and pan is not None:
        forward = passage.forward(memory, pan)
        commands += secure(memory, passage, forward, pan)
    verified, *replies = yield AskHsm(*commands)
    if not verified:
        memory.numbered.discard(passage.serial)
        yield from refuse_mac(memory, arrival)
        return
    if pan is not None:
        passage.protected = replies.pop(0)
    waiting = memory.open.get(passage.key)
    if waiting is not None:
        yield from repeated_in_flight(memory, passage, waiting)
        return
    if forward is not None and pan is not None:
        fault = secured_fault(passage, forward, pan, replies) or way_fault(memory)
    if fault or forward is None:
        yield from decline(memory, passage, fault)
        return
    attempt = passage.waiting()
    memory.reserve(attempt)
    yield from pass_on(memory, passage, attempt, forward)
