"""Notices: the acquirer is told what came of an order that it does not wait for, again and again until it acknowledges.

owed ─► dial ─► tell the oldest ─► acknowledged, durable ─► the next one, or hang up
          │          └── silent, wrong, hung up ──┐
          └── nobody answers ────────────────────►┴─► again after a pause that doubles; never given up
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import MakeSignature, VerifySignature
from countertop.qr import ApiError
from countertop.qr.wallet_messages import NoticeAcknowledged, NoticeRequest
from countertop.qr.wallet_wire import decode_answer, encode, signing_text
from countertop.stage import (
    Append,
    AskHsm,
    CancelTimer,
    Dial,
    DialFailed,
    Draw,
    Effect,
    HangUp,
    LookAtClock,
    Note,
    Read,
    Script,
    Send,
    SetTimer,
)
from countertop.values import MILLISECOND, Instant
from countertop.wallet import tables
from countertop.wallet.answers import wallet_number
from countertop.wallet.office import Office
from countertop.wallet.orders import API_STATES, read_order
from countertop.wallet.records import NoticeEnded

__all__ = ["ROUTE", "hear", "lose_line", "miss_answer", "owe", "set_out"]

ROUTE = "acquirer"
_NONCE_SIZE = 16


def owe(office: Office, notice_number: int) -> Generator[Effect, Any, None]:
    """Owe a notice from now on; the herald sets out by itself."""
    herald = office.herald
    herald.owed[notice_number] = None
    if not herald.busy:
        herald.busy = True
        yield SetTimer(("herald", ""), 0)


def set_out(office: Office, _: Any, now: Instant) -> Script:  # noqa: ARG001 - as every timer's script
    """Call the acquirer and tell the oldest notice."""
    herald = office.herald
    line = yield Dial(ROUTE)
    if isinstance(line, DialFailed):
        if herald.pause == office.settings.shortest_notice_pause:
            yield Note("warning", "wallet.notices_wait", reason=line.reason, owed=len(herald.owed))
        yield from _rest(office)
        return
    herald.line = line
    yield from _tell(office)


def _tell(office: Office) -> Generator[Effect, Any, None]:
    """Tell the oldest notice, or hang up when the last one was acknowledged meanwhile."""
    herald = office.herald
    number = next(iter(herald.owed), None)
    if number is None:
        if herald.line is not None:
            yield HangUp(herald.line)
            herald.line = None
        herald.busy = False
        return
    (row,) = yield Read(tables.NOTICE_BY_NUMBER, number)
    order = yield from read_order(row["order_key"])
    refunds = (yield Read(tables.REFUND_BY_KEY, row["refund_key"])) if row["refund_key"] is not None else []
    nonce = (yield Draw(_NONCE_SIZE)).hex()
    now = yield LookAtClock()
    made = order.made
    message = NoticeRequest(
        row["acquirer_id"],
        nonce,
        now.utc // MILLISECOND,
        number,
        row["event"],
        made["order_number"],
        wallet_number(made),
        made["merchant_id"],
        made["terminal_id"],
        made["amount"],
        made["currency"],
        order.refunded,
        API_STATES[order.state],
        order.reason,
        None if order.paid_at is None else order.paid_at // MILLISECOND,
        refunds[0]["refund_number"] if refunds else None,
        refunds[0]["amount"] if refunds else None,
    )
    (signature,) = yield AskHsm(MakeSignature(office.acquirers[row["acquirer_id"]].signing_key, signing_text(message)))
    assert isinstance(signature, bytes), f"the HSM made no signature: {signature!r}; form the signing key again"
    if herald.line is None:
        return  # lost meanwhile, and resting
    herald.nonce = nonce
    yield SetTimer(("herald-silent", ""), office.settings.notice_timeout)
    yield Send(herald.line, encode(message, signature))


def hear(office: Office, payload: bytes, now: Instant) -> Script:
    """Take the acquirer's answer: a notice that it acknowledges is not owed any more."""
    herald = office.herald
    number = next(iter(herald.owed), None)
    right = yield from _is_acknowledged(office, payload, number)
    if not right or number is None:
        yield Note("alarm", "wallet.notice_not_acknowledged", notice=number or 0)
        yield from _rest(office)
        return
    yield CancelTimer(("herald-silent", ""))
    yield Append("notices", NoticeEnded(number, now.utc))
    herald.owed.pop(number, None)
    herald.pause = office.settings.shortest_notice_pause
    if herald.line is None:
        return  # lost meanwhile, and resting
    yield from _tell(office)


def _is_acknowledged(office: Office, payload: bytes, number: int | None) -> Generator[Effect, Any, bool]:
    try:
        received = decode_answer(payload, "notice")
    except ApiError:
        return False
    message = received.message
    if not isinstance(message, NoticeAcknowledged) or message.acquirer_id not in office.acquirers:
        return False
    if (message.notice_number, message.nonce) != (number, office.herald.nonce):
        return False
    key = office.acquirers[message.acquirer_id].signing_key
    (right,) = yield AskHsm(VerifySignature(key, received.signed, received.signature))
    return right is True


def miss_answer(office: Office, _: Any, now: Instant) -> Script:  # noqa: ARG001 - as every timer's script
    """Give up a line on which nothing is said."""
    yield Note("warning", "wallet.notices_wait", reason="time-out", owed=len(office.herald.owed))
    yield from _rest(office)


def lose_line(office: Office, reason: str) -> Script:
    """Take it that the line is gone."""
    office.herald.line = None
    yield Note("warning", "wallet.notices_wait", reason=reason, owed=len(office.herald.owed))
    yield from _rest(office)


def _rest(office: Office) -> Generator[Effect, Any, None]:
    herald, settings = office.herald, office.settings
    if herald.line is not None:
        yield HangUp(herald.line)
        herald.line = None
    yield CancelTimer(("herald-silent", ""))
    herald.busy = bool(herald.owed)
    if herald.owed:
        yield SetTimer(("herald", ""), herald.pause)
        herald.pause = min(herald.pause * 2, settings.longest_notice_pause)
