"""Payments by code in field 59: what was scanned, what the shop shall show, and the wallet's own number of the payment.

Records as all of field 59 has them. The specification names A3 and A4; A5 is ours, because public papers know only
codes that customers show.

    A3  the code scanned from the customer's telephone; in requests alone, and kept nowhere
    A4  the wallet's number of the payment, in answers
    A5  the shop's code: in a request `00`, one is wanted; in an answer its text, for the customer to scan
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from countertop.iso8583.private.additional import read_code_records, write_code_records

__all__ = ["Scanned", "read_scanned"]

_CODE: Final = "A3"
_NUMBER: Final = "A4"
_SHOWN: Final = "A5"
_WANTED: Final = "00"


@dataclass(frozen=True, slots=True, repr=False)
class Scanned:
    """What field 59 says of a payment by code; `payment_code` is secret, so this prints nothing.

    `wants_code`: the shop wants a code to show. `code_text` is that code.
    """

    payment_code: str | None = None
    wants_code: bool = False
    wallet_number: str | None = None
    code_text: str | None = None

    def record(self) -> dict[str, str]:
        """Return the records for field 59, by their tags."""
        told = {
            _CODE: self.payment_code,
            _NUMBER: self.wallet_number,
            _SHOWN: _WANTED if self.wants_code else self.code_text,
        }
        return {tag: value for tag, value in told.items() if value is not None}

    def text(self) -> str | None:
        """Return field 59 with these records alone, None for nothing; raises SubfieldError."""
        return write_code_records(self.record()) or None


def read_scanned(text: str | None) -> Scanned:
    """Read field 59; raises SubfieldError."""
    found = read_code_records(text or "")
    shown = found.get(_SHOWN)
    wants_code = shown == _WANTED
    return Scanned(found.get(_CODE), wants_code, found.get(_NUMBER), None if wants_code else shown)
