"""Looking things up at the terminal: its state, its transactions, one transaction's way, its slips again.

None of it moves money or holds the screen, so it is answered at any time; it shows masked data only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from countertop.stage import Condition, DeskRequest, LookAtReserve, Read, Reply, Script
from countertop.terminal.conversation import COMPLETED, REFUSED, USAGE, Ending, Steps
from countertop.terminal.flows import initialisation, operators, till
from countertop.terminal.flows.offers import switched_off
from countertop.terminal.flows.originals import voucher_of
from countertop.terminal.flows.printing import came_out, copies_of, told
from countertop.terminal.kinds import KINDS
from countertop.terminal.lifecycle import Remedy, TransactionState
from countertop.terminal.machine import Attempt, Machine
from countertop.terminal.outcomes import stored_outcome
from countertop.terminal.queries import hops_of, transactions
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.settlement import looking
from countertop.terminal.signing import keeping
from countertop.terminal.slips import CARDHOLDER, MERCHANT
from countertop.terminal.tables import (
    ATTEMPT_BY_VOUCHER,
    ATTEMPTS_IN_BATCH,
    DISCHARGES_IN_BATCH,
    LATE_ANSWERS_OF,
    NEWEST_COMPLETED,
    OUTCOME_BY_RRN,
    REPEAT_OF,
    REPEATS_OWED_IN_BATCH,
    REVERSAL_OF,
    STORED_IN_BATCH,
    STORED_OF,
)

__all__ = ["LOOKS", "look"]

_COPIES: Final = {"both": (MERCHANT, CARDHOLDER), MERCHANT: (MERCHANT,), CARDHOLDER: (CARDHOLDER,)}
_OUTCOME_FIELDS: Final = tuple(field.name for field in fields(AttemptDecided))


def look(machine: Machine, request: DeskRequest) -> Script:
    """Answer a request that only looks."""
    ending = yield from LOOKS[request.verb](machine, request.arguments)
    yield Reply(request.number, ending.status, ending.body())


def _status(machine: Machine, _: dict[str, Any]) -> Steps[Ending]:
    """Say where the machine stands and what it owes."""
    room_on_disk = yield LookAtReserve()
    owed = {
        remedy: [
            {**_named(entry.attempt), "reason": entry.reason, "tries": entry.tries}
            for entry in machine.obligations
            if entry.attempt.kind.remedy is remedy
        ]
        for remedy in (Remedy.REVERSAL, Remedy.REPEAT)
    }
    facts = {
        "terminal_id": machine.terminal_id,
        "merchant_id": machine.installation.merchant_id,
        "merchant_name_zh": machine.installation.merchant_name_zh,
        "merchant_name_en": machine.installation.merchant_name_en,
        "state": machine.state.value,
        "cause": machine.cause,
        "locked_by_host": machine.standing.locked,
        "parameters": machine.standing.parameters,
        "batch_number": machine.batch_number,
        "completed_in_batch": machine.completed_in_batch,
        "batch_limit": machine.settings.batch_limit,
        "operator": None if machine.operator is None else machine.operator.number,
        "battery": machine.battery,
        "printer": "" if machine.printer is Condition.OK else machine.printer.value,
        "lock": None if machine.lock is None else machine.lock.reason,
        "role": None if machine.operator is None else machine.operator.role.value,
        "switched_off": switched_off(machine),
        "busy": machine.conversation is not None,
        "line": machine.line is not None,
        "route": machine.link if machine.line is not None else None,
        "routes": [
            {"route": link.name, "fault": machine.link_faults.get(link.name, ("",))[0]} for link in machine.links
        ],
        "room_on_disk": room_on_disk,
        "unseen_slips": [
            {"voucher_number": paper.attempt.stan, "batch_number": paper.attempt.batch_number, "copy": paper.copy}
            for paper in machine.unseen
        ],
        "reversals_owed": owed[Remedy.REVERSAL],
        "repeats_owed": owed[Remedy.REPEAT],
        "reversal_waits_for": machine.pace.value if machine.obligations else None,
        "stored": [{**_named(entry.attempt), "tries": entry.tries} for entry in machine.stored],
        "signatures_waiting": [each.prepared.stan for each in machine.standing.signatures],
        "requirement": machine.requirement,
        "counters": dict(machine.counters),
    }
    return Ending(COMPLETED, f"screen.state_{machine.state.value}", facts=facts)


def _named(attempt: Attempt) -> dict[str, Any]:
    prepared = attempt.prepared
    return {
        "voucher_number": prepared.stan,
        "batch_number": prepared.batch_number,
        "kind": prepared.kind,
        "amount": prepared.amount,
    }


def _transactions(machine: Machine, arguments: dict[str, Any]) -> Steps[Ending]:
    """List the batch, newest first."""
    batch_number = voucher_of(arguments.get("batch_number", machine.batch_number))
    if batch_number is None:
        return Ending(USAGE, "screen.batch_form")
    attempts = yield Read(ATTEMPTS_IN_BATCH, machine.terminal_id, batch_number)
    discharges = yield Read(DISCHARGES_IN_BATCH, machine.terminal_id, batch_number)
    repeats = yield Read(REPEATS_OWED_IN_BATCH, machine.terminal_id, batch_number)
    stored = yield Read(STORED_IN_BATCH, machine.terminal_id, batch_number)
    views = [asdict(view) for view in transactions(attempts, discharges, repeats, stored)]
    facts: dict[str, Any] = {"batch_number": batch_number, "transactions": views}
    facts["signatures"] = yield from keeping.statuses(machine, batch_number)
    return Ending(COMPLETED, "screen.transactions", facts=facts, count=len(views))


def _trace(machine: Machine, arguments: dict[str, Any]) -> Steps[Ending]:
    """Show every message of a transaction, field by field."""
    row = yield from _found(machine, arguments)
    if isinstance(row, Ending):
        return row
    key = (row["terminal_id"], row["batch_number"], row["stan"])
    reversals = yield Read(REVERSAL_OF, *key)
    late = yield Read(LATE_ANSWERS_OF, *key)
    repeats = yield Read(REPEAT_OF, *key)
    stored = yield Read(STORED_OF, *key)
    hops = [hop.plain() for hop in hops_of(row, reversals, late, repeats, was_stored=bool(stored))]
    facts = {"voucher_number": row["stan"], "batch_number": row["batch_number"], "rrn": row["rrn"], "hops": hops}
    return Ending(COMPLETED, "screen.trace", facts=facts, voucher=row["stan"])


def _slips(machine: Machine, arguments: dict[str, Any]) -> Steps[Ending]:
    """Print what came out unseen, or the slips of a completed transaction again, marked as duplicates."""
    if machine.unseen and not arguments:
        return (yield from _unseen(machine))
    copies = _COPIES.get(str(arguments.get("copies", "both")))
    if copies is None:
        return Ending(USAGE, "screen.copies_form")
    row = yield from _found(machine, arguments)
    if isinstance(row, Ending):
        return row
    prepared = Attempt.of_row(row, TransactionState.COMPLETED).prepared
    record = yield from _slip_facts(prepared, row)
    if record is None:
        return Ending(REFUSED, "screen.no_slip", voucher=row["stan"])
    signature = yield from keeping.picture_of(prepared)
    both = copies_of(machine, prepared, record, duplicate=True, signature=signature)
    wanted = [slip for slip in both if slip.copy in copies]
    for slip in wanted:
        yield from came_out(machine, slip, slip.copy)
    facts = {"voucher_number": row["stan"], "slips": {slip.copy: slip.text() for slip in wanted}}
    return told(machine, "screen.slips", facts, voucher=row["stan"])


def _slip_facts(prepared: AttemptPrepared, row: Mapping[str, Any]) -> Steps[AttemptDecided | None]:
    """Return what the slip of a transaction was printed from, None for one that has no slip."""
    if not KINDS[prepared.kind].has_slip:
        return None
    stored = yield Read(STORED_OF, prepared.terminal_id, prepared.batch_number, prepared.stan)
    if stored:
        kept = stored[0]
        return stored_outcome(prepared, kept["stored_date"], kept["stored_time"], kept["stored_at"])
    if row["state"] != TransactionState.COMPLETED.value:
        return None
    return AttemptDecided(**{name: row[name] for name in _OUTCOME_FIELDS})


def _unseen(machine: Machine) -> Steps[Ending]:
    """Print the slips that nobody took; those that somebody takes now are unseen no more."""
    papers = list(machine.unseen)
    machine.unseen.clear()  # nobody else prints them meanwhile
    for paper in papers:
        if not (yield from came_out(machine, paper.slip, paper.copy)):
            machine.unseen.append(paper)
    vouchers = list(dict.fromkeys(paper.attempt.stan for paper in papers))
    slips = [{"voucher_number": paper.attempt.stan, "copy": paper.copy, "lines": paper.slip.text()} for paper in papers]
    facts = {"voucher_numbers": vouchers, "unseen_slips": slips}
    return told(machine, "screen.unseen_slips", facts, count=len(papers), vouchers=", ".join(vouchers))


def _found(machine: Machine, arguments: dict[str, Any]) -> Steps[Mapping[str, Any] | Ending]:
    """Return a transaction's row joined with its outcome: by reference number, by voucher, or the newest slip."""
    rrn, voucher = arguments.get("rrn"), arguments.get("voucher_number")
    batch_number = voucher_of(arguments.get("batch_number", machine.batch_number))
    if batch_number is None:
        return Ending(USAGE, "screen.batch_form")
    if rrn is not None:
        if not str(rrn).isascii():  # half a surrogate pair is no text for a store
            return Ending(USAGE, "screen.rrn_form")
        rows = yield Read(OUTCOME_BY_RRN, machine.terminal_id, str(rrn))
    elif voucher is not None:
        voucher_number = voucher_of(voucher)
        if voucher_number is None:
            return Ending(USAGE, "screen.voucher_form")
        rows = yield Read(ATTEMPT_BY_VOUCHER, machine.terminal_id, batch_number, voucher_number)
    else:
        rows = yield Read(NEWEST_COMPLETED, machine.terminal_id, batch_number, TransactionState.COMPLETED.value)
    if not rows:
        return Ending(REFUSED, "screen.not_found", advice="advice.see_slip")
    row: Mapping[str, Any] = rows[0]
    return row


LOOKS: Final[dict[str, Callable[[Machine, dict[str, Any]], Steps[Ending]]]] = {
    "status": _status,
    "transactions": _transactions,
    "trace": _trace,
    "slips": _slips,
    "list_operators": operators.listed,
    "batch": looking.batch,
    "settlements": looking.settlements,
    "settlement_slip": looking.settlement_slip,
    "initialisation": initialisation.steps,
    "till_door": till.door,
    "till_request": till.request,
    "till_requests": till.newest,
}
