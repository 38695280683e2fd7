"""A message as a JSON object: the form of the published vectors, of `countertop iso decode` and `encode`.

Keys are `tpdu`, `header` (or `h1_header_len` ... `h10_reject` between institutions), `mti`, `bitmap`, and field
numbers; values are text, bytes in upper-case hex. Masked by default; only an object without masks can become a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.iso8583.dialect import Dialect
from countertop.iso8583.errors import TextFormError
from countertop.iso8583.header import INTERBANK_SIZE, InterbankHeader
from countertop.iso8583.interpret import bitmap_of
from countertop.iso8583.masking import masked_value
from countertop.iso8583.message import Message, Value
from countertop.iso8583.spec import FieldSpec, Kind
from countertop.iso8583.treatment import STARS
from countertop.values import Secret

__all__ = ["from_object", "to_object"]

_DERIVED = frozenset(("bitmap", "length", "h1_header_len", "h3_total_len"))
"""Keys that are written for people and computed again when a message is made."""

_HEADER_KEYS = {
    "h2_flag_version": "flag",
    "h4_dest": "destination",
    "h5_src": "source",
    "h6_reserved": "reserved",
    "h7_batch": "batch",
    "h8_txn_info": "transaction_info",
    "h9_user_info": "user_info",
    "h10_reject": "reject_code",
}

_BYTE_PARTS = frozenset(("flag", "batch"))
_HEX_PARTS = frozenset(("reserved", "user_info"))


def to_object(dialect: Dialect, message: Message, *, masked: bool = True, bare: bool = False) -> dict[str, Any]:
    """Return the message as an object of text; `bare` leaves the envelope out."""
    shown: dict[str, Any] = {} if bare else _envelope_object(dialect, message)
    present = message.fields()
    shown["mti"] = message.mti
    second = any(number > 64 for number in present)
    shown["bitmap"] = bitmap_of(present, second=second).hex().upper()
    for number, value in present.items():
        shown[str(number)] = masked_value(message, number) if masked else _clear(dialect.table[number], value)
    return shown


def from_object(dialect: Dialect, shown: Mapping[str, Any]) -> Message:
    """Return the message that an object of text describes.

    Raises TextFormError for an unknown key, a value that is not text, a masked value, or hex that is none; whether
    values fit their fields is found out when the message is encoded.
    """
    mti = shown.get("mti")
    if not isinstance(mti, str):
        raise TextFormError("mti", "an object needs the key mti, four digits")
    message = Message(mti)
    header: dict[str, Any] = {}
    for key, text in shown.items():
        if key in _DERIVED or key == "mti":
            continue
        if not isinstance(text, str):
            raise TextFormError(key, "the value must be text")
        if key in _HEADER_KEYS:
            header[_HEADER_KEYS[key]] = _header_part(key, text)
        elif key == "tpdu":
            message.tpdu = _bytes(key, text)
        elif key == "header":
            message.header = text
        else:
            spec = _row(dialect, key)
            setattr(message, spec.name, _value(spec, text))
    if header:
        message.header = InterbankHeader(**header)
    return message


def _envelope_object(dialect: Dialect, message: Message) -> dict[str, Any]:
    header = message.header
    if not isinstance(header, InterbankHeader):
        tpdu = {} if message.tpdu is None else {"tpdu": message.tpdu.hex().upper()}
        return tpdu if header is None else {**tpdu, "header": header}
    total = f"{len(dialect.encode(message)):04d}"
    return {
        "length": total,
        "h1_header_len": INTERBANK_SIZE,
        "h2_flag_version": f"{header.flag:02X}",
        "h3_total_len": total,
        "h4_dest": header.destination.ljust(11),
        "h5_src": header.source.ljust(11),
        "h6_reserved": header.reserved.encode("ascii").hex().upper(),
        "h7_batch": f"{header.batch:02X}",
        "h8_txn_info": header.transaction_info,
        "h9_user_info": header.user_info.encode("ascii").hex().upper(),
        "h10_reject": header.reject_code,
    }


def _header_part(key: str, text: str) -> str | int:
    part = _HEADER_KEYS[key]
    if part in _BYTE_PARTS:
        return int.from_bytes(_bytes(key, text), "big")
    return _bytes(key, text).decode("latin-1") if part in _HEX_PARTS else text.rstrip(" ")


def _row(dialect: Dialect, key: str) -> FieldSpec:
    spec = dialect.table.get(int(key)) if key.isascii() and key.isdigit() and len(key) <= 3 else None
    if spec is None:
        raise TextFormError(key, f"the dialect {dialect.name} has no such field")
    return spec


def _clear(spec: FieldSpec, value: Value) -> str:
    if isinstance(value, Secret):
        clear = value.reveal()
        return clear if isinstance(clear, str) else (spec.marked_secret + clear).hex().upper()
    return value.hex().upper() if isinstance(value, bytes) else value


def _value(spec: FieldSpec, text: str) -> Value:
    # A star cannot stand in digits or hex; in text, four of them are what masking leaves.
    if (STARS if spec.kind in (Kind.AN, Kind.ANS) else "*") in text:
        raise TextFormError(spec.number, "the value is masked; give it in clear")
    if spec.marked_secret:
        mark = spec.marked_secret.hex().upper()
        if text.upper().startswith(mark):
            assert spec.secret is not None
            return spec.secret(_bytes(spec.number, text)[len(spec.marked_secret) :])  # type: ignore[arg-type]
        return text
    value = _bytes(spec.number, text) if spec.kind is Kind.B else text
    return spec.secret(value) if spec.secret else value  # type: ignore[arg-type]


def _bytes(field: int | str, text: str) -> bytes:
    if len(text) % 2 or not frozenset("0123456789abcdefABCDEF").issuperset(text):
        raise TextFormError(field, "the value is not bytes in hex")
    return bytes.fromhex(text)
