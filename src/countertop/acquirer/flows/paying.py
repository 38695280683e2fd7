"""What begins something new: checked, recorded, forwarded; what the switch says comes back as another event.

Sale (消费), pre-authorisation (预授权), balance inquiry (余额查询), transfer (转账), offline post (离线结算).
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.checks import CHECKS, first_fault
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.passing import decline, pass_on, repeated_in_flight, way_fault
from countertop.acquirer.flows.securing import secure, secured_fault, take_protected, verification
from countertop.acquirer.kinds import Kind
from countertop.acquirer.management.learning import learn, teaches
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import begin_attempt, message_to_switch
from countertop.stage import AskHsm, Script

__all__ = ["receive_payment"]


def receive_payment(memory: HostMemory, arrival: Arrival, kind: Kind) -> Script:
    """Take a request from the terminal to the switch, or decline it."""
    attempt = begin_attempt(memory, arrival, kind)
    pan, forward = attempt.pan, None
    fault = first_fault(CHECKS[kind], attempt, memory)
    commands = verification(memory, attempt)
    if not fault and pan is not None:
        forward = message_to_switch(memory, attempt, pan)
        commands += secure(memory, attempt, forward, pan)
    verified, *replies = yield AskHsm(*commands)
    if not verified:
        memory.numbered.discard(attempt.serial)
        yield from refuse_mac(memory, arrival)
        return
    if teaches(memory, attempt):
        yield from learn(memory, attempt)
    if pan is not None:
        listed_fault = take_protected(memory, attempt, replies)
        fault = fault or listed_fault
    waiting = memory.open.get(attempt.key)
    if waiting is not None:
        yield from repeated_in_flight(memory, attempt, waiting)
        return
    if not fault and forward is not None and pan is not None:
        fault = secured_fault(attempt, forward, pan, replies) or way_fault(memory) or memory.spending_fault(attempt)
    if fault or forward is None:
        yield from decline(memory, attempt, fault)
        return
    memory.reserve(attempt)
    yield from pass_on(memory, attempt, forward)
