"""The gate of management messages: who sends one is known before it moves anything.

The classic dialect has no MAC on them; ours has, where there is a key. So at the host

    a message              moves something                                        only asks
    with a MAC             when it is right; else A0, and 77 where there is no key to look with
    without one, from
        who is signed out  yes: there is no key, and what it can say harms nobody    is answered
        who seals          A0, but on a line whose certificate names the terminal    is answered
        another            yes: it speaks the classic dialect                        is answered

Whether a signed-in terminal seals, it has said in its sign-in; it counts from the first right MAC under the keys that
this brought, since a late copy of a sign-in brings keys that the terminal never gets. Who works there and what was
signed (`proven_session`) must always be sealed. A poll (0820 / 301) and a sign-in have no MAC: they are believed only
as far as it harms nobody.
"""

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

__all__ = ["may_ask", "may_move", "proven_session"]

NOT_SIGNED_IN: Final = "77"

Passed = Generator[Effect, Any, bool]


def may_ask(memory: HostMemory, arrival: Arrival) -> Passed:
    """Tell whether a message that moves nothing may be answered; one that may not has been told so."""
    if arrival.request.mac is not None:
        return (yield from proven_session(memory, arrival)) is not None
    if fault := registration_fault(arrival.terminal, arrival.request):
        yield from answer_managed(memory, arrival, fault)
    return not fault


def may_move(memory: HostMemory, arrival: Arrival) -> Passed:
    """Tell whether a message may move something; one that may not has been told so."""
    if not (yield from may_ask(memory, arrival)):
        return False
    session, line = arrival.terminal.session, memory.lines.get(arrival.line)
    may_be_bare = session is None or not (session.seals and session.is_heard)
    if (
        arrival.request.mac is not None
        or may_be_bare
        or (line is not None and line.identity == arrival.terminal.terminal_id)
    ):
        return True
    yield from refuse_mac(memory, arrival)
    return False


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
    if not session.is_heard:
        yield from prove(memory, terminal, session, arrival.utc)
    return session
