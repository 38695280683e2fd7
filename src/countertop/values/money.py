"""Money: an integer of minor units with its currency, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["CURRENCIES", "Amount", "Currency"]


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of ISO 4217: numeric code (3 digits), letters, decimals of its minor unit, slip symbol."""

    numeric: str
    letters: str
    exponent: int
    symbol: str


CNY = Currency("156", "CNY", 2, "RMB")
CURRENCIES = {currency.numeric: currency for currency in (CNY, Currency("840", "USD", 2, "USD"))}

_DECIMAL = re.compile(r"([0-9]{1,10})(?:\.([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Amount:
    """So many minor units (fen for CNY) of a currency; may be negative in a posting."""

    minor: int
    currency: Currency = CNY

    @classmethod
    def parse(cls, text: str, currency: Currency = CNY) -> Amount:
        """Read a decimal such as `12.50`.

        Raises ValueError for signs, blanks, other alphabets' digits, too many decimals, or more than the
        12 digits that field 4 can carry.
        """
        match = _DECIMAL.fullmatch(text)
        if match is None:
            raise ValueError(f"not an amount: write digits, such as 12{'.50' if currency.exponent else ''}")
        whole, part = match[1], match[2] or ""
        if len(part) > currency.exponent:
            raise ValueError(f"{currency.letters} has {currency.exponent} decimals")
        minor = int(whole) * 10**currency.exponent + int(part.ljust(currency.exponent, "0") or "0")
        if minor >= 10**12:
            raise ValueError("an amount has at most 12 digits")
        return cls(minor, currency)

    def __str__(self) -> str:
        sign, size = ("-", -self.minor) if self.minor < 0 else ("", self.minor)
        whole, part = divmod(size, 10**self.currency.exponent)
        return f"{sign}{whole}.{part:0{self.currency.exponent}d}" if self.currency.exponent else f"{sign}{whole}"
