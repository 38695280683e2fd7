"""Notices: the wallet tells by itself what came of an order; written down, compared with our books, acknowledged.

A notice decides nothing: it makes the host ask at once what it would have asked some seconds later. So there is one way
to decide a payment, and whoever replays a notice gains nothing. The same notice again is acknowledged again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final

from countertop.acquirer.due import wallet_due
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.records import WalletNoticed
from countertop.acquirer.tables import ATTEMPT_BY_RRN
from countertop.acquirer.wallet.link import Provider
from countertop.acquirer.wallet.requests import hop_of
from countertop.hsm import MakeSignature, VerifySignature
from countertop.qr import ApiError
from countertop.qr.wallet_messages import NoticeAcknowledged, NoticeRequest
from countertop.qr.wallet_wire import (
    UnsignedRefusal,
    decode_request,
    encode,
    encode_unsigned_refusal,
    signing_text,
)
from countertop.stage import Append, AskHsm, Effect, Note, Read, Script, Send, SetTimer
from countertop.values import MILLISECOND, Instant

__all__ = ["receive_notice"]

NOTICE: Final = "notice"
REFUNDED_LATE: Final = "late-payment-refunded"


def receive_notice(memory: HostMemory, line: int, payload: bytes, now: Instant) -> Script:
    """Take a notice; nobody but the wallet can make one."""
    wallet = memory.wallet
    if line not in wallet.ears or wallet.provider is None:
        return
    message = yield from _verified(wallet.provider, payload)
    if isinstance(message, UnsignedRefusal):
        memory.counts["notice-refused"] += 1
        yield Note("alarm", "acquirer.notice-refused", fault=message.fault)
        yield Send(line, encode_unsigned_refusal(message))
        return
    yield from _written_down(memory, message, now)
    answer = NoticeAcknowledged(
        memory.acquirer_id, message.nonce, now.utc // MILLISECOND, NOTICE, message.notice_number
    )
    (signature,) = yield AskHsm(MakeSignature(wallet.provider.signing_key, signing_text(answer)))
    if isinstance(signature, bytes):
        yield Send(line, encode(answer, signature))


def _verified(provider: Provider, payload: bytes) -> Generator[Effect, Any, NoticeRequest | UnsignedRefusal]:
    try:
        received = decode_request(payload)
    except ApiError as wrong:
        return UnsignedRefusal("not-understood", wrong.field)
    message = received.message
    if not isinstance(message, NoticeRequest):
        return UnsignedRefusal("not-understood", "verb")
    (right,) = yield AskHsm(VerifySignature(provider.signing_key, received.signed, received.signature))
    return message if right is True else UnsignedRefusal("signature-wrong", "signature")


def _written_down(memory: HostMemory, notice: NoticeRequest, now: Instant) -> Script:
    """Write a notice down under the payment that it is about; one about nothing of ours is an alarm."""
    rows = yield Read(ATTEMPT_BY_RRN, notice.order_number)
    row = next((row for row in rows if _is_about(notice, row)), None)
    if row is None:
        memory.counts["notice-strange"] += 1
        yield Note("alarm", "acquirer.notice-strange", rrn=notice.order_number)
    key = "" if row is None else row["attempt_key"]
    entry = WalletNoticed(
        notice.notice_number, key, notice.event, notice.state, notice.refunded, now.utc, hop_of(notice)
    )
    yield Append(memory.acquirer_id, entry)  # one that was written down before finds its key taken
    memory.counts["notices"] += 1
    if notice.event == REFUNDED_LATE:
        yield Note("warning", "acquirer.late-payment-refunded", rrn=notice.order_number)
    if key in memory.wallet.orders:
        yield SetTimer(wallet_due(key), 0)


def _is_about(notice: NoticeRequest, row: Mapping[str, Any]) -> bool:
    said = (notice.amount, notice.currency, notice.merchant_id, notice.terminal_id)
    return said == (row["amount"], row["currency"], row["merchant_id"], row["terminal_id"])
