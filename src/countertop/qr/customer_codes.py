"""Codes that customers of card schemes show: EMVCo QR Code Specification, Consumer-Presented Mode 1.1.

The text is base64 of BER-TLV. 85 stands first and is `CPV01`; each application (61) names itself by 4F and may carry
the card as 57 (track 2) or 5A; 62 holds what is common to all. 63 and 64 inside them hold chip data such as a
cryptogram (9F26). There is no CRC: the cryptogram proves it.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from countertop.codec import TlvError
from countertop.codec.tlv import Tlv, parse
from countertop.qr.errors import CodeError
from countertop.qr.scans import verify_text
from countertop.values import Pan, Track2

__all__ = ["Application", "CustomerCode", "read_customer_code"]

_FORMAT: Final = b"CPV01"
_APPLICATION, _COMMON, _APPLICATION_DATA, _COMMON_DATA = "61", "62", "63", "64"


@dataclass(frozen=True, slots=True)
class Application:
    """One way to pay with the code, or (without `aid`) what is common to all; `tags` is chip data by tag."""

    aid: str | None
    label: str | None
    pan: Pan | None
    track2: Track2 | None
    tags: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class CustomerCode:
    """A code that was read; `applications` in the customer's order of preference."""

    applications: tuple[Application, ...]
    common: Application


def read_customer_code(text: str) -> CustomerCode:
    """Return the code that a text is; raises CodeError."""
    verify_text(text)
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        raise CodeError("code", "the text is no base64") from None
    try:
        items = parse(data)
        if not items or (items[0].tag, items[0].value) != ("85", _FORMAT):
            raise CodeError("85", "the code does not begin with the format CPV01")
        applications = tuple(_application(item.value, item.tag) for item in items if item.tag == _APPLICATION)
        commons = [_application(item.value, item.tag) for item in items if item.tag == _COMMON]
    except TlvError as fault:
        raise CodeError(str(fault.field), fault.reason) from None
    if len(commons) > 1:
        raise CodeError(_COMMON, "the template appears twice")
    if not applications:
        raise CodeError(_APPLICATION, "the code names no application")
    if any(each.aid is None for each in applications):
        raise CodeError("4F", "an application does not say which it is")
    return CustomerCode(applications, commons[0] if commons else Application(None, None, None, None, {}))


def _application(value: bytes, template: str) -> Application:
    inner = _COMMON_DATA if template == _COMMON else _APPLICATION_DATA
    found = _once(parse(value))
    tags = {item.tag: item.value for item in _once(parse(found.pop(inner).value)).values()} if inner in found else {}
    aid, label, pan, track2 = (found.get(tag) for tag in ("4F", "50", "5A", "57"))
    return Application(
        None if aid is None else aid.value.hex().upper(),
        None if label is None else "".join(filter(str.isprintable, label.value.decode("ascii", "ignore"))),
        None if pan is None else Pan(pan.value.hex().upper().rstrip("F")),
        None if track2 is None else Track2(track2.value.hex().upper().rstrip("F")),
        tags,
    )


def _once(items: Iterable[Tlv]) -> dict[str, Tlv]:
    found: dict[str, Tlv] = {}
    for item in items:
        if item.tag in found:
            raise CodeError(item.tag, "the tag appears twice")
        found[item.tag] = item
    return found
