"""The values every room speaks of: money, card data that prints masked, and moments."""

from countertop.values.cards import Pan, PinBlock, Track2, Track3
from countertop.values.moments import MICROSECOND, MILLISECOND, MINUTE, SECOND, Instant
from countertop.values.money import Amount, Currency
from countertop.values.secrets import Clear, Pin, Secret

__all__ = [
    "MICROSECOND",
    "MILLISECOND",
    "MINUTE",
    "SECOND",
    "Amount",
    "Clear",
    "Currency",
    "Instant",
    "Pan",
    "Pin",
    "PinBlock",
    "Secret",
    "Track2",
    "Track3",
]
