"""Void (撤销): the original voucher number, the supervisor's password, then as a sale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.codec.bcd import is_digits
from countertop.hsm import HsmRefusal, ProtectedPan, RevealPan
from countertop.iso8583 import Message
from countertop.stage import AskHsm, Read, Script, Show
from countertop.terminal import messages
from countertop.terminal.card_entry import SealedCard
from countertop.terminal.conversation import REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.flows.card_present import card_asked, card_sealed, pin_asked
from countertop.terminal.flows.ending import ask, end
from countertop.terminal.flows.identify import approved
from countertop.terminal.flows.online import Draft, transact
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Attempt, Machine
from countertop.terminal.permissions import Operation
from countertop.terminal.tables import ATTEMPT_BY_VOUCHER, VOIDS_OF
from countertop.values import Amount, Pan

__all__ = ["begin", "is_voided", "voucher_of"]


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Find the sale, have the supervisor approve, then send the void."""
    draft = yield from _drafted(machine, conversation)
    if isinstance(draft, Ending):
        yield from end(machine, conversation, draft)
        return
    yield from transact(machine, conversation, draft)


def voucher_of(value: Any) -> str | None:
    """Return a voucher number as it is stored: six digits, leading zeros added; None for anything else."""
    if isinstance(value, str) and 1 <= len(value) <= 6 and is_digits(value):
        return value.zfill(6)
    return None


def is_voided(machine: Machine, batch_number: str, stan: str) -> Steps[bool]:
    """Tell whether a completed void stands against a sale; a void that was reversed, or never completed, does not."""
    voids = yield Read(VOIDS_OF, machine.terminal_id, batch_number, stan)
    return any(row["state"] == TransactionState.COMPLETED.value for row in voids)


def _drafted(machine: Machine, conversation: Conversation) -> Steps[Draft | Ending]:
    given = conversation.arguments.get("voucher_number")
    if given is None:
        given = yield ask(machine, "ask.voucher_number")
    voucher_number = voucher_of(given)
    if voucher_number is None:
        return Ending(USAGE, "screen.voucher_form")
    row = yield from _voidable(machine, voucher_number)
    if isinstance(row, Ending):
        return row
    yield Show(
        "screen.void_original", voucher=voucher_number, amount=str(Amount(row["amount"])), card=row["masked_pan"]
    )
    supervisor = yield from approved(machine, Operation.APPROVE_VOID)
    if isinstance(supervisor, Ending):
        return supervisor
    if machine.settings.void_with_card:
        return (yield from _with_card(machine, row, supervisor.number))
    (pan,) = yield AskHsm(RevealPan(row["pan_cipher"]))
    if isinstance(pan, HsmRefusal):
        return Ending(REFUSED, "screen.hsm_refused", reason=pan.message)
    return _draft(machine, row, supervisor.number, ProtectedPan(row["pan_token"], row["pan_cipher"]), pan)


def _voidable(machine: Machine, voucher_number: str) -> Steps[Mapping[str, Any] | Ending]:
    """Return the sale of the present batch, joined with its outcome, or why it cannot be voided."""
    rows = yield Read(ATTEMPT_BY_VOUCHER, machine.terminal_id, machine.batch_number, voucher_number)
    if not rows or rows[0]["kind"] != "sale":
        return Ending(REFUSED, "screen.no_such_voucher", advice="advice.see_slip", voucher=voucher_number)
    row: Mapping[str, Any] = rows[0]
    if row["state"] != TransactionState.COMPLETED.value:
        return Ending(REFUSED, "screen.not_approved", voucher=voucher_number)
    if (yield from is_voided(machine, machine.batch_number, voucher_number)):
        return Ending(REFUSED, "screen.voided_before", voucher=voucher_number)
    return row


def _with_card(machine: Machine, row: Mapping[str, Any], supervisor: str) -> Steps[Draft | Ending]:
    card = yield from card_asked(machine)
    if isinstance(card, Ending):
        return card
    pin = (yield from pin_asked(machine, row["amount"], card)) if machine.settings.void_with_pin else None
    sealed_card = yield from card_sealed(machine, card, pin)
    if isinstance(sealed_card, Ending):
        return sealed_card
    if sealed_card.protected.token != row["pan_token"]:
        return Ending(REFUSED, "screen.other_card", advice="advice.original_card")
    return _draft(machine, row, supervisor, sealed_card.protected, sealed_card)


def _draft(
    machine: Machine, row: Mapping[str, Any], supervisor: str, protected: ProtectedPan, card: SealedCard | Pan
) -> Draft:
    assert machine.operator is not None
    operator, place, batch_number = machine.operator.number, machine.installation, machine.batch_number
    people = messages.people(operator, supervisor) if machine.settings.people_in_mac else None
    original = Attempt.of_row(row, TransactionState.COMPLETED).prepared

    def build(stan: str) -> Message:
        return messages.void(
            place,
            batch_number,
            stan,
            original,
            card,
            rrn=row["rrn"],
            approval_code=row["approval_code"],
            terminal_information=people,
        )

    return Draft("void", original.amount, build, protected, original.masked_pan, operator, supervisor, original.stan)
