"""Two copies: the first prints by itself, the second when the person says yes. Printing never decides money."""

from __future__ import annotations

from countertop.stage import NobodyAnswered, PersonGone, Print, Script
from countertop.terminal.flows.ending import ask
from countertop.terminal.machine import Machine
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.slips import CARDHOLDER, MERCHANT, Slip, transaction_slip

__all__ = ["copies_of", "print_copies"]


def copies_of(
    machine: Machine, prepared: AttemptPrepared, record: AttemptDecided, *, duplicate: bool = False
) -> tuple[Slip, Slip]:
    """Return both copies, in the order in which this shop prints them."""
    first, second = (CARDHOLDER, MERCHANT) if machine.settings.cardholder_copy_first else (MERCHANT, CARDHOLDER)
    place, settings = machine.installation, machine.settings
    return (
        transaction_slip(place, prepared, record, first, settings, duplicate=duplicate),
        transaction_slip(place, prepared, record, second, settings, duplicate=duplicate),
    )


def print_copies(machine: Machine, copies: tuple[Slip, Slip]) -> Script:
    """Print the first, ask, print the second; when nobody answers it prints too."""
    first, second = copies
    yield Print(first, first.copy)
    try:
        wanted = (yield ask(machine, "ask.print_next", copy=second.copy)) is not False
    except NobodyAnswered:
        wanted = True
    except PersonGone:
        wanted = False
    if wanted:
        yield Print(second, second.copy)
