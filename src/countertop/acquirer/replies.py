"""Answers to terminals: begun from the request, completed by a decision, sealed with the terminal's key.

Fields after the answer table of the POS specification (3.2): what the request carried is echoed, card entry and
secrets are not. A refusal that the host keeps no record of has no reference number.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from countertop.acquirer.clock_face import ClockReading
from countertop.acquirer.memory import HostMemory
from countertop.iso8583 import Message
from countertop.iso8583.hops import read_hop
from countertop.iso8583.message import echoing
from countertop.iso8583.private.scanned import Scanned
from countertop.values import Pan

__all__ = [
    "WALLET",
    "begin_reply",
    "complete_reply",
    "institutions",
    "repeat_reply",
    "scheme_of",
    "swapped_tpdu",
    "wallet_number_of",
]

_INSTITUTION = 11

WALLET = "wallet"
"""The cause of a decision that a wallet made."""

_echo = echoing(
    *("header", "processing_code", "amount", "stan", "expiry", "pan_sequence", "condition_code"),
    *("terminal_id", "merchant_id", "currency", "transaction_info"),
)


@lru_cache(maxsize=1024)
def swapped_tpdu(tpdu: bytes | None) -> bytes | None:
    """Return the TPDU of the answer: destination and source change places."""
    return None if tpdu is None else tpdu[:1] + tpdu[3:5] + tpdu[1:3]


def begin_reply(request: Message, acquirer_id: str, rrn: str | None, pan: Pan | None) -> Message:
    """Return the answer as far as the request determines it."""
    reply = _echo(request, request.answer_mti)
    reply.tpdu = swapped_tpdu(request.tpdu)
    reply.pan = pan
    reply.acquirer_id = acquirer_id
    reply.rrn = rrn
    return reply


def complete_reply(
    memory: HostMemory,
    reply: Message,
    reading: ClockReading,
    response_code: str,
    *,
    approval_code: str | None = None,
    settlement_date: str | None = None,
    receiving_id: str | None = None,
    scheme: str | None = None,
) -> None:
    """Put a decision into an answer; one that was put before is overwritten."""
    reply.local_date = reading.local_date
    reply.local_time = reading.local_time
    reply.settlement_date = settlement_date or reading.settlement_date
    reply.response_code = response_code
    reply.approval_code = approval_code
    reply.additional_response = institutions(receiving_id, memory.acquirer_id)
    reply.reserved_data = scheme


def repeat_reply(memory: HostMemory, reply: Message, attempt: Mapping[str, Any], scheme: str | None) -> None:
    """Put the stored decision of an attempt (its row joined with its decision) into an answer."""
    reply.rrn = attempt["rrn"]
    reply.local_date = attempt["local_date"]
    reply.local_time = attempt["local_time"]
    reply.settlement_date = attempt["settlement_date"]
    reply.response_code = attempt["response_code"]
    reply.approval_code = attempt["approval_code"]
    reply.additional_response = institutions(attempt["receiving_id"], memory.acquirer_id)
    reply.reserved_data = scheme
    if (wallet_number := wallet_number_of(attempt)) is not None:
        reply.qr_data = Scanned(wallet_number=wallet_number).text()


def wallet_number_of(attempt: Mapping[str, Any]) -> str | None:
    """Return the wallet's own number of a payment by code, from the answer that decided it."""
    return read_hop(attempt["answer"]).get("wallet_number") if attempt["cause"] == WALLET else None


def scheme_of(memory: HostMemory, pan: Pan | None) -> str | None:
    """Return the card organisation for field 63; a masked number will do, its prefix and length are what counts."""
    route = None if pan is None else memory.registry.bins.find(pan)
    return None if route is None else route.scheme


@lru_cache(maxsize=1024)
def institutions(receiving_id: str | None, acquirer_id: str) -> str:
    """Return field 44: who issued and who acquired, eleven characters each."""
    return f"{receiving_id or '':<{_INSTITUTION}}{acquirer_id:<{_INSTITUTION}}"
