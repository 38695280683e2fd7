"""What makes two interbank requests under one key the same request: content that the MAC covers, all of it.

A difference is another request under a key that is taken, which is refused (94) and alarmed.
"""

from __future__ import annotations

from countertop.iso8583.message import Message

__all__ = ["fingerprint"]


def fingerprint(message: Message, pan_token: str | None, target_token: str | None = None) -> str:
    """Return the fingerprint of a request; the tokens stand for the card numbers in fields 2 and 103."""
    return (
        f"{pan_token or ''}|{message.amount or ''}|{message.mti}|{message.processing_code or ''}|"
        f"{message.condition_code or ''}|{message.approval_code or ''}|{target_token or ''}|"
        f"{message.currency or ''}|{message.entry_mode or ''}|{message.original or ''}"
    )
