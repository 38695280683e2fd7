"""Field 46 of our dialect: who worked at the terminal, and what its slip says that no other field tells the host.

Records as in field 59, a tag of two characters, a length of three digits, and a value:

    OP  operator                    SV  the supervisor who approved
    AC  the account that the customer chose, `debit` or `credit`
    WP  the limit, in minor units, up to which neither PIN nor signature was asked; WS: no signature
    TM  when it was taken, of a transaction that was stored and is told later: YYYYMMDDhhmmss on the terminal's clock
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from countertop.codec.bcd import is_digits

__all__ = ["TerminalInformation", "read_information"]

_WAIVED: Final = {"WP": "pin", "WS": "signature"}
_WAIVING: Final = {waived: tag for tag, waived in _WAIVED.items()}
_ACCOUNTS: Final = frozenset({"debit", "credit"})
_MOMENT: Final = 14
_LONGEST_LIMIT: Final = 12


@dataclass(frozen=True, slots=True)
class TerminalInformation:
    """What field 46 tells; None for what it does not. `waived` is `pin` or `signature`, `taken_at` as in `TM`."""

    operator: str | None = None
    supervisor: str | None = None
    account: str | None = None
    waived: str | None = None
    waived_limit: int | None = None
    taken_at: str | None = None

    def text(self) -> str:
        """Return the field."""
        limit = None if self.waived is None or self.waived_limit is None else str(self.waived_limit)
        records = (
            ("OP", self.operator),
            ("SV", self.supervisor),
            ("AC", self.account),
            (_WAIVING.get(self.waived or "", ""), limit),
            ("TM", self.taken_at),
        )
        return "".join(f"{tag}{len(value):03d}{value}" for tag, value in records if value is not None)


@lru_cache(maxsize=1024)
def read_information(text: str | None) -> TerminalInformation:
    """Return what a field tells: nothing where its form is another; what no terminal would say is left out."""
    found: dict[str, str] = {}
    rest = text or ""
    while rest:
        tag, length, rest = rest[:2], rest[2:5], rest[5:]
        if not (len(length) == 3 and is_digits(length)) or len(rest) < int(length):
            return TerminalInformation()
        found[tag], rest = rest[: int(length)], rest[int(length) :]
    tag = next((tag for tag in _WAIVED if _is_number(found.get(tag, ""), _LONGEST_LIMIT)), "")
    account, taken_at = found.get("AC"), found.get("TM", "")
    return TerminalInformation(
        operator=found.get("OP"),
        supervisor=found.get("SV"),
        account=account if account in _ACCOUNTS else None,
        waived=_WAIVED.get(tag),
        waived_limit=int(found[tag]) if tag else None,
        taken_at=taken_at if len(taken_at) == _MOMENT and is_digits(taken_at) else None,
    )


def _is_number(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and is_digits(text)
