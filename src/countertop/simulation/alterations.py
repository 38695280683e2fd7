"""Bytes changed on their way: by chance, one bit; or on purpose, a field about money, with the MAC left as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, Dialect, MessageError
from countertop.iso8583.private.extended import BlacklistPage
from countertop.iso8583.private.instructions import Deed, Instruction
from countertop.iso8583.private.parameters import write_parameters

__all__ = ["dialect_of", "forged", "with_bit_turned"]

# The first byte of an interbank frame is the length of its header; a terminal's begins with the TPDU.
_INTERBANK_HEADER: Final = 0x2E

# What a forger would write into a field, by name.
_WISHES: Final[Mapping[str, Sequence[str | bytes]]] = {
    "response_code": ("00", "51", "25", "12"),
    "amount": ("000000000001", "000000100000"),
    "approval_code": ("999999",),
    "rrn": ("999999999999",),
    "stan": ("000001", "000777"),
    "processing_code": ("000000", "200000"),
    "extended_data": (
        write_parameters({"retry_count": "9"}),
        BlacklistPage("1", 1, ["622588"]).data(),
        Instruction(1, Deed.LOCK.value).data(),
    ),
}

# What a wallet says is an object, signed as a whole.
_OF_WALLET: Final = b"{"
_WALLET_WISHES: Final = {
    "state": ("SUCCESS", "FAIL", "REVERSED"),
    "amount": (1, 100_000),
    "refund_amount": (1, 100_000),
    "refunded": (0, 1),
    "order_number": ("999999999999",),
    "refund_number": ("999999999999",),
    "fault": ("order-unknown", "too-late"),
}


def dialect_of(payload: bytes) -> Dialect:
    """Return the dialect in which a frame is written."""
    return INTERBANK if payload[:1] == bytes((_INTERBANK_HEADER,)) else UNIONPAY_POS


def with_bit_turned(payload: bytes, dice: Random) -> bytes:
    """Return a frame with one bit turned over."""
    turned = bytearray(payload)
    bit = dice.randrange(len(payload) * 8)
    turned[bit // 8] ^= 1 << bit % 8
    return bytes(turned)


def forged(payload: bytes, dice: Random) -> bytes:
    """Return a message with another value in one of the fields it has; frames without a MAC pass as they are."""
    if payload[:1] == _OF_WALLET:
        return _forged_object(payload, dice)
    dialect = dialect_of(payload)
    try:
        message = dialect.decode(payload)
        if message.mac is None:
            return payload
        present = [name for name in _WISHES if getattr(message, name) is not None]
        name = dice.choice(present)
        setattr(message, name, dice.choice(_WISHES[name]))
        return dialect.encode(message)
    except (MessageError, IndexError):
        return payload


def _forged_object(payload: bytes, dice: Random) -> bytes:
    """Return a wallet's message with another value in one of its names."""
    try:
        message = json.loads(payload)
    except ValueError:
        return payload
    present = [name for name in _WALLET_WISHES if name in message]
    if not present:
        return payload
    name = dice.choice(present)
    return json.dumps({**message, name: dice.choice(_WALLET_WISHES[name])}, separators=(",", ":")).encode()
