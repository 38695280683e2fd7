"""The gate of a batch: a settlement message counts only when it is known to come from the terminal that it names.

The classic dialect has no MAC on 0500 and 0320; ours has. Without one, whoever knew the number of a terminal could
close its batch or upload sales that never were. So the classic form is taken over a line whose certificate names the
terminal (mutual TLS), and nowhere else.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.acquirer.arrival import Arrival, registration_fault
from countertop.acquirer.management.master_key import prove
from countertop.acquirer.memory import HostMemory
from countertop.hsm import VerifyMac
from countertop.stage import AskHsm, Effect, Note

__all__ = ["FORMAT", "gate_fault"]

FORMAT = "30"
SIGN_IN = "77"
WRONG_MAC = "A0"

Fault = Generator[Effect, Any, str]


def gate_fault(memory: HostMemory, arrival: Arrival) -> Fault:
    """Return the response code for a message that may not touch a batch, or nothing."""
    if fault := registration_fault(arrival.terminal, arrival.request):
        return fault
    if fault := (yield from _seal_fault(memory, arrival)):
        return fault
    return FORMAT if memory.shapes.fault(arrival.opening, arrival.request) else ""


def _seal_fault(memory: HostMemory, arrival: Arrival) -> Fault:
    request, terminal = arrival.request, arrival.terminal
    session = terminal.session
    if request.mac is None:
        line = memory.lines.get(arrival.line)
        is_vouched_for = line is not None and line.identity == terminal.terminal_id
    elif session is None:
        return SIGN_IN  # there is no key that it could have been sealed with
    else:
        (right,) = yield AskHsm(VerifyMac(session.tak, request.mac_input or b"", request.mac))
        is_vouched_for = bool(right)
        if right and not session.is_heard:
            yield from prove(memory, terminal, session, arrival.utc)
    if is_vouched_for:
        return ""
    yield Note("alarm", "acquirer.wrong-mac", terminal_id=terminal.terminal_id, stan=request.stan)
    return WRONG_MAC
