"""Virtual cards: what lies in a customer's wallet, as a terminal's reader meets it."""

from countertop.card.stripe import Manner, StripeCard, StripeRead, Swipe, TurnedCard, Unreadable

__all__ = ["Manner", "StripeCard", "StripeRead", "Swipe", "TurnedCard", "Unreadable"]
