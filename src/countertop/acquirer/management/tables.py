"""The tables of managing terminals, their questions, and the rule from each record to its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from countertop.acquirer.management import records
from countertop.journal import Query, Row, Table, columns, rows_of

__all__ = ["NEWEST_INSTRUCTION", "OPEN_INSTRUCTIONS", "QUERIES", "ROWS", "SIGNATURE_BY_KEY", "TABLES", "no_session"]

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

RULING = Table("ruling", columns("ruling_number# ruled_verb ruled_about ruled_by ruled_at#"), ("ruling_number",))
BOUND_SERIAL = Table(
    "bound_serial",
    columns("serial_number serial_merchant_id serial_bound_by serial_bound_at#"),
    ("serial_number",),
)
BINDING = Table(
    "binding",
    columns(
        "terminal_id serial_number bound_merchant_id credit_code settlement_account address latitude# longitude# "
        "warn_metres# refuse_metres# unlocated bound_by bound_at#"
    ),
    ("terminal_id",),
    replace=True,
)
RELOCATION = Table(
    "relocation",
    columns(
        "relocation_number# terminal_id left_address left_position new_address new_position relocation_reason "
        "asked_by? relocated_by relocated_at#"
    ),
    ("relocation_number",),
    indexes=(("terminal_id", "relocation_number"),),
)
RELOCATION_PROPOSAL = Table(
    "relocation_proposal",
    columns(
        "relocation_number# terminal_id proposed_address proposed_position proposed_reason proposed_by proposed_at#"
    ),
    ("relocation_number",),
    indexes=(("terminal_id", "relocation_number"),),
)
SIGHTING = Table(
    "sighting",
    columns("terminal_id standing sighted_position sighted_metres#? sighted_at#"),
    ("terminal_id",),
    replace=True,
)
NEXT_MASTER_KEY = Table(
    "next_master_key",
    columns("terminal_id old_tmk next_tmk next_kcv carried formed_at#"),
    ("terminal_id",),
    replace=True,
)
MASTER_KEY_TRIAL = Table(
    "master_key_trial", columns("terminal_id tried_rrn tried_kcv tried_at#"), ("terminal_id",), replace=True
)
STAFF_CHANGE = Table(
    "staff_change",
    columns("terminal_id change_number# operator role is_added# told_by is_accepted# reported_at#"),
    ("terminal_id", "change_number"),
)
SIGNATURE = Table(
    "signature",
    columns("attempt_key terminal_id rrn signature_digest signature_cipher received_at#"),
    ("attempt_key",),
)

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

NEWEST_RULING = Query("newest_ruling", "ruling", order_by=("-ruling_number",), limit=1)
RULINGS = Query("rulings", "ruling", order_by=("-ruling_number",), limit=200)
EVERY_BINDING = Query("every_binding", "binding", limit=EVERYTHING)
EVERY_SIGHTING = Query("every_sighting", "sighting", limit=EVERYTHING)
SIGHTING_OF = Query("sighting_of", "sighting", ("terminal_id",), limit=1)
NEWEST_RELOCATION = Query("newest_relocation", "relocation", order_by=("-relocation_number",), limit=1)
NEWEST_RELOCATION_PROPOSAL = Query(
    "newest_relocation_proposal", "relocation_proposal", order_by=("-relocation_number",), limit=1
)
RELOCATION_PROPOSAL_OF = Query(
    "relocation_proposal_of", "relocation_proposal", ("terminal_id",), order_by=("-relocation_number",), limit=1
)
RELOCATIONS_OF = Query("relocations_of", "relocation", ("terminal_id",), order_by=("-relocation_number",), limit=50)
EVERY_NEXT_MASTER_KEY = Query("every_next_master_key", "next_master_key", limit=EVERYTHING)
EVERY_MASTER_KEY_TRIAL = Query("every_master_key_trial", "master_key_trial", limit=EVERYTHING)
STAFF_CHANGES_OF = Query("staff_changes_of", "staff_change", ("terminal_id",), order_by=("-change_number",), limit=100)
SIGNATURE_BY_KEY = Query("signature_by_key", "signature", ("attempt_key",), limit=1)

NEWEST_RETRIEVAL = Query("newest_retrieval", "retrieval", order_by=("-retrieval_number",), limit=1)
RETRIEVALS = Query("retrievals", "retrieval", joined="retrieval_answer", order_by=("-retrieval_number",), limit=200)
CLOSED_RETRIEVALS = Query("closed_retrievals", "retrieval_end", order_by=("-retrieval_number",), limit=1000)
RETRIEVAL_BY_NUMBER = Query(
    "retrieval_by_number", "retrieval", ("retrieval_number",), joined="retrieval_answer", limit=1
)
PAGE = 25
"""Attempts that one search reads; laying out a slip takes longer than finding it."""

ATTEMPTS_FROM_RRN = Query(
    "attempts_from_rrn", "attempt", joined="decision", at_least="rrn", order_by=("rrn",), limit=PAGE
)


def _search(*equals: str) -> tuple[Query, Query]:
    """Return the questions for the newest attempts with these values, and for the first ones since a moment."""
    name = "attempts_by_" + "_and_".join(equals)
    order = ("-received_at",)
    newest = Query(f"{name}_newest", "attempt", equals, joined="decision", order_by=order, limit=PAGE, led_by=1)
    since = replace(newest, name=f"{name}_since", at_least="received_at", order_by=("received_at",))
    return newest, since


SEARCHES: Mapping[tuple[str, ...], tuple[Query, Query]] = {
    named: _search(*named)
    for named in (
        *(
            (what, *place)
            for what in ("pan_token", "stan", "amount")
            for place in ((), ("terminal_id",), ("merchant_id",))
        ),
        *(("terminal_id",), ("merchant_id",)),
    )
}
"""What an attempt is looked for by, in the order of the values -> the questions (newest, since)."""

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


def _changed_rows(entry: records.MasterKeyChanged) -> tuple[Row, ...]:
    """Return the terminal with its new master key; none is waiting behind it."""
    terminal_id = entry.terminal_id
    return (
        ("terminal", (terminal_id, entry.merchant_id, entry.serial_number, entry.tmk, entry.status)),
        ("next_master_key", (terminal_id, "", "", "", "", entry.changed_at)),
    )


def _loaded_rows(entry: records.MasterKeyLoaded) -> tuple[Row, ...]:
    """Return the terminal with its new master key, signed out: its working keys came under the old one."""
    terminal_id = entry.terminal_id
    return (
        ("terminal", (terminal_id, entry.merchant_id, entry.serial_number, entry.tmk, entry.status)),
        ("next_master_key", (terminal_id, "", "", "", "", entry.loaded_at)),
        no_session(terminal_id, entry.loaded_at),
    )


def no_session(terminal_id: str, at: int) -> Row:
    """Return the session of a terminal that may be another machine than the one that signed in last."""
    return ("session", (terminal_id, "signed-out", "002", "", 0, "", None, None, None, "", 0, at))


NOBODY = ""
"""`role` of an operator who works at a terminal no more."""


def _reported_rows(entry: records.OperatorReported) -> tuple[Row, ...]:
    """Return the change and, where the host follows it, the operator as they are now."""
    change = (entry.terminal_id, entry.change_number, entry.operator, entry.role, int(entry.is_added), entry.told_by)
    told = ("staff_change", (*change, int(entry.is_accepted), entry.reported_at))
    if not entry.is_accepted:
        return (told,)
    return (told, ("operator", (entry.terminal_id, entry.operator, entry.role if entry.is_added else NOBODY)))


TABLES = (
    *(INSTRUCTION, INSTRUCTION_END, LOCK, PARAMETERS, DOWNLOAD, TERMINAL_GROUP, HEARTBEAT, RETRIEVAL),
    *(RETRIEVAL_ANSWER, RETRIEVAL_END, TERMINAL_STATE, RULING, BOUND_SERIAL, BINDING, RELOCATION, SIGHTING),
    *(NEXT_MASTER_KEY, MASTER_KEY_TRIAL, STAFF_CHANGE, RELOCATION_PROPOSAL, SIGNATURE),
)
QUERIES = (
    *(OPEN_INSTRUCTIONS, NEWEST_INSTRUCTION, INSTRUCTIONS_OF, EVERY_LOCK),
    *(EVERY_PARAMETERS, EVERY_DOWNLOAD, EVERY_TERMINAL_GROUP, EVERY_HEARTBEAT, EVERY_TERMINAL_STATE),
    *(NEWEST_RETRIEVAL, RETRIEVALS, CLOSED_RETRIEVALS, RETRIEVAL_BY_NUMBER, ATTEMPTS_FROM_RRN),
    *chain.from_iterable(SEARCHES.values()),
    *(NEWEST_RULING, RULINGS, EVERY_BINDING, EVERY_SIGHTING, SIGHTING_OF, NEWEST_RELOCATION, RELOCATIONS_OF),
    *(EVERY_NEXT_MASTER_KEY, EVERY_MASTER_KEY_TRIAL, STAFF_CHANGES_OF),
    *(NEWEST_RELOCATION_PROPOSAL, RELOCATION_PROPOSAL_OF, SIGNATURE_BY_KEY),
)
ROWS: dict[type, Callable[[Any], tuple[Row, ...]]] = {
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
    records.RulingSigned: rows_of(RULING),
    records.SerialBound: rows_of(BOUND_SERIAL),
    records.TerminalBound: rows_of(BINDING),
    records.RelocationProposed: rows_of(RELOCATION_PROPOSAL),
    records.TerminalRelocated: rows_of(RELOCATION),
    records.PlaceSighted: rows_of(SIGHTING),
    records.MasterKeyFormed: rows_of(NEXT_MASTER_KEY),
    records.MasterKeyTried: rows_of(MASTER_KEY_TRIAL),
    records.MasterKeyChanged: _changed_rows,
    records.MasterKeyLoaded: _loaded_rows,
    records.OperatorReported: _reported_rows,
    records.SignatureReceived: rows_of(SIGNATURE),
}
