"""Signing: after an approval whose slip is signed, the customer is asked to sign on the pad, or signs on paper.

A signature never decides money: whoever walks away, presses Cancel or signs with too much ink has paid all the same.
"""

from __future__ import annotations

from typing import Final

from countertop.hsm import HsmRefusal, ProtectData
from countertop.signature import MOST_BYTES, compress, drawn, marked, read_strokes, transaction_code
from countertop.slips.facts import is_signed
from countertop.stage import AskHsm, Cancelled, LookAtClock, Note, PersonGone, Show
from countertop.terminal.conversation import Steps
from countertop.terminal.flows.ending import ask
from countertop.terminal.machine import Machine
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.signing.keeping import Signature, settlement_day
from countertop.terminal.signing.records import SignatureTaken
from countertop.values import Amount

__all__ = ["signed_on_pad"]

TRIES: Final = 3
"""Signatures that may be too large or too small; after them the slip is signed on paper."""

_NO_PICTURE: Final = b""


def signed_on_pad(machine: Machine, prepared: AttemptPrepared, record: AttemptDecided) -> Steps[bytes | None]:
    """Return the picture that somebody signed, durable and owed to the host; None where the slip itself is signed."""
    if not machine.settings.electronic_signature or record.rrn is None or not is_signed(prepared):
        return None
    code = transaction_code(settlement_day(record), record.rrn, prepared.stan, prepared.amount)
    for _ in range(TRIES):
        try:
            picture = yield from _signed(machine, prepared, code)
        except PersonGone:
            return None
        if picture is None:
            return None
        if picture:
            return (yield from _kept(machine, prepared, record, picture))
    yield Show("screen.sign_on_paper")
    return None


def _signed(machine: Machine, prepared: AttemptPrepared, code: str) -> Steps[bytes | None]:
    """Ask once; return the picture, nothing in it where it is to be signed again, None where paper is signed."""
    on_paper = machine.settings.paper_signature
    try:
        given = yield ask(machine, "ask.signature", amount=str(Amount(prepared.amount)), code=code, paper=on_paper)
    except Cancelled:
        given = None
    if given is None:
        if on_paper:
            return None
        yield Show("screen.signature_needed")
        return _NO_PICTURE
    strokes = read_strokes(given)
    if strokes.is_empty:
        yield Show("screen.signature_empty")
        return _NO_PICTURE
    picture = compress(marked(drawn(strokes), code))
    if len(picture) > MOST_BYTES:
        yield Show("screen.signature_too_large")
        return _NO_PICTURE
    return picture


def _kept(machine: Machine, prepared: AttemptPrepared, record: AttemptDecided, picture: bytes) -> Steps[bytes | None]:
    """Make a picture durable and owe it to the host."""
    (cipher,) = yield AskHsm(ProtectData(picture))
    if isinstance(cipher, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=cipher.message)
        return None
    moment = yield LookAtClock()
    key = (prepared.terminal_id, prepared.batch_number, prepared.stan)
    yield machine.append(SignatureTaken(*key, cipher, moment.utc))
    machine.standing.signatures.append(Signature(prepared, record, picture))
    return picture
