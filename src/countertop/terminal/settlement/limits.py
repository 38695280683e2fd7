"""When a batch is settled without anybody at it asking: at a set time, and when the host says so; and how full it is.

The warning comes at four fifths; a full batch takes nothing more until it is settled (the gate says so).
"""

from __future__ import annotations

from typing import Final

from countertop.stage import LookAtClock, Note, Script, SetTimer, Show
from countertop.terminal.lifecycle import MachineState
from countertop.terminal.machine import Machine
from countertop.terminal.management.errands import IN_AN_EMPTY_BATCH
from countertop.values import MINUTE, SECOND
from countertop.values.moments import local_time

__all__ = ["SETTLE_AT", "is_nearly_full", "is_wanted", "set_clock", "time_came", "warned"]

SETTLE_AT: Final = "settle-at"

_WARNING_PERCENT: Final = 80
_DAY: Final = 24 * 60


def is_nearly_full(machine: Machine) -> bool:
    """Tell whether four fifths of the batch are taken."""
    return machine.completed_in_batch * 100 >= machine.settings.batch_limit * _WARNING_PERCENT


def warned(machine: Machine) -> Script:
    """Warn of a batch that is filling up."""
    if is_nearly_full(machine):
        left = max(machine.settings.batch_limit - machine.completed_in_batch, 0)
        yield Show("screen.batch_nearly_full", left=left)
        yield Note("warning", "terminal.batch_nearly_full", batch_number=machine.batch_number, left=left)


def set_clock(machine: Machine) -> Script:
    """Set the timer of the daily settlement, where a time is set."""
    settle_at = machine.settings.settle_at
    if not settle_at:
        return
    moment = yield LookAtClock()
    here = local_time(moment.utc + machine.clock_offset, machine.installation.zone)
    due = int(settle_at[:2]) * 60 + int(settle_at[2:]) - (here.hour * 60 + here.minute)
    yield SetTimer(SETTLE_AT, (due if due > 0 else due + _DAY) * MINUTE - here.second * SECOND)


def time_came(machine: Machine) -> Script:
    """Settle as soon as nobody is at the terminal, stored transactions first."""
    machine.settlement_due = machine.completed_in_batch > 0
    machine.advices_due = machine.advices_due or (machine.settlement_due and bool(machine.stored))
    yield from set_clock(machine)


def is_wanted(machine: Machine) -> bool:
    """Tell whether the terminal settles by itself now, the line being free."""
    if machine.settlement is not None or machine.conversation is not None or machine.obligations or machine.stored:
        return False
    if machine.state is MachineState.SIGNED_OUT:  # the host may want it still; it signs in for that, and out again
        # An empty batch waits for a sign-in: only the host knows its number.
        return machine.settlement_ordered and machine.settings.auto_sign_in and machine.completed_in_batch > 0
    wanted = machine.requirement in IN_AN_EMPTY_BATCH and machine.completed_in_batch > 0
    due = machine.settlement_ordered or machine.settlement_due or wanted
    return due and machine.state is MachineState.SIGNED_IN
