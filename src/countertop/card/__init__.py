"""Virtual cards: what lies in a customer's wallet, as a terminal's reader meets it."""

from countertop.card.stripe import KeyedCard, Manner, StripeCard, StripeRead, Swipe, TurnedCard, Unreadable

__all__ = ["KeyedCard", "Manner", "StripeCard", "StripeRead", "Swipe", "TurnedCard", "Unreadable"]
