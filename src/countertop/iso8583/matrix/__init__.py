"""The matrix of messages: which fields each kind must, may and must not have, for the POS dialect, both ways."""

from countertop.iso8583.matrix.check import (
    CARD_RULES,
    KINDS,
    SUPPORTED_ENTRY_METHODS,
    CardRule,
    Direction,
    check,
    find_kind,
)
from countertop.iso8583.matrix.kinds import Mac, MessageKind, Totals

__all__ = [
    "CARD_RULES",
    "KINDS",
    "SUPPORTED_ENTRY_METHODS",
    "CardRule",
    "Direction",
    "Mac",
    "MessageKind",
    "Totals",
    "check",
    "find_kind",
]
