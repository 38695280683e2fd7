"""What people look for among their transactions: read from an address, sent to the desk, written into an address again.

An empty filter is none; an amount is written as people write it (`12.50`), a day as a browser does (`2026-01-31`).
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from countertop.web.merchant.errors import NotUnderstood

__all__ = ["Filters", "Looked", "amount_of"]

_AMOUNT: Final = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2}))?")
_DAY: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")

Word = Annotated[str, Field(max_length=40)]


class Filters(BaseModel):
    """The filters of a list of transactions, as an address has them."""

    model_config = ConfigDict(extra="ignore")

    date: Word = Field(default="", description="first day, YYYY-MM-DD")
    until: Word = Field(default="", description="last day, YYYY-MM-DD")
    kind: Word = Field(default="", description="such as sale, void, refund, qr_sale")
    state: Word = Field(default="", description="approved, declined, unknown, reversed, voided, refunded")
    terminal: Word = Field(default="", description="terminal number")
    voucher: Word = Field(default="", description="voucher number, six digits")
    amount: Word = Field(default="", description="amount, such as 12.50")
    card: Word = Field(default="", description="last four digits of the card")
    like: Word = Field(default="", description="reference number of a transaction: those by the same card")
    after: Word = Field(default="", description="where the page begins")

    def asked(self) -> dict[str, Any]:
        """Return them as the desk takes them; raises NotUnderstood."""
        voucher = self.voucher.zfill(6) if self.voucher else ""
        wanted: dict[str, Any] = {
            "date": _day(self.date or self.until),
            "until": _day(self.until or self.date),
            "kind": self.kind,
            "state": self.state,
            "terminal_id": self.terminal,
            "voucher_number": voucher,
            "amount": amount_of(self.amount),
            "last_four": self.card,
            "same_card_as": self.like,
            "after": self.after,
        }
        return {name: value for name, value in wanted.items() if value not in ("", None)}

    def address(self, **changes: str) -> str:
        """Return the query of an address with these filters, changed so."""
        named = {**self.model_dump(), **changes}
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def is_any(self) -> bool:
        """Whether anything is looked for."""
        return any(value for name, value in self.model_dump().items() if name != "after")


Looked = Annotated[Filters, Query()]


def amount_of(text: str) -> int | None:
    """Return an amount in minor units, None for nothing; raises NotUnderstood."""
    if not text:
        return None
    written = _AMOUNT.fullmatch(text.strip().replace(",", ""))
    if written is None:
        raise NotUnderstood
    return int(written[1]) * 100 + int((written[2] or "").ljust(2, "0"))


def _day(text: str) -> str:
    if not text:
        return ""
    written = _DAY.fullmatch(text)
    if written is None:
        raise NotUnderstood
    return "".join(written.groups())
