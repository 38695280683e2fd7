"""The tables of what the host wants, their questions, and the rule from each record to its rows."""

from __future__ import annotations

from countertop.journal import Query, Row, Table, columns, rows_of
from countertop.terminal.management import records

__all__ = [
    "BLACKLIST_OF",
    "INSTRUCTIONS_OF",
    "LOCK_OF",
    "NEWEST_STAFF_CHANGE",
    "NEXT_MASTER_KEY_OF",
    "PARAMETERS_OF",
    "QUERIES",
    "ROWS",
    "TABLES",
    "UNREPORTED",
    "UNTOLD_STAFF_CHANGES",
]

_TERMINAL = ("terminal_id",)
_INSTRUCTION = ("terminal_id", "instruction_number")
_CHANGE = ("terminal_id", "change_number")

LOCK = Table("lock", columns("terminal_id locked#"), _TERMINAL, replace=True)
PARAMETERS = Table(
    "parameters", columns("terminal_id parameter_values is_proven# applied_at#"), _TERMINAL, replace=True
)
BLACKLIST = Table("blacklist", columns("terminal_id prefixes is_proven# taken_at#"), _TERMINAL, replace=True)
INSTRUCTION = Table("instruction", columns("terminal_id instruction_number# deed text outcome done_at#"), _INSTRUCTION)
INSTRUCTION_REPORT = Table("instruction_report", columns("terminal_id instruction_number#"), _INSTRUCTION)
NEXT_MASTER_KEY = Table("next_master_key", columns("terminal_id next_tmk next_kcv taken_at#"), _TERMINAL, replace=True)
STAFF_CHANGE = Table("staff_change", columns("terminal_id change_number# operator role is_added# changed_by"), _CHANGE)
STAFF_CHANGE_TOLD = Table("staff_change_told", columns("terminal_id change_number# told_code"), _CHANGE)

PARAMETERS_OF = Query("parameters_of", "parameters", _TERMINAL, limit=1)
BLACKLIST_OF = Query("blacklist_of", "blacklist", _TERMINAL, limit=1)
LOCK_OF = Query("lock_of", "lock", _TERMINAL, limit=1)
INSTRUCTION_BY_NUMBER = Query("instruction_by_number", "instruction", _INSTRUCTION, limit=1)
UNREPORTED = Query(
    "unreported", "instruction", _TERMINAL, without="instruction_report", order_by=("instruction_number",), limit=1
)
INSTRUCTIONS_OF = Query("instructions_of", "instruction", _TERMINAL, order_by=("-instruction_number",), limit=20)

NEXT_MASTER_KEY_OF = Query("next_master_key_of", "next_master_key", _TERMINAL, limit=1)
NEWEST_STAFF_CHANGE = Query("newest_staff_change", "staff_change", _TERMINAL, order_by=("-change_number",), limit=1)
UNTOLD_STAFF_CHANGES = Query(
    "untold_staff_changes",
    "staff_change",
    _TERMINAL,
    without="staff_change_told",
    order_by=("change_number",),
    limit=1000,
)


def _staff_rows(entry: records.StaffChanged) -> tuple[Row, ...]:
    change = (entry.terminal_id, entry.change_number, entry.operator, entry.role)
    return (("staff_change", (*change, int(entry.is_added), entry.changed_by)),)


def _changed_rows(entry: records.MasterKeyChanged) -> tuple[Row, ...]:
    """Return the master key, and that none is waiting behind it; its check value is how sign-ins name it."""
    return (
        ("master_key", (entry.terminal_id, entry.tmk)),
        ("next_master_key", (entry.terminal_id, "", entry.kcv, entry.changed_at)),
    )


TABLES = (
    *(LOCK, BLACKLIST, PARAMETERS, INSTRUCTION, INSTRUCTION_REPORT),
    *(NEXT_MASTER_KEY, STAFF_CHANGE, STAFF_CHANGE_TOLD),
)
QUERIES = (
    *(LOCK_OF, BLACKLIST_OF, PARAMETERS_OF, INSTRUCTION_BY_NUMBER, UNREPORTED, INSTRUCTIONS_OF),
    *(NEXT_MASTER_KEY_OF, NEWEST_STAFF_CHANGE, UNTOLD_STAFF_CHANGES),
)
ROWS = {
    records.LockSet: lambda entry: (("lock", (entry.terminal_id, int(entry.locked))),),
    records.ParametersApplied: rows_of(PARAMETERS),
    records.BlacklistTaken: rows_of(BLACKLIST),
    records.InstructionDone: rows_of(INSTRUCTION),
    records.InstructionReported: rows_of(INSTRUCTION_REPORT),
    records.MasterKeyTaken: rows_of(NEXT_MASTER_KEY),
    records.MasterKeyChanged: _changed_rows,
    records.StaffChanged: _staff_rows,
    records.StaffChangeTold: rows_of(STAFF_CHANGE_TOLD),
}
