"""The messages of the wallet's API: one small class each, its fields those of `wallet_fields`.

A field that may be missing is None here and absent on the wire. Every request begins with who asks (`acquirer_id`), a
`nonce` and a `timestamp`; every answer repeats the first two. `NoticeRequest` goes the other way: the wallet asks, the
acquirer acknowledges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from countertop.qr.payment_codes import PaymentCode

__all__ = [
    "ANSWERS",
    "BILL_LINES_A_PAGE",
    "FAULTS",
    "REQUESTS",
    "BillAnswer",
    "BillLine",
    "BillRequest",
    "CloseRequest",
    "Message",
    "NoticeAcknowledged",
    "NoticeRequest",
    "OrderAnswer",
    "PayRequest",
    "PrecreateRequest",
    "QueryRequest",
    "RefundAnswer",
    "RefundQueryRequest",
    "RefundRequest",
    "Refusal",
    "Request",
    "ReverseRequest",
]

BILL_LINES_A_PAGE = 20

FAULTS: dict[str, str] = {
    "not-understood": "the message breaks the format; `fault_field` says where. Not signed",
    "acquirer-unknown": "nobody is registered under this `acquirer_id`. Not signed",
    "signature-wrong": "the signature does not belong to the message. Not signed",
    "stale": "the timestamp is too far from the wallet's clock: set the clock, send it again with a new nonce",
    "replayed": "the nonce was used before: send the request again with a new nonce",
    "busy": "too many requests at once: send it again later",
    "currency-unknown": "the wallet holds no money of this currency",
    "order-unknown": "there is no order of this number",
    "order-differs": "the number belongs to an order with other content; nothing was done",
    "order-paid": "the order is paid: refund or reverse it",
    "order-not-paid": "the order is not paid, so there is nothing to refund",
    "order-refunded": "a part of the order was refunded: refund the rest",
    "too-late": "the time for this has passed; for a reversal: refund the order",
    "refund-unknown": "there is no refund of this number",
    "refund-differs": "the number belongs to a refund with other content; nothing was done",
    "refund-too-much": "all refunds of an order together are at most its amount",
    "refunds-too-many": "the order has had as many refunds as it may have",
    "date-wrong": "there is no such day, or it has not come",
}
"""Why a request was refused: the values of `fault`. A refusal has changed nothing."""


@dataclass(slots=True)
class Message:
    """What every message has: who the acquirer is, the request's nonce, and when it was made."""

    VERB: ClassVar[str]

    acquirer_id: str
    nonce: str
    timestamp: int


class Request(Message):
    """A message that is answered."""

    __slots__ = ()


@dataclass(slots=True)
class PayRequest(Request):
    """Take a payment by the code that the customer shows. Answered SUCCESS, FAIL or USERPAYING."""

    VERB: ClassVar[str] = "pay"

    order_number: str
    merchant_id: str
    merchant_name: str
    terminal_id: str
    amount: int
    currency: str
    payment_code: PaymentCode
    subject: str | None = None


@dataclass(slots=True)
class PrecreateRequest(Request):
    """Make an order for a code that the shop shows. Answered NOTPAY with `code_text`."""

    VERB: ClassVar[str] = "precreate"

    order_number: str
    merchant_id: str
    merchant_name: str
    merchant_city: str
    merchant_category: str
    terminal_id: str
    amount: int
    currency: str
    expires_in: int
    subject: str | None = None


@dataclass(slots=True)
class QueryRequest(Request):
    """Ask where an order stands."""

    VERB: ClassVar[str] = "query"

    order_number: str


@dataclass(slots=True)
class ReverseRequest(Request):
    """Undo an order whatever became of it, now and for ever; repeat until it is answered.

    An order that never came is taken as reversed, and should it come later it is not paid.
    """

    VERB: ClassVar[str] = "reverse"

    order_number: str


