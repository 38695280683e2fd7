"""Requests as the host kept them, made messages again: what was masked or secret is left out."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.iso8583.hops import read_hop

__all__ = ["kept_message"]

_NOT_TEXT = frozenset(
    {"pan", "mac", "private_data", "extended_data", "account_from", "account_to", "balance", "qr_data"}
)


def kept_message(text: str) -> Message:
    """Return a message with the fields of a hop that are whole."""
    fields = read_hop(text)
    message = Message(fields.pop("mti"))
    for name, value in fields.items():
        if name not in _NOT_TEXT:
            setattr(message, name, value)
    return message
