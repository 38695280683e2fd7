"""Messages to the switch: a request of any kind, its repetition or reversal, and the management of the line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from countertop.acquirer.clock_face import ClockReading
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.memory import HostMemory
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.interbank_forms import Form
from countertop.iso8583.message import echoing
from countertop.iso8583.transit import TransitKey, original_data
from countertop.values import Pan

__all__ = ["financial_request", "line_request", "mac_text", "original_named", "plain_control", "reversal_request"]

POINT_OF_SALE = "03"
"""Terminal type in field 60.2."""

_pass_on = echoing(
    *("amount", "expiry", "entry_mode", "pin_length", "terminal_id", "merchant_id", "currency"),
)


def mac_text(message: Message) -> bytes:
    """Return what field 128 covers; it does not depend on how the message is encoded."""
    return INTERBANK.mac.covered(message, b"", 0, 0)


@lru_cache(maxsize=64)
def plain_control(security_control: str | None) -> str | None:
    """Return field 53 for a message whose track is clear; its third digit says whether it is encrypted."""
    return None if security_control is None else f"{security_control[:2]}0{security_control[3:]}"


@lru_cache(maxsize=1024)
def _capability(transaction_info: str | None) -> str:
    """Return field 60 towards the switch: what the terminal can read, as its own field 60 says (60.4 and 60.5)."""
    return f"00000{(transaction_info or '')[11:13]:0<2}0{POINT_OF_SALE}00000"


def financial_request(
    memory: HostMemory,
    form: Form,
    request: Message,
    reading: ClockReading,
    stan: str,
    rrn: str,
    category: str,
    pan: Pan | None,
    *,
    original: str | None = None,
    approval_code: str | None = None,
    target: Pan | None = None,
) -> Message:
    """Return the message that passes a terminal's request on in the form of its kind.

    MAC, PIN block and track are put in when they are known; `target` is the card that a transfer pays into.
    """
    forward = _pass_on(request, form.mti)
    forward.header = memory.to_switch
    forward.pan = pan
    forward.processing_code = form.processing_code
    forward.condition_code = form.condition_code
    forward.transmission_time = reading.transmission_time
    forward.stan = stan
    forward.local_time = reading.local_time
    forward.local_date = reading.local_date
    forward.merchant_category = category
    forward.acquirer_id = forward.forwarding_id = memory.acquirer_id
    forward.rrn = rrn
    forward.approval_code = approval_code
    forward.transaction_info = _capability(request.transaction_info)
    forward.original = original
    forward.account_to = target
    return forward


def original_named(original: Mapping[str, Any]) -> str:
    """Return field 90 for a request about an original: an attempt (its row), or such a row joined with its decision."""
    return original_data(KINDS[original["kind"]].form.mti, TransitKey.of_text(original["transit_key"]))


def reversal_request(memory: HostMemory, attempt: Mapping[str, Any], reversal_key: str, pan: Pan) -> Message:
    """Return the 0420 that undoes an attempt (its row), under a key that stays the same however often it is sent."""
    key, form = TransitKey.of_text(reversal_key), KINDS[attempt["kind"]].form
    return Message(
        "0420",
        header=memory.to_switch,
        pan=pan,
        processing_code=form.processing_code,
        amount=f"{attempt['amount']:012d}",
        transmission_time=key.transmission_time,
        stan=key.stan,
        merchant_category=attempt["merchant_category"],
        entry_mode=attempt["entry_mode"],
        condition_code=form.condition_code,
        acquirer_id=memory.acquirer_id,
        forwarding_id=memory.acquirer_id,
        rrn=attempt["rrn"],
        terminal_id=attempt["terminal_id"],
        merchant_id=attempt["merchant_id"],
        currency=attempt["currency"],
        transaction_info=f"00000000{POINT_OF_SALE}00000",
        original=original_named(attempt),
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