@dataclass(slots=True)
class CloseRequest(Request):
    """Close an order that is not paid; one that never came is taken as closed. Money that still comes goes back."""

    VERB: ClassVar[str] = "close"

    order_number: str


@dataclass(slots=True)
class RefundRequest(Request):
    """Give a paid order's money back, or a part of it; may be repeated under other numbers up to its amount."""

    VERB: ClassVar[str] = "refund"

    order_number: str
    refund_number: str
    refund_amount: int
    currency: str


@dataclass(slots=True)
class RefundQueryRequest(Request):
    """Ask where a refund stands."""

    VERB: ClassVar[str] = "refund_query"

    refund_number: str


@dataclass(slots=True)
class BillRequest(Request):
    """Ask for a page of a day's bill: what was paid to the acquirer, and what went back."""

    VERB: ClassVar[str] = "bill"

    business_date: str
    after: int


@dataclass(slots=True)
class NoticeRequest(Request):
    """Tell the acquirer what came of an order without its asking; repeated until it is acknowledged."""

    VERB: ClassVar[str] = "notice"

    notice_number: int
    event: str
    order_number: str
    wallet_number: str
    merchant_id: str
    terminal_id: str
    amount: int
    currency: str
    refunded: int
    state: str
    reason: str | None = None
    paid_at: int | None = None
    refund_number: str | None = None
    refund_amount: int | None = None


@dataclass(slots=True)
class OrderAnswer(Message):
    """Where an order stands: the answer to pay, precreate, query, reverse and close.

    `amount`, `currency` and `wallet_number` are missing where the order never came.
    """

    VERB: ClassVar[str] = ""

    verb: str
    order_number: str
    state: str
    refunded: int
    wallet_number: str | None = None
    amount: int | None = None
    currency: str | None = None
    reason: str | None = None
    paid_at: int | None = None
    payer_token: str | None = None
    code_text: str | None = None


@dataclass(slots=True)
class RefundAnswer(Message):
    """Where a refund stands: the answer to refund and refund_query."""

    VERB: ClassVar[str] = ""

    verb: str
    order_number: str
    refund_number: str
    refund_amount: int
    currency: str
    refund_state: str
    refunded: int
    refunded_at: int | None = None


@dataclass(slots=True)
class BillLine:
    """One movement of a day."""

    line: int
    kind: str
    order_number: str
    merchant_id: str
    terminal_id: str
    moved: int
    currency: str
    moved_at: int
    refund_number: str | None = None


@dataclass(slots=True)
class BillAnswer(Message):
    """A page of a day's bill, at most 20 lines."""

    VERB: ClassVar[str] = ""

    verb: str
    business_date: str
    closed: bool
    more: bool
    lines: list[BillLine] = field(default_factory=list)
    lines_of_day: int | None = None
    sum_of_day: int | None = None


@dataclass(slots=True)
class NoticeAcknowledged(Message):
    """The acquirer has written the notice down."""

    VERB: ClassVar[str] = ""

    verb: str
    notice_number: int


@dataclass(slots=True)
class Refusal(Message):
    """The request was refused and has changed nothing; `fault` says why."""

    VERB: ClassVar[str] = ""

    verb: str
    fault: str
    fault_field: str | None = None


REQUESTS: dict[str, type[Request]] = {
    kind.VERB: kind
    for kind in (
        PayRequest,
        PrecreateRequest,
        QueryRequest,
        ReverseRequest,
        CloseRequest,
        RefundRequest,
        RefundQueryRequest,
        BillRequest,
        NoticeRequest,
    )
}
"""The requests by verb."""

ANSWERS: dict[str, type[Message]] = {
    **dict.fromkeys(("pay", "precreate", "query", "reverse", "close"), OrderAnswer),
    **dict.fromkeys(("refund", "refund_query"), RefundAnswer),
    "bill": BillAnswer,
    "notice": NoticeAcknowledged,
}
"""What answers each verb, unless it is a `Refusal`."""
