"""What a terminal tells of a transaction in an upload: a detail (F48) with its proof (F46), or an advice's copy."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.iso8583 import Message
from countertop.iso8583.errors import MatrixError, SubfieldError
from countertop.iso8583.matrix import Direction, check
from countertop.iso8583.private import UploadProof, read_upload_details, read_upload_proofs
from countertop.values import Pan

__all__ = ["PROOFS", "Told", "read_copy", "read_details"]

PROOFS = "UP"
"""Tag of the proofs in field 46, with a length of three digits, as the people's tags there."""

_KINDS = {
    ("22", True): "sale",
    ("23", True): "void",
    ("20", True): "completion",
    ("21", True): "completion_void",
    ("22", False): "qr_sale",
    ("23", False): "qr_void",
}
"""60.1, and whether there is a card -> kind."""

_COPY = "_upload"
_NO_ORIGINAL = "000000"
_UNPROVEN = UploadProof("22", "", "", _NO_ORIGINAL)


@dataclass(slots=True)
class Told:
    """One transaction as the terminal has it; `amount` in minor units, `rrn` empty where it was not told."""

    stan: str
    kind: str
    amount: int
    pan: Pan | None
    rrn: str
    approval_code: str | None
    original_stan: str | None


def read_details(request: Message) -> list[Told]:
    """Read the details of an upload; without proofs each counts as a sale. Raises SubfieldError."""
    details = read_upload_details(request.private_data or "")
    proofs = read_upload_proofs(_proofs(request.terminal_information)) or [_UNPROVEN] * len(details)
    if len(proofs) != len(details):
        raise SubfieldError(46, 0, f"{len(proofs)} proofs for {len(details)} details")
    told = []
    for detail, proof in zip(details, proofs, strict=True):
        has_card = bool(detail.pan.reveal())
        kind = _KINDS.get((proof.message_type, has_card))
        if kind is None:
            raise SubfieldError(46, 0, f"60.1 {proof.message_type} is nothing that details are sent of")
        pan = detail.pan if has_card else None
        original_stan = None if proof.original_stan == _NO_ORIGINAL else proof.original_stan
        approval_code = proof.approval_code.strip() or None
        told.append(Told(detail.stan, kind, detail.amount, pan, proof.rrn.strip(), approval_code, original_stan))
    return told


def read_copy(request: Message) -> list[Told]:
    """Read the copy of an advice, as one thing told; raises SubfieldError when it is none."""
    try:
        kind = check(request, Direction.REQUEST).name.removesuffix(_COPY)
    except MatrixError as fault:
        raise SubfieldError(60, 0, str(fault)) from None
    rrn, amount = request.rrn or "", int(request.amount or 0)
    return [Told(request.stan or "", kind, amount, request.pan, rrn, request.approval_code, None)]


def _proofs(text: str | None) -> str:
    rest = text or ""
    while rest:
        tag, length, rest = rest[:2], rest[2:5], rest[5:]
        if not length.isascii() or not length.isdigit() or len(rest) < int(length):
            raise SubfieldError(46, 0, f"{tag!r} has no length, or is longer than the field")
        value, rest = rest[: int(length)], rest[int(length) :]
        if tag == PROOFS:
            return value
    return ""
