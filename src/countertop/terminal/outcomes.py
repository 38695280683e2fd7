"""What is kept, and what is told, of a decided transaction."""

from __future__ import annotations

from typing import Any

from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Machine
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.slips import Slip
from countertop.values import Instant
from countertop.values.moments import local_time, with_year

__all__ = ["decided", "transaction_facts"]

_SCHEME = 3


def decided(
    machine: Machine,
    prepared: AttemptPrepared,
    state: TransactionState,
    moment: Instant,
    *,
    reason: str | None = None,
    answer: Message | None = None,
) -> AttemptDecided:
    """Return the record of an outcome; without an answer its date and time are the terminal's own."""
    told = answer if state in (TransactionState.COMPLETED, TransactionState.DECLINED) else None
    host_moment = scheme = remark = None
    if told is not None:
        host_moment = _host_moment(machine, told, moment)
        reserved = told.reserved_data if isinstance(told.reserved_data, str) else ""
        scheme, remark = reserved[:_SCHEME].strip() or None, " ".join(reserved[_SCHEME:].split()) or None
    host_date, host_time = host_moment or machine.local_moment(moment.utc)
    return AttemptDecided(
        terminal_id=prepared.terminal_id,
        batch_number=prepared.batch_number,
        stan=prepared.stan,
        state=state.value,
        reason=reason,
        response_code=None if answer is None else answer.response_code,
        approval_code=None if told is None else told.approval_code,
        rrn=None if told is None else told.rrn,
        host_date=host_date,
        host_time=host_time,
        settlement_date=None if told is None else told.settlement_date,
        institutions=None if told is None else told.additional_response,
        scheme=scheme,
        remark=remark,
        decided_at=moment.utc,
        answer=None if answer is None else hop_text(answer),
    )


def transaction_facts(
    prepared: AttemptPrepared, record: AttemptDecided, slips: tuple[Slip, ...] = ()
) -> dict[str, Any]:
    """Return what a program is told of a transaction, with its slips where it has some."""
    told = {"slips": {slip.copy: slip for slip in slips}} if slips else {}
    return {
        "kind": prepared.kind,
        "state": record.state,
        "batch_number": prepared.batch_number,
        "voucher_number": prepared.stan,
        "amount": prepared.amount,
        "currency": prepared.currency,
        "card": prepared.masked_pan,
        "entry_mode": prepared.entry_mode,
        "operator": prepared.operator,
        "supervisor": prepared.supervisor,
        "original_voucher_number": prepared.original_stan,
        "response_code": record.response_code,
        "approval_code": record.approval_code,
        "rrn": record.rrn,
        "date": record.host_date,
        "time": record.host_time,
        "reason": record.reason,
        **told,
    }


def _host_moment(machine: Machine, answer: Message, moment: Instant) -> tuple[str, str] | None:
    """Return date and time as the host gave them, the year added; None where it gave none that exist."""
    if answer.local_date is None or answer.local_time is None:
        return None
    near = local_time(moment.utc, machine.installation.zone).date()
    try:
        return with_year(answer.local_date, near).isoformat(), answer.local_time
    except ValueError:
        return None
