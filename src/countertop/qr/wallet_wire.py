"""Messages of the wallet's API as bytes: JSON, decoded strictly, signed over its canonical form.

    {"verb": "query", "acquirer_id": ..., "nonce": ..., "timestamp": ..., "order_number": ..., "signature": ...}
    {"verb": "query", "result": "OK", ...}   or   {"verb": "query", "result": "REFUSED", "fault": ..., ...}

The signing text is `countertop-wallet/1`, a line break, `request` or `answer`, a line break, and the object without its
signature as JSON with sorted names, no blanks and no escapes but those that JSON demands, in UTF-8. Blanks and order on
the wire do not matter; everything else does: an unknown field, a field twice, a number with a fraction, or a null is
refused with the field's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final

from countertop.qr.errors import ApiError
from countertop.qr.payment_codes import PaymentCode
from countertop.qr.wallet_fields import FIELDS
from countertop.qr.wallet_messages import (
    ANSWERS,
    BILL_LINES_A_PAGE,
    REQUESTS,
    BillLine,
    Message,
    Refusal,
    Request,
)

__all__ = [
    "MOST_BYTES",
    "Received",
    "UnsignedRefusal",
    "decode_answer",
    "decode_request",
    "encode",
    "encode_unsigned_refusal",
    "printable",
    "printable_fields",
    "signing_text",
]


MOST_BYTES: Final = 8192
_LONGEST_INTEGER: Final = 17  # digits and a sign
_PREFIX: Final = "countertop-wallet/1"
_SECRET: Final = {"payment_code": PaymentCode}


@dataclass(slots=True)
class Received:
    """A message that came in: `signed` is the text under its signature, which is still to be verified."""

    message: Any
    signed: bytes
    signature: bytes


@dataclass(slots=True)
class UnsignedRefusal:
    """The wallet could not tell who asks. It proves nothing: whoever gets it knows no more than before."""

    fault: str
    fault_field: str | None = None


def decode_request(payload: bytes) -> Received:
    """Return the request in a payload; raises ApiError."""
    members = _object(payload)
    kind = REQUESTS.get(_text(members, "verb"))
    if kind is None:
        raise ApiError("verb", "unknown", f"the verb must be one of {', '.join(REQUESTS)}")
    return _received("request", members, kind, {"verb"})


def decode_answer(payload: bytes, verb: str) -> Received:
    """Return the answer to a request of that verb: its own kind, a `Refusal`, or an `UnsignedRefusal`.

    Raises ApiError.
    """
    members = _object(payload)
    result = _text(members, "result")
    if result == "REFUSED" and "signature" not in members:
        message = _filled(UnsignedRefusal, members, {"result"})
        return Received(message, b"", b"")
    if _text(members, "verb") != verb:
        raise ApiError("verb", "form", "the answer is not to this request")
    if result not in ("OK", "REFUSED"):
        raise ApiError("result", "form", "the result must be OK or REFUSED")
    return _received("answer", members, ANSWERS[verb] if result == "OK" else Refusal, {"result"})


def signing_text(message: Message) -> bytes:
    """Return what a message's signature is made over."""
    return _signing_text("request" if isinstance(message, Request) else "answer", _members(message))


def encode(message: Message, signature: bytes) -> bytes:
    """Return a signed message's payload; raises ApiError for a field that does not fit."""
    members = _members(message)
    for name, value in members.items():
        if name in FIELDS:
            FIELDS[name].verify(name, value)
    return _canonical({**members, "signature": signature.hex()})


def encode_unsigned_refusal(refusal: UnsignedRefusal) -> bytes:
    """Return the payload of a refusal to nobody in particular."""
    named = {} if refusal.fault_field is None else {"fault_field": refusal.fault_field}
    return _canonical({"result": "REFUSED", "fault": refusal.fault, **named})


def printable(message: Message) -> str:
    """Return a message as text that may be kept and shown: payment codes masked, no signature."""
    return json.dumps(printable_fields(message), ensure_ascii=False, separators=(",", ":"))


