"""Any transaction, from its verb to its draft: the original, the supervisor, card and amount, the PIN; then the host.

What a kind asks for is its row in `kinds`; in which order the shop has card and amount is a setting.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from countertop.hsm import HsmRefusal, ProtectedPan, ProtectPan, RevealPan
from countertop.stage import AskHsm, Script
from countertop.terminal.card_entry import Card, SealedCard
from countertop.terminal.conversation import REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.draft import Draft, Target
from countertop.terminal.flows import advices
from countertop.terminal.flows.card_present import amount_asked, card_asked, card_sealed, pin_asked
from countertop.terminal.flows.ending import ask, end
from countertop.terminal.flows.identify import approved
from countertop.terminal.flows.online import transact
from countertop.terminal.flows.originals import Found, original_found
from countertop.terminal.flows.scanning import code_scanned
from countertop.terminal.kinds import KINDS, Kind, Names, Sum
from countertop.terminal.machine import Machine
from countertop.terminal.management.listing import is_barred
from countertop.terminal.settings import TerminalSettings
from countertop.values import Amount, Pan

__all__ = ["SHOW_CODE", "begin"]

SHOW_CODE = "qr_show"
"""The verb of a QR sale by the shop's code, which the customer scans."""

_ACCOUNTS = ("debit", "credit")


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Collect what the kind needs, then send it, or store it."""
    kind = KINDS["qr_sale" if conversation.verb == SHOW_CODE else conversation.verb]
    draft = yield from _drafted(machine, conversation, kind)
    if isinstance(draft, Ending):
        yield from end(machine, conversation, draft)
    elif _is_stored(kind, machine.settings):
        yield from advices.store(machine, conversation, draft)
    else:
        yield from transact(machine, conversation, draft)


def _is_stored(kind: Kind, settings: TerminalSettings) -> bool:
    return getattr(settings, kind.is_stored) if isinstance(kind.is_stored, str) else kind.is_stored


def _drafted(machine: Machine, conversation: Conversation, kind: Kind) -> Steps[Draft | Ending]:
    found = yield from original_found(machine, conversation, kind)
    if isinstance(found, Ending):
        return found
    supervisor = None
    if kind.approval is not None:
        who = yield from approved(machine, kind.approval)
        if isinstance(who, Ending):
            return who
        supervisor = who.number
    assert machine.operator is not None, "the gate lets nobody pass who is not logged in"
    draft = Draft(
        kind=kind,
        batch_number=machine.batch_number,
        amount=0,
        card=_NO_CARD,
        operator=machine.operator.number,
        supervisor=supervisor,
        original=found.original,
        till_request=conversation.till_request,
    )
    fault = yield from _filled(machine, conversation, draft, found)
    return draft if fault is None else fault


_NO_CARD = SealedCard(ProtectedPan("", ""), "")


def _filled(machine: Machine, conversation: Conversation, draft: Draft, found: Found) -> Steps[Ending | None]:
    """Put account, card, amount, target and PIN into a draft; return why not."""
    kind = draft.kind
    if kind.asks_account and machine.settings.asks_account:
        fault = yield from _account_chosen(machine, conversation, draft)
        if fault is not None:
            return fault
    read = yield from _card_and_amount(machine, conversation, draft, found)
    if isinstance(read, Ending):
        return read
    if kind.is_scanned:
        return (yield from _code_filled(machine, conversation, draft, found))
    if kind.has_target:
        fault = yield from _target_filled(machine, conversation, draft)
        if fault is not None:
            return fault
    if read.card is None:
        return (yield from _kept_card_filled(draft, found))
    return (yield from _card_filled(machine, draft, read.card, found))


class _Read(NamedTuple):
    card: Card | None


def _card_and_amount(machine: Machine, conversation: Conversation, draft: Draft, found: Found) -> Steps[_Read | Ending]:
    """Read the card where there is one to read, and have the amount, in the shop's order."""
    kind, settings = draft.kind, machine.settings
    given = conversation.arguments.get("amount")
    reads_card = kind.reads_card or (bool(kind.undoes) and settings.void_with_card and not kind.is_scanned)
    keyed = kind.keyed is not None and getattr(settings, kind.keyed)
    card: Card | Ending | None = None
    if reads_card and settings.card_first and given is None:
        card = yield from card_asked(machine, keyed=keyed)
        if isinstance(card, Ending):
            return card
    fault = yield from _amount_filled(machine, given, draft, found)
    if fault is None and reads_card and card is None:
        card = yield from card_asked(machine, keyed=keyed)
    if isinstance(card, Ending):
        return card
    if fault is None and card is not None and draft.kind.names is Names.NOTHING and is_barred(machine, card.pan):
        return Ending(REFUSED, "screen.card_barred", advice="advice.other_card")
    return _Read(card) if fault is None else fault


