"""Moves of bound terminals, approved one by one; where the settings say so, by somebody who did not ask for it.

relocate {terminal_id, address, position, reason, by}      a move: from now on it belongs to the new place, or proposed
approve-relocation {terminal_id, number, by}               another person approves the proposal of that number

A terminal is moved only while it is signed out, its batch is settled and nothing is owed for it: when the move is
proposed, and when it is approved. A newer proposal takes the place of an older one: the number that who approves has
seen in `place` is that of the newest, or nothing is moved.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.management.binding import Verb, alone, follow, is_at_rest, position_of, proposal_of
from countertop.acquirer.management.bindings import Binding
from countertop.acquirer.management.records import RelocationProposed, TerminalBound, TerminalRelocated
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.stage import Append, DeskRequest, Effect, Note, Reply, Script
from countertop.values import Instant
from countertop.values.persons import is_name, is_same_person
from countertop.values.positions import Position

__all__ = ["VERBS"]

Bound = tuple[Terminal, Binding]


class Move(NamedTuple):
    """Where to, why, and who wants it; `number` is that of its proposal, `approver` the second person."""

    number: int
    address: str
    position: Position
    reason: str
    asker: str
    approver: str | None = None


def _relocate(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    """Move a terminal that is at rest, or write down that somebody wants it moved."""
    bound, asked = (yield from _bound(memory, request)), request.arguments
    if bound is None:
        return
    position, address, reason, by = position_of(asked), asked.get("address"), asked.get("reason"), asked.get("by")
    if position is None or not all(map(is_name, (address, reason, by))):
        yield from say(request, USAGE, "acquirer.relocation-needs")
        return
    terminal, _ = bound
    if not (yield from is_at_rest(memory, request, terminal)):
        return
    memory.management.newest_relocation += 1
    move = Move(memory.management.newest_relocation, str(address), position, str(reason), str(by))
    if not memory.settings.relocation_takes_two:
        yield from _moved(memory, request, bound, move, now.utc)
        return
    wanted = (move.address, move.position.text(), move.reason, move.asker)
    yield Append(terminal.terminal_id, RelocationProposed(move.number, terminal.terminal_id, *wanted, now.utc))
    yield Note("warning", "acquirer.relocation-proposed", terminal_id=terminal.terminal_id, by=move.asker)
    yield _told(request, terminal, move, "proposed")


def _approve(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    """Move a terminal as somebody else proposed."""
    bound, by = (yield from _bound(memory, request)), request.arguments.get("by")
    if bound is None:
        return
    if not is_name(by):
        yield from say(request, USAGE, "acquirer.who-asks")
        return
    terminal, _ = bound
    proposal = yield from proposal_of(terminal.terminal_id)
    if proposal is None:
        yield from say(request, REFUSED, "acquirer.relocation-not-proposed", terminal_id=terminal.terminal_id)
    elif is_same_person(proposal["proposed_by"], str(by)):
        yield from say(request, REFUSED, "acquirer.relocation-same-person", terminal_id=terminal.terminal_id)
    elif request.arguments.get("number") != proposal["relocation_number"]:
        yield from say(request, REFUSED, "acquirer.relocation-changed", terminal_id=terminal.terminal_id)
    elif (yield from is_at_rest(memory, request, terminal)):
        position, reason = Position.read(proposal["proposed_position"]), proposal["proposed_reason"]
        what = (proposal["relocation_number"], proposal["proposed_address"], position, reason)
        yield from _moved(memory, request, bound, Move(*what, proposal["proposed_by"], str(by)), now.utc)


def _bound(memory: HostMemory, request: DeskRequest) -> Generator[Effect, Any, Bound | None]:
    terminal_id = str(request.arguments.get("terminal_id"))
    terminal, binding = memory.registry.terminals.get(terminal_id), memory.management.bindings.get(terminal_id)
    if terminal is None or binding is None:
        yield from say(request, REFUSED, "acquirer.not-bound", terminal_id=terminal_id)
        return None
    return terminal, binding


def _moved(memory: HostMemory, request: DeskRequest, bound: Bound, move: Move, utc: int) -> Script:
    terminal, binding = bound
    old, by = binding.row, move.approver or move.asker
    places = (old["address"], binding.centre.text(), move.address, move.position.text())
    asked_by = None if move.approver is None else move.asker
    moved = TerminalRelocated(move.number, terminal.terminal_id, *places, move.reason, asked_by, by, utc)
    place = {"address": move.address, "latitude": move.position.latitude, "longitude": move.position.longitude}
    entry = TerminalBound(**{**old, **place, "bound_by": by, "bound_at": utc})
    yield Append(terminal.terminal_id, moved, entry)
    follow(memory, terminal, entry)
    yield Note("info", "acquirer.relocated", terminal_id=terminal.terminal_id, address=move.address, by=by)
    yield _told(request, terminal, move, "moved")


def _told(request: DeskRequest, terminal: Terminal, move: Move, state: str) -> Reply:
    body = {"number": move.number, "terminal_id": terminal.terminal_id, "address": move.address, "state": state}
    return Reply(request.number, DONE, body)


VERBS: dict[str, Verb] = {
    "relocate": alone(_relocate),
    "approve-relocation": alone(_approve),
}
