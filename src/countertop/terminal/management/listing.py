"""The host's list of barred prefixes (60.3 = 390, 391), and the terminal's state for the host (60.3 = 362).

A list that came without a MAC, while the terminal was signed out, holds and is doubted: it is fetched again once there
is a key. All of its pages must come sealed, or it is doubted still.
"""

from __future__ import annotations

from typing import Final

from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.extended import BlacklistPage, write_status
from countertop.iso8583.private.taken import prefixes_taken
from countertop.stage import Condition, Device, LookAtClock, Note, Read, Script, TryDevice
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.machine import Machine
from countertop.terminal.management.records import BlacklistTaken
from countertop.terminal.management.standing import Step
from countertop.terminal.management.tables import BLACKLIST_OF
from countertop.values import Pan

__all__ = ["DOWNLOAD", "STATE", "is_barred", "load"]

DIGIT: Final = "7"

_PARTS: Final = {"01": None, "02": Device.PIN_PAD, "03": Device.CARD_READER, "04": Device.PRINTER, "05": None}
"""Tag of the status -> the part that is tried for it; keyboard and display show by themselves that they work."""


def load(machine: Machine) -> Script:
    """Honour the list that was fetched before the terminal stopped."""
    for row in (yield Read(BLACKLIST_OF, machine.terminal_id)):
        machine.standing.barred = frozenset(row["prefixes"].split())
        machine.standing.doubt(DIGIT, is_proven=bool(row["is_proven"]))


def is_barred(machine: Machine, pan: Pan) -> bool:
    """Tell whether a card is under a barred prefix."""
    barred = machine.standing.barred
    return bool(barred) and any(pan.reveal().startswith(prefix) for prefix in barred)


def _ask(machine: Machine, stan: str) -> Message:
    held = f"{len(machine.standing.gathered):03d}".encode("ascii")
    return messages.managed(machine.installation, machine.batch_number, stan, "0800", "390", held)


def _received(machine: Machine, answer: Message) -> Steps[str]:
    """Take one page over, and the list with the last; return why not, or nothing."""
    standing = machine.standing
    try:
        page = BlacklistPage.read(answer.extended_data or b"")
    except SubfieldError as fault:
        yield Note("warning", "terminal.blacklist_unreadable", reason=str(fault))
        return "unreadable"
    if not standing.gathered:
        standing.gathers_proven = True
    standing.gathers_proven = standing.gathers_proven and machine.is_sealed
    standing.gathered += page.bins
    if page.flag == "2" and page.bins:
        standing.following = DOWNLOAD
        return ""
    moment = yield LookAtClock()
    prefixes, is_proven, standing.gathered = frozenset(standing.gathered), standing.gathers_proven, []
    yield machine.append(BlacklistTaken(machine.terminal_id, " ".join(sorted(prefixes)), is_proven, moment.utc))
    standing.barred, standing.following = prefixes, _END
    standing.doubt(DIGIT, is_proven=is_proven)
    yield Note("info", "terminal.blacklist_taken", count=len(prefixes))
    return ""


def _end(machine: Machine, stan: str) -> Message:
    data = prefixes_taken(machine.standing.barred) if machine.settings.management_mac else None
    return messages.managed(machine.installation, machine.batch_number, stan, "0800", "391", data)


def _state(machine: Machine, stan: str) -> Message:
    data = write_status(machine.standing.parts)
    return messages.managed(machine.installation, machine.batch_number, stan, "0820", "362", data)


def _nothing(_: Machine, __: Message) -> Script:
    yield from ()


def try_parts(machine: Machine) -> Script:
    """Try the parts that the status tells of, before it is built."""
    for tag, device in _PARTS.items():
        good = True
        if device is not None:
            good = (yield TryDevice(device)).condition is Condition.OK
        machine.standing.parts[tag] = good


DOWNLOAD: Final = Step(_ask, _received, DIGIT)
_END: Final = Step(_end, _nothing, DIGIT)
STATE: Final = Step(_state, _nothing, "2", try_parts)
