"""How an instruction ends: by what the terminal does. And how a terminal is seen."""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.management.instructions import Open
from countertop.acquirer.management.records import InstructionEnded, TerminalSeen
from countertop.acquirer.memory import HostMemory
from countertop.stage import Append, KeyTaken, Note, Script

__all__ = ["DONE", "end", "end_all", "seen"]

DONE = "done"


def end_all(memory: HostMemory, terminal_id: str, verb: str, utc: int) -> Script:
    """End every instruction of a terminal by one verb: what it just did is all that they asked for."""
    for instruction in memory.management.standing(terminal_id, verb):
        yield from end(memory, instruction, DONE, utc)


def end(memory: HostMemory, instruction: Open, ended_as: str, utc: int) -> Script:
    """Write down that an instruction has ended; one that ended meanwhile stays as it is.

    It stands for nothing from here on: what is wanted while its end is written is wanted anew.
    """
    number, terminal_id, verb, _ = instruction
    memory.management.end(instruction)
    written = yield Append(terminal_id, InstructionEnded(number, terminal_id, verb, ended_as, utc))
    if not isinstance(written, KeyTaken):
        level = "info" if ended_as == DONE else "warning"
        yield Note(level, "acquirer.instruction-ended", terminal_id=terminal_id, verb=verb, outcome=ended_as)


def seen(memory: HostMemory, arrival: Arrival) -> Script:
    """Write down that a terminal polled."""
    terminal_id = arrival.terminal.terminal_id
    yield Append(terminal_id, TerminalSeen(terminal_id, arrival.utc))
    memory.management.seen[terminal_id] = arrival.utc
