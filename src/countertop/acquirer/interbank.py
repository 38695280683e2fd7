"""Messages to the switch: a sale or void, its reversal, and the management of the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.acquirer.clock_face import ClockReading
from countertop.acquirer.memory import HostMemory
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.transit import TransitKey, original_data
from countertop.values import Pan

__all__ = ["financial_request", "line_request", "mac_text", "plain_control", "reversal_request"]

POINT_OF_SALE = "03"
"""Terminal type in field 60.2."""


def mac_text(message: Message) -> bytes:
    """Return what field 128 covers; it does not depend on how the message is encoded."""
    return INTERBANK.mac.covered(message, b"", 0, 0)


def plain_control(security_control: str | None) -> str | None:
    """Return field 53 for a message whose track is clear; its third digit says whether it is encrypted."""
    return None if security_control is None else f"{security_control[:2]}0{security_control[3:]}"


def financial_request(
    memory: HostMemory,
    request: Message,
    reading: ClockReading,
    stan: str,
    rrn: str,
    category: str,
    pan: Pan | None,
    *,
    original: str | None = None,
    approval_code: str | None = None,
) -> Message:
    """Return the 0200 that passes a terminal's request on; MAC, PIN block and track are put in when they are known."""
    capability = (request.transaction_info or "")[11:13].ljust(2, "0")
    return Message(
        "0200",
        header=memory.to_switch,
        pan=pan,
        processing_code=request.processing_code,
        amount=request.amount,
        transmission_time=reading.transmission_time,
        stan=stan,
        local_time=reading.local_time,
        local_date=reading.local_date,
        expiry=request.expiry,
        merchant_category=category,
        entry_mode=request.entry_mode,
        condition_code=request.condition_code,
        pin_length=request.pin_length,
        acquirer_id=memory.acquirer_id,
        forwarding_id=memory.acquirer_id,
        rrn=rrn,
        approval_code=approval_code,
        terminal_id=request.terminal_id,
        merchant_id=request.merchant_id,
        currency=request.currency,
        transaction_info=f"00000{capability}0{POINT_OF_SALE}00000",
        original=original,
    )


def reversal_request(memory: HostMemory, attempt: Mapping[str, Any], reversal_key: str, pan: Pan) -> Message:
    """Return the 0420 that undoes an attempt (its row), under a key that stays the same however often it is sent."""
    key, original = TransitKey.of_text(reversal_key), TransitKey.of_text(attempt["transit_key"])
    return Message(
        "0420",
        header=memory.to_switch,
        pan=pan,
        processing_code=attempt["processing_code"],
        amount=f"{attempt['amount']:012d}",
        transmission_time=key.transmission_time,
        stan=key.stan,
        merchant_category=attempt["merchant_category"],
        entry_mode=attempt["entry_mode"],
        condition_code=attempt["condition_code"],
        acquirer_id=memory.acquirer_id,
        forwarding_id=memory.acquirer_id,
        rrn=attempt["rrn"],
        terminal_id=attempt["terminal_id"],
        merchant_id=attempt["merchant_id"],
        currency=attempt["currency"],
        transaction_info=f"00000000{POINT_OF_SALE}00000",
        original=original_data("0200", original),
    )


def line_request(memory: HostMemory, reading: ClockReading, stan: str, network_code: str) -> Message:
    """Return the 0820 for sign-on, sign-off or echo."""
    return Message(
        "0820",
        header=memory.to_switch,
        transmission_time=reading.transmission_time,
        stan=stan,
        forwarding_id=memory.acquirer_id,
        network_code=network_code,
    )
