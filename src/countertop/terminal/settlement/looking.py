"""Looking at the batch: where it stands, what it comes to, how full it is; and settlements of before, slips again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from countertop.iso8583.private import SettlementTotals
from countertop.stage import Read
from countertop.terminal.conversation import COMPLETED, REFUSED, USAGE, Ending, Steps
from countertop.terminal.flows.originals import voucher_of
from countertop.terminal.flows.printing import came_out, told
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Machine
from countertop.terminal.settlement.concluding import slips_of
from countertop.terminal.settlement.lifecycle import SettlementState
from countertop.terminal.settlement.limits import is_nearly_full
from countertop.terminal.settlement.reckoning import counted, totals_of
from countertop.terminal.settlement.tables import BATCH_ROWS, NEWEST_SETTLEMENTS, SETTLEMENT_OF

__all__ = ["batch", "settlement_slip", "settlements"]

_OPEN = "open"


def batch(machine: Machine, _: dict[str, Any]) -> Steps[Ending]:
    """Say where the present batch stands."""
    settlement = machine.settlement
    number = machine.batch_number if settlement is None else settlement.batch_number
    rows = yield Read(BATCH_ROWS, machine.terminal_id, number, TransactionState.COMPLETED.value)
    totals = totals_of(counted(rows), with_codes=True)
    limit = machine.settings.batch_limit
    facts = {
        "batch_number": number,
        "settlement": _OPEN if settlement is None else settlement.state.value,
        "completed": machine.completed_in_batch,
        "limit": limit,
        "is_nearly_full": is_nearly_full(machine),
        "stored": len(machine.stored),
        "uploaded_places": 0 if settlement is None else settlement.place,
        **_groups(totals),
    }
    count = machine.completed_in_batch
    return Ending(COMPLETED, "screen.batch", facts=facts, batch_number=number, count=count, limit=limit)


def settlements(machine: Machine, _: dict[str, Any]) -> Steps[Ending]:
    """List the settlements, newest first."""
    rows = yield Read(NEWEST_SETTLEMENTS, machine.terminal_id)
    found = []
    for row in rows:
        groups = _groups(SettlementTotals.read(row["totals"]))
        names = ("batch_number", "state", "operator", "begun_at", "records", "host_date", "host_time", "rrn")
        found.append({**{name: row[name] for name in names}, **groups})
    return Ending(COMPLETED, "screen.settlements", facts={"settlements": found}, count=len(found))


def settlement_slip(machine: Machine, arguments: dict[str, Any]) -> Steps[Ending]:
    """Print the slip of a settled batch again, the last one's where none is named."""
    number = arguments.get("batch_number")
    if number is None:
        rows = yield Read(NEWEST_SETTLEMENTS, machine.terminal_id)
        rows = [row for row in rows if row["state"] == SettlementState.ENDED.value]
    elif (batch_number := voucher_of(number)) is not None:
        rows = yield Read(SETTLEMENT_OF, machine.terminal_id, batch_number)
    else:
        return Ending(USAGE, "screen.batch_form")
    if not rows or rows[0]["state"] != SettlementState.ENDED.value:
        return Ending(REFUSED, "screen.no_settlement")
    wanted = arguments.get("details") is True
    slips = yield from slips_of(machine, rows[0]["batch_number"], details=wanted, duplicate=True)
    for slip in slips:
        yield from came_out(machine, slip, slip.copy)
    facts = {"batch_number": rows[0]["batch_number"], "slips": {slip.copy: slip for slip in slips}}
    return told(machine, "screen.settlement_slip", facts, batch_number=rows[0]["batch_number"])


def _groups(totals: SettlementTotals) -> dict[str, dict[str, Any]]:
    return {group: _without_result(asdict(side)) for group, side in totals.sides.items()}


def _without_result(side: dict[str, Any]) -> dict[str, Any]:
    side.pop("result")
    return side