def printable_fields(message: Message) -> dict[str, Any]:
    """Return a message's members as they may be kept and shown: payment codes masked, no signature."""
    return _members(message, masked=True)


def _members(message: Any, *, masked: bool = False) -> dict[str, Any]:
    members: dict[str, Any] = {}
    if isinstance(message, Message):
        if isinstance(message, Request):
            members["verb"] = message.VERB
        else:
            members["result"] = "REFUSED" if isinstance(message, Refusal) else "OK"
    for each in fields(message):
        value = getattr(message, each.name)
        if isinstance(value, PaymentCode):
            value = value.masked() if masked else value.reveal()
        elif each.name == "lines":
            value = [_members(line) for line in value]
        if value is not None:
            members[each.name] = value
    return members


def _received(direction: str, members: dict[str, Any], kind: type[Any], known: set[str]) -> Received:
    signature = members.pop("signature", None)
    if signature is None:
        raise ApiError("signature", "missing", "the field is missing")
    FIELDS["signature"].verify("signature", signature)
    message = _filled(kind, members, known)
    return Received(message, _signing_text(direction, members), bytes.fromhex(signature))


def _filled(kind: type[Any], members: Mapping[str, Any], known: set[str]) -> Any:
    """Return a message made of the members; those in `known` have been looked at."""
    values: dict[str, Any] = {}
    for each in fields(kind):
        if each.name in members:
            values[each.name] = _value(each.name, members[each.name])
        elif each.default is MISSING and each.default_factory is MISSING:
            raise ApiError(each.name, "missing", "the field is missing")
    for name in members:
        if name not in values and name not in known:
            raise ApiError(_nameable(name), "unknown", "there is no such field in this message")
    return kind(**values)


def _value(name: str, value: Any) -> Any:
    if name == "lines":
        return _lines(value)
    if name == "verb":  # compared by whoever reads it
        return value
    FIELDS[name].verify(name, value)
    secret = _SECRET.get(name)
    return value if secret is None else secret(value)


def _lines(value: Any) -> list[BillLine]:
    if type(value) is not list or len(value) > BILL_LINES_A_PAGE:
        raise ApiError("lines", "form", f"the lines are a list of at most {BILL_LINES_A_PAGE}")
    if not all(type(line) is dict for line in value):
        raise ApiError("lines", "type", "each line is an object")
    return [_filled(BillLine, line, set()) for line in value]


def _object(payload: bytes) -> dict[str, Any]:
    """Return the JSON object in a payload; raises ApiError."""
    if len(payload) > MOST_BYTES:
        raise ApiError("message", "size", f"a message has at most {MOST_BYTES} bytes")
    try:
        members = _DECODER.decode(payload.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ApiError("message", "json", "the message is no JSON in UTF-8") from None
    if type(members) is not dict:
        raise ApiError("message", "type", "the message is no JSON object")
    return members


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    if value is None:
        raise ApiError(name, "missing", "the field is missing")
    if type(value) is not str:
        raise ApiError(name, "type", "the value must be text")
    return value


def _nameable(name: str) -> str:
    """Return a stranger's field name where it is a name, so that nothing else is told on."""
    return name if name.isascii() and name.isidentifier() and name.islower() and len(name) <= 32 else "message"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ApiError("message", "duplicate", "a field appears twice")
    return members


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise ApiError("message", "range", "a number is too large")
    return int(digits)


def _refuse(_: str) -> Any:
    raise ApiError("message", "type", "a number with a fraction or an exponent, or none at all")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse
)
_canonical_text: Final[Callable[[Any], str]] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def _canonical(members: Mapping[str, Any]) -> bytes:
    return _canonical_text(members).encode()


def _signing_text(direction: str, members: Mapping[str, Any]) -> bytes:
    return f"{_PREFIX}\n{direction}\n{_canonical_text(members)}".encode()
