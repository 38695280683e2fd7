"""Signatures as the terminal holds them: those the host has not got, and those of the slips it can still print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any, Final

from countertop.hsm import HsmRefusal, RevealData
from countertop.signature import Bitmap, expand
from countertop.stage import AskHsm, LookAtClock, Note, Read, Script
from countertop.terminal.conversation import Steps
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Attempt, Machine
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.signing.records import SignatureForgotten
from countertop.terminal.signing.tables import FORGOTTEN, SIGNATURE_OF, SIGNATURES_IN_BATCH, SIGNATURES_WAITING
from countertop.terminal.tables import ATTEMPT_BY_VOUCHER

__all__ = ["KEPT", "Signature", "forgotten", "load", "picture_of", "settlement_day", "standing_of", "statuses"]

KEPT: Final = "00"
"""The host's answer where it keeps a signature."""

_OUTCOME_FIELDS: Final = tuple(field.name for field in fields(AttemptDecided))


class Signature:
    """One that the host has not got: its transaction, and the compressed picture."""

    __slots__ = ("picture", "prepared", "record")

    def __init__(self, prepared: AttemptPrepared, record: AttemptDecided, picture: bytes) -> None:
        self.prepared = prepared
        self.record = record
        self.picture = picture

    @property
    def key(self) -> tuple[str, str, str]:
        """Terminal, batch and STAN: the key of its rows."""
        return (self.prepared.terminal_id, self.prepared.batch_number, self.prepared.stan)


def settlement_day(record: AttemptDecided) -> str:
    """Return MMDD of the settlement, as the host told it, else of the transaction."""
    return record.settlement_date or record.host_date.replace("-", "")[4:]


def load(machine: Machine) -> Script:
    """Take up what the host has not got; what the HSM gives back no more stays here and is an alarm."""
    for row in (yield Read(SIGNATURES_WAITING, machine.terminal_id)):
        (picture,) = yield AskHsm(RevealData(row["signature_cipher"]))
        if isinstance(picture, HsmRefusal):
            yield Note("alarm", "terminal.signature_unreadable", stan=row["stan"], reason=picture.message)
            continue
        (found,) = yield Read(ATTEMPT_BY_VOUCHER, row["terminal_id"], row["batch_number"], row["stan"])
        prepared = Attempt.of_row(found, TransactionState.COMPLETED).prepared
        record = AttemptDecided(**{name: found[name] for name in _OUTCOME_FIELDS})
        machine.standing.signatures.append(Signature(prepared, record, picture))


def picture_of(prepared: AttemptPrepared) -> Steps[Callable[[], Bitmap] | None]:
    """Return what draws the signature of a transaction, None where there is none on the pad or it is forgotten."""
    rows = yield Read(SIGNATURE_OF, prepared.terminal_id, prepared.batch_number, prepared.stan)
    if not rows or rows[0]["signature_cipher"] == FORGOTTEN:
        return None
    (picture,) = yield AskHsm(RevealData(rows[0]["signature_cipher"]))
    if isinstance(picture, HsmRefusal):
        yield Note("alarm", "terminal.signature_unreadable", stan=prepared.stan, reason=picture.message)
        return None
    return partial(expand, picture)


def standing_of(row: Mapping[str, Any]) -> str:
    """Return where a signature stands: `waiting`, `sent`, or `failed` where the host will not have it."""
    code = row["upload_code"]
    return "waiting" if code is None else "sent" if code == KEPT else "failed"


def statuses(machine: Machine, batch_number: str) -> Steps[dict[str, str]]:
    """Return where the signatures of a batch stand, by voucher number."""
    rows = yield Read(SIGNATURES_IN_BATCH, machine.terminal_id, batch_number)
    return {row["stan"]: standing_of(row) for row in rows}


def forgotten(machine: Machine, batch_number: str) -> Script:
    """Forget the pictures of a closed batch that the host keeps."""
    rows = yield Read(SIGNATURES_IN_BATCH, machine.terminal_id, batch_number)
    done = [row for row in rows if standing_of(row) == "sent" and row["signature_cipher"] != FORGOTTEN]
    if done:
        moment = yield LookAtClock()
        key = (machine.terminal_id, batch_number)
        yield machine.append(*(SignatureForgotten(*key, row["stan"], moment.utc) for row in done))
