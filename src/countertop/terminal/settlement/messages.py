"""The messages of a settlement (Q/CUP 009, batch messages): 0500 with totals, 0320 with details, copies, the end."""

from __future__ import annotations

from typing import Any, Final

from countertop.iso8583 import Message
from countertop.iso8583.private import (
    Group,
    UploadDetail,
    UploadProof,
    totals_fields,
    write_upload_details,
    write_upload_proofs,
)
from countertop.iso8583.private.transaction import TransactionInfo
from countertop.terminal.draft import CURRENCY
from countertop.terminal.machine import Installation
from countertop.terminal.settlement.reckoning import Counted
from countertop.values import Pan

__all__ = ["advice_copy", "details", "end", "totals"]

_MANAGEMENT: Final = "00"
_PROOFS: Final = "UP"
_WITHOUT_PIN: Final = "2"
_CARD: Final = {Group.DOMESTIC: "00", Group.FOREIGN: "01", Group.CODES: "00"}
"""Card types of details (48.1); what has no card number either was paid by code."""


def _batch_message(place: Installation, mti: str, batch_number: str, stan: str, code: str, **fields: Any) -> Message:
    info = TransactionInfo(_MANAGEMENT, batch_number, code).text()
    return Message(
        mti,
        tpdu=place.tpdu,
        header=place.header,
        stan=stan,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        transaction_info=info,
        **fields,
    )


def totals(place: Installation, batch_number: str, text: str, operator: str, stan: str) -> Message:
    """Build the request to compare (0500, 60.3 201)."""
    cards, codes = totals_fields(text)
    told = {"private_data": cards, "currency": CURRENCY, "reserved_data": f"{operator:0>3}"}
    return _batch_message(place, "0500", batch_number, stan, "201", **told, terminal_information=codes)


def details(
    place: Installation,
    batch_number: str,
    transactions: list[Counted],
    pans: list[Pan],
    stan: str,
    *,
    proven: bool,
) -> Message:
    """Build one message of details (0320, 60.3 201); `proven` adds in F46 what a host needs to restore each."""
    lines = [
        UploadDetail(_CARD[each.group], each.row["stan"], pan, each.amount)
        for each, pan in zip(transactions, pans, strict=True)
    ]
    proofs = write_upload_proofs([_proof(each) for each in transactions])
    told = {"private_data": write_upload_details(lines), "currency": CURRENCY}
    if proven:
        told["terminal_information"] = f"{_PROOFS}{len(proofs):03d}{proofs}"
    return _batch_message(place, "0320", batch_number, stan, "201", **told)


def advice_copy(place: Installation, batch_number: str, each: Counted, pan: Pan) -> Message:
    """Build the copy of a refund or an advice (0320): as it was, under its own STAN, without PIN and MAC."""
    row = each.row
    entry_mode = row["entry_mode"]
    return Message(
        "0320",
        tpdu=place.tpdu,
        header=place.header,
        pan=pan if pan.reveal() else None,
        processing_code=row["processing_code"],
        amount=f"{each.amount:012d}",
        stan=row["stan"],
        entry_mode=entry_mode[:2] + _WITHOUT_PIN,
        condition_code=row["condition_code"],
        rrn=row["rrn"],
        approval_code=row["approval_code"],
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        currency=row["currency"],
        transaction_info=f"{each.kind.message_type}{batch_number}{row['transaction_info'][8:]}",
        original_info=row["original_info"],
        reserved_data="CUP" if row["scheme"] is None else row["scheme"],
    )


def end(place: Installation, batch_number: str, count: int, stan: str, *, balanced: bool) -> Message:
    """Build the end (0320, 60.3 207 when both groups balanced, else 202), with how many records were sent."""
    return _batch_message(place, "0320", batch_number, stan, "207" if balanced else "202", private_data=f"{count:04d}")


def _proof(each: Counted) -> UploadProof:
    row = each.row
    approval_code = f"{row['approval_code'] or '':<6}"
    return UploadProof(
        each.kind.message_type, f"{row['rrn'] or '':<12}", approval_code, row["original_stan"] or "000000"
    )
