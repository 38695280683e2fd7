"""What can come of a case, by its cause, and how many persons that takes.

    outcome            money      persons   causes
    explained          none       one       what differed has an explanation; the books stay as they are
    cardholder_repaid  by hand    two       the cardholder has the money back
    merchant_adjusted  by hand    two       the merchant was paid, or paid back, what differed
    written_off        by hand    two       the acquirer bears it
    payment_stands     none       two       of a late reversal: there is nothing to undo, the payment is right

Money that people move by hand is not moved here: the record says how much, who wanted it and who agreed. Both outcomes
of a late reversal end what its terminal owes, so even the one that moves nothing takes two persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from countertop.acquirer.settlement.tables import Cause, Disposition
from countertop.iso8583.private.settled import Settled

__all__ = ["OUTCOMES", "SETTLING", "CaseOutcome", "due_amount"]


class CaseOutcome(NamedTuple):
    """An outcome: the causes it fits, whether people move money for it, whether two of them are needed."""

    causes: frozenset[str]
    moves_money: bool
    takes_two: bool


_UPLOADED = frozenset({Disposition.AMOUNT_DIFFERS, Disposition.RESTORED, Disposition.TOO_LATE, Disposition.HOST_ONLY})
_OF_BATCHES = _UPLOADED | {Cause.BATCH_DISPOSED}
_LATE = frozenset({Cause.REVERSAL_TOO_LATE})
_REFUNDED = frozenset({Cause.REFUND_OF_REVERSED})

OUTCOMES: Final[Mapping[str, CaseOutcome]] = {
    "explained": CaseOutcome(_OF_BATCHES | _REFUNDED, moves_money=False, takes_two=False),
    "cardholder_repaid": CaseOutcome(_UPLOADED | _LATE, moves_money=True, takes_two=True),
    "merchant_adjusted": CaseOutcome(_OF_BATCHES | _REFUNDED, moves_money=True, takes_two=True),
    "written_off": CaseOutcome(_OF_BATCHES, moves_money=True, takes_two=True),
    "payment_stands": CaseOutcome(_LATE, moves_money=False, takes_two=True),
}

SETTLING: Final = {"cardholder_repaid": Settled.REPAID, "payment_stands": Settled.STANDS}
"""What a terminal is told of the outcome of its late reversal."""


def due_amount(case: Mapping[str, Any]) -> int:
    """Return what is in question in a case: by how much terminal and host differ, in minor units."""
    told, counted = (int(case[name] or 0) for name in ("terminal_amount", "host_amount"))
    return abs(told - counted)
