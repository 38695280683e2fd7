"""What the terminal makes of a response code (F39), beyond the table of the protocol room.

Every code has a text `response.<code>` in the catalogue and one sentence on what the person does, `action.<class>` or a
closer one.
"""

from __future__ import annotations

from typing import Final

from countertop.iso8583.response_codes import IN_PROGRESS, RESPONSE_CODES, Deed, look_up

__all__ = [
    "DISCHARGING",
    "EMPTY",
    "FITS_NOTHING",
    "KEEPING",
    "OF_CODES",
    "SIGN_IN_AGAIN",
    "action_text",
    "is_approval",
    "response_text",
]

DISCHARGING: Final = frozenset({"00", "12", "25"})
"""Codes of a 0410 that end a reversal: done, or there is nothing that could be undone.

12 is among them here, although between institutions it is not (docs/interbank.md). Hosts of the published dialect
answer 12 to the reversal of what they declined, where ours says 00: not to end by it would shut a shop for good after
every decline that was lost. Our host says 12 when another transaction has the key; then this one was refused (94) and
has moved nothing; or when a void can be undone no more because its pre-authorisation was completed otherwise. What
would differ all the same shows in the totals of the settlement, where people look, while a terminal that owes for ever
sells nothing.
"""

FITS_NOTHING: Final = "12"

OF_CODES: Final = frozenset({"05", "12", "14", "25", "40", "51", "54", "57", "62", "68", "91", "92", "98"})
"""Codes that mean something else to who pays by a code than to who has a card."""

EMPTY: Final = frozenset({IN_PROGRESS, "68", "96", "98"})
"""Codes of an answer that settles nothing: the host does not know either. What is never reversed is then repeated."""

KEEPING: Final = EMPTY | {"91", "92"}
"""Codes after which a stored transaction stays stored: nobody there could be told."""

SIGN_IN_AGAIN: Final = frozenset({"77", "97", "99", "A0", "A8"})
"""Codes that say that terminal and host do not hold the same keys or batch; A8 is a host's private `not signed in`."""

_BY_DEED: Final = {
    Deed.KEEP_CARD: "action.keep_card",
    Deed.INSERT_CHIP: "action.use_chip",
    Deed.SIGN_IN: "action.sign_in",
    Deed.REMARK: "action.confirm_approval",
}
_BY_CODE: Final = {
    **dict.fromkeys(("01", "15", "38", "75"), "action.call_issuer"),
    **dict.fromkeys(("03", "97", "L2", "L3"), "action.call_acquirer"),
    "L1": "action.relocate",
    "55": "action.other_pin",
    "A8": "action.sign_in",
}


def is_approval(code: str | None) -> bool:
    """Tell whether money has moved."""
    return look_up(code or "").is_approved


def response_text(code: str | None, *, scanned: bool = False) -> str:
    """Return the message id of a response code's text; it takes the code as `code`. `scanned`: who paid had no card."""
    if scanned and code in OF_CODES:
        return f"response.qr_{code}"
    return f"response.{code}" if code in RESPONSE_CODES or code == "A8" else "response.unknown"


def action_text(code: str | None) -> str:
    """Return the message id of what the person at the terminal does about it."""
    known = look_up(code or "")
    return _BY_CODE.get(known.code) or _BY_DEED.get(known.deed) or f"action.{known.action.value}"
