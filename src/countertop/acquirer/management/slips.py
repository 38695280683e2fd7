"""Slips made again from the host's journal, as the terminal printed them but for the mark that they are duplicates.

Those of a merchant's console are printed from here alone, and are none.

What no other field tells, field 46 does (`TerminalInformation`); without it a slip lacks operator, account, what was
waived, and the moment of a transaction that was stored first. One that was stored had been printed before the host
answered: reference, banks and remark are not on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from countertop.acquirer.kept import kept_message
from countertop.acquirer.kinds import KINDS, FoundBy
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.replies import institutions, wallet_number_of
from countertop.codec.bcd import is_digits
from countertop.iso8583.hops import read_hop
from countertop.iso8583.matrix import Totals
from countertop.iso8583.private.information import read_information
from countertop.signature import Bitmap
from countertop.slips import Slip
from countertop.slips.facts import Sort, transaction_facts
from countertop.values.moments import local_time, with_year

__all__ = ["slip_of"]

Row = Mapping[str, Any]

_MINUS = frozenset({"preauthorisation_void"})
"""Kinds that count on neither side of the totals and take something back all the same."""

_TIPS = "tip_adjustment"
_CODE = "03"
"""What F22 begins with where somebody pays by a code."""


@dataclass(slots=True)
class _Place:
    merchant_name_zh: str
    merchant_name_en: str
    merchant_id: str
    terminal_id: str


@dataclass(slots=True)
class _Intent:
    kind: str
    amount: int
    currency: str
    entry_mode: str
    batch_number: str
    stan: str
    masked_pan: str
    operator: str
    supervisor: str | None
    original_stan: str | None
    original_rrn: str | None
    original_approval_code: str | None
    original_date: str | None
    target_masked: str | None
    tip: int | None
    account: str | None
    waived: str | None
    waived_limit: int | None


@dataclass(slots=True)
class _Outcome:
    response_code: str | None
    approval_code: str | None
    rrn: str | None
    host_date: str
    host_time: str
    institutions: str | None
    remark: str | None = None
    wallet_number: str | None = None


@dataclass(slots=True)
class _Style:
    slip_columns: int
    slip_chinese: bool
    slip_english: bool
    demo: bool


def slip_of(
    memory: HostMemory,
    attempt: Row,
    target: Row | None,
    copy: str,
    signature: Callable[[], Bitmap] | None = None,
) -> Slip:
    """Return a copy of the slip of an approved attempt: its row joined with its decision, and a transfer's target.

    `signature` draws what was signed on the terminal's pad.
    """
    kind, settings = KINDS[attempt["kind"]], memory.settings
    sort = Sort(kind.found_by.value, kind.row.totals is Totals.CREDIT or kind.name in _MINUS)
    merchant = memory.registry.merchants[attempt["merchant_id"]]
    place = _Place(merchant.name, merchant.name_en, merchant.merchant_id, attempt["terminal_id"])
    is_again = not memory.registry.is_console(attempt["terminal_id"])
    facts = partial(transaction_facts, place, _intent(attempt, target), _outcome(memory, attempt), sort)
    style = _Style(settings.slip_columns, slip_chinese=True, slip_english=True, demo=settings.demo)
    return Slip("transaction", facts, copy, style, duplicate=is_again, signature=signature)


def _intent(attempt: Row, target: Row | None) -> _Intent:
    request = kept_message(attempt["request"])
    original, told = request.original_info or "", read_information(request.terminal_information)
    return _Intent(
        kind=attempt["kind"],
        amount=attempt["amount"],
        currency=attempt["currency"],
        entry_mode=attempt["entry_mode"],
        batch_number=attempt["batch_number"],
        stan=attempt["stan"],
        masked_pan=_payer(attempt),
        operator=attempt["operator"] or "",
        supervisor=attempt["supervisor"],
        original_stan=original[6:12] or None,
        original_rrn=request.rrn,
        original_approval_code=request.approval_code,
        original_date=original[12:16] or None,
        target_masked=None if target is None else target["target_masked"],
        tip=_tip(attempt),
        account=told.account,
        waived=told.waived,
        waived_limit=told.waived_limit,
    )


def _payer(attempt: Row) -> str:
    """Return who pays; a terminal that refunds a code by its reference never learns which code it was."""
    is_by_code = attempt["entry_mode"].startswith(_CODE)
    if is_by_code and KINDS[attempt["kind"]].found_by is FoundBy.REFERENCE:
        return ""
    return attempt["masked_pan"] or ""


def _tip(attempt: Row) -> int | None:
    """Return what field 48 adds to the original's amount, of a kind that adds something."""
    tip = read_hop(attempt["request"]).get("private_data", "") if attempt["kind"] == _TIPS else ""
    return int(tip) if is_digits(tip) and tip else None


def _outcome(memory: HostMemory, attempt: Row) -> _Outcome:
    request = kept_message(attempt["request"])
    taken_at = read_information(request.terminal_information).taken_at
    if taken_at is not None:
        return _stored(attempt, taken_at, request.approval_code)
    near = local_time(attempt["decided_at"], memory.registry.zone).date()
    return _Outcome(
        response_code=attempt["response_code"],
        approval_code=attempt["approval_code"],
        rrn=attempt["rrn"],
        host_date=with_year(attempt["local_date"], near).isoformat(),
        host_time=attempt["local_time"],
        institutions=institutions(attempt["receiving_id"], memory.acquirer_id),
        wallet_number=wallet_number_of(attempt),
    )


def _stored(attempt: Row, taken_at: str, approval_code: str | None) -> _Outcome:
    """Return the outcome as the terminal printed it before the host knew; a code is on it if the voice desk gave it."""
    day, time = f"{taken_at[:4]}-{taken_at[4:6]}-{taken_at[6:8]}", taken_at[8:]
    told_by_voice = KINDS[attempt["kind"]].found_by is FoundBy.NOTHING
    return _Outcome(None, approval_code if told_by_voice else None, None, day, time, None)
