"""Which editor a question opens: a table, with a row for every question the terminal asks.

A question that offers a choice carries its values as the argument `choices`, and each has a text `choice.VALUE`. One
for a card carries `keyed` where its number may be keyed instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from countertop.terminal.front.cards import CardEntry, ExpiryEntry, KeyedCardEntry, PanEntry
from countertop.terminal.front.codes import CodeEntry
from countertop.terminal.front.entry import (
    AmountEntry,
    ChoiceEntry,
    DigitsEntry,
    Entry,
    PasswordEntry,
    PinEntry,
    TextEntry,
    YesNoEntry,
)
from countertop.terminal.front.signatures import SignatureEntry

__all__ = ["EDITORS", "LONGEST_TEXT", "editor_of"]

LONGEST_TEXT: Final = 40

EDITORS: Final[dict[str, Callable[[], Entry]]] = {
    "ask.operator_number": partial(DigitsEntry, 2, 2),
    "ask.operator_password": PasswordEntry,
    "ask.supervisor_password": PasswordEntry,
    "ask.manager_password": PasswordEntry,
    "ask.new_password": PasswordEntry,
    "ask.repeated_password": PasswordEntry,
    "ask.card": CardEntry,
    "ask.confirm_card": YesNoEntry,
    "ask.confirm_identity": YesNoEntry,
    "ask.amount": AmountEntry,
    "ask.pin": PinEntry,
    "ask.voucher_number": partial(DigitsEntry, 1, 6),
    "ask.print_next": YesNoEntry,
    "ask.rrn": partial(TextEntry, 12),
    "ask.original_date": partial(DigitsEntry, 4, 8),
    "ask.approval_code": partial(TextEntry, 6),
    "ask.voice_code": partial(TextEntry, 6),
    "ask.tip": AmountEntry,
    "ask.account": partial(ChoiceEntry, ("debit", "credit")),
    "ask.target_pan": PanEntry,
    "ask.expiry": ExpiryEntry,
    "ask.payment_code": CodeEntry,
    "ask.signature": SignatureEntry,
}


def editor_of(question: str, arguments: Mapping[str, Any]) -> Entry:
    """Return a fresh editor; a question that is in no table is answered with text."""
    choices = arguments.get("choices")
    if choices:
        return ChoiceEntry(choices)
    if arguments.get("keyed"):
        return KeyedCardEntry()
    made = EDITORS.get(question)
    return TextEntry(LONGEST_TEXT) if made is None else made()
