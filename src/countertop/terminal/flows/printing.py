"""Two copies: the first prints by itself, the second when the person says yes. Printing never decides money.

A slip that does not come out is kept for who comes next, and what the printer shows then is on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from countertop.signature import Bitmap
from countertop.stage import Condition, Device, Document, NobodyAnswered, Note, PersonGone, Print, Script, TryDevice
from countertop.terminal.conversation import COMPLETED, Ending, Steps
from countertop.terminal.flows.ending import ask
from countertop.terminal.machine import Machine, Paper
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.slips import CARDHOLDER, MERCHANT, Slip, transaction_slip

__all__ = ["came_out", "copies_of", "print_copies", "printed", "told"]


def copies_of(
    machine: Machine,
    prepared: AttemptPrepared,
    record: AttemptDecided,
    *,
    duplicate: bool = False,
    signature: Callable[[], Bitmap] | None = None,
) -> tuple[Slip, Slip]:
    """Return both copies, in the order in which this shop prints them; `signature` draws what was signed on the pad."""
    first, second = (CARDHOLDER, MERCHANT) if machine.settings.cardholder_copy_first else (MERCHANT, CARDHOLDER)
    place, settings = machine.installation, machine.settings
    return (
        transaction_slip(place, prepared, record, first, settings, duplicate=duplicate, signature=signature),
        transaction_slip(place, prepared, record, second, settings, duplicate=duplicate, signature=signature),
    )


def print_copies(machine: Machine, prepared: AttemptPrepared, copies: tuple[Slip, Slip]) -> Script:
    """Print the first, ask, print the second; when nobody answers it prints too."""
    first, second = copies
    yield from printed(machine, prepared, first, first.copy)
    try:
        wanted = (yield ask(machine, "ask.print_next", copy=second.copy)) is not False
    except NobodyAnswered:
        wanted = True
    except PersonGone:
        wanted = False
    if wanted:
        yield from printed(machine, prepared, second, second.copy)


def printed(machine: Machine, prepared: AttemptPrepared, slip: Slip, copy: str) -> Script:
    """Print a slip; where nobody takes it, it is kept for who comes next."""
    if not (yield from came_out(machine, slip, copy)):
        machine.unseen.append(Paper(prepared, slip, copy))
        yield Note("warning", "terminal.slip_unseen", stan=prepared.stan, copy=copy)


def came_out(machine: Machine, slip: Document, copy: str) -> Steps[bool]:
    """Print a slip; tell whether somebody could take it. Where nobody could, the printer is looked at."""
    is_taken: bool = yield Print(slip, copy)
    if not is_taken:
        machine.printer = (yield TryDevice(Device.PRINTER)).condition
    elif machine.printer in _FAILING:
        machine.printer = Condition.OK
    return is_taken


def told(machine: Machine, message: str, facts: dict[str, Any], **arguments: Any) -> Ending:
    """Return how a wish for slips ends: they are told whatever the printer does, and so is what it does."""
    if machine.printer not in _FAILING:
        return Ending(COMPLETED, message, facts=facts, **arguments)
    failing, advice = _FAILING[machine.printer]
    return Ending(COMPLETED, failing, advice=advice, facts=facts)


_FAILING: Final = {
    Condition.PAPER_OUT: ("screen.paper_out", "advice.load_paper_and_print"),
    Condition.SILENT: ("screen.printer_silent", "advice.mend_printer"),
}
