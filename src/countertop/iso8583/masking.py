"""One field of a message for people: as much of it as may be shown, looked for inside where a field has parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.codec import tlv
from countertop.codec.errors import TlvError
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES
from countertop.iso8583.private.additional import read_code_records, write_code_records
from countertop.iso8583.private.totals import read_upload_details
from countertop.iso8583.treatment import STARS
from countertop.values import Secret

__all__ = ["SECRET_TAGS", "is_extended_data_open", "masked_chip_data", "masked_value"]

SECRET_TAGS = frozenset(("56", "57", "5A", "5F20", "9F0B", "9F1F", "9F20", "9F6B"))
"""Chip data that holds tracks, the card number or the cardholder's name (EMV book 3 annex A)."""

_OPEN_NETWORK_CODES = frozenset(
    (
        *("360", "361", "362", "364", "365", "366"),
        *("370", "371", "372", "373", "380", "381", "382"),
        *(f"39{digit}" for digit in range(10)),
    )
)
"""60.3 of messages whose field 62 is public: parameters, status, CA keys, lists."""


def masked_value(message: Message, number: int) -> str:
    """Return one field's value for people: as much as may be shown; bytes in hex. Raises KeyError for an absent one."""
    value = message.get(number)
    if value is None:
        raise KeyError(number)
    if isinstance(value, Secret):
        return value.masked()
    inside = _INSIDE.get(number)
    if inside is not None:
        return inside(message, value)
    name = FIELD_NAMES.get(number, "mac")
    return message.public_fields()[name].upper() if isinstance(value, bytes) else message.public_fields()[name]


def masked_chip_data(data: bytes) -> str:
    """Return chip data in hex, a star for each digit of what must not be shown; stars alone when it cannot be read."""
    try:
        items = tlv.parse(data)
    except TlvError:
        return STARS
    shown = ""
    for item in items:
        whole = data[item.offset : item.offset + item.size].hex().upper()
        hidden = len(item.value) * 2 if item.tag in SECRET_TAGS else 0
        shown += whole[: len(whole) - hidden] + "*" * hidden
    return shown


def is_extended_data_open(message: Message) -> bool:
    """Tell whether field 62 may be shown: parameters, status, public keys and lists, and a terminal's identity."""
    info = message.transaction_info or ""
    identity = message.mti == "0800" and (message.extended_data or b"").startswith(b"Sequence No")
    return message.mti[1] == "8" and (info[8:11] in _OPEN_NETWORK_CODES or identity)


def _upload(message: Message, value: Any) -> str:
    if message.mti[1] != "3" or len(value) <= 4:
        return str(value)
    try:
        details = read_upload_details(value)
    except SubfieldError:
        return STARS
    rows = (f"{each.card_type}{each.stan}{each.pan.masked():*>20}{each.amount:012d}" for each in details)
    return f"{len(details):02d}{''.join(rows)}"


def _records(_: Message, value: Any) -> str:
    try:
        records = read_code_records(value)
        return write_code_records({tag: "*" * len(each) if tag == "A3" else each for tag, each in records.items()})
    except SubfieldError:
        return STARS


def _chip_data(_: Message, value: Any) -> str:
    return masked_chip_data(value)


def _extended(message: Message, value: Any) -> str:
    return str(value.hex().upper()) if is_extended_data_open(message) else STARS


_INSIDE: dict[int, Callable[[Message, Any], str]] = {48: _upload, 55: _chip_data, 59: _records, 62: _extended}
