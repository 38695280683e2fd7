"""What a bound machine is answered where it stands, and what the host notes of it. See `bindings` for the rule."""

from __future__ import annotations

from typing import Final

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.management.bindings import OTHER_MACHINE, Standing
from countertop.acquirer.management.records import PlaceSighted
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.extended import TerminalIdentity
from countertop.stage import Append, Note, Script

__all__ = ["echo_fault", "is_news", "place_fault", "sighted", "sign_in_fault"]

WRONG_FORM = "30"

_LEVELS: Final = {
    Standing.INSIDE: "info",
    Standing.NEAR: "warning",
    Standing.OUTSIDE: "alarm",
    Standing.UNLOCATED: "warning",
    Standing.OTHER: "alarm",
}


def place_fault(attempt: Attempt, memory: HostMemory) -> str:
    """Return the response code for a machine that may not ask for money where it stands, or nothing."""
    return _fault(memory, attempt.terminal, attempt.request)


def echo_fault(memory: HostMemory, arrival: Arrival) -> str:
    """Return the response code for a machine that asks whether it may work where it stands, or nothing."""
    told = arrival.request.qr_data is not None
    return _fault(memory, arrival.terminal, arrival.request) if told else ""


def _fault(memory: HostMemory, terminal: Terminal, request: Message) -> str:
    binding = memory.management.bindings.get(terminal.terminal_id)
    if binding is None:
        return ""
    try:
        return binding.judge(request.qr_data).fault
    except SubfieldError:
        return WRONG_FORM


def is_news(memory: HostMemory, arrival: Arrival) -> bool:
    """Tell whether a machine stands otherwise than it was last seen to stand; its MAC must have been found right."""
    binding = memory.management.bindings.get(arrival.terminal.terminal_id)
    if binding is None:
        return False
    try:
        return binding.judge(arrival.request.qr_data).standing is not binding.standing
    except SubfieldError:
        return False


def sighted(memory: HostMemory, arrival: Arrival) -> Script:
    """Write down how a machine stands now, and say so."""
    terminal_id = arrival.terminal.terminal_id
    binding = memory.management.bindings[terminal_id]
    judgement = binding.judge(arrival.request.qr_data)
    standing, metres = judgement.standing, judgement.metres
    binding.standing = standing
    yield Append(terminal_id, PlaceSighted(terminal_id, standing.value, judgement.position, metres, arrival.utc))
    memory.counts[f"sighted-{standing.value}"] += 1
    if binding.is_worth_a_note(judgement):
        far = "?" if metres is None else str(metres)
        yield Note(_LEVELS[standing], "acquirer.sighted", terminal_id=terminal_id, standing=standing.value, metres=far)


def sign_in_fault(memory: HostMemory, arrival: Arrival) -> str:
    """Return the response code for a machine that may not sign in under this terminal's number, or there; or nothing.

    A terminal that is not bound may stay silent about its serial number, but must not show another's.
    """
    request, terminal = arrival.request, arrival.terminal
    binding = memory.management.bindings.get(terminal.terminal_id)
    named = _named(request.extended_data)
    if named and named != terminal.serial_number:
        return OTHER_MACHINE
    if binding is None:
        return ""
    return _fault(memory, terminal, request) if named else OTHER_MACHINE


def _named(field_62: bytes | None) -> str:
    try:
        return TerminalIdentity.read(field_62 or b"").serial
    except SubfieldError:
        return ""
