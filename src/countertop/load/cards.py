"""Cards for a load: as many as are asked for, over all demo banks, each with its PIN and more than enough money.

As fictional as the demo's own: numbers under the test BINs, from a range that the wallet does not use.
"""

from __future__ import annotations

from countertop.demo import Card
from countertop.demo.people import BANKS
from countertop.values import Pan, Pin
from countertop.values.cards import luhn_digit

__all__ = ["cards_of"]

_FIRST = 500_000_000
_BALANCE = 10**11
"""Minor units; no run is long enough to spend them."""


def cards_of(count: int) -> dict[str, Card]:
    """Return so many cards by name; a smaller count gives the first of them."""
    return {card.name: card for card in map(_card, range(count))}


def _card(place: int) -> Card:
    bank = BANKS[place % len(BANKS)]
    body = f"{bank.bin}{_FIRST + place:09d}"
    return Card(
        name=f"load-{place + 1}",
        bank=bank.key,
        kind="debit",
        pan=Pan(body + luhn_digit(body)),
        expiry="3512",
        service_code="120",
        pin=Pin(f"{(place * 7919 + 1234) % 1_000_000:06d}"),
        balance=_BALANCE,
        status="normal",
    )
