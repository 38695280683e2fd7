"""What terminals fetch and send of themselves: the barred prefixes (0800 / 390, 391) and their state (0820 / 362)."""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.managed import DONE, answer_managed, drawn_rrn
from countertop.acquirer.management.ending import end_all, seen
from countertop.acquirer.management.proving import may_ask, may_move
from countertop.acquirer.management.records import TerminalStateReported
from countertop.acquirer.memory import HostMemory
from countertop.codec.bcd import is_digits
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.extended import BlacklistPage, read_status
from countertop.iso8583.private.taken import prefixes_taken
from countertop.stage import Append, Note, Script

__all__ = ["MOST_LISTED", "receive_list_end", "receive_list_request", "receive_state"]

WRONG_FORM = "30"
INDEX_SIZE = 3
PAGE = 40
"""Prefixes in one answer."""

MOST_LISTED = 999
"""Prefixes that terminals are told; the index has three digits, and the host itself refuses all that are listed."""


def receive_list_request(memory: HostMemory, arrival: Arrival) -> Script:
    """Send the prefixes behind the index that the terminal names."""
    if not (yield from may_ask(memory, arrival)):
        return
    index = (arrival.request.extended_data or b"000").decode("latin-1")
    if len(index) != INDEX_SIZE or not is_digits(index):
        yield from answer_managed(memory, arrival, WRONG_FORM)
        return
    yield from seen(memory, arrival)
    listed, held = _listed(memory), int(index)
    page = listed[held : held + PAGE]
    last = held + len(page)
    field_62 = BlacklistPage("1" if last >= len(listed) else "2", last, page).data()
    yield from answer_managed(memory, arrival, DONE, rrn=drawn_rrn(memory, arrival.utc), field_62=field_62)


def _listed(memory: HostMemory) -> list[str]:
    return sorted(memory.blacklist.prefixes)[:MOST_LISTED]


def receive_list_end(memory: HostMemory, arrival: Arrival) -> Script:
    """Write down that the terminal holds the list; one that tells of another list is called to it again."""
    if not (yield from may_move(memory, arrival)):
        return
    terminal_id = arrival.terminal.terminal_id
    if arrival.request.extended_data in (None, prefixes_taken(_listed(memory))):
        yield from end_all(memory, terminal_id, "blacklist", arrival.utc)
    arrival.ask(memory.management.asked.get(terminal_id))
    yield from answer_managed(memory, arrival, DONE, rrn=drawn_rrn(memory, arrival.utc))


def receive_state(memory: HostMemory, arrival: Arrival) -> Script:
    """Write down which parts of the terminal work."""
    if not (yield from may_move(memory, arrival)):
        return
    try:
        state = read_status(arrival.request.extended_data or b"")
    except SubfieldError:
        yield from answer_managed(memory, arrival, WRONG_FORM)
        return
    terminal_id = arrival.terminal.terminal_id
    broken = " ".join(tag for tag, good in sorted(state.items()) if not good)
    yield Append(terminal_id, TerminalStateReported(terminal_id, broken, arrival.utc))
    memory.management.broken[terminal_id] = broken
    if broken:
        yield Note("warning", "acquirer.terminal-broken", terminal_id=terminal_id, parts=broken)
    yield from end_all(memory, terminal_id, "status", arrival.utc)
    arrival.ask(memory.management.asked.get(terminal_id))
    yield from answer_managed(memory, arrival, DONE, rrn=drawn_rrn(memory, arrival.utc))
