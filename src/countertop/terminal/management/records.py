"""What happened at the terminal because the host wanted it. Moments are UTC microseconds."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["BlacklistTaken", "InstructionDone", "InstructionReported", "LockSet", "ParametersApplied"]


@record("terminal.lock_set")
class LockSet:
    """The host locked the terminal, or unlocked it: `locked` says which."""

    terminal_id: str
    locked: bool


@record("terminal.instruction_done")
class InstructionDone:
    """An instruction of the host was carried out, or could not be: `outcome` is what is reported of it."""

    terminal_id: str
    instruction_number: int
    deed: str
    text: str
    outcome: str
    done_at: int


@record("terminal.instruction_reported")
class InstructionReported:
    """The host knows what became of an instruction."""

    terminal_id: str
    instruction_number: int


@record("terminal.parameters_applied")
class ParametersApplied:
    """The host's parameters took effect: all of them, a line each, `name=value`."""

    terminal_id: str
    parameter_values: str
    applied_at: int


@record("terminal.blacklist_taken")
class BlacklistTaken:
    """The host's list of barred prefixes, all of them, with blanks between."""

    terminal_id: str
    prefixes: str
    taken_at: int
