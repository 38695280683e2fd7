"""How an interbank answer is made of its request: what is echoed, what is added, what must never go back.

Source: Q/CUP 006 as far as it is public; the list of echoed fields is our choice. Tracks, PIN blocks and the security
control field belong to the request alone.
"""

from __future__ import annotations

from functools import lru_cache

from countertop.iso8583.header import InterbankHeader
from countertop.iso8583.message import Message, echoing

__all__ = ["ECHOED", "answer_to", "management_answer"]

ECHOED = (
    *("pan", "processing_code", "amount", "transmission_time", "stan", "local_time", "local_date", "settlement_date"),
    *("merchant_category", "entry_mode", "condition_code", "acquirer_id", "forwarding_id", "rrn"),
    *("terminal_id", "merchant_id", "currency", "original", "receiving_id"),
)
"""The fields of a request that its answer repeats."""

_echo = echoing(*ECHOED)
_echo_management = echoing("transmission_time", "stan", "forwarding_id", "network_code")
_swapped = lru_cache(maxsize=256)(InterbankHeader.swapped)


def answer_to(
    request: Message,
    response_code: str,
    approval_code: str | None = None,
    *,
    settlement_date: str | None = None,
    receiving_id: str | None = None,
) -> Message:
    """Return the 0210 or 0430 to a request; settlement date and receiver are the request's own where not given."""
    answer = _echo(request, request.answer_mti)
    answer.header = _returned(request.header)
    answer.response_code = response_code
    answer.approval_code = approval_code
    if settlement_date:
        answer.settlement_date = settlement_date
    if receiving_id:
        answer.receiving_id = receiving_id
    return answer


def management_answer(request: Message, response_code: str) -> Message:
    """Return the 0830 to a 0820."""
    answer = _echo_management(request, request.answer_mti)
    answer.header = _returned(request.header)
    answer.response_code = response_code
    return answer


def _returned(header: object) -> InterbankHeader | None:
    return _swapped(header) if type(header) is InterbankHeader else None
