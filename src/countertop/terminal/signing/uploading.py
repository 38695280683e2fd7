"""Telling the host of signatures (0820, 60.1 = 07, 60.3 = 800), one by one, while nobody is at the terminal.

It goes under the STAN and batch of its transaction, with a MAC. An answer that keeps it or refuses it for good ends it;
silence and everything else leave it for the next time. Before a settlement they are tried once more.
"""

from __future__ import annotations

from typing import Final

from countertop.codec.tlv import build
from countertop.iso8583 import Message
from countertop.stage import LookAtClock, Note, Script
from countertop.terminal.lifecycle import MachineState
from countertop.terminal.machine import Machine
from countertop.terminal.management.standing import Seal, Step
from countertop.terminal.messages import transaction_info
from countertop.terminal.signing.keeping import KEPT, Signature, forgotten, settlement_day
from countertop.terminal.signing.records import SignatureUploaded
from countertop.values import SECOND
from countertop.words import CATALOGUE

__all__ = ["PATIENCE", "UPLOAD", "is_due"]

PATIENCE: Final = 5 * SECOND
"""How long an upload waits for its answer: somebody may want to pay."""

REFUSED: Final = frozenset({"12", "25", "30", "94"})
"""Answers that will be the same next time: no such transaction, another picture before, or no picture at all."""

_MESSAGE_TYPE, _NETWORK_CODE = "07", "800"
_ENCODING: Final = "gbk"


def is_due(machine: Machine) -> bool:
    """Tell whether there is a signature to tell of, and a key to seal it with."""
    standing = machine.standing
    return bool(standing.signatures) and not standing.rests and machine.state is MachineState.SIGNED_IN


def _stan(machine: Machine) -> str:
    return _first(machine).prepared.stan


def _build(machine: Machine, stan: str) -> Message:
    signature, place = _first(machine), machine.installation
    prepared, record = signature.prepared, signature.record
    return Message(
        "0820",
        tpdu=place.tpdu,
        header=place.header,
        amount=f"{prepared.amount:012d}",
        stan=stan,
        settlement_date=settlement_day(record),
        rrn=record.rrn,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        icc_data=build(_described(machine, signature)),
        transaction_info=transaction_info(_MESSAGE_TYPE, prepared.batch_number)[:8] + _NETWORK_CODE,
        extended_data=signature.picture,
    )


def _described(machine: Machine, signature: Signature) -> list[tuple[str, bytes]]:
    """Return the private tags that say what was signed."""
    prepared, record = signature.prepared, signature.record
    told = {
        "FF00": machine.installation.merchant_name_zh,
        "FF01": CATALOGUE[f"slip.kind_{prepared.kind}"][0],
        "FF02": prepared.operator,
        "FF06": record.host_date.replace("-", "") + record.host_time,
        "FF07": record.approval_code,
        "FF08": None if prepared.tip is None else f"{prepared.tip:012d}",
        "FF0A": prepared.currency,
        "FF60": prepared.original_stan,
        "FF62": prepared.original_rrn,
        "FF64": prepared.original_approval_code,
    }
    return [(tag, value.encode(_ENCODING)[:40]) for tag, value in told.items() if value]


def _told(machine: Machine, answer: Message) -> Script:
    signature, code = _first(machine), answer.response_code or ""
    moment = yield LookAtClock()
    yield machine.append(SignatureUploaded(*signature.key, code, moment.utc))
    machine.standing.signatures.remove(signature)
    if code != KEPT:
        yield Note("alarm", "terminal.signature_refused", stan=signature.prepared.stan, code=code)
    elif signature.prepared.batch_number != machine.batch_number:
        yield from forgotten(machine, signature.prepared.batch_number)


def _first(machine: Machine) -> Signature:
    signature: Signature = machine.standing.signatures[0]
    return signature


UPLOAD: Final = Step(_build, _told, seal=Seal.ALWAYS, ending=frozenset({KEPT}) | REFUSED, stan=_stan, patience=PATIENCE)
