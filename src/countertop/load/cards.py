"""Cards for a load: as many as are asked for, over all demo banks, each with its PIN and more than enough money.

As fictional as the demo's own: numbers under the test BINs, from a range that the wallet does not use.
"""

from __future__ import annotations

import json

from countertop.demo.people import BANKS
from countertop.demo.wallet import FORMAT
from countertop.values.cards import luhn_digit

__all__ = ["wallet_of"]

_FIRST = 500_000_000
_BALANCE = 10**11
"""Minor units; no run is long enough to spend them."""


def wallet_of(cards: int) -> str:
    """Return the text of a wallet with so many cards."""
    return json.dumps({"format": FORMAT, "cards": [_card(place) for place in range(cards)]})


def _card(place: int) -> dict[str, object]:
    bank = BANKS[place % len(BANKS)]
    body = f"{bank.bin}{_FIRST + place:09d}"
    return {
        "name": f"load-{place + 1}",
        "bank": bank.key,
        "kind": "debit",
        "pan": body + luhn_digit(body),
        "expiry": "3512",
        "service_code": "120",
        "pin": f"{(place * 7919 + 1234) % 1_000_000:06d}",
        "balance": _BALANCE,
        "status": "normal",
    }