def _account_chosen(machine: Machine, conversation: Conversation, draft: Draft) -> Steps[Ending | None]:
    account = conversation.arguments.get("account")
    if account is None:
        account = yield ask(machine, "ask.account", choices=_ACCOUNTS)
    if account not in _ACCOUNTS:
        return Ending(USAGE, "screen.account_form")
    draft.account = account
    return None


def _amount_filled(machine: Machine, given: Any, draft: Draft, found: Found) -> Steps[Ending | None]:
    kind = draft.kind
    if kind.sum is Sum.NONE:
        return None
    if kind.sum is Sum.ORIGINAL:
        draft.amount = found.amount
        return None
    question = "ask.tip" if kind.sum is Sum.TIP else "ask.amount"
    amount = yield from amount_asked(machine, given, question)
    if isinstance(amount, Ending):
        return amount
    limit = None if kind.limit is None else getattr(machine.settings, kind.limit)
    if limit is not None and amount > limit:
        return Ending(REFUSED, "screen.amount_limit", advice="advice.ask_acquirer", limit=str(Amount(limit)))
    draft.amount = amount
    if kind.sum is Sum.TIP:
        draft.tip, draft.amount = amount, found.amount + amount
    return None


def _target_filled(machine: Machine, conversation: Conversation, draft: Draft) -> Steps[Ending | None]:
    """Ask which card the transfer pays into."""
    pan = conversation.arguments.get("target_pan")
    if pan is None:
        pan = yield ask(machine, "ask.target_pan")
    try:
        if not isinstance(pan, Pan):
            return Ending(USAGE, "screen.card_misread")
        pan.check()
    except ValueError:
        return Ending(USAGE, "screen.card_misread")
    (protected,) = yield AskHsm(ProtectPan(pan))
    if isinstance(protected, HsmRefusal):
        return Ending(REFUSED, "screen.hsm_refused", reason=protected.message)
    draft.target = Target(pan, protected)
    return None


def _code_filled(machine: Machine, conversation: Conversation, draft: Draft, found: Found) -> Steps[Ending | None]:
    """Have the customer's code scanned, or ask for the shop's; what undoes a payment needs neither."""
    if draft.kind.names is not Names.NOTHING:
        draft.card = SealedCard(_NO_CARD.protected, "" if found.row is None else found.row["masked_pan"])
        return None
    draft.shows_code = conversation.verb == SHOW_CODE
    if draft.shows_code:
        return None
    code = yield from code_scanned(machine, draft.amount)
    if isinstance(code, Ending):
        return code
    draft.code, draft.card = code, SealedCard(_NO_CARD.protected, code.masked())
    return None


def _kept_card_filled(draft: Draft, found: Found) -> Steps[Ending | None]:
    """Take the card by the number that was kept of the original."""
    assert found.row is not None, "without a card there is an original at this terminal"
    row = found.row
    (pan,) = yield AskHsm(RevealPan(row["pan_cipher"]))
    if isinstance(pan, HsmRefusal):
        return Ending(REFUSED, "screen.hsm_refused", reason=pan.message)
    protected = ProtectedPan(row["pan_token"], row["pan_cipher"])
    draft.card = SealedCard(protected, row["masked_pan"], pan=pan)
    return None


def _card_filled(machine: Machine, draft: Draft, card: Card, found: Found) -> Steps[Ending | None]:
    """Ask for the PIN where the kind takes one, and seal the card."""
    kind, settings = draft.kind, machine.settings
    pin = None
    if kind.may_waive and 0 < draft.amount <= settings.small_amount_limit and not card.has_chip:
        draft.waived, draft.waived_limit = "pin", settings.small_amount_limit
    elif kind.takes_pin or (bool(kind.undoes) and settings.void_with_pin):
        pin = yield from pin_asked(machine, draft.amount, card)
    if pin is None and card.has_chip and kind.takes_pin:
        # A stripe is easily copied from a chip card: without the PIN anybody could pay with the copy.
        return Ending(REFUSED, "screen.fallback_needs_pin", advice="advice.try_again")
    if kind.may_waive and pin is None and draft.waived is None and draft.amount <= settings.no_signature_limit:
        draft.waived, draft.waived_limit = "signature", settings.no_signature_limit
    by_number = _is_stored(kind, settings)
    sealed_card = yield from card_sealed(machine, card, pin, by_number=by_number)
    if isinstance(sealed_card, Ending):
        return sealed_card
    if found.row is not None and sealed_card.protected.token != found.row["pan_token"]:
        return Ending(REFUSED, "screen.other_card", advice="advice.original_card")
    draft.card, draft.fallback = sealed_card, card.has_chip
    return None
