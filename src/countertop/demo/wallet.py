"""The wallet: demo cards as people carry them, with their PINs, read from JSON text.

Only numbers under the test BINs are cards here: a real card must never come near a program that keeps PINs in a file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from countertop.card import StripeCard
from countertop.demo.errors import WalletError
from countertop.values import Pan, Pin, Track2

__all__ = ["FORMAT", "TEST_BINS", "Card", "read_wallet"]

FORMAT = "countertop wallet 1"

TEST_BINS = ("622500", "622424", "620000")
"""Prefixes of test card numbers; no other number is accepted."""

_TEXTS = ("name", "bank", "kind", "pan", "expiry", "service_code", "pin", "status")
_KINDS = frozenset({"debit", "credit"})
_STATUSES = frozenset({"normal", "stolen", "lost", "closed"})
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Card:
    """A test card: `expiry` is YYMM, `balance` (or credit left) minor units, `status` what its bank thinks of it."""

    name: str
    bank: str
    kind: str
    pan: Pan
    expiry: str
    service_code: str
    pin: Pin
    balance: int
    status: str

    @property
    def track2(self) -> Track2:
        """What its stripe holds (ISO/IEC 7813), with nothing in the issuer's own part."""
        return StripeCard(self.pan, self.expiry, self.service_code).track2


def read_wallet(text: str) -> dict[str, Card]:
    """Return the cards by name, in the order of the file; raises WalletError."""
    try:
        wallet = json.loads(text)
        if wallet["format"] != FORMAT:
            raise WalletError(f"the wallet's format is not {FORMAT!r}")
        entries = list(wallet["cards"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise WalletError(f"not a wallet: a JSON object with format {FORMAT!r} and a list of cards") from None
    cards = [_card(number, entry) for number, entry in enumerate(entries, 1)]
    if min(len({card.name for card in cards}), len({card.pan for card in cards})) < len(cards):
        raise WalletError("two cards of the wallet have the same name or number")
    return {card.name: card for card in cards}


def _card(number: int, entry: Any) -> Card:
    try:
        texts = {key: entry[key] for key in _TEXTS}
        balance = entry["balance"]
    except (KeyError, TypeError):
        raise WalletError(f"card {number} of the wallet lacks one of {', '.join(_TEXTS)}, balance") from None
    which = f"card {number} of the wallet"
    if not all(isinstance(text, str) for text in texts.values()) or type(balance) is not int or balance < 0:
        raise WalletError(f"{which}: texts must be texts, and the balance whole minor units")
    try:
        pan, pin = Pan(texts["pan"]), Pin(texts["pin"])
        pan.check()
    except ValueError as fault:
        raise WalletError(f"{which}: {fault}") from None
    if not any(pan.starts_with(prefix) for prefix in TEST_BINS):
        raise WalletError(f"{which} is no test card: its number must begin with {', '.join(TEST_BINS)}")
    if not (_digits(texts["expiry"], 4) and _digits(texts["service_code"], 3) and "01" <= texts["expiry"][2:] <= "12"):
        raise WalletError(f"{which}: the expiry is YYMM, the service code three digits")
    if texts["kind"] not in _KINDS or texts["status"] not in _STATUSES:
        raise WalletError(f"{which}: kind is one of {sorted(_KINDS)}, status one of {sorted(_STATUSES)}")
    return Card(**{**texts, "pan": pan, "pin": pin, "balance": balance})


def _digits(text: str, size: int) -> bool:
    return len(text) == size and _DIGITS.issuperset(text)
