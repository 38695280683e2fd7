"""A request comes from an acquirer: read it strictly, verify whose it is, see that it is new, do it, sign the answer.

Who does not prove who they are gets an unsigned refusal, which tells a developer what is wrong and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from countertop.hsm import MakeSignature, VerifySignature
from countertop.qr import ApiError
from countertop.qr.wallet_messages import (
    BillRequest,
    CloseRequest,
    Message,
    OrderAnswer,
    PayRequest,
    PrecreateRequest,
    QueryRequest,
    RefundQueryRequest,
    RefundRequest,
    ReverseRequest,
)
from countertop.qr.wallet_wire import UnsignedRefusal, decode_request, encode, encode_unsigned_refusal, signing_text
from countertop.stage import AskHsm, Effect, Note, Script, Send
from countertop.values import MILLISECOND, Instant
from countertop.wallet.answers import refusal
from countertop.wallet.flows import looking, paying, refunding, undoing
from countertop.wallet.office import Acquirer, Office

__all__ = ["receive"]

Flow = Callable[[Office, Any, Instant], Generator[Effect, Any, Message]]

_FLOWS: dict[type[Message], Flow] = {
    PayRequest: paying.pay,
    PrecreateRequest: paying.precreate,
    QueryRequest: looking.query,
    ReverseRequest: undoing.reverse,
    CloseRequest: undoing.close,
    RefundRequest: refunding.refund,
    RefundQueryRequest: looking.query_refund,
    BillRequest: looking.bill,
}


def receive(office: Office, line: int, payload: bytes, now: Instant) -> Script:
    """Answer a request."""
    try:
        received = decode_request(payload)
    except ApiError as wrong:
        yield from _turn_away(line, "not-understood", wrong.field)
        return
    message = received.message
    flow = _FLOWS.get(type(message))
    if flow is None:
        yield from _turn_away(line, "not-understood", "verb")
        return
    acquirer = office.acquirers.get(message.acquirer_id)
    if acquirer is None:
        yield from _turn_away(line, "acquirer-unknown", "acquirer_id")
        return
    (right,) = yield AskHsm(VerifySignature(acquirer.signing_key, received.signed, received.signature))
    if right is not True:
        yield from _turn_away(line, "signature-wrong", "signature")
        return
    fault = office.freshness.fault(message.acquirer_id, message.nonce, message.timestamp, now)
    if fault is not None:
        yield Note("alarm" if fault == "replayed" else "warning", "wallet.not_fresh", fault=fault)
        yield from _send(line, acquirer, refusal(message, fault, now))
        return
    if "wallet.answer-before-commit" in office.planted and isinstance(message, PayRequest):
        yield from _send(line, acquirer, _hasty(message, now))
    yield from _send(line, acquirer, (yield from flow(office, message, now)))


def _turn_away(line: int, fault: str, field: str) -> Script:
    yield Note("alarm" if fault == "signature-wrong" else "warning", "wallet.turned_away", fault=fault, field=field)
    yield Send(line, encode_unsigned_refusal(UnsignedRefusal(fault, field)))


def _send(line: int, acquirer: Acquirer, answer: Message) -> Generator[Effect, Any, None]:
    (signature,) = yield AskHsm(MakeSignature(acquirer.signing_key, signing_text(answer)))
    assert isinstance(signature, bytes), f"the HSM made no signature: {signature!r}; form the signing key again"
    yield Send(line, encode(answer, signature))


def _hasty(message: PayRequest, now: Instant) -> OrderAnswer:
    """Return the answer of a wallet that takes a payment for granted."""
    head = (message.acquirer_id, message.nonce, now.utc // MILLISECOND)
    return OrderAnswer(*head, "pay", message.order_number, "SUCCESS", 0, amount=message.amount, currency="156")
