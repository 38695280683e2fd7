"""Who came and who left, told to the host (our 0820 / 366, with MACs) in their order, each until it has an answer.

The host may refuse somebody (58): it will serve nothing that they do, and the machine says so.
"""

from __future__ import annotations

from typing import Final

from countertop.iso8583 import Message
from countertop.iso8583.private.staffing import StaffChange
from countertop.stage import Note, Read, Script, Show
from countertop.terminal import messages
from countertop.terminal.lifecycle import MachineState
from countertop.terminal.machine import Machine
from countertop.terminal.management.records import StaffChanged, StaffChangeTold
from countertop.terminal.management.standing import Seal, Step
from countertop.terminal.management.tables import NEWEST_STAFF_CHANGE, UNTOLD_STAFF_CHANGES

__all__ = ["TELL", "change_of", "is_due", "load", "take"]

REFUSED: Final = "58"


def load(machine: Machine) -> Script:
    """Know what the host has not been told."""
    standing = machine.standing
    for row in (yield Read(NEWEST_STAFF_CHANGE, machine.terminal_id)):
        standing.newest_staff_change = row["change_number"]
    for row in (yield Read(UNTOLD_STAFF_CHANGES, machine.terminal_id)) if machine.settings.tells_staff else ():
        change = StaffChange(
            row["change_number"], row["operator"], row["role"], bool(row["is_added"]), row["changed_by"]
        )
        standing.untold.append(change)


def change_of(machine: Machine, operator: str, role: str, by: str, *, is_added: bool) -> StaffChanged:
    """Return the record of a change, to be written with the change itself."""
    number = machine.standing.newest_staff_change + 1
    return StaffChanged(machine.terminal_id, number, operator, role, is_added, by)


def take(machine: Machine, written: StaffChanged) -> None:
    """Owe the host the news, once it is durable."""
    machine.standing.newest_staff_change = written.change_number
    if machine.settings.tells_staff:
        change = StaffChange(
            written.change_number, written.operator, written.role, written.is_added, written.changed_by
        )
        machine.standing.untold.append(change)
        machine.standing.rests = False


def is_due(machine: Machine) -> bool:
    """Tell whether there is news, and a key to seal it with."""
    standing = machine.standing
    return bool(standing.untold) and not standing.rests and machine.state is MachineState.SIGNED_IN


def _tell(machine: Machine, stan: str) -> Message:
    data = machine.standing.untold[0].data()
    return messages.managed(machine.installation, machine.batch_number, stan, "0820", "366", data)


def _told(machine: Machine, answer: Message) -> Script:
    change, code = machine.standing.untold[0], answer.response_code or ""
    yield machine.append(StaffChangeTold(machine.terminal_id, change.number, code))
    machine.standing.untold.pop(0)
    if code == REFUSED:
        yield Note("warning", "terminal.operator_not_taken", operator=change.operator)
        yield Show("screen.operator_not_taken", operator=change.operator)


TELL: Final = Step(_tell, _told, seal=Seal.ALWAYS, ending=frozenset({"00", REFUSED}))
