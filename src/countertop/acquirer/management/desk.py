"""The desk verbs of managing terminals. Each that changes something names who asked for it, and leaves a record.

command {terminal_id, command, by, text?}   tell a terminal to do something (see `instructions`)
commands {terminal_id}                      the newest instructions of a terminal, and what became of them
set_parameters {scope, values, by}          the parameters of `all`, of `group:NAME` or of a terminal, all of them
parameters {terminal_id}                    a terminal's set as it would be downloaded, and what it has
group {terminal_id, group, by}              put a terminal into a group
and those of `retrieval`, `binding` and `relocating`
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeVar

from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.management import binding, master_key, relocating, retrieval, tables
from countertop.acquirer.management.instructions import VERBS as COMMANDS
from countertop.acquirer.management.instructions import Open
from countertop.acquirer.management.parameters import ALL, parameters_of, text_of
from countertop.acquirer.management.records import (
    InstructionGiven,
    MasterKeyFormed,
    ParametersSet,
    TerminalGrouped,
)
from countertop.acquirer.memory import HostMemory
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.instructions import Instruction
from countertop.iso8583.private.parameters import write_parameters
from countertop.stage import Append, DeskRequest, Effect, Note, Read, Reply, Script
from countertop.values import Instant
from countertop.values.persons import is_name

__all__ = ["VERBS"]

_Result = TypeVar("_Result")

Steps = Generator[Effect, Any, _Result]
"""A part of a script that comes back with a result."""


def _command(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    """Write the instruction down; the terminal hears of it in the header of its next answer."""
    asked = request.arguments
    terminal_id, verb, text = asked.get("terminal_id"), asked.get("command"), asked.get("text") or ""
    by = asked.get("by")
    if terminal_id not in memory.registry.terminals:
        yield from say(request, REFUSED, "acquirer.no-such-terminal", terminal_id=str(terminal_id))
        return
    if verb not in COMMANDS:
        yield from say(request, USAGE, "acquirer.no-such-command", verbs=", ".join(COMMANDS))
        return
    if not (isinstance(by, str) and is_name(by)):
        yield from say(request, USAGE, "acquirer.who-asks")
        return
    if (verb == "message") != bool(text) or not _fits(text):
        yield from say(request, USAGE, "acquirer.command-text")
        return
    formed = None
    if verb == master_key.VERB and terminal_id not in memory.management.next_keys:
        formed = yield from master_key.form(memory.registry.terminals[terminal_id], by, now.utc)
        if formed is None:
            yield from say(request, REFUSED, "acquirer.master-key-unfit", terminal_id=terminal_id)
            return
    number = yield from _given(memory, terminal_id, verb, text, by, now, *([] if formed is None else [formed]))
    if formed is not None:
        master_key.keep(memory, formed)
    yield Reply(request.number, DONE, {"number": number, "terminal_id": terminal_id, "command": verb})


def _commands(_: HostMemory, request: DeskRequest, __: Instant) -> Script:
    rows = yield Read(tables.INSTRUCTIONS_OF, str(request.arguments.get("terminal_id")))
    yield Reply(request.number, DONE, {"commands": [_shown(row) for row in rows]})


def _set_parameters(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    """Set the parameters of a scope, all of them, and call every terminal that it concerns to download them."""
    asked, management = request.arguments, memory.management
    scope, values, by = asked.get("scope"), asked.get("values"), asked.get("by")
    if not _is_scope(memory, scope):
        yield from say(request, REFUSED, "acquirer.no-such-scope", scope=str(scope))
        return
    if not (isinstance(by, str) and is_name(by)):
        yield from say(request, USAGE, "acquirer.who-asks")
        return
    fault = _parameter_fault(values)
    if fault or not isinstance(values, dict):
        yield from say(request, USAGE, "acquirer.wrong-parameter", reason=fault)
        return
    management.newest_version += 1
    version, text = management.newest_version, text_of(values)
    yield Append(str(scope), ParametersSet(str(scope), version, text, by, now.utc))
    management.set({"parameter_scope": scope, "parameter_version": version, "parameter_values": text})
    called = [each for each in memory.registry.terminals if parameters_of(memory.management, each).version == version]
    for terminal_id in called:
        if not management.standing(terminal_id, "download"):
            yield from _given(memory, terminal_id, "download", "", by, now)
    yield Reply(request.number, DONE, {"version": version, "terminals": called})


def _parameters(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    terminal_id = str(request.arguments.get("terminal_id"))
    found, downloaded = parameters_of(memory.management, terminal_id), memory.management.downloaded.get(terminal_id)
    group = memory.management.groups.get(terminal_id)
    told = {"version": found.version, "values": found.values, "group": group, "downloaded_version": downloaded}
    told["seen_at"] = memory.management.seen.get(terminal_id)
    told["broken_parts"] = memory.management.broken.get(terminal_id, "")
    told["locked"] = terminal_id in memory.management.locked
    yield Reply(request.number, DONE, {"terminal_id": terminal_id, **told})


def _group(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    asked = request.arguments
    terminal_id, group, by = asked.get("terminal_id"), asked.get("group"), asked.get("by")
    if terminal_id not in memory.registry.terminals:
        yield from say(request, REFUSED, "acquirer.no-such-terminal", terminal_id=str(terminal_id))
        return
    if not (isinstance(by, str) and is_name(by) and isinstance(group, str) and is_name(group)):
        yield from say(request, USAGE, "acquirer.who-asks")
        return
    yield Append(terminal_id, TerminalGrouped(terminal_id, group, by, now.utc))
    memory.management.groups[terminal_id] = group
    if not memory.management.standing(terminal_id, "download"):
        yield from _given(memory, terminal_id, "download", "", by, now)
    yield Reply(request.number, DONE, {"terminal_id": terminal_id, "group": group})


def _is_scope(memory: HostMemory, scope: object) -> bool:
    if not isinstance(scope, str):
        return False
    group = scope.removeprefix("group:")
    return scope == ALL or scope in memory.registry.terminals or (group != scope and is_name(group))


def _parameter_fault(values: object) -> str:
    """Return why these are no parameters, or nothing."""
    if not isinstance(values, dict) or not all(isinstance(each, str) for pair in values.items() for each in pair):
        return "name=value"
    try:
        write_parameters(values)
    except (SubfieldError, UnicodeEncodeError) as fault:
        return str(fault)
    return "" if all(value.isprintable() for value in values.values()) else "name=value"


def _given(
    memory: HostMemory, terminal_id: str, verb: str, text: str, by: str, now: Instant, *more: MasterKeyFormed
) -> Steps[int]:
    """Write an instruction down, with what it needs, and from then on call the terminal to it; return its number."""
    number = memory.management.take_number()
    yield Append(terminal_id, *more, InstructionGiven(number, terminal_id, verb, text, by, now.utc))
    memory.management.give(Open(number, terminal_id, verb, text))
    yield Note("info", "acquirer.instruction-given", terminal_id=terminal_id, verb=verb, by=by)
    return number


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


def _fits(text: object) -> bool:
    try:
        return isinstance(text, str) and text.isprintable() and bool(Instruction(0, "MS", text).data())
    except SubfieldError:
        return False


VERBS: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "command": _command,
    "commands": _commands,
    "set_parameters": _set_parameters,
    "parameters": _parameters,
    "group": _group,
    **retrieval.VERBS,
    **binding.VERBS,
    **relocating.VERBS,
}
