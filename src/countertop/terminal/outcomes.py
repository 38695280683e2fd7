"""What is kept, and what is told, of a decided transaction."""

from __future__ import annotations

from typing import Any

from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.hops import hop_text
from countertop.iso8583.private.scanned import read_scanned
from countertop.terminal.draft import Draft
from countertop.terminal.kinds import KINDS, Names
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Machine
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.slips import Slip
from countertop.values import Instant
from countertop.values.moments import local_time, with_year

__all__ = ["decided", "owed_facts", "prepared_of", "stored_outcome", "transaction_facts"]

_SCHEME = 3


def prepared_of(machine: Machine, draft: Draft, message: Message, utc: int) -> AttemptPrepared:
    """Return the record of an intent: what a reversal or a repetition needs of it."""
    target = draft.target
    return AttemptPrepared(
        terminal_id=machine.terminal_id,
        batch_number=draft.batch_number,
        stan=message.stan or "",
        kind=draft.kind.name,
        amount=draft.amount,
        currency=draft.currency,
        processing_code=message.processing_code or "",
        entry_mode=message.entry_mode or "",
        condition_code=message.condition_code or "",
        transaction_info=message.transaction_info or "",
        original_info=message.original_info,
        original_stan=draft.original.stan,
        original_rrn=message.rrn,
        original_approval_code=message.approval_code,
        pan_token=draft.card.protected.token,
        pan_cipher=draft.card.protected.cipher,
        masked_pan=draft.card.masked_pan,
        operator=draft.operator,
        supervisor=draft.supervisor,
        prepared_at=utc,
        request=hop_text(message),
        original_date=draft.original.date,
        tip=draft.tip,
        target_token=None if target is None else target.protected.token,
        target_cipher=None if target is None else target.protected.cipher,
        target_masked=None if target is None else target.masked_pan,
        account=draft.account,
        waived=draft.waived,
        waived_limit=draft.waived_limit,
        till_request=draft.till_request,
    )


def stored_outcome(prepared: AttemptPrepared, date: str, time: str, utc: int) -> AttemptDecided:
    """Return a stored transaction as its slip shows it, before and after the host heard of it."""
    return AttemptDecided(
        terminal_id=prepared.terminal_id,
        batch_number=prepared.batch_number,
        stan=prepared.stan,
        state=TransactionState.STORED.value,
        reason=None,
        response_code=None,
        approval_code=prepared.original_approval_code if KINDS[prepared.kind].names is Names.VOICE else None,
        rrn=None,
        host_date=date,
        host_time=time,
        settlement_date=None,
        institutions=None,
        scheme=None,
        remark=None,
        decided_at=utc,
        answer=None,
    )


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
        if machine.keeps_balances:
            remark = told.balance
    host_date, host_time = host_moment or machine.local_moment(moment.utc)
    scanned = told is not None and KINDS[prepared.kind].is_scanned
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
        wallet_number=_wallet_number(answer) if scanned and answer is not None else None,
    )


def _wallet_number(answer: Message) -> str | None:
    try:
        return read_scanned(answer.qr_data).wallet_number
    except SubfieldError:
        return None


def owed_facts(prepared: AttemptPrepared, state: TransactionState) -> dict[str, Any]:
    """Return what a program is told of a transaction that has no outcome yet."""
    return {
        "kind": prepared.kind,
        "state": state.value,
        "batch_number": prepared.batch_number,
        "voucher_number": prepared.stan,
        "amount": prepared.amount,
        "currency": prepared.currency,
        "card": prepared.masked_pan,
        "entry_mode": prepared.entry_mode,
        "operator": prepared.operator,
        "supervisor": prepared.supervisor,
        "original_voucher_number": prepared.original_stan,
        "original_rrn": prepared.original_rrn,
        "original_approval_code": prepared.original_approval_code,
        "original_date": prepared.original_date,
    }


def transaction_facts(
    prepared: AttemptPrepared, record: AttemptDecided, slips: tuple[Slip, ...] = ()
) -> dict[str, Any]:
    """Return what a program is told of a transaction, with its slips where it has some."""
    told = {"slips": {slip.copy: slip for slip in slips}} if slips else {}
    return {
        **owed_facts(prepared, TransactionState(record.state)),
        "response_code": record.response_code,
        "approval_code": record.approval_code,
        "rrn": record.rrn,
        "date": record.host_date,
        "time": record.host_time,
        "reason": record.reason,
        "wallet_number": record.wallet_number,
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
