"""Sale (消费) by stripe: card and amount in the shop's order, the number compared, the PIN, then the host."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.stage import Script
from countertop.terminal import messages
from countertop.terminal.card_entry import SealedCard
from countertop.terminal.conversation import REFUSED, Conversation, Ending, Steps
from countertop.terminal.flows.card_present import amount_asked, card_asked, card_sealed, pin_asked
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.online import Draft, transact
from countertop.terminal.machine import Machine

__all__ = ["begin"]


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Collect what a sale needs, then send it."""
    draft = yield from _drafted(machine, conversation)
    if isinstance(draft, Ending):
        yield from end(machine, conversation, draft)
        return
    yield from transact(machine, conversation, draft)


def _drafted(machine: Machine, conversation: Conversation) -> Steps[Draft | Ending]:
    given = conversation.arguments.get("amount")
    if machine.settings.card_first and given is None:
        card = yield from card_asked(machine)
        amount = (yield from amount_asked(machine, given)) if not isinstance(card, Ending) else card
    else:
        amount = yield from amount_asked(machine, given)
        card = (yield from card_asked(machine)) if not isinstance(amount, Ending) else amount
    if isinstance(card, Ending):
        return card
    if isinstance(amount, Ending):
        return amount
    pin = yield from pin_asked(machine, amount, card)
    if pin is None and card.has_chip:
        # A stripe is easily copied from a chip card: without the PIN anybody could pay with the copy.
        return Ending(REFUSED, "screen.fallback_needs_pin", advice="advice.try_again")
    sealed_card = yield from card_sealed(machine, card, pin)
    if isinstance(sealed_card, Ending):
        return sealed_card
    return _draft(machine, amount, sealed_card, fallback=card.has_chip)


def _draft(machine: Machine, amount: int, card: SealedCard, *, fallback: bool) -> Draft:
    assert machine.operator is not None
    operator, place, batch_number = machine.operator.number, machine.installation, machine.batch_number
    people = messages.people(operator, None) if machine.settings.people_in_mac else None

    def build(stan: str) -> Message:
        return messages.sale(place, batch_number, stan, amount, card, fallback=fallback, terminal_information=people)

    return Draft("sale", amount, build, card.protected, card.masked_pan, operator)
