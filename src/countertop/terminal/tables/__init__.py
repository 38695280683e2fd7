"""The terminal's tables, its questions, and the rule from each record to its rows; one module a topic.

Every key begins with the terminal's id: a fleet may share one store.
"""

from __future__ import annotations

from countertop.journal import Schema
from countertop.terminal.management import tables as management
from countertop.terminal.settlement import tables as settlement
from countertop.terminal.signing import tables as signing
from countertop.terminal.tables import condition, installation, people, till, transactions
from countertop.terminal.tables.condition import IDENTITY_OF, SELF_TEST_OF
from countertop.terminal.tables.installation import (
    INSTALLATION_OF,
    LAST_STAN_OF,
    MACHINE_OF,
    MASTER_KEY_OF,
    REQUIREMENT_OF,
    WORKING_KEYS_OF,
)
from countertop.terminal.tables.people import KEYPAD_LOCK_OF, OPERATOR_BY_NUMBER, OPERATORS_OF
from countertop.terminal.tables.till import TILL_ATTEMPT_OF, TILL_REQUEST_OF, TILL_REQUESTS
from countertop.terminal.tables.transactions import (
    ATTEMPT_BY_VOUCHER,
    ATTEMPTS_IN_BATCH,
    DISCHARGES_IN_BATCH,
    IN_BATCH_BY_STATE,
    LATE_ANSWERS_OF,
    NEWEST_COMPLETED,
    OUTCOME_BY_RRN,
    OWED,
    REPEAT_OF,
    REPEATS_OWED,
    REPEATS_OWED_IN_BATCH,
    REVERSAL_OF,
    STORED_IN_BATCH,
    STORED_OF,
    STORED_WAITING,
    UNDECIDED_IN_BATCH,
    VOIDS_OF,
)

__all__ = [
    "ATTEMPTS_IN_BATCH",
    "ATTEMPT_BY_VOUCHER",
    "DISCHARGES_IN_BATCH",
    "IDENTITY_OF",
    "INSTALLATION_OF",
    "IN_BATCH_BY_STATE",
    "KEYPAD_LOCK_OF",
    "LAST_STAN_OF",
    "LATE_ANSWERS_OF",
    "MACHINE_OF",
    "MASTER_KEY_OF",
    "NEWEST_COMPLETED",
    "OPERATORS_OF",
    "OPERATOR_BY_NUMBER",
    "OUTCOME_BY_RRN",
    "OWED",
    "REPEATS_OWED",
    "REPEATS_OWED_IN_BATCH",
    "REPEAT_OF",
    "REQUIREMENT_OF",
    "REVERSAL_OF",
    "SCHEMA",
    "SELF_TEST_OF",
    "STORED_IN_BATCH",
    "STORED_OF",
    "STORED_WAITING",
    "TILL_ATTEMPT_OF",
    "TILL_REQUESTS",
    "TILL_REQUEST_OF",
    "UNDECIDED_IN_BATCH",
    "VOIDS_OF",
    "WORKING_KEYS_OF",
]

_TOPICS = (installation, people, condition, transactions, till, settlement, management, signing)

SCHEMA = Schema(
    party="terminal",
    tables=tuple(table for topic in _TOPICS for table in topic.TABLES),
    queries=tuple(query for topic in _TOPICS for query in topic.QUERIES),
    rows={kind: rule for topic in _TOPICS for kind, rule in topic.ROWS.items()},
)
