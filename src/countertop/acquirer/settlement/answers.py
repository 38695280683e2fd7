"""Answers to settlement messages (0510, 0330): as the request determines them, sealed where the request was."""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.replies import swapped_tpdu
from countertop.iso8583 import Message
from countertop.iso8583.private import totals_fields
from countertop.stage import Script

__all__ = ["DONE", "answer", "answer_totals"]

DONE = "00"


def answer(
    memory: HostMemory,
    arrival: Arrival,
    response_code: str,
    *,
    rrn: str | None = None,
    private_data: str | None = None,
    terminal_information: str | None = None,
    batch_number: str | None = None,
) -> Script:
    """Send an answer; `batch_number` is what the terminal goes on with, its own where nothing changes."""
    request, reading = arrival.request, memory.clock.read(arrival.utc)
    info = request.transaction_info or ""
    memory.counts[f"batch-{request.mti}-{response_code}"] += 1
    reply = Message(
        request.answer_mti,
        tpdu=swapped_tpdu(request.tpdu),
        header=request.header,
        processing_code=request.processing_code,  # of a copy: what kind of advice is answered
        amount=request.amount,
        stan=request.stan,
        local_time=reading.local_time,
        local_date=reading.local_date,
        settlement_date=reading.settlement_date,
        acquirer_id=memory.acquirer_id,
        rrn=rrn or rrn_of(reading.reference_day, memory.numbers.draw()),
        response_code=response_code,
        terminal_id=request.terminal_id,
        merchant_id=request.merchant_id,
        terminal_information=terminal_information,
        private_data=private_data,
        currency=request.currency,
        transaction_info=f"{info[:2]}{batch_number or info[2:8]}{info[8:]}",
    )
    # Who sent no MAC speaks the classic dialect, and could not read one.
    yield from send_sealed(None if request.mac is None else arrival.terminal.session, arrival.line, reply)


def answer_totals(memory: HostMemory, arrival: Arrival, totals: str, rrn: str | None = None) -> Script:
    """Send the host's totals, as they are kept, results in them."""
    cards, codes = totals_fields(totals)
    yield from answer(memory, arrival, DONE, rrn=rrn, private_data=cards, terminal_information=codes)
