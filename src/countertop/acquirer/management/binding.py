"""The desk verbs of binding: which machine a terminal is, and where it stands. Its moves are those of `relocating`.

bind {terminal_id, serial_number, credit_code, settlement_account, address, position, warn_metres, refuse_metres,
      unlocated, by}                      bind a terminal, or change what its binding says
place {terminal_id}                       its binding, how it was last seen to stand, its moves, and the one proposed

`position` is written as `Position.text`. A bound terminal gets another machine or place only while it is signed out,
its batch is settled and nothing is owed for it; where a move takes two persons, no binding puts it elsewhere. A machine
once bound to a merchant is never bound to another.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict
from typing import Any

from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.management import tables
from countertop.acquirer.management.bindings import UNLOCATED, Binding, Standing
from countertop.acquirer.management.records import SerialBound, TerminalBound
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement.rows import reckon
from countertop.stage import Append, DeskRequest, Effect, KeyTaken, Note, Read, Reply, Script
from countertop.values import Instant
from countertop.values.persons import is_name
from countertop.values.positions import Position

__all__ = ["VERBS", "Verb", "alone", "follow", "is_at_rest", "position_of", "proposal_of"]


FARTHEST = 100_000
"""Metres; a binding beyond which nothing is bound."""

LONGEST_SERIAL = 40

Verb = Callable[[HostMemory, DeskRequest, Instant], Script]


def _bind(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    entry = _entry(memory, request.arguments, now.utc)
    if entry is None:
        yield from say(request, USAGE, "acquirer.bind-needs")
        return
    terminal, serial = memory.registry.terminals[entry.terminal_id], entry.serial_number
    other = _other_terminal(memory, terminal, serial)
    if other is not None and other.merchant is terminal.merchant:
        yield from say(request, REFUSED, "acquirer.serial-in-use", serial_number=serial)
        return
    if memory.settings.relocation_takes_two and _is_elsewhere(memory, entry):
        yield from say(request, REFUSED, "acquirer.relocate-instead", terminal_id=terminal.terminal_id)
        return
    is_another = serial != terminal.serial_number
    moves = is_another or _is_elsewhere(memory, entry)
    if moves and not (yield from is_at_rest(memory, request, terminal, is_another=is_another)):
        return
    if other is not None or not (yield from _written(entry)):
        yield from say(request, REFUSED, "acquirer.serial-of-another", serial_number=serial)
        return
    follow(memory, terminal, entry)
    yield Note("info", "acquirer.terminal-bound", terminal_id=terminal.terminal_id, by=entry.bound_by)
    yield Reply(request.number, DONE, {"terminal_id": terminal.terminal_id, "serial_number": serial})


def _place(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    terminal_id = str(request.arguments.get("terminal_id"))
    binding = memory.management.bindings.get(terminal_id)
    if binding is None:
        yield from say(request, REFUSED, "acquirer.not-bound", terminal_id=terminal_id)
        return
    sightings = yield Read(tables.SIGHTING_OF, terminal_id)
    moves = yield Read(tables.RELOCATIONS_OF, terminal_id)
    proposal = yield from proposal_of(terminal_id)
    told = {
        "binding": {**binding.row, "position": binding.centre.text()},
        "standing": binding.standing.value,
        "sighting": dict(sightings[0]) if sightings else None,
        "relocations": [dict(row) for row in moves],
        "proposal": None if proposal is None else dict(proposal),
    }
    yield Reply(request.number, DONE, {"terminal_id": terminal_id, **told})


def proposal_of(terminal_id: str) -> Generator[Effect, Any, Mapping[str, Any] | None]:
    """Return the newest proposal to move a terminal, None where it was moved since, or nobody proposed it."""
    proposals = yield Read(tables.RELOCATION_PROPOSAL_OF, terminal_id)
    moves = yield Read(tables.RELOCATIONS_OF, terminal_id)
    if not proposals or (moves and moves[0]["relocation_number"] >= proposals[0]["relocation_number"]):
        return None
    newest: Mapping[str, Any] = proposals[0]
    return newest


def _entry(memory: HostMemory, asked: Mapping[str, Any], utc: int) -> TerminalBound | None:
    """Return the record that a request asks for, None where it lacks something."""
    terminal = memory.registry.terminals.get(str(asked.get("terminal_id")))
    if terminal is None:
        return None
    position = position_of(asked)
    texts = tuple(asked.get(name) for name in ("serial_number", "credit_code", "settlement_account", "address", "by"))
    radii = (asked.get("warn_metres"), asked.get("refuse_metres"))
    unlocated = asked.get("unlocated", "warn")
    if not all(isinstance(each, str) and is_name(each) for each in texts) or position is None:
        return None
    warn, refuse = (each if type(each) is int else -1 for each in radii)
    if not 0 <= warn <= refuse <= FARTHEST or unlocated not in UNLOCATED or not _is_serial(texts[0]):
        return None
    serial, credit_code, account, address, by = map(str, texts)
    return TerminalBound(
        terminal_id=terminal.terminal_id,
        serial_number=serial,
        bound_merchant_id=terminal.merchant.merchant_id,
        credit_code=credit_code,
        settlement_account=account,
        address=address,
        latitude=position.latitude,
        longitude=position.longitude,
        warn_metres=warn,
        refuse_metres=refuse,
        unlocated=unlocated,
        bound_by=by,
        bound_at=utc,
    )


def _is_serial(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= LONGEST_SERIAL


def position_of(asked: Mapping[str, Any]) -> Position | None:
    """Return the position that a request names, None where that is none."""
    try:
        return Position.read(str(asked.get("position")))
    except ValueError:
        return None


def _other_terminal(memory: HostMemory, terminal: Terminal, serial_number: str) -> Terminal | None:
    """Return the other terminal that a machine is, if it is one."""
    others = (each for each in memory.registry.terminals.values() if each is not terminal)
    return next((each for each in others if each.serial_number == serial_number), None)


def _is_elsewhere(memory: HostMemory, entry: TerminalBound) -> bool:
    binding = memory.management.bindings.get(entry.terminal_id)
    return binding is not None and binding.centre != (entry.latitude, entry.longitude)


def is_at_rest(
    memory: HostMemory, request: DeskRequest, terminal: Terminal, *, is_another: bool = False
) -> Generator[Effect, Any, bool]:
    """Tell whether a terminal may be moved now; who asked is told why not.

    With `is_another` there may be nothing in its batch, not even what counts no more or was declined: another machine
    counts STANs from one again, and would be told of its own payment what is kept of that one.
    """
    is_signing_in = any(terminal.terminal_id in asked for asked in memory.signing_in)
    if terminal.session is not None or is_signing_in:
        yield from say(request, REFUSED, "acquirer.sign-out-first", terminal_id=terminal.terminal_id)
        return False
    reckoning = yield from reckon(memory, terminal)
    owes = any(obligation.terminal_id == terminal.terminal_id for obligation in memory.obligations.values())
    taken = reckoning.known if is_another else reckoning.counted
    if taken or reckoning.is_moving or terminal.is_frozen or owes:
        yield from say(request, REFUSED, "acquirer.settle-first", terminal_id=terminal.terminal_id)
        return False
    return True


def _written(entry: TerminalBound) -> Generator[Effect, Any, bool]:
    """Write a binding down, with its machine's merchant where that is new; False for a machine of another merchant."""
    serial = SerialBound(entry.serial_number, entry.bound_merchant_id, entry.bound_by, entry.bound_at)
    written = yield Append(entry.terminal_id, serial, entry)
    if not isinstance(written, KeyTaken):
        return True
    if written.existing["serial_merchant_id"] != entry.bound_merchant_id:
        return False
    yield Append(entry.terminal_id, entry)
    return True


def follow(memory: HostMemory, terminal: Terminal, entry: TerminalBound) -> None:
    """Let memory follow a binding that is durable."""
    binding = memory.management.bindings.get(terminal.terminal_id)
    standing = Standing.INSIDE if binding is None else binding.standing
    memory.management.bindings[terminal.terminal_id] = Binding(asdict(entry), standing)
    terminal.serial_number = entry.serial_number


def alone(verb: Verb) -> Verb:
    """Return a verb that is done one at a time: what it looked at must still be so when its record is durable.

    Its terminal cannot sign in meanwhile.
    """

    def done_alone(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
        management = memory.management
        if management.moving is not None:
            yield from say(request, REFUSED, "acquirer.move-just-now")
            return
        management.moving = str(request.arguments.get("terminal_id"))
        yield from verb(memory, request, now)
        management.moving = None

    return done_alone


VERBS: dict[str, Verb] = {
    "bind": alone(_bind),
    "place": _place,
}
