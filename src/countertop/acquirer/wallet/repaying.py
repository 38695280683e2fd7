"""A payment that is to be undone and that the wallet reverses no more: what is left of it is refunded instead.

    too-late          its days of reversal are over, and nothing of it went back
    order-refunded    a part of it went back already; what is left is the payment less the refunds that the host knows

The refund is owed durably before it leaves, under a number made of the payment's own. So it is one refund however often
it is told, and it ends the obligation as a reversal would have.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.acquirer.due import reversal_due
from countertop.acquirer.memory import HostMemory, Obligation
from countertop.acquirer.records import WalletRefundOwed
from countertop.acquirer.tables import ATTEMPT_BY_KEY, CLAIMS_OF, Outcome
from countertop.acquirer.wallet.requests import hop_of
from countertop.qr.wallet_messages import Refusal
from countertop.stage import Append, Effect, KeyTaken, Note, Read, SetTimer
from countertop.values import Amount

__all__ = ["REVERSED_NO_MORE", "repay"]

REVERSED_NO_MORE: Final = frozenset({"too-late", "order-refunded"})
"""Faults of the wallet that say that an order can only be refunded from now on."""


def repay(memory: HostMemory, obligation: Obligation, refusal: Refusal, utc: int) -> Generator[Effect, Any, bool]:
    """Owe a refund in place of the reversal that was refused; tell whether nothing is left to be refunded."""
    key = obligation.attempt_key
    (payment,) = yield Read(ATTEMPT_BY_KEY, key)
    claims = yield Read(CLAIMS_OF, key)
    if any(claim["outcome"] is None for claim in claims):
        return False  # what is left is known when that is decided; the reversal is tried again meanwhile
    refunded = sum(claim["claim_amount"] for claim in claims if claim["outcome"] == Outcome.APPROVED)
    left = payment["amount"] - refunded
    if left <= 0:
        return True
    rrn, refused = payment["rrn"], hop_of(refusal)
    owed = WalletRefundOwed(key, obligation.terminal_id, f"{rrn}R", left, refusal.fault, utc, refused)
    if not isinstance((yield Append(obligation.terminal_id, owed)), KeyTaken):
        memory.counts["reversal-became-refund"] += 1
        obligation.tries = 0
        yield Note("alarm", "acquirer.wallet-refund-owed", rrn=rrn, amount=str(Amount(left)), fault=refusal.fault)
        yield SetTimer(reversal_due(key), 0)
    return False
