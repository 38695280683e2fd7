"""Requests as a till sends them: they stand in the OpenAPI document, and tests run them in this order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["EXAMPLES", "Example", "curl"]

_FIRST: Final = "018f3c5a-6f10-7c3e-9f00-0000000000{:02d}"
_SALE, _VOID, _CODE, _REFUNDED, _REFUND, _SETTLEMENT, _BY_VOUCHER, _BY_REFERENCE = (
    _FIRST.format(number) for number in range(1, 9)
)
_NOBODY: Final[Mapping[str, Any]] = {"demo": {}}


@dataclass(frozen=True, slots=True)
class Example:
    """One request: the operation it shows, what it is about, and the status that comes back."""

    operation: str
    about: str
    method: str
    path: str
    status: int
    body: Mapping[str, Any] = field(default_factory=dict)


EXAMPLES: Final = (
    Example("terminal", "terminal", "GET", "/terminal", 200),
    Example(
        "start", "sale", "PUT", f"/payments/{_SALE}", 201, {"kind": "sale", "amount": 1250, "by": "card", **_NOBODY}
    ),
    Example("look", "look", "GET", f"/payments/{_SALE}", 200),
    Example("slip_lines", "slip_lines", "GET", f"/payments/{_SALE}/slips/cardholder/lines", 200),
    Example("slip", "slip", "GET", f"/payments/{_SALE}/slips/merchant/png", 200),
    Example("start", "void", "PUT", f"/payments/{_VOID}", 201, {"kind": "void", "original": _SALE, **_NOBODY}),
    Example("start", "again", "PUT", f"/payments/{_VOID}", 200, {"kind": "void", "original": _SALE, **_NOBODY}),
    Example(
        "start",
        "void_by_voucher",
        "PUT",
        f"/payments/{_BY_VOUCHER}",
        201,
        {"kind": "void_by_voucher", "voucher_number": "999999", **_NOBODY},
    ),
    Example("start", "other_sale", "PUT", f"/payments/{_REFUNDED}", 201, {"kind": "sale", "amount": 3000, **_NOBODY}),
    Example(
        "start",
        "refund",
        "PUT",
        f"/payments/{_REFUND}",
        201,
        {"kind": "refund", "original": _REFUNDED, "amount": 500, **_NOBODY},
    ),
    Example(
        "start",
        "refund_by_reference",
        "PUT",
        f"/payments/{_BY_REFERENCE}",
        201,
        {"kind": "refund_by_reference", "rrn": "000000000000", "date": "2026-01-31", "amount": 500, **_NOBODY},
    ),
    Example(
        "start",
        "shop_code",
        "PUT",
        f"/payments/{_CODE}",
        201,
        {"kind": "sale", "amount": 880, "by": "shop_code", **_NOBODY},
    ),
    Example("cancel", "cancel", "POST", f"/payments/{_CODE}/cancel", 202),
    Example("newest", "newest", "GET", "/payments", 200),
    Example("last", "last", "GET", "/payments/last", 200),
    Example("settle", "settle", "PUT", f"/settlements/{_SETTLEMENT}", 201, _NOBODY),
    Example("settlement", "settlement", "GET", f"/settlements/{_SETTLEMENT}", 200),
    Example("settlements", "settlements", "GET", "/settlements", 200),
)


def curl(example: Example) -> str:
    """Return a request as it is typed; $TILL is where the API is, $KEY the till's key."""
    parts = ["curl", "-sS"]
    if example.method != "GET":
        parts += ["-X", example.method]
    parts += ['-H "Authorization: Bearer $KEY"']
    if example.body:
        parts += ["-H 'Content-Type: application/json' \\\n ", f"-d '{json.dumps(example.body)}' \\\n "]
    return " ".join([*parts, f'"$TILL{example.path}"'])
