"""What an order moves: between a customer's account, money on its way, and what the wallet owes the acquirer.

    pays from a balance   customer ──► payable          pays from a bank   customer ──► transit ──► payable
    refund, reversal      payable ──► customer          comes too late     transit ──► customer

A customer's newest balance is read, and its successor carries the next number; if another script was faster the append
finds the number taken, and the whole decision is made again.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.stage import Effect, Read
from countertop.wallet.office import Office
from countertop.wallet.orders import Order
from countertop.wallet.records import BillLineWritten, MoneyMoved, account_of, payable_of
from countertop.wallet.tables import NEWEST_BALANCE

__all__ = ["Balance", "bill_line", "money_moved", "payable", "read_balance"]


class Balance:
    """A customer's account: what it holds, and the number of its last change."""

    __slots__ = ("account_id", "amount", "sequence")

    def __init__(self, account_id: str, sequence: int, amount: int) -> None:
        self.account_id = account_id
        self.sequence = sequence
        self.amount = amount


def read_balance(customer_id: str) -> Generator[Effect, Any, Balance]:
    """Return a customer's present balance."""
    account = account_of(customer_id)
    rows = yield Read(NEWEST_BALANCE, account)
    return Balance(account, rows[0]["sequence"], rows[0]["balance_after"]) if rows else Balance(account, 0, 0)


def money_moved(
    office: Office, order: Order, posting_set: str, reason: str, moved: int, sides: tuple[Balance | str, str], now: int
) -> MoneyMoved:
    """Return the record that moves an amount from the first side to the second; negative moves it back.

    A side is a customer's balance or one of the wallet's own accounts.
    """
    side, other = sides
    if isinstance(side, Balance):
        mine: list[str | int | None] = [side.account_id, side.sequence + 1, -moved, side.amount - moved]
    else:
        mine = [side, None, -moved, None]
    postings = [mine, [other, None, moved, None]]
    assert sum(int(posting[2] or 0) for posting in postings) == 0, "a posting set does not sum to zero"
    currency, date = order.made["currency"], office.business_date(now)
    return MoneyMoved(posting_set, order.key, reason, currency, postings, date, now)


def bill_line(
    office: Office, order: Order, kind: str, moved: int, now: int, refund_number: str | None = None
) -> BillLineWritten:
    """Return the line that tells the acquirer of money paid to it, or (negative) taken back; append it at once."""
    row = order.made
    return BillLineWritten(
        row["acquirer_id"],
        office.business_date(now),
        office.next_bill_line(),
        kind,
        row["order_number"],
        refund_number,
        row["merchant_id"],
        row["terminal_id"],
        moved,
        row["currency"],
        now,
    )


def payable(order: Order) -> str:
    """Return the account of what is owed to the order's acquirer."""
    return payable_of(order.made["acquirer_id"])
