"""The tables of what the host wants, their questions, and the rule from each record to its rows."""

from __future__ import annotations

from countertop.journal import Query, Table, columns, rows_of
from countertop.terminal.management import records

__all__ = ["BLACKLIST_OF", "INSTRUCTIONS_OF", "LOCK_OF", "PARAMETERS_OF", "QUERIES", "ROWS", "TABLES", "UNREPORTED"]

_TERMINAL = ("terminal_id",)
_INSTRUCTION = ("terminal_id", "instruction_number")

LOCK = Table("lock", columns("terminal_id locked#"), _TERMINAL, replace=True)
PARAMETERS = Table("parameters", columns("terminal_id parameter_values applied_at#"), _TERMINAL, replace=True)
BLACKLIST = Table("blacklist", columns("terminal_id prefixes taken_at#"), _TERMINAL, replace=True)
INSTRUCTION = Table("instruction", columns("terminal_id instruction_number# deed text outcome done_at#"), _INSTRUCTION)
INSTRUCTION_REPORT = Table("instruction_report", columns("terminal_id instruction_number#"), _INSTRUCTION)

PARAMETERS_OF = Query("parameters_of", "parameters", _TERMINAL, limit=1)
BLACKLIST_OF = Query("blacklist_of", "blacklist", _TERMINAL, limit=1)
LOCK_OF = Query("lock_of", "lock", _TERMINAL, limit=1)
INSTRUCTION_BY_NUMBER = Query("instruction_by_number", "instruction", _INSTRUCTION, limit=1)
UNREPORTED = Query(
    "unreported", "instruction", _TERMINAL, without="instruction_report", order_by=("instruction_number",), limit=1
)
INSTRUCTIONS_OF = Query("instructions_of", "instruction", _TERMINAL, order_by=("-instruction_number",), limit=20)

_report_row = rows_of(INSTRUCTION_REPORT)

TABLES = (LOCK, BLACKLIST, PARAMETERS, INSTRUCTION, INSTRUCTION_REPORT)
QUERIES = (LOCK_OF, BLACKLIST_OF, PARAMETERS_OF, INSTRUCTION_BY_NUMBER, UNREPORTED, INSTRUCTIONS_OF)
ROWS = {
    records.LockSet: lambda entry: (("lock", (entry.terminal_id, int(entry.locked))),),
    records.ParametersApplied: rows_of(PARAMETERS),
    records.BlacklistTaken: rows_of(BLACKLIST),
    records.InstructionDone: rows_of(INSTRUCTION),
    records.InstructionReported: rows_of(INSTRUCTION_REPORT),
}
