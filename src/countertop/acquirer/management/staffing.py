"""Who works at a terminal, as the terminal tells it (our 0820 / 366, with MACs): the host follows, or refuses.

A terminal may bring cashiers, no more of them than the host allows, and let them go. Supervisors and the system manager
are the acquirer's to register: who approves voids and refunds is not for a terminal to say. Each change is judged once;
one that comes again is answered as before.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from itertools import count
from typing import Any, Final

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.flows.managed import DONE, drawn_rrn, managed_answer
from countertop.acquirer.management.proving import proven_session
from countertop.acquirer.management.records import OperatorReported
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import SUPERVISING_ROLES, Terminal, WorkingSession
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.staffing import StaffChange
from countertop.stage import Append, Effect, KeyTaken, Note, Script

__all__ = ["receive_staff_change"]

WRONG_FORM = "30"
REFUSED = "58"

CASHIER: Final = "cashier"

_NUMBERS: Final = 10**10
"""How many numbers the changes of one machine have; those of the machine after it stand behind them here."""


def receive_staff_change(memory: HostMemory, arrival: Arrival) -> Script:
    """Judge a change and say so, sealed."""
    request, terminal = arrival.request, arrival.terminal
    session = yield from proven_session(memory, arrival)
    if session is None:
        return
    try:
        change = StaffChange.read(request.extended_data or b"")
    except SubfieldError:
        code = WRONG_FORM
    else:
        code = DONE if (yield from _followed(memory, terminal, session, change, arrival.utc)) else REFUSED
    arrival.ask(memory.management.asked.get(terminal.terminal_id))
    reply = managed_answer(memory, arrival, code, rrn=drawn_rrn(memory, arrival.utc))
    yield from send_sealed(session, arrival.line, reply)


def _followed(
    memory: HostMemory, terminal: Terminal, session: WorkingSession, change: StaffChange, utc: int
) -> Generator[Effect, Any, bool]:
    """Judge a change, once, and follow it where it is accepted.

    Where its number is taken by another one, this is another machine, which counts its changes from one again. So it
    may be where the same change was told before this session, for no copy outlives the keys that it was sealed with.
    """
    for number in count(change.number, _NUMBERS):
        accepted = _is_accepted(memory, terminal, change)
        reported = OperatorReported(
            terminal_id=terminal.terminal_id,
            change_number=number,
            operator=change.operator,
            role=change.role,
            is_added=change.is_added,
            told_by=change.by,
            is_accepted=accepted,
            reported_at=utc,
        )
        written = yield Append(terminal.terminal_id, reported)
        if not isinstance(written, KeyTaken):
            break
        if _is_of(written.existing, change) and written.existing["reported_at"] >= session.began_at:
            return bool(written.existing["is_accepted"])
    where, who, by = terminal.terminal_id, change.operator, change.by
    if not accepted:
        yield Note("warning", "acquirer.operator-refused", terminal_id=where, operator=who, by=by)
    elif change.is_added:
        terminal.operators[who] = change.role
        yield Note("info", "acquirer.operator-came", terminal_id=where, operator=who, by=by)
    else:
        terminal.operators.pop(who, None)
        yield Note("info", "acquirer.operator-left", terminal_id=where, operator=who, by=by)
    return accepted


def _is_of(row: Mapping[str, Any], change: StaffChange) -> bool:
    """Tell whether a row is that of a change."""
    told = (change.operator, change.role, change.is_added, change.by)
    return told == (row["operator"], row["role"], bool(row["is_added"]), row["told_by"])


def _is_accepted(memory: HostMemory, terminal: Terminal, change: StaffChange) -> bool:
    known = terminal.operators
    if not memory.settings.operators_from_terminals or change.role != CASHIER:
        return False
    if known.get(change.by) not in SUPERVISING_ROLES or known.get(change.operator, CASHIER) != CASHIER:
        return False
    return not change.is_added or change.operator in known or len(known) < memory.settings.most_operators
