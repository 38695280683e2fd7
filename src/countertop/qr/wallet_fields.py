"""The words of the wallet's API: every field that any message has, with what it means and what it may hold.

A field means the same wherever it stands. Money is an integer of minor units with its currency, moments are UTC
milliseconds, codes are digits. What a field may hold is checked on both sides, before anything is done with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from countertop.qr.errors import ApiError

__all__ = ["FIELDS", "ORDER_STATES", "REFUND_STATES", "Number", "Rule", "Text", "Truth", "Word"]

ORDER_STATES: Final = ("NOTPAY", "USERPAYING", "SUCCESS", "FAIL", "CLOSED", "REVERSED")
"""Unpaid, the customer is paying, paid, not paid for `reason`, closed before it was paid, reversed."""

REFUND_STATES: Final = ("PROCESSING", "SUCCESS")
"""Accepted and owed to the customer, paid back."""

_LARGEST: Final = 1 << 53


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field means."""

    meaning: str

    def verify(self, name: str, value: Any) -> None:
        """Raise ApiError when the value does not fit."""
        raise NotImplementedError

    @property
    def form(self) -> str:
        """What it may hold, for the page of the API."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Text(Rule):
    """Printable text of at most `most` characters, matched by `pattern` where there is one."""

    most: int
    pattern: str = ""

    def verify(self, name: str, value: Any) -> None:
        """Raise ApiError when the value does not fit."""
        if type(value) is not str:
            raise ApiError(name, "type", "the value must be text")
        if not 1 <= len(value) <= self.most or not value.isprintable():
            raise ApiError(name, "range", f"the text has 1 to {self.most} printable characters")
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise ApiError(name, "form", f"the text must match {self.pattern}")

    @property
    def form(self) -> str:
        """The pattern, or the length."""
        return f"`{self.pattern}`" if self.pattern else f"text, 1 to {self.most} characters"


@dataclass(frozen=True, slots=True)
class Number(Rule):
    """A whole number."""

    least: int
    most: int

    def verify(self, name: str, value: Any) -> None:
        """Raise ApiError when the value does not fit."""
        if type(value) is not int:
            raise ApiError(name, "type", "the value must be a whole number")
        if not self.least <= value <= self.most:
            raise ApiError(name, "range", f"the number must be between {self.least} and {self.most}")

    @property
    def form(self) -> str:
        """The range."""
        return f"number, {self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class Word(Rule):
    """One of a few words."""

    words: tuple[str, ...]

    def verify(self, name: str, value: Any) -> None:
        """Raise ApiError when the value does not fit."""
        if type(value) is not str or value not in self.words:
            raise ApiError(name, "form", f"the value must be one of {', '.join(self.words)}")

    @property
    def form(self) -> str:
        """The words."""
        return ", ".join(f"`{word}`" for word in self.words)


@dataclass(frozen=True, slots=True)
class Truth(Rule):
    """True or false."""

    def verify(self, name: str, value: Any) -> None:
        """Raise ApiError when the value does not fit."""
        if type(value) is not bool:
            raise ApiError(name, "type", "the value must be true or false")

    @property
    def form(self) -> str:
        """Both."""
        return "`true`, `false`"


_NUMBER: Final = r"[0-9A-Za-z_-]{1,32}"
_AMOUNT: Final = 999_999_999_999

FIELDS: Final[dict[str, Rule]] = {
    # In every message
    "acquirer_id": Text("the acquirer, as the wallet registered it", 11, r"[0-9]{1,11}"),
    "nonce": Text("16 random bytes, new for every request; an answer repeats its request's", 32, r"[0-9a-f]{32}"),
    "timestamp": Number("when the message was made, UTC milliseconds", 0, _LARGEST),
    "signature": Text("HMAC-SHA-256 over the signing text, hexadecimal", 64, r"[0-9a-f]{64}"),
    # Orders
    "order_number": Text("the acquirer's number of the order: the same number is the same order", 32, _NUMBER),
    "merchant_id": Text("the merchant (field 42)", 15, r"[0-9A-Za-z]{1,15}"),
    "merchant_name": Text("the merchant's name, for the customer to see", 25, r"[ -~]{1,25}"),
    "merchant_city": Text("where the merchant is, for the code", 15, r"[ -~]{1,15}"),
    "merchant_category": Text("merchant category code", 4, r"[0-9]{4}"),
    "terminal_id": Text("the terminal (field 41)", 8, r"[0-9A-Za-z]{1,8}"),
    "amount": Number("minor units", 1, _AMOUNT),
    "currency": Text("ISO 4217, numeric", 3, r"[0-9]{3}"),
    "subject": Text("what is paid for, for the customer to see", 64),
    "payment_code": Text("what the customer showed; works once, even after a failure", 24, r"[0-9]{16,24}"),
    "expires_in": Number("seconds after which an unpaid order is closed", 10, 7200),
    "code_text": Text("what the shop shows as a QR code (EMVCo, merchant-presented)", 512),
    "state": Word("where the order stands", ORDER_STATES),
    "reason": Word(
        "why it is not paid, or was closed",
        (
            "code-unknown", "code-used", "code-expired", "customer-blocked", "balance", "customer-declined",
            "customer-silent", "expired", "closed", "never-came",
        ),
    ),
    "wallet_number": Text("the wallet's own number of the order", 20, r"[0-9]{20}"),
    "payer_token": Text("the customer; the same for each order at this acquirer, other elsewhere", 32, r"[0-9a-f]{32}"),
    "paid_at": Number("when it was paid, UTC milliseconds", 0, _LARGEST),
    "refunded": Number("how much of it went back, minor units", 0, _AMOUNT),
    # Refunds
    "refund_number": Text("the acquirer's number of the refund: the same number is the same refund", 32, _NUMBER),
    "refund_amount": Number("minor units", 1, _AMOUNT),
    "refund_state": Word("where the refund stands", REFUND_STATES),
    "refunded_at": Number("when it was paid back, UTC milliseconds", 0, _LARGEST),
    # Bills
    "business_date": Text("the day, YYYYMMDD, in the wallet's zone", 8, r"[0-9]{8}"),
    "after": Number("the number of the last line that is known; 0 at the beginning", 0, _LARGEST),
    "closed": Truth("whether the day is over, so that no line can come any more"),
    "line": Number("the line's number; grows, with gaps", 1, _LARGEST),
    "kind": Word("what moved the money", ("payment", "refund", "reversal")),
    "moved": Number("what it moved to the acquirer, minor units, negative for what went back", -_AMOUNT, _AMOUNT),
    "moved_at": Number("when, UTC milliseconds", 0, _LARGEST),
    "lines_of_day": Number("lines of the day so far; only with `after` 0", 0, _LARGEST),
    "sum_of_day": Number("sum of `moved` so far; only with `after` 0", -_LARGEST, _LARGEST),
    "more": Truth("whether lines follow: ask again with `after` of the last one"),
    # Notices
    "notice_number": Number("the same number again is the same notice", 1, _LARGEST),
    "event": Word("what happened", ("paid", "not-paid", "late-payment-refunded", "refunded")),
    # Refusals
    "fault": Text("why the request was refused", 32, r"[a-z-]{1,32}"),
    "fault_field": Text("the field at fault", 32, r"[0-9a-z_]{1,32}"),
}  # fmt: skip
"""Every field by its name."""
