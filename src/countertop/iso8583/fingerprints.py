"""What makes two interbank requests under one key the same request.

A fingerprint has two parts. The first is the content that the MAC covers: a difference there is another request under a
key that is taken, which is refused (94) and alarmed. The second is content that the MAC does not cover: a difference
there, under a right MAC, is damage or forgery on the way, and is not answered at all, because an answer would be taken
for the true request's.
"""

from __future__ import annotations

from enum import Enum, auto

from countertop.iso8583.message import Message

__all__ = ["Likeness", "compare", "fingerprint"]

_COVERED_OF_ORIGINAL = 20


class Likeness(Enum):
    """How two requests under one key compare."""

    SAME = auto()
    ALTERED = auto()
    OTHER = auto()


def fingerprint(message: Message, pan_token: str | None, target_token: str | None = None) -> str:
    """Return the fingerprint of a request; the tokens stand for the card numbers in fields 2 and 103."""
    original = message.original or ""
    return (
        f"{pan_token or ''}|{message.amount or ''}|{message.mti}|{message.processing_code or ''}|"
        f"{message.condition_code or ''}|{message.approval_code or ''}|{target_token or ''}|"
        f"{original[:_COVERED_OF_ORIGINAL]}#"
        f"{message.currency or ''}|{message.entry_mode or ''}|{original[_COVERED_OF_ORIGINAL:]}"
    )


def compare(known: str, new: str) -> Likeness:
    """Compare the fingerprints of two requests under one key."""
    if known == new:
        return Likeness.SAME
    return Likeness.ALTERED if known.partition("#")[0] == new.partition("#")[0] else Likeness.OTHER
