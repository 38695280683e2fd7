"""First-time initialisation (首次初始化): the steps in their order, which of them are done, and what comes next.

    self_test     the machine has tested itself
    identity      the system manager has compared merchant, terminal and serial number, and confirmed them
    master_key    the key ceremony was held; that happens with the terminal off
    sign_in       the host has given working keys and a batch
    test_sale     a payment of 0.01 was approved
    test_void     and voided
    settle        the batch of the test was settled

Nothing is ticked off by hand: each step is done when what it leaves behind is there. Whoever guides (a face, a command)
asks for `initialisation`, does what is named as next, and asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.stage import LookAtClock, Note, Read, Script, Show
from countertop.terminal.conversation import COMPLETED, REFUSED, Conversation, Ending, Steps
from countertop.terminal.flows.ending import ask, end
from countertop.terminal.flows.identify import approved
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Machine
from countertop.terminal.permissions import Operation
from countertop.terminal.records import IdentityConfirmed
from countertop.terminal.settlement.lifecycle import SettlementState
from countertop.terminal.settlement.tables import NEWEST_SETTLEMENTS
from countertop.terminal.tables import ATTEMPTS_IN_BATCH, IDENTITY_OF, SELF_TEST_OF

__all__ = ["TEST_AMOUNT", "confirm_identity", "steps"]

TEST_AMOUNT: Final = 1
"""Minor units of the payment that proves the way to the bank and back."""

_NEW: Final = "000000"
"""The batch of a terminal that has never signed in."""

_VERBS: Final = {
    "self_test": "self_test",
    "identity": "confirm_identity",
    "sign_in": "sign_in",
    "test_sale": "sale",
    "test_void": "void",
    "settle": "settle",
}
"""What does a step; the key ceremony is no verb of the desk."""


def steps(machine: Machine, _: dict[str, Any]) -> Steps[Ending]:
    """Tell the steps, and the next one with the request that does it."""
    settled = yield Read(NEWEST_SETTLEMENTS, machine.terminal_id)
    is_settled = any(row["state"] == SettlementState.ENDED.value for row in settled)
    sale, is_voided = yield from _tested(machine)
    done = {
        "self_test": bool((yield Read(SELF_TEST_OF, machine.terminal_id))),
        "identity": bool((yield Read(IDENTITY_OF, machine.terminal_id))),
        "master_key": machine.tmk is not None,
        "sign_in": machine.batch_number != _NEW,
        # The batch of the test is gone with its settlement, which would not have been reached without it.
        "test_sale": is_settled or sale is not None,
        "test_void": is_settled or is_voided,
        "settle": is_settled,
    }
    step = next((name for name, is_done in done.items() if not is_done), None)
    arguments: dict[str, Any] = {}
    if step == "test_sale":
        arguments = {"amount": TEST_AMOUNT}
    elif step == "test_void" and sale is not None:
        arguments = {"voucher_number": sale["stan"]}
    facts = {
        "steps": [{"step": name, "done": is_done} for name, is_done in done.items()],
        "next": step,
        "next_verb": _VERBS.get(step or ""),
        "next_arguments": arguments,
    }
    message = "screen.initialised" if step is None else "screen.initialising"
    return Ending(COMPLETED, message, facts=facts)


def confirm_identity(machine: Machine, conversation: Conversation) -> Script:
    """Show who this terminal is; the system manager confirms it."""
    yield from end(machine, conversation, (yield from _confirmed(machine)))


def _confirmed(machine: Machine) -> Steps[Ending]:
    place = machine.installation
    yield Show(
        "screen.identity",
        merchant=place.merchant_id,
        terminal=place.terminal_id,
        serial=place.serial_number,
        name=place.merchant_name_zh,
    )
    if (yield ask(machine, "ask.confirm_identity")) is not True:
        return Ending(REFUSED, "screen.identity_wrong", advice="advice.call_acquirer")
    who = yield from approved(machine, Operation.INITIALISE)
    if isinstance(who, Ending):
        return who
    moment = yield LookAtClock()
    yield machine.append(IdentityConfirmed(machine.terminal_id, place.serial_number, who.number, moment.utc))
    yield Note("info", "terminal.identity_confirmed", by=who.number)
    return Ending(COMPLETED, "screen.identity_confirmed")


def _tested(machine: Machine) -> Steps[tuple[Mapping[str, Any] | None, bool]]:
    """Return the newest completed sale of the batch, and whether any sale of it was voided."""
    rows = yield Read(ATTEMPTS_IN_BATCH, machine.terminal_id, machine.batch_number)
    done = [row for row in rows if row["state"] == TransactionState.COMPLETED.value]
    sale = next((row for row in done if row["kind"] == "sale"), None)
    return sale, any(row["kind"] == "void" for row in done)
