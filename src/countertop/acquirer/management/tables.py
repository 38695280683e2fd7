"""The tables of managing terminals, their questions, and the rule from each record to its rows."""

from __future__ import annotations

from typing import Any

from countertop.acquirer.management import records
from countertop.journal import Query, Table, columns, rows_of

__all__ = ["NEWEST_INSTRUCTION", "OPEN_INSTRUCTIONS", "QUERIES", "ROWS", "TABLES"]

EVERYTHING = 1_000_000

INSTRUCTION = Table(
    "instruction",
    columns("instruction_number# terminal_id instructed_verb instructed_text given_by given_at#"),
    ("instruction_number",),
    indexes=(("terminal_id", "instruction_number"),),
)
INSTRUCTION_END = Table("instruction_end", columns("instruction_number# ended_as ended_at#"), ("instruction_number",))
LOCK = Table("lock", columns("terminal_id locked_at#"), ("terminal_id",), replace=True)
PARAMETERS = Table(
    "parameters",
    columns("parameter_scope parameter_version# parameter_values set_by set_at#"),
    ("parameter_scope",),
    replace=True,
)
DOWNLOAD = Table("download", columns("terminal_id downloaded_version# downloaded_at#"), ("terminal_id",), replace=True)
TERMINAL_GROUP = Table(
    "terminal_group", columns("terminal_id terminal_group grouped_by grouped_at#"), ("terminal_id",), replace=True
)
TERMINAL_STATE = Table(
    "terminal_state", columns("terminal_id broken_parts reported_at#"), ("terminal_id",), replace=True
)
HEARTBEAT = Table("heartbeat", columns("terminal_id seen_at#"), ("terminal_id",), replace=True)

RETRIEVAL = Table(
    "retrieval",
    columns("retrieval_number# retrieved_rrn asked_by asked_for opened_at# due_at#"),
    ("retrieval_number",),
)
RETRIEVAL_ANSWER = Table(
    "retrieval_answer", columns("retrieval_number# answered_by answered_at# answer_slip"), ("retrieval_number",)
)
RETRIEVAL_END = Table("retrieval_end", columns("retrieval_number# closed_by closed_at#"), ("retrieval_number",))

OPEN_INSTRUCTIONS = Query(
    "open_instructions",
    "instruction",
    without="instruction_end",
    order_by=("instruction_number",),
    limit=EVERYTHING,
)
NEWEST_INSTRUCTION = Query("newest_instruction", "instruction", order_by=("-instruction_number",), limit=1)
INSTRUCTIONS_OF = Query(
    "instructions_of",
    "instruction",
    ("terminal_id",),
    joined="instruction_end",
    order_by=("-instruction_number",),
    limit=100,
)
EVERY_LOCK = Query("every_lock", "lock", limit=EVERYTHING)
EVERY_PARAMETERS = Query("every_parameters", "parameters", limit=EVERYTHING)
EVERY_DOWNLOAD = Query("every_download", "download", limit=EVERYTHING)
EVERY_TERMINAL_GROUP = Query("every_terminal_group", "terminal_group", limit=EVERYTHING)
EVERY_TERMINAL_STATE = Query("every_terminal_state", "terminal_state", limit=EVERYTHING)
EVERY_HEARTBEAT = Query("every_heartbeat", "heartbeat", limit=EVERYTHING)

NEWEST_RETRIEVAL = Query("newest_retrieval", "retrieval", order_by=("-retrieval_number",), limit=1)
RETRIEVALS = Query("retrievals", "retrieval", joined="retrieval_answer", order_by=("-retrieval_number",), limit=200)
CLOSED_RETRIEVALS = Query("closed_retrievals", "retrieval_end", order_by=("-retrieval_number",), limit=1000)
RETRIEVAL_BY_NUMBER = Query(
    "retrieval_by_number", "retrieval", ("retrieval_number",), joined="retrieval_answer", limit=1
)
ATTEMPTS_OF_TERMINAL = Query(
    "attempts_of_terminal",
    "attempt",
    ("terminal_id",),
    joined="decision",
    at_least="received_at",
    order_by=("received_at",),
    limit=10_000,
)
ATTEMPTS_OF_CARD = Query(
    "attempts_of_card", "attempt", ("pan_token",), joined="decision", order_by=("-serial",), limit=1000
)

_instruction_row = rows_of(INSTRUCTION)

UNLOCKED = 0
"""`locked_at` of a terminal that is open to business."""


def _given_rows(entry: records.InstructionGiven) -> Any:
    """Return the instruction; a lock holds at the host from the moment it is given, and so does an unlocking."""
    rows = _instruction_row(entry)
    if entry.instructed_verb == "lock":
        return (*rows, ("lock", (entry.terminal_id, entry.given_at)))
    if entry.instructed_verb == "unlock":
        return (*rows, ("lock", (entry.terminal_id, UNLOCKED)))
    return rows


TABLES = (
    *(INSTRUCTION, INSTRUCTION_END, LOCK, PARAMETERS, DOWNLOAD, TERMINAL_GROUP, HEARTBEAT, RETRIEVAL),
    *(RETRIEVAL_ANSWER, RETRIEVAL_END, TERMINAL_STATE),
)
QUERIES = (
    *(OPEN_INSTRUCTIONS, NEWEST_INSTRUCTION, INSTRUCTIONS_OF, EVERY_LOCK),
    *(EVERY_PARAMETERS, EVERY_DOWNLOAD, EVERY_TERMINAL_GROUP, EVERY_HEARTBEAT, EVERY_TERMINAL_STATE),
    *(NEWEST_RETRIEVAL, RETRIEVALS, CLOSED_RETRIEVALS, RETRIEVAL_BY_NUMBER, ATTEMPTS_OF_TERMINAL, ATTEMPTS_OF_CARD),
)
ROWS = {
    records.InstructionGiven: _given_rows,
    records.InstructionEnded: rows_of(INSTRUCTION_END),
    records.ParametersSet: rows_of(PARAMETERS),
    records.ParametersDownloaded: rows_of(DOWNLOAD),
    records.TerminalGrouped: rows_of(TERMINAL_GROUP),
    records.RetrievalOpened: rows_of(RETRIEVAL),
    records.RetrievalAnswered: rows_of(RETRIEVAL_ANSWER),
    records.RetrievalClosed: rows_of(RETRIEVAL_END),
    records.TerminalStateReported: rows_of(TERMINAL_STATE),
    records.TerminalSeen: rows_of(HEARTBEAT),
}
