"""Checks a list of published vectors: every message must decode to its listed fields and encode to the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countertop.codec.errors import CodecError
from countertop.iso8583.dialect import Dialect
from countertop.iso8583.dialects.interbank import INTERBANK
from countertop.iso8583.dialects.unionpay_pos import UNIONPAY_POS
from countertop.iso8583.text_form import from_object, to_object

__all__ = ["Verdict", "check_message", "check_vectors"]

CryptoCheck = Callable[[Mapping[str, Any]], str]
"""Takes a vector with `algorithm`, `inputs`, `output`; returns what is wrong with it, or nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one vector: its name, whether it passed, and the reason when it did not."""

    name: str
    passed: bool
    reason: str = ""


def check_vectors(vectors: Sequence[Mapping[str, Any]], crypto: CryptoCheck | None = None) -> Iterator[Verdict]:
    """Yield a verdict for each vector; those of cryptography go to `crypto`, or are left out without it."""
    for place, vector in enumerate(vectors):
        name = str(vector.get("name", f"vector {place}"))
        if "hex" in vector:
            reason = check_message(vector)
        elif crypto is None:
            continue
        else:
            reason = crypto(vector)
        yield Verdict(name, not reason, reason)


def check_message(vector: Mapping[str, Any]) -> str:
    """Return what is wrong with a message vector, or nothing.

    Its `hex` is a whole frame when it has `length_prefix` or, between institutions, `length`; otherwise an ISO
    message that begins with the MTI.
    """
    fields = vector.get("fields", {})
    try:
        data = bytes.fromhex(vector["hex"])
    except ValueError:
        return "its bytes are no hex"
    try:
        if "h4_dest" in fields:
            return _check(INTERBANK, data, fields, prefix=b"%04d" % (len(data) - 4))
        if "length_prefix" in vector:
            return _check(UNIONPAY_POS, data, fields, prefix=(len(data) - 2).to_bytes(2, "big"))
        return _check(UNIONPAY_POS, data, fields, prefix=b"", bare=True)
    except CodecError as fault:
        return str(fault)


def _check(dialect: Dialect, data: bytes, fields: Mapping[str, Any], *, prefix: bytes, bare: bool = False) -> str:
    if not data.startswith(prefix):
        return "its length prefix is not its length"
    payload = data[len(prefix) :]
    message = dialect.decode_bare(payload) if bare else dialect.decode(payload)
    found = to_object(dialect, message, masked=False, bare=bare)
    for key in sorted(found.keys() | fields.keys()):
        if found.get(key) != fields.get(key):
            return f"{key} differs"
    again = from_object(dialect, found)
    if (dialect.encode_bare(again) if bare else dialect.encode(again)) != payload:
        return "it encodes to other bytes"
    return ""
