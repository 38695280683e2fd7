"""The gate of management messages that carry a MAC, in our difference: who sends one is known before it is judged."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.acquirer.arrival import Arrival, registration_fault
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.managed import answer_managed
from countertop.acquirer.management.master_key import prove
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import WorkingSession
from countertop.hsm import VerifyMac
from countertop.stage import AskHsm, Effect

__all__ = ["proven_session"]

NOT_SIGNED_IN: Final = "77"


def proven_session(memory: HostMemory, arrival: Arrival) -> Generator[Effect, Any, WorkingSession | None]:
    """Return the session under which a message is sealed; None when it is not, and has been answered so."""
    request, terminal = arrival.request, arrival.terminal
    session = terminal.session
    if (fault := registration_fault(terminal, request)) or session is None:
        yield from answer_managed(memory, arrival, fault or NOT_SIGNED_IN)
        return None
    (verified,) = yield AskHsm(VerifyMac(session.tak, request.mac_input or b"", request.mac or b""))
    if not verified:
        yield from refuse_mac(memory, arrival)
        return None
    if session.is_trial:
        yield from prove(memory, terminal, session, arrival.utc)
    return session
