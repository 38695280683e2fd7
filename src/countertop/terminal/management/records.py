"""What happened at the terminal because the host wanted it. Moments are UTC microseconds."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "BlacklistTaken",
    "InstructionDone",
    "InstructionReported",
    "LockSet",
    "MasterKeyChanged",
    "MasterKeyTaken",
    "ParametersApplied",
    "StaffChangeTold",
    "StaffChanged",
]


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
    """The host's parameters took effect: all of them, a line each, `name=value`; `is_proven`: a MAC came with them."""

    terminal_id: str
    parameter_values: str
    is_proven: bool
    applied_at: int


@record("terminal.blacklist_taken")
class BlacklistTaken:
    """The host's list of barred prefixes, all of them, with blanks between; `is_proven`: MACs came with it."""

    terminal_id: str
    prefixes: str
    is_proven: bool
    taken_at: int


@record("terminal.master_key_taken")
class MasterKeyTaken:
    """The host's next master key (a key block) came under the present one; both are kept."""

    terminal_id: str
    next_tmk: str
    next_kcv: str
    taken_at: int


@record("terminal.master_key_changed")
class MasterKeyChanged:
    """Working keys came under the next master key: it is the master key now, and the old one is gone."""

    terminal_id: str
    tmk: str
    kcv: str
    changed_at: int


@record("terminal.staff_changed")
class StaffChanged:
    """Somebody came or left, and the host is to hear of it; `change_number` counts these at this terminal."""

    terminal_id: str
    change_number: int
    operator: str
    role: str
    is_added: bool
    changed_by: str


@record("terminal.staff_change_told")
class StaffChangeTold:
    """The host has answered to a change: `told_code` is 00, or 58 for somebody it will not have."""

    terminal_id: str
    change_number: int
    told_code: str
