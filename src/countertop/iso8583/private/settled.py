"""What a host says of a reversal that it had to refuse, once people have settled it.

Field 39 is 25, which ends what the terminal owes, and the acquirer's remark (63.2.3) says how it was settled. The
specification leaves that remark to the acquirer; these two words are our own dialect difference.
"""

from __future__ import annotations

from enum import Enum

from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.additional import ReservedData

__all__ = ["SETTLED", "Settled", "read_settled", "settled_data"]

SETTLED = "25"
"""The response code: there is nothing more that a reversal could undo."""


class Settled(Enum):
    """How people settled it: the remark, 20 characters at most."""

    REPAID = "REPAID BY HAND"
    STANDS = "PAYMENT STANDS"


def settled_data(scheme: str, settled: Settled) -> str:
    """Return field 63 of the answer that says so."""
    return ReservedData(scheme, acquirer=settled.value).text()


def read_settled(reserved_data: str | None) -> Settled | None:
    """Return how a reversal was settled, None for a field 63 that says nothing of it."""
    try:
        return Settled(ReservedData.read(reserved_data or "").acquirer)
    except (SubfieldError, ValueError):
        return None
