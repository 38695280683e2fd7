"""Signatures from terminals (0820, 60.1 = 07, 60.3 = 800, with MACs): each is judged, kept once, and shown on its slip.

It must belong to an approved transaction of that terminal and bear that transaction's code; so a picture that was taken
for another is refused, as is a second picture for the same. The same one again is acknowledged again. At rest the
picture is encrypted, and the HSM alone gives it back.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, Final

from countertop.acquirer import tables as journal
from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.flows.managed import DONE, managed_answer
from countertop.acquirer.management.proving import proven_session
from countertop.acquirer.management.records import SignatureReceived
from countertop.acquirer.management.tables import SIGNATURE_BY_KEY
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.tables import Outcome
from countertop.hsm import HsmRefusal, ProtectData, RevealData
from countertop.iso8583 import Message
from countertop.signature import Bitmap, PictureError, bears, expand, transaction_code
from countertop.stage import Append, AskHsm, Effect, KeyTaken, Note, Read, Script

__all__ = ["receive_signature", "signature_of"]

NO_PICTURE: Final = "30"
NO_SUCH_TRANSACTION: Final = "25"
OF_ANOTHER: Final = "12"
ANOTHER_BEFORE: Final = "94"
LATER: Final = "96"

_MESSAGE_TYPE: Final = "07"

Row = Mapping[str, Any]


def receive_signature(memory: HostMemory, arrival: Arrival) -> Script:
    """Judge a signature and say so, sealed."""
    request, terminal = arrival.request, arrival.terminal
    session = yield from proven_session(memory, arrival)
    if session is None:
        return
    code = yield from _judged(arrival)
    arrival.ask(memory.management.asked.get(terminal.terminal_id))
    reply = managed_answer(memory, arrival, code, rrn=request.rrn)
    reply.transaction_info = request.transaction_info
    yield from send_sealed(session, arrival.line, reply)


def _judged(arrival: Arrival) -> Generator[Effect, Any, str]:
    """Return the response code; what it is, is written down where it is kept."""
    request, terminal_id = arrival.request, arrival.terminal.terminal_id
    picture = request.extended_data or b""
    rows = yield Read(journal.ATTEMPT_BY_RRN, request.rrn or "")
    found = next((row for row in rows if _is_of(row, request, terminal_id)), None)
    if found is None:
        yield Note("alarm", "acquirer.signature-of-nothing", terminal_id=terminal_id, rrn=request.rrn)
        return NO_SUCH_TRANSACTION
    try:
        drawing = expand(picture)
    except PictureError:
        return NO_PICTURE
    code = transaction_code(found["settlement_date"], found["rrn"], found["stan"], found["amount"])
    if not bears(drawing, code):
        yield Note("alarm", "acquirer.signature-of-another", terminal_id=terminal_id, rrn=request.rrn)
        return OF_ANOTHER
    return (yield from _kept(arrival, found, picture))


def _is_of(row: Row, request: Message, terminal_id: str) -> bool:
    """Tell whether a row is the approved transaction that a request names."""
    info = request.transaction_info or ""
    named = (request.merchant_id, info[2:8], request.stan, request.amount, request.settlement_date, info[:2])
    day = row["settlement_date"]
    is_named = named == (
        *(row["merchant_id"], row["batch_number"], row["stan"], f"{row['amount']:012d}", day, _MESSAGE_TYPE),
    )
    return is_named and row["terminal_id"] == terminal_id and row["outcome"] == Outcome.APPROVED


def _kept(arrival: Arrival, found: Row, picture: bytes) -> Generator[Effect, Any, str]:
    """Write it down once."""
    (cipher,) = yield AskHsm(ProtectData(picture))
    if isinstance(cipher, HsmRefusal):
        yield Note("alarm", "acquirer.signature-not-kept", rrn=found["rrn"], reason=cipher.message)
        return LATER
    digest, key = sha256(picture).hexdigest(), found["attempt_key"]
    received = SignatureReceived(key, found["terminal_id"], found["rrn"], digest, cipher, arrival.utc)
    written = yield Append(found["terminal_id"], received)
    if isinstance(written, KeyTaken) and written.existing["signature_digest"] != digest:
        yield Note("alarm", "acquirer.signature-differs", terminal_id=found["terminal_id"], rrn=found["rrn"])
        return ANOTHER_BEFORE
    return DONE


def signature_of(attempt_key: str) -> Generator[Effect, Any, Callable[[], Bitmap] | None]:
    """Return what draws the signature of a transaction, None where the host has none."""
    rows = yield Read(SIGNATURE_BY_KEY, attempt_key)
    if not rows:
        return None
    (picture,) = yield AskHsm(RevealData(rows[0]["signature_cipher"]))
    if isinstance(picture, HsmRefusal):
        yield Note("alarm", "acquirer.signature-unreadable", rrn=rows[0]["rrn"], reason=picture.message)
        return None
    return partial(expand, picture)
