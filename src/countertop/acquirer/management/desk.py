"""The desk verbs of managing terminals. Each that changes something names who asked for it, and leaves a record.

command {terminal_id, command, by, text?}   tell a terminal to do something (see `instructions`)
commands {terminal_id}                      the newest instructions of a terminal, and what became of them
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countertop.acquirer.management import tables
from countertop.acquirer.management.instructions import VERBS as COMMANDS
from countertop.acquirer.management.instructions import Open
from countertop.acquirer.management.records import InstructionGiven
from countertop.acquirer.memory import HostMemory
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.instructions import Instruction
from countertop.stage import Append, DeskRequest, Note, Read, Reply, Script
from countertop.values import Instant

__all__ = ["VERBS", "is_name"]

DONE, USAGE, REFUSED = 0, 2, 12

LONGEST_NAME = 40


def _command(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    """Write the instruction down; the terminal hears of it in the header of its next answer."""
    asked = request.arguments
    terminal_id, verb, text = asked.get("terminal_id"), asked.get("command"), asked.get("text") or ""
    by = asked.get("by")
    if terminal_id not in memory.registry.terminals:
        yield from _say(request, REFUSED, "acquirer.no-such-terminal", terminal_id=str(terminal_id))
        return
    if verb not in COMMANDS:
        yield from _say(request, USAGE, "acquirer.no-such-command", verbs=", ".join(COMMANDS))
        return
    if not (isinstance(by, str) and is_name(by)):
        yield from _say(request, USAGE, "acquirer.who-asks")
        return
    if (verb == "message") != bool(text) or not _fits(text):
        yield from _say(request, USAGE, "acquirer.command-text")
        return
    number = memory.management.take_number()
    yield Append(terminal_id, InstructionGiven(number, terminal_id, verb, text, by, now.utc))
    memory.management.give(Open(number, terminal_id, verb, text))
    yield Note("info", "acquirer.instruction-given", terminal_id=terminal_id, verb=verb, by=by)
    yield Reply(request.number, DONE, {"number": number, "terminal_id": terminal_id, "command": verb})


def _commands(_: HostMemory, request: DeskRequest, __: Instant) -> Script:
    rows = yield Read(tables.INSTRUCTIONS_OF, str(request.arguments.get("terminal_id")))
    yield Reply(request.number, DONE, {"commands": [_shown(row) for row in rows]})


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": row["instruction_number"],
        "command": row["instructed_verb"],
        "text": row["instructed_text"],
        "by": row["given_by"],
        "given_at": row["given_at"],
        "outcome": row["ended_as"],
        "ended_at": row["ended_at"],
    }


def is_name(value: str) -> bool:
    """Tell whether this can be the name of somebody at the desk."""
    return 0 < len(value.strip()) <= LONGEST_NAME and value.isprintable()


def _fits(text: object) -> bool:
    try:
        return isinstance(text, str) and text.isprintable() and bool(Instruction(0, "MS", text).data())
    except SubfieldError:
        return False


def _say(request: DeskRequest, status: int, message: str, **arguments: Any) -> Script:
    yield Reply(request.number, status, {"message": message, "arguments": arguments})


VERBS: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "command": _command,
    "commands": _commands,
}
