"""The conclusion of a settlement: the next batch open in the same step as the last one's end, then the slips."""

from __future__ import annotations

from typing import Any, Final

from countertop.iso8583 import Message
from countertop.stage import LookAtClock, Note, Read, Script, Show
from countertop.terminal.conversation import COMPLETED, Ending
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.printing import came_out
from countertop.terminal.lifecycle import MachineState, TransactionState
from countertop.terminal.machine import Machine
from countertop.terminal.messages import batch_of
from countertop.terminal.settlement.memory import Settlement
from countertop.terminal.settlement.reckoning import counted, is_balanced
from countertop.terminal.settlement.records import SettlementEnded
from countertop.terminal.settlement.slips import detail_slip, settlement_slip
from countertop.terminal.settlement.tables import BATCH_ROWS, SETTLEMENT_OF
from countertop.terminal.signing.keeping import forgotten
from countertop.terminal.slips import Slip

__all__ = ["concluded", "next_batch_number", "slips_of"]

_LARGEST: Final = 999_999


def next_batch_number(batch_number: str) -> str:
    """Return the number after a batch number; after 999999 comes 000001."""
    return f"{int(batch_number) % _LARGEST + 1:06d}"


def concluded(machine: Machine, settlement: Settlement, answer: Message, uploaded: int) -> Script:
    """Write the end down, open the next batch, print, and say so."""
    moment = yield LookAtClock()
    told = batch_of(answer)
    following = told if told not in (None, settlement.batch_number) else next_batch_number(settlement.batch_number)
    assert following is not None
    host_date, host_time = machine.local_moment(moment.utc)
    yield machine.append(
        SettlementEnded(
            terminal_id=machine.terminal_id,
            batch_number=settlement.batch_number,
            totals=settlement.totals,
            answer=settlement.answer or "",
            operator=settlement.operator,
            begun_at=settlement.begun_at,
            records=uploaded,
            next_batch_number=following,
            machine_state=machine.state.value,
            clock_offset=machine.clock_offset,
            cause=machine.cause,
            host_date=host_date,
            host_time=host_time,
            rrn=answer.rrn,
            at=moment.utc,
        )
    )
    yield from forgotten(machine, settlement.batch_number)
    machine.settlement = None
    machine.batch_number, machine.completed_in_batch = following, 0
    machine.settlement_due = False  # its time may have come while this one was under way
    stays = not settlement.was_signed_out and not machine.settings.auto_sign_out
    machine.sign_out_due = machine.state is MachineState.SIGNED_IN and not stays
    balanced = is_balanced(settlement.answer or "")
    yield Note("info", "terminal.settled", batch_number=settlement.batch_number, uploaded=uploaded)
    conversation = settlement.conversation
    details = conversation is not None and conversation.arguments.get("details") is True
    slips = yield from slips_of(machine, settlement.batch_number, details=details)
    for slip in slips:
        if not (yield from came_out(machine, slip, slip.copy)):
            yield Note("warning", "terminal.settlement_slip_unseen", batch_number=settlement.batch_number)
    message = "screen.settled" if balanced else "screen.settled_after_upload"
    if conversation is None:
        yield Show(message, batch_number=settlement.batch_number)
        return
    facts: dict[str, Any] = {
        "batch_number": settlement.batch_number,
        "next_batch_number": following,
        "balanced": balanced,
        "totals": settlement.totals,
        "host_totals": settlement.answer,
        "uploaded": uploaded,
        "rrn": answer.rrn,
        "slips": {slip.copy: slip for slip in slips},
    }
    ending = Ending(COMPLETED, message, facts=facts, batch_number=settlement.batch_number)
    yield from end(machine, conversation, ending)


def slips_of(machine: Machine, batch_number: str, *, details: bool, duplicate: bool = False) -> Any:
    """Return the slips of a settled batch: the totals and, where they are wanted, the details."""
    (row,) = yield Read(SETTLEMENT_OF, machine.terminal_id, batch_number)
    made: list[Slip] = [settlement_slip(machine.installation, row, machine.settings, duplicate=duplicate)]
    if details:
        rows = yield Read(BATCH_ROWS, machine.terminal_id, batch_number, TransactionState.COMPLETED.value)
        made.append(detail_slip(machine.installation, row, counted(rows), machine.settings, duplicate=duplicate))
    return made
