"""The host's parameters: fetched as a whole (60.3 = 360), applied durably, told so (361). They go before configuration.

With transactions in the batch nothing is fetched: a slip, a limit, a kind that is switched off must not change between
two transactions of one settlement.

A terminal may fetch them before its first sign-in, without a MAC: there is no key. They hold then, and are doubted:
once it is signed in they are fetched again, before anything is sold, and what a line has turned is put right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.parameters import read_parameters
from countertop.iso8583.private.taken import parameters_taken
from countertop.stage import LookAtClock, Note, Read, Script, Show
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.machine import Machine
from countertop.terminal.management.records import ParametersApplied
from countertop.terminal.management.standing import Step
from countertop.terminal.management.tables import PARAMETERS_OF
from countertop.values import SECOND

__all__ = ["DOWNLOAD", "TRANSACTION_BITS", "apply", "load", "offered_kinds"]

DIGIT: Final = "1"

TRANSACTION_BITS: Final = (
    *("balance", "preauthorisation", "preauthorisation_void", "completion", "completion_void", "sale", "void"),
    *("refund", "offline_post", "adjustment", "completion_advice"),
)
"""The kinds that the parameter `transactions` switches, from its leftmost bit; the further ones are not ours."""

SETTINGS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "timeout_seconds": ("answer_timeout", lambda text: max(int(text), 1) * SECOND),
    "resend_count": ("reversal_tries", lambda text: max(int(text), 1)),
    "manual_pan": ("keyed_cards", lambda text: text == "1"),
    "auto_sign_out": ("auto_sign_out", lambda text: text == "1"),
    "electronic_signature": ("electronic_signature", lambda text: text == "1"),
    "paper_signature": ("paper_signature", lambda text: text == "1"),
}
"""Parameter -> the setting that it overrides, and how it is read."""


def offered_kinds(bits: str) -> frozenset[str]:
    """Return the kinds that 32 bits in hexadecimal switch on; raises ValueError for anything else."""
    number = int.from_bytes(bytes.fromhex(bits), "big")
    return frozenset(kind for place, kind in enumerate(TRANSACTION_BITS) if number >> (31 - place) & 1)


def load(machine: Machine) -> Script:
    """Apply what was downloaded before the terminal stopped."""
    for row in (yield Read(PARAMETERS_OF, machine.terminal_id)):
        apply(machine, dict(line.split("=", 1) for line in row["parameter_values"].splitlines()))
        machine.standing.doubt(DIGIT, is_proven=bool(row["is_proven"]))


def apply(machine: Machine, values: Mapping[str, str]) -> None:
    """Let parameters override what the terminal was configured with; one that is not among them overrides nothing."""
    standing = machine.standing
    changes = {SETTINGS[name][0]: SETTINGS[name][1](value) for name, value in values.items() if name in SETTINGS}
    machine.settings = replace(standing.configured, **changes)
    standing.parameters = dict(values)
    standing.offered = offered_kinds(values["transactions"]) if "transactions" in values else None
    if name := values.get("merchant_name"):
        machine.installation.merchant_name_zh = name


def _ask(machine: Machine, stan: str) -> Message:
    return messages.managed(machine.installation, machine.batch_number, stan, "0800", "360")


def _received(machine: Machine, answer: Message) -> Steps[str]:
    """Apply what came; return why not, or nothing."""
    try:
        values = read_parameters(answer.extended_data or b"")
        offered_kinds(values.get("transactions", "00000000"))
    except (SubfieldError, ValueError) as fault:
        yield Note("warning", "terminal.parameters_unreadable", reason=str(fault))
        return "unreadable"
    if machine.completed_in_batch:
        return ""  # something was sold while the answer was on its way
    moment = yield LookAtClock()
    text = "\n".join(f"{name}={value}" for name, value in values.items())
    is_proven = machine.is_sealed
    yield machine.append(ParametersApplied(machine.terminal_id, text, is_proven, moment.utc))
    apply(machine, values)
    machine.standing.doubt(DIGIT, is_proven=is_proven)
    machine.standing.following, machine.standing.taken = END, parameters_taken(answer.extended_data or b"")
    yield Note("info", "terminal.parameters_applied", count=len(values))
    yield Show("screen.parameters_applied")
    return ""


def _end(machine: Machine, stan: str) -> Message:
    data = machine.standing.taken if machine.settings.management_mac else None
    return messages.managed(machine.installation, machine.batch_number, stan, "0800", "361", data)


def _ended(_: Machine, __: Message) -> Script:
    yield from ()


DOWNLOAD: Final = Step(_ask, _received, DIGIT)
END: Final = Step(_end, _ended, DIGIT)
