"""How an interbank answer is made of its request: what is echoed, what is added, what must never go back.

Source: Q/CUP 006 as far as it is public; the list of echoed fields is our choice. Tracks, PIN blocks and the security
control field belong to the request alone.
"""

from __future__ import annotations

from countertop.iso8583.envelope import InterbankHeader
from countertop.iso8583.message import Message

__all__ = ["ECHOED", "answer_to", "management_answer"]

ECHOED = (
    *("pan", "processing_code", "amount", "transmission_time", "stan", "local_time", "local_date", "settlement_date"),
    *("merchant_category", "entry_mode", "condition_code", "acquirer_id", "forwarding_id", "rrn"),
    *("terminal_id", "merchant_id", "currency", "original", "receiving_id"),
)
"""The fields of a request that its answer repeats."""


def answer_to(
    request: Message,
    response_code: str,
    approval_code: str | None = None,
    *,
    settlement_date: str | None = None,
    receiving_id: str | None = None,
) -> Message:
    """Return the 0210 or 0430 to a request; settlement date and receiver are the request's own where not given."""
    header = request.header
    return Message(
        request.answer_mti,
        header=header.swapped() if isinstance(header, InterbankHeader) else None,
        pan=request.pan,
        processing_code=request.processing_code,
        amount=request.amount,
        transmission_time=request.transmission_time,
        stan=request.stan,
        local_time=request.local_time,
        local_date=request.local_date,
        settlement_date=settlement_date or request.settlement_date,
        merchant_category=request.merchant_category,
        entry_mode=request.entry_mode,
        condition_code=request.condition_code,
        acquirer_id=request.acquirer_id,
        forwarding_id=request.forwarding_id,
        rrn=request.rrn,
        approval_code=approval_code,
        response_code=response_code,
        terminal_id=request.terminal_id,
        merchant_id=request.merchant_id,
        currency=request.currency,
        original=request.original,
        receiving_id=receiving_id or request.receiving_id,
    )


def management_answer(request: Message, response_code: str) -> Message:
    """Return the 0830 to a 0820."""
    header = request.header
    return Message(
        request.answer_mti,
        header=header.swapped() if isinstance(header, InterbankHeader) else None,
        transmission_time=request.transmission_time,
        stan=request.stan,
        forwarding_id=request.forwarding_id,
        response_code=response_code,
        network_code=request.network_code,
    )
