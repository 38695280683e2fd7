"""A refund (退货) that a merchant's people ask for: made into the request a terminal would send, and passed on as that.

From here on it is any refund: admitted within the original's budget, recorded before a byte leaves, told to the switch
or the wallet until that has answered, taken up from the tables after a restart. Nobody waits at a line for the answer:
whoever asked looks at its story. In place of a MAC stands the desk, which only the host's own console reaches.

Its batch is the console's own, so it is in no terminal's totals; the host closes it when the merchant's day is closed
(`settlement.console_closing`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.checks import AT_CONSOLE, first_fault
from countertop.acquirer.claims import Request, claim_fault, days_between, left_to_refund
from countertop.acquirer.flows.claiming import standing_claims
from countertop.acquirer.flows.following import follow_up
from countertop.acquirer.kinds import KINDS, Kind, Route
from countertop.acquirer.lifecycle import AttemptState, state_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import begin_attempt
from countertop.acquirer.refunding.place import console_of, next_voucher
from countertop.acquirer.refunding.records import RefundAsked
from countertop.acquirer.registry import Console, Merchant
from countertop.acquirer.tables import OBLIGATION_BY_KEY
from countertop.acquirer.wallet.following import follow_code
from countertop.iso8583 import Message
from countertop.stage import Effect, Read, Script
from countertop.values.moments import local_time

__all__ = ["Wanted", "refund", "refundable"]

Row = Mapping[str, Any]

NOBODY: Final = 0
"""The line of whom nobody answers."""

BY_HAND: Final = "012"
BY_CODE: Final = "032"
"""Entry modes (F22): nothing was shown, and no PIN is asked for."""

DOMESTIC: Final = "156"
ANY_CARD: Final = "000"
_NO_BATCH: Final = "000000"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: `amount` in minor units; `by` asks and `approved_by` approves, by their names."""

    request_id: str
    amount: int
    reason: str
    by: str
    approved_by: str


def refund(memory: HostMemory, merchant: Merchant, original: Row, wanted: Wanted, utc: int) -> Script:
    """Take a refund of an original (its row joined with its decision) on its way, or decline it."""
    console = yield from console_of(memory, merchant)
    stan = yield from next_voucher(console)
    kind = _kind_for(original)
    request = _request(console, kind, original, stan, wanted.amount)
    attempt = begin_attempt(memory, Arrival(request, b"", console, NOBODY, utc), kind)
    attempt.people = (wanted.by, wanted.approved_by)
    attempt.beside = (RefundAsked(merchant.merchant_id, wanted.request_id, attempt.key, wanted.reason),)
    fault = first_fault(AT_CONSOLE[kind], attempt, memory)
    yield from _FLOWS[kind.route](memory, attempt, fault)


_FLOWS: Final[Mapping[Route, Callable[[HostMemory, Attempt, str], Script]]] = {
    Route.SWITCH: follow_up,
    Route.WALLET: follow_code,
}


def _kind_for(original: Row) -> Kind:
    """Return the kind that refunds an original; where none does, the one that will be declined."""
    kind = KINDS.get(original["kind"])
    return KINDS["refund" if kind is None or kind.route is Route.SWITCH else "qr_refund"]


def _request(console: Console, kind: Kind, original: Row, stan: str, amount: int) -> Message:
    """Return what a terminal would send for it; the card number comes from the original when it is passed on."""
    mti, processing_code, condition_code, message_type = kind.selectors
    return Message(
        mti,
        processing_code=processing_code,
        amount=f"{amount:012d}",
        stan=stan,
        entry_mode=BY_HAND if kind.route is Route.SWITCH else BY_CODE,
        condition_code=condition_code,
        rrn=original["rrn"],
        terminal_id=console.terminal_id,
        merchant_id=console.merchant.merchant_id,
        currency=DOMESTIC,
        transaction_info=f"{message_type}{console.batch_number}000",
        original_info=f"{_NO_BATCH}{_NO_BATCH}{original['local_date'] or '0000'}",
        reserved_data=ANY_CARD,
    )


def refundable(memory: HostMemory, row: Row, utc: int) -> Generator[Effect, Any, int]:
    """Return what may still be refunded of an attempt (its row joined with its decision) at its merchant's console."""
    kind, merchant = _kind_for(row), memory.registry.merchants[row["merchant_id"]]
    obligations = yield Read(OBLIGATION_BY_KEY, row["attempt_key"])
    if state_of(row, next(iter(obligations), None)) is not AttemptState.APPROVED or not row["transit_key"]:
        return 0
    if kind.name in merchant.barred or not merchant.is_open:
        return 0
    standing = yield from standing_claims(memory, row["attempt_key"], "", utc)
    zone = memory.registry.zone
    first, last = (local_time(moment, zone).date() for moment in (row["decided_at"], utc))
    smallest = Request(kind.name, 1, None, days_between(first, last))
    return 0 if claim_fault(smallest, row, standing, memory.settings) else left_to_refund(row, standing)
