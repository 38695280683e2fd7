"""Answers to management messages: sealed where the request is, in our difference; the classic dialect has no MAC there.

A host takes a MAC in a request for the word that its sender can check one. Which requests must have one: `proving`.
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.registry import WorkingSession
from countertop.acquirer.replies import swapped_tpdu
from countertop.iso8583 import Message
from countertop.stage import Script

__all__ = ["DONE", "answer_managed", "drawn_rrn", "managed_answer", "sealing_session"]

DONE = "00"


def answer_managed(
    memory: HostMemory, arrival: Arrival, response_code: str, *, rrn: str | None = None, field_62: bytes | None = None
) -> Script:
    """Send an answer, sealed where its request was."""
    answer = managed_answer(memory, arrival, response_code, rrn=rrn, field_62=field_62)
    yield from send_sealed(sealing_session(arrival), arrival.line, answer)


def sealing_session(arrival: Arrival) -> WorkingSession | None:
    """Return the session to seal an answer with: none for a request without a MAC, nor for a terminal without keys."""
    return None if arrival.request.mac is None else arrival.terminal.session


def managed_answer(
    memory: HostMemory, arrival: Arrival, response_code: str, *, rrn: str | None = None, field_62: bytes | None = None
) -> Message:
    """Return an answer with the time, the batch number and what the header asks for."""
    request, reading = arrival.request, memory.clock.read(arrival.utc)
    info = request.transaction_info or ""
    return Message(
        request.answer_mti,
        tpdu=swapped_tpdu(request.tpdu),
        header=request.header,
        stan=request.stan,
        local_time=reading.local_time,
        local_date=reading.local_date,
        acquirer_id=memory.acquirer_id,
        rrn=rrn,
        response_code=response_code,
        terminal_id=request.terminal_id,
        merchant_id=request.merchant_id,
        transaction_info=f"{info[:2]}{arrival.terminal.batch_number}{info[8:]}",
        extended_data=field_62,
    )


def drawn_rrn(memory: HostMemory, utc: int) -> str:
    """Return a reference number for an answer of which no attempt is kept."""
    return rrn_of(memory.clock.read(utc).reference_day, memory.numbers.draw())
