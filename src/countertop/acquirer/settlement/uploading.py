"""Batch upload (批上送, 0320): what the terminal has, one record after the other, and what becomes of each, once.

    matched         both have it, with one amount
    amount_differs  the host counts another amount, or nothing: a person must look
    restored        the host had lost it: it is an approved transaction again, and a person must find out why
    too_late        the host has nothing of it, and two persons had closed the batch already: a person must look
    host_only       (at the end) the host counts it and the terminal never told: a person must look

A record that comes again finds its disposition and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import asdict
from itertools import chain
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.records import AttemptDecided, AttemptReceived
from countertop.acquirer.settlement.answers import DONE, answer
from countertop.acquirer.settlement.gate import FORMAT, gate_fault
from countertop.acquirer.settlement.judging import Disposed, disposition_of, noted
from countertop.acquirer.settlement.reckoning import Reckoning
from countertop.acquirer.settlement.records import UploadReceived
from countertop.acquirer.settlement.standing import BATCH, BatchEvent, Refused, frozen_batch, last_closed
from countertop.acquirer.settlement.tables import Disposition
from countertop.acquirer.settlement.told import Told, read_copy, read_details
from countertop.acquirer.settlement.too_late import take_late
from countertop.acquirer.tables import Outcome
from countertop.hsm import ProtectedPan, ProtectPan
from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.hops import hop_text
from countertop.stage import Append, AskHsm, Effect, KeyTaken, Script

__all__ = ["receive_copy", "receive_details"]

OTHER_BATCH = "77"


def receive_details(memory: HostMemory, arrival: Arrival) -> Script:
    """Take up to eight details."""
    yield from _receive(memory, arrival, read_details)


def receive_copy(memory: HostMemory, arrival: Arrival) -> Script:
    """Take the copy of an advice."""
    yield from _receive(memory, arrival, read_copy)


def _receive(memory: HostMemory, arrival: Arrival, read: Callable[[Message], list[Told]]) -> Script:
    request, terminal = arrival.request, arrival.terminal
    fault = yield from gate_fault(memory, arrival)
    try:
        told = [] if fault else read(request)
    except SubfieldError:
        fault = FORMAT
    if fault:
        yield from answer(memory, arrival, fault)
        return
    if (request.transaction_info or "")[2:8] != terminal.batch_number:
        closed = yield from last_closed(arrival)
        if closed is not None and closed["approved_by"] is not None:
            yield from take_late(memory, arrival, told, closed["batch_instance"])
        yield from answer(memory, arrival, DONE if closed is not None else OTHER_BATCH)
        return
    state, frozen, reckoning = yield from frozen_batch(memory, terminal)
    if frozen is not None and memory.frozen.get(terminal.terminal_id) is not frozen:
        return  # its batch was closed while it was looked at: let it ask again
    step = BATCH[state, BatchEvent.DETAILS]
    if isinstance(step, Refused):
        yield from answer(memory, arrival, step.response_code)
        return
    assert frozen is not None
    assert reckoning is not None
    yield from _dispose(memory, arrival, told, reckoning)
    if memory.frozen.get(terminal.terminal_id) is frozen:  # else as above
        yield from answer(memory, arrival, DONE)


def _dispose(memory: HostMemory, arrival: Arrival, told: list[Told], reckoning: Reckoning) -> Script:
    terminal, again = arrival.terminal, "acquirer.upload-posts-twice" in memory.planted
    frozen = memory.frozen[terminal.terminal_id]
    left = [(terminal.key_head + each.stan, each) for each in told]
    left = [(key, each) for key, each in left if again or key not in reckoning.disposed]
    if not left:
        memory.counts["uploaded-again"] += 1
        return
    disposed: Disposed = []
    restored: list[tuple[AttemptReceived, AttemptDecided]] = []
    for key, each in left:
        own_key = f"{key}|{memory.numbers.draw()}" if key in reckoning.disposed else key  # the planted fault alone
        disposition, host_amount = disposition_of(reckoning, own_key, each)
        disposed.append([own_key, each.stan, disposition, each.amount, host_amount])
        if disposition == Disposition.RESTORED:
            restored.append((yield from _restored(memory, arrival, own_key, each)))
    if memory.frozen.get(terminal.terminal_id) is not frozen:
        return
    uploaded = UploadReceived(
        terminal.terminal_id, terminal.batch_instance, arrival.request.stan or "", disposed, arrival.utc
    )
    if not (yield from _written(uploaded, restored)):
        return
    for received, _ in restored:
        reckoning.restore(asdict(received))
    reckoning.disposed.update(str(row[0]) for row in disposed)
    yield from noted(memory, terminal.terminal_id, disposed)


def _written(
    uploaded: UploadReceived, restored: list[tuple[AttemptReceived, AttemptDecided]]
) -> Generator[Effect, Any, bool]:
    """Write what became of a message's records; False when another copy of it was faster."""
    written = yield Append(uploaded.terminal_id, uploaded, *chain.from_iterable(restored))
    if isinstance(written, KeyTaken) and written.table == "claim":  # what it undid is still known to be undone
        for received, _ in restored:
            received.original_key = None
        written = yield Append(uploaded.terminal_id, uploaded, *chain.from_iterable(restored))
    return not isinstance(written, KeyTaken)


def _restored(
    memory: HostMemory, arrival: Arrival, key: str, told: Told
) -> Generator[Effect, Any, tuple[AttemptReceived, AttemptDecided]]:
    """Return a transaction that the host had lost, as the slip in the terminal proves it."""
    terminal, reading = arrival.terminal, memory.clock.read(arrival.utc)
    protected = None
    if told.pan is not None:
        (protected,) = yield AskHsm(ProtectPan(told.pan, terminal.merchant.merchant_id))
        assert isinstance(protected, ProtectedPan)
    serial = memory.numbers.draw()
    received = AttemptReceived(
        attempt_key=key,
        kind=told.kind,
        terminal_id=terminal.terminal_id,
        merchant_id=terminal.merchant.merchant_id,
        merchant_category=terminal.merchant.category,
        batch_instance=terminal.batch_instance,
        batch_number=terminal.batch_number,
        stan=told.stan,
        serial=serial,
        rrn=told.rrn or rrn_of(reading.reference_day, serial),
        transit_key="",
        amount=told.amount,
        currency=arrival.request.currency or "156",
        processing_code="",
        entry_mode="",
        condition_code="",
        pan_token=None if protected is None else protected.token,
        pan_cipher=None if protected is None else protected.cipher,
        masked_pan=None if told.pan is None else told.pan.masked(),
        operator=None,
        supervisor=None,
        original_key=None if told.original_stan is None else terminal.key_head + told.original_stan,
        received_at=arrival.utc,
        request=hop_text(arrival.request),
    )
    decided = AttemptDecided(
        attempt_key=key,
        outcome=Outcome.APPROVED,
        response_code="00",
        approval_code=told.approval_code,
        settlement_date=reading.settlement_date,
        local_date=reading.local_date,
        local_time=reading.local_time,
        receiving_id=None,
        cause="upload",
        decided_at=arrival.utc,
        answer=None,
    )
    return received, decided
