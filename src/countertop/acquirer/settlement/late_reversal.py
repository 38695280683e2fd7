"""Reversals of a batch that two persons have closed: its machine goes on after all, and still owes them.

    never approved here, or undone    ─► 25, which ends what the terminal owes
    stands, settled with its batch    ─► 77 like any other of a batch that is over, and a case for people
    stands, and two persons have
    closed that case                  ─► 25, and the acquirer's remark (63.2.3) says what they did

Money of a batch that is over is not moved by a message any more: it may be cleared by now. Whoever got it back by hand
is in the case's end, and the terminal alarms on until there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import refuse
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.late_gate import OTHER_BATCH, named_attempt
from countertop.acquirer.settlement.outcomes import SETTLING
from countertop.acquirer.settlement.records import ReversalTooLate
from countertop.acquirer.settlement.tables import CASE_BY_NAME, reversal_case_name
from countertop.acquirer.tables import ATTEMPT_BY_KEY, OBLIGATION_BY_KEY, Outcome
from countertop.iso8583.private.settled import SETTLED
from countertop.stage import Append, Note, Read, Script

__all__ = ["receive_late_reversal"]

OTHER_AMOUNT = "64"


def receive_late_reversal(memory: HostMemory, arrival: Arrival) -> Script:
    """Answer a reversal that names another batch than the present one."""
    named = yield from named_attempt(memory, arrival)
    if named is None:
        return
    _, key = named
    attempts = yield Read(ATTEMPT_BY_KEY, key)
    undone = yield Read(OBLIGATION_BY_KEY, key)
    if not attempts or attempts[0]["outcome"] not in (None, Outcome.APPROVED) or undone:
        yield from refuse(memory, arrival, SETTLED)
    elif int(arrival.request.amount or 0) != attempts[0]["amount"]:
        yield from refuse(memory, arrival, OTHER_AMOUNT)
    else:
        yield from _answer_standing(memory, arrival, attempts[0])


def _answer_standing(memory: HostMemory, arrival: Arrival, attempt: Mapping[str, Any]) -> Script:
    """Say what two persons did about it; while they have done nothing, open the case and refuse."""
    terminal_id, stan, key = arrival.terminal.terminal_id, attempt["stan"], attempt["attempt_key"]
    (case,) = (yield Read(CASE_BY_NAME, reversal_case_name(key))) or (None,)
    if case is not None and case["closed_at"] is not None:
        yield Note("info", "acquirer.reversal-settled", terminal_id=terminal_id, stan=stan)
        yield from refuse(memory, arrival, SETTLED, settled=SETTLING[case["case_outcome"]])
        return
    if case is None:
        reason, instance = arrival.request.response_code or "", attempt["batch_instance"]
        opened = ReversalTooLate(key, terminal_id, instance, stan, attempt["amount"], reason, arrival.utc)
        yield Append(terminal_id, opened)
    yield Note("alarm", "acquirer.reversal-too-late", terminal_id=terminal_id, stan=stan)
    yield from refuse(memory, arrival, OTHER_BATCH)
