"""What a scanner sends: bounded, printable, and told apart by the screen that asked before any pattern is tried.

A scan is text for the question on the screen and nothing else. It is never a key press, a command or an address to
fetch: control bytes, which keyboard scanners use for shortcuts, are dropped and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from countertop.qr.errors import CodeError, ScanError
from countertop.qr.payment_codes import style_of

__all__ = ["LONGEST_BARCODE", "LONGEST_QR", "Scan", "ScanKind", "identify", "read_scan"]

LONGEST_BARCODE: Final = 48
LONGEST_QR: Final = 512
"""Bytes of UTF-8."""

_MERCHANT_HEAD: Final = "000201"
# Tag 85, length 5 and "CPV01" in base64, as far as no digit depends on what follows.
_CUSTOMER_HEAD: Final = "hQVDUFYwM"


@dataclass(frozen=True, slots=True)
class Scan:
    """The text of a scan and how many control characters were dropped from it."""

    text: str
    dropped: int


class ScanKind(Enum):
    """What a scanned text may be on a payment screen."""

    PAYMENT_CODE = "payment code"
    MERCHANT_CODE = "merchant code"
    CUSTOMER_CODE = "customer code"
    UNKNOWN = "unknown"


def read_scan(data: bytes, longest: int = LONGEST_QR) -> Scan:
    """Return what a scanner sent as printable text of at most `longest` bytes; raises ScanError."""
    if len(data) > longest:
        raise ScanError("scan", f"{len(data)} bytes are above the limit of {longest}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ScanError("scan", "the bytes are no UTF-8: set the scanner to it") from None
    kept = "".join(filter(str.isprintable, text))
    if not kept:
        raise ScanError("scan", "nothing printable was scanned")
    return Scan(kept, len(text) - len(kept))


def identify(text: str) -> ScanKind:
    """Tell what a text scanned on a payment screen looks like; whether it is right, its reader says."""
    if style_of(text) is not None:
        return ScanKind.PAYMENT_CODE
    if text.startswith(_MERCHANT_HEAD):
        return ScanKind.MERCHANT_CODE
    return ScanKind.CUSTOMER_CODE if text.startswith(_CUSTOMER_HEAD) else ScanKind.UNKNOWN


def verify_text(text: str, longest: int = LONGEST_QR) -> None:
    """Raise CodeError unless a text may be that of a code: not empty, printable, at most `longest` bytes."""
    if not text or not text.isprintable():
        raise CodeError("code", "the text is empty, or not printable throughout")
    if len(text.encode()) > longest:
        raise CodeError("code", f"the text is longer than {longest} bytes")
