"""Field 48 of an interbank 0800: the next zone keys, as their exchange under the zone master key carries them.

`NK` and the exchange in hexadecimal: ZPK 16 bytes and its check value 4, ZAK 16 and its check value 4. That a 0800 with
field 70 = 101 resets keys is public of Q/CUP 006, the form of what it carries is not: this one is our choice.
"""

from __future__ import annotations

from typing import Final

from countertop.iso8583.errors import SubfieldError

__all__ = ["read_zone_keys", "write_zone_keys"]

_TAG: Final = "NK"
_DIGITS: Final = 80
_HEXADECIMAL: Final = frozenset("0123456789ABCDEF")


def write_zone_keys(exchange: bytes) -> str:
    """Return field 48 for an exchange of 40 bytes."""
    assert 2 * len(exchange) == _DIGITS, "two keys of 16 bytes, each with a check value of four"
    return f"{_TAG}{exchange.hex().upper()}"


def read_zone_keys(private_data: str | None) -> bytes:
    """Return the exchange of 40 bytes that field 48 carries; raises SubfieldError for any other text."""
    text = private_data or ""
    digits = text[len(_TAG) :]
    if not text.startswith(_TAG) or len(digits) != _DIGITS or not _HEXADECIMAL.issuperset(digits):
        raise SubfieldError(48, 0, f"zone keys are {_TAG} and {_DIGITS} hexadecimal digits")
    return bytes.fromhex(digits)
