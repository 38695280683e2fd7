"""What a host says of a reversal that it had to refuse, once people have settled it.

Field 39 is 25, which ends what the terminal owes, and the acquirer's remark (63.2.3) says how it was settled. The
specification leaves that remark to the acquirer; these two words are our own dialect difference.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.additional import ReservedData
from countertop.iso8583.spec import Label

__all__ = ["LABELS", "SETTLED", "Settled", "read_settled", "settled_data"]

SETTLED = "25"
"""The response code: there is nothing more that a reversal could undo."""


class Settled(Enum):
    """How people settled it: the remark, 20 characters at most."""

    REPAID = "REPAID BY HAND"
    STANDS = "PAYMENT STANDS"


LABELS: Final = {
    Settled.REPAID: Label("收单机构已人工退还持卡人", "the acquirer has paid the cardholder back by hand"),
    Settled.STANDS: Label("经两人核实交易有效，无需冲正", "two persons found the payment right: nothing to undo"),
}


def settled_data(scheme: str, settled: Settled) -> str:
    """Return field 63 of the answer that says so."""
    return ReservedData(scheme, acquirer=settled.value).text()


def read_settled(reserved_data: str | None) -> Settled | None:
    """Return how a reversal was settled, None for a field 63 that says nothing of it."""
    try:
        return Settled(ReservedData.read(reserved_data or "").acquirer)
    except (SubfieldError, ValueError):
        return None
