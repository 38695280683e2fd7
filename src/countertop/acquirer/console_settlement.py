"""Batches as their merchant sees them: what terminal and host counted, and every record that differed."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import asdict
from typing import Any, Final

from countertop.acquirer.console_tables import TERMINAL_BATCHES
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement.rows import key_head_of, reckon
from countertop.acquirer.settlement.standing import frozen_batch
from countertop.acquirer.settlement.tables import CLOSED_BATCH_OF, DISPOSITIONS_FROM
from countertop.iso8583.private import SettlementTotals
from countertop.stage import Effect, Read

__all__ = ["batch_of", "batches_of"]

Row = Mapping[str, Any]

TERMINALS: Final = 5
"""Terminals on a page: what is open at each is counted anew."""

NEWEST: Final = (1 << 62) - 1


def batches_of(
    memory: HostMemory, terminals: Mapping[str, Terminal], after: str
) -> Generator[Effect, Any, dict[str, Any]]:
    """Return the batches of the next terminals behind a number."""
    names = [terminal_id for terminal_id in terminals if terminal_id > after]
    told = []
    for terminal_id in names[:TERMINALS]:
        terminal = terminals[terminal_id]
        state, frozen, reckoning = yield from frozen_batch(memory, terminal)
        if reckoning is None:
            reckoning = yield from reckon(memory, terminal)
        closed = yield Read(TERMINAL_BATCHES, terminal_id, NEWEST)
        told.append(
            {
                "terminal_id": terminal_id,
                "batch_number": terminal.batch_number,
                "batch_instance": terminal.batch_instance,
                "state": state.value,
                "totals": asdict(reckoning.totals() if frozen is None else frozen.totals),
                "closed": [_closed(row) for row in closed],
            }
        )
    return {"batches": told, "after": names[TERMINALS - 1] if len(names) > TERMINALS else None}


def batch_of(
    memory: HostMemory, terminal: Terminal, instance: int, after: str
) -> Generator[Effect, Any, dict[str, Any] | None]:
    """Return a closed batch and a page of what became of its records; None where it is not closed."""
    closed = yield Read(CLOSED_BATCH_OF, terminal.terminal_id, instance)
    if not closed or closed[0]["merchant_id"] != terminal.merchant.merchant_id:
        return None
    head = key_head_of(memory, terminal, instance)
    begin = f"{head}{after} " if after else head  # nothing in a key sorts before a blank
    rows = yield Read(DISPOSITIONS_FROM, begin)
    within = [row for row in rows if row["attempt_key"].startswith(head)]
    is_full = len(within) == DISPOSITIONS_FROM.limit
    names = ("stan", "disposition", "terminal_amount", "host_amount", "disposed_at")
    records = [{name: row[name] for name in names} for row in within]
    after_that = within[-1]["attempt_key"].removeprefix(head) if is_full else None
    return {**_closed(closed[0]), "terminal_id": terminal.terminal_id, "records": records, "after": after_that}


def _closed(row: Row) -> dict[str, Any]:
    """Return a closed batch; `differs` where terminal and host did not count the same."""
    disposed = None if row["approved_by"] is None else {"reason": row["reason"], "at": row["disposed_at"]}
    totals, claimed = SettlementTotals.read(row["totals"]), row["claimed"]
    counted = SettlementTotals.read(row["counted"]) if row["counted"] else totals
    told = SettlementTotals.read(claimed) if claimed else None
    return {
        "batch_number": row["batch_number"],
        "batch_instance": row["batch_instance"],
        "rrn": row["rrn"],
        "closed_at": row["closed_at"],
        "records_count": row["records"],
        "totals": asdict(totals),
        "counted": asdict(counted),
        "claimed": None if told is None else asdict(told),
        "differs": told is not None and _amounts(told) != _amounts(counted),
        "disposed": disposed,
    }


def _amounts(totals: SettlementTotals) -> list[tuple[int, ...]]:
    sides = (side for side in totals.sides.values())
    amounts = [(side.debit_amount, side.debit_count, side.credit_amount, side.credit_count) for side in sides]
    return [amount for amount in amounts if any(amount)]
