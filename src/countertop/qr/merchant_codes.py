"""Codes that shops show: EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1.

A code is text made of data objects, each `ID` (2 digits), `LEN` (2 digits, counting characters) and value. Object 00
stands first; 63 stands last and is a CRC-16 over the UTF-8 bytes of everything before its value.

    00 format, "01"          52 merchant category       59 merchant name         63 CRC
    01 11 static, 12 dynamic 53 currency (ISO 4217)     60 merchant city         64 name and city in another language
    02-51 merchant accounts  54 amount                  61 postal code           80-99 free templates
                             55-57 tip or fee           62 additional data
                             58 country

Reading is lenient where codes in use are: any order, objects missing. It is not lenient about the CRC, about anything
twice, or about an amount that its currency does not have. Writing follows the specification to the letter.
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections.abc import Mapping
from typing import Final

from countertop.qr.errors import CodeError
from countertop.qr.scans import verify_text

__all__ = ["MerchantCode", "crc_of", "read_merchant_code", "write_merchant_code"]

_HEAD: Final = "000201"
_CRC_HEAD: Final = "6304"
_ACCOUNTS: Final = range(2, 52)
# Of ISO 4217; every other currency here is taken to have two decimals.
_EXPONENTS: Final = {"392": 0, "410": 0, "704": 0, "152": 0, "950": 0, "952": 0, "048": 3, "414": 3, "512": 3, "788": 3}
_LARGEST_AMOUNT: Final = 10**12
_AMOUNT: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]*))?")
_HEXADECIMAL: Final = re.compile(r"[0-9A-Fa-f]{4}")
_TWO_DIGITS: Final = re.compile(r"[0-9]{2}")

# What a strictly written object looks like; objects without a row are any text of 1 to 99 characters.
_STRICT: Final = {
    "00": r"01",
    "01": r"11|12",
    "52": r"[0-9]{4}",
    "53": r"[0-9]{3}",
    "54": r"[0-9]{1,10}(?:\.[0-9]{1,3})?",
    "55": r"0[123]",
    "58": r"[A-Z]{2}",
    "59": r"[ -~]{1,25}",
    "60": r"[ -~]{1,15}",
    "61": r"[ -~]{1,10}",
}
_NEEDED: Final = ("52", "53", "58", "59", "60")


class MerchantCode:
    """A code that was read, or is to be written: its data objects by id, without 63."""

    __slots__ = ("objects",)

    def __init__(self, objects: Mapping[str, str]) -> None:
        self.objects = dict(objects)

    @property
    def dynamic(self) -> bool:
        """Whether the code is for one payment only."""
        return self.objects.get("01") == "12"

    @property
    def accounts(self) -> dict[str, str]:
        """The merchant's accounts, by id: 02-25 of a scheme, 26-51 templates that begin with whose they are."""
        return {key: value for key, value in self.objects.items() if int(key) in _ACCOUNTS}

    @property
    def category(self) -> str | None:
        """The merchant category code, four digits."""
        return self.objects.get("52")

    @property
    def currency(self) -> str | None:
        """The numeric code of ISO 4217."""
        return self.objects.get("53")

    @property
    def amount(self) -> int | None:
        """The amount in minor units of the currency; None when the customer is to enter it. Raises CodeError."""
        text = self.objects.get("54")
        return None if text is None else _minor(text, self.currency or "")

    @property
    def country(self) -> str | None:
        """Two letters of ISO 3166."""
        return self.objects.get("58")

    @property
    def merchant_name(self) -> str | None:
        """The name that the customer compares with the shop's."""
        return self.objects.get("59")

    @property
    def merchant_city(self) -> str | None:
        """Where it is."""
        return self.objects.get("60")

    def template(self, key: str) -> dict[str, str]:
        """Return the data objects inside an object (26-51, 62, 64, 80-99), none where it is missing.

        Raises CodeError.
        """
        return _objects(self.objects.get(key, ""), key)


def read_merchant_code(text: str) -> MerchantCode:
    """Return the code that a text is; raises CodeError."""
    verify_text(text)
    if not text.startswith(_HEAD):
        raise CodeError("00", "the text does not begin with the payload format 01")
    if text[-8:-4] != _CRC_HEAD or not _HEXADECIMAL.fullmatch(text[-4:]):
        raise CodeError("63", "the text does not end with a CRC")
    if text[-4:].upper() != crc_of(text[:-4]):
        raise CodeError("63", "the CRC is wrong: scan the code again")
    objects = _objects(text[:-8], "code")
    if "63" in objects:
        raise CodeError("63", "the object appears twice")
    code = MerchantCode(objects)
    if code.amount is not None and "53" not in objects:
        raise CodeError("53", "an amount needs its currency")
    return code


def write_merchant_code(objects: Mapping[str, str]) -> str:
    """Return the text of a code with these data objects, in order of their ids; 00 and 63 are added.

    Raises CodeError for what the specification does not allow.
    """
    if {"00", "63"} & set(objects):
        raise CodeError("00", "the first object and the last are written here")
    for key in _NEEDED:
        if key not in objects:
            raise CodeError(key, "the object is missing")
    code = MerchantCode(objects)
    for key, value in objects.items():
        _verify_strictly(key, value)
    if not code.accounts:
        raise CodeError("02", "a code needs a merchant account")
    if code.amount == 0:
        raise CodeError("54", "a code for no money is none")
    text = _HEAD + "".join(f"{key}{len(objects[key]):02d}{objects[key]}" for key in sorted(objects)) + _CRC_HEAD
    text += crc_of(text)
    verify_text(text)
    return text


def crc_of(text: str) -> str:
    """Return the CRC over a text, four hexadecimal digits: polynomial 1021, start FFFF, nothing reflected."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def _objects(text: str, where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        key, size = text[at : at + 2], text[at + 2 : at + 4]
        if not (_TWO_DIGITS.fullmatch(key) and _TWO_DIGITS.fullmatch(size)):
            raise CodeError(where, f"at character {at} there is no data object")
        stop = at + 4 + int(size)
        if stop > len(text):
            raise CodeError(key, f"the value should have {int(size)} characters, {len(text) - at - 4} are left")
        if key in found:
            raise CodeError(key, "the object appears twice")
        found[key] = text[at + 4 : stop]
        at = stop
    return found


def _minor(text: str, currency: str) -> int:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise CodeError("54", "the amount is no decimal number")
    exponent = _EXPONENTS.get(currency, 2)
    part = match[2] or ""
    if len(part) > exponent:
        raise CodeError("54", f"the amount has more decimals than its currency, which has {exponent}")
    minor: int = int(match[1]) * 10**exponent + int(part.ljust(exponent, "0") or "0")
    if minor >= _LARGEST_AMOUNT:
        raise CodeError("54", "the amount has more than 12 digits")
    return minor


def _verify_strictly(key: str, value: str) -> None:
    if not _TWO_DIGITS.fullmatch(key) or 65 <= int(key) <= 79:
        raise CodeError(key, "there is no such data object")
    if not 1 <= len(value) <= 99:
        raise CodeError(key, "a value has 1 to 99 characters")
    if key != "64" and not value.isascii():
        raise CodeError(key, "only the other language's object holds other characters")
    if not re.fullmatch(_STRICT.get(key, r".*"), value):
        raise CodeError(key, "the value does not have the form of its object")
    if 26 <= int(key) <= 51 or key in ("62", "64") or int(key) >= 80:
        _objects(value, key)
