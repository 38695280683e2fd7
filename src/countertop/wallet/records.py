"""What happened at a wallet. The founding records make a store complete in itself; the others are its work.

Moments are UTC microseconds, amounts minor units, business dates `YYYYMMDD`. An order's key is `acquirer|number`, a
refund's too. Messages are kept as `qr.wallet_wire.printable` text: payment codes masked. What one event does to an
order is one append of several of these, so that all of it is durable or nothing.
"""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "CASH",
    "TRANSIT",
    "AcquirerRegistered",
    "BillLineWritten",
    "CodeIssued",
    "CodeUsed",
    "CustomerOpened",
    "FundingBegun",
    "FundingEnded",
    "MoneyMoved",
    "NoticeEnded",
    "NoticeMade",
    "OrderMade",
    "OrderMoved",
    "RefundMade",
    "RefundPaid",
    "WalletOpened",
    "account_of",
    "payable_of",
]

CASH = "cash"
TRANSIT = "transit"
"""Ids of the wallet's own accounts: where deposits came from, and money on its way from a customer's bank."""


def account_of(customer_id: str) -> str:
    """Return the id of a customer's account."""
    return f"customer|{customer_id}"


def payable_of(acquirer_id: str) -> str:
    """Return the id of the account that holds what the wallet owes an acquirer."""
    return f"payable|{acquirer_id}"


@record("wallet.wallet_opened")
class WalletOpened:
    """The wallet: its id, which its codes carry (an AID or a domain name turned round), names, style of payment codes.

    Its own accounts come into being with it.
    """

    wallet_id: str
    name: str
    english_name: str
    code_style: str
    country: str = "CN"
    zone: str = "Asia/Shanghai"
    currency: str = "156"


@record("wallet.acquirer_registered")
class AcquirerRegistered:
    """An acquirer: the signing key (WSK, a key block) that both sides hold, and whether it is to be sent notices."""

    acquirer_id: str
    name: str
    signing_key: str
    notices: bool = True


@record("wallet.customer_opened")
class CustomerOpened:
    """A customer with an account; `number` counts customers from 1 and is never used twice.

    Up to `free_limit` they pay without confirming. `pays_through` is `balance` (at once) or `bank` (the money takes its
    time); `status` is `normal` or `blocked`. `balance` was paid in at the opening.
    """

    customer_id: str
    number: int
    holder: str
    balance: int
    free_limit: int
    pays_through: str
    opened_at: int
    status: str = "normal"
    currency: str = "156"


@record("wallet.code_issued")
class CodeIssued:
    """A customer was shown a payment code; only its token is kept."""

    code_token: str
    customer_id: str
    masked_code: str
    issued_at: int
    expires_at: int


@record("wallet.code_used")
class CodeUsed:
    """A payment code was presented: it is used up, whatever becomes of the order."""

    code_token: str
    order_key: str
    used_at: int


@record("wallet.order_made")
class OrderMade:
    """An order: `kind` is `pay` (the customer showed a code), `precreate` (the shop shows one) or `tombstone`.

    A tombstone takes the place of an order that was closed or reversed before it came.
    """

    order_key: str
    number: int
    acquirer_id: str
    order_number: str
    kind: str
    merchant_id: str
    merchant_name: str
    merchant_city: str
    merchant_category: str
    terminal_id: str
    amount: int
    currency: str
    subject: str | None
    fingerprint: str
    code_token: str | None
    masked_code: str | None
    made_at: int
    business_date: str


@record("wallet.order_moved")
class OrderMoved:
    """An order has come to a state, or a part of it went back; `step` counts from 1 and decides between two at once.

    `cause` is the verb of the request, `customer` or `timer`. `due_at` is when its time in an open state runs out;
    `ended` that nobody is waited for any more; `refunded` how much of it went back in all.
    """

    order_key: str
    step: int
    state: str
    reason: str | None
    cause: str
    customer_id: str | None
    refunded: int
    ended: bool
    due_at: int | None
    moved_at: int
    request: str


@record("wallet.funding_begun")
class FundingBegun:
    """A customer has agreed, and the money is on its way from their bank."""

    order_key: str
    customer_id: str
    amount: int
    currency: str
    begun_at: int
    due_at: int


@record("wallet.funding_ended")
class FundingEnded:
    """It has come: `paid` to the order, or `late` and given back."""

    order_key: str
    outcome: str
    ended_at: int


@record("wallet.money_moved")
class MoneyMoved:
    """Money moved: `postings` are [account, sequence, amount, balance after it]; they sum to zero.

    Sequence and balance are None for the wallet's own accounts, which many share at a time.
    """

    posting_set: str
    order_key: str
    reason: str
    currency: str
    postings: list[list[str | int | None]]
    business_date: str
    moved_at: int


@record("wallet.bill_line_written")
class BillLineWritten:
    """A line of an acquirer's bill; `line` grows from line to line of the whole wallet."""

    acquirer_id: str
    business_date: str
    line: int
    kind: str
    order_number: str
    refund_number: str | None
    merchant_id: str
    terminal_id: str
    moved: int
    currency: str
    moved_at: int


@record("wallet.refund_made")
class RefundMade:
    """A refund was accepted: from now on it is owed to the customer."""

    refund_key: str
    order_key: str
    acquirer_id: str
    refund_number: str
    amount: int
    currency: str
    due_at: int
    made_at: int
    business_date: str
    request: str


@record("wallet.refund_paid")
class RefundPaid:
    """A refund has reached the customer."""

    refund_key: str
    paid_at: int


@record("wallet.notice_made")
class NoticeMade:
    """The acquirer is owed a notice of what came of an order; it says what holds when it is sent."""

    notice_number: int
    acquirer_id: str
    event: str
    order_key: str
    refund_key: str | None
    made_at: int


@record("wallet.notice_ended")
class NoticeEnded:
    """The acquirer has acknowledged a notice."""

    notice_number: int
    acknowledged_at: int
