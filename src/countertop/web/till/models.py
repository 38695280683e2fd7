"""What tills send and get, as the OpenAPI document has it. Amounts are minor units (分); cards are masked."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from countertop.web.till.problems import Words

__all__ = [
    "By",
    "DemoCustomer",
    "Order",
    "Payment",
    "PaymentList",
    "PaymentStatus",
    "Prompt",
    "RefundByReferenceOrder",
    "RefundOrder",
    "RequestId",
    "SaleOrder",
    "SettledBatch",
    "Settlement",
    "SettlementList",
    "SettlementOrder",
    "SettlementStatus",
    "SlipLines",
    "Terminal",
    "VoidByVoucherOrder",
    "VoidOrder",
]

ID_PATTERN: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
LARGEST_AMOUNT: Final = 10**12 - 1
RequestId = Annotated[str, StringConstraints(pattern=ID_PATTERN, min_length=36, max_length=36)]
Amount = Annotated[int, Field(strict=True, ge=1, le=LARGEST_AMOUNT, description="Minor units (分)", examples=[1250])]
Voucher = Annotated[str, StringConstraints(pattern="^[0-9]{6}$")]


class By(Enum):
    """How the customer pays: a card, a code on a telephone that is scanned here, or the shop's code."""

    CARD = "card"
    CUSTOMER_CODE = "customer_code"
    SHOP_CODE = "shop_code"


class DemoCustomer(BaseModel):
    """In demo mode only: who answers at the terminal, beforehand, so that nobody need stand there.

    Passwords and the PIN are the demo's own and stay in the house; a till names a card or shows a code.
    """

    model_config = ConfigDict(extra="forbid")

    card: Annotated[str, StringConstraints(max_length=60)] | None = Field(
        default=None, description="Name of a card in the demo's wallet; without one the first.", examples=["debit-east"]
    )
    payment_code: Annotated[str, StringConstraints(pattern="^[0-9]{16,24}$")] | None = Field(
        default=None, description="What the demo telephone shows."
    )


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid")

    demo: DemoCustomer | None = None


class SaleOrder(_Order):
    """A sale."""

    kind: Literal["sale"]
    amount: Amount
    by: By = By.CARD


class VoidOrder(_Order):
    """Takes back a sale of a till in the open batch, the whole of it. A supervisor keys a password at the terminal."""

    kind: Literal["void"]
    original: RequestId = Field(description="Under which id the sale was asked for.")


class VoidByVoucherOrder(_Order):
    """The same, of any sale of this terminal in the open batch."""

    kind: Literal["void_by_voucher"]
    voucher_number: Voucher
    by: Literal[By.CARD, By.CUSTOMER_CODE] = By.CARD


class RefundOrder(_Order):
    """Gives back an earlier sale of a till, or a part of it. A supervisor keys a password at the terminal."""

    kind: Literal["refund"]
    original: RequestId
    amount: Amount | None = Field(default=None, description="Without it the whole.")


class RefundByReferenceOrder(_Order):
    """The same, of any sale of this merchant."""

    kind: Literal["refund_by_reference"]
    rrn: Annotated[str, StringConstraints(pattern="^[0-9A-Za-z]{12}$")]
    date: Annotated[str, StringConstraints(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    amount: Amount
    by: Literal[By.CARD, By.CUSTOMER_CODE] = By.CARD


class SettlementOrder(_Order):
    """The end of a batch; it says nothing more."""


Order = Annotated[
    SaleOrder | VoidOrder | VoidByVoucherOrder | RefundOrder | RefundByReferenceOrder, Field(discriminator="kind")
]


class PaymentStatus(Enum):
    """What is known. Only `approved` is money; while it is `reversing` or `repeating` nobody knows."""

    WAITING = "waiting"
    SENT = "sent"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    APPROVED = "approved"
    DECLINED = "declined"
    NOT_CHARGED = "not_charged"
    REVERSING = "reversing"
    REVERSED = "reversed"
    REPEATING = "repeating"
    SETTLED_BY_PEOPLE = "settled_by_people"


class Prompt(BaseModel):
    """What the terminal asks now; people answer there."""

    id: str = Field(examples=["pin"])
    text: Words


class Payment(BaseModel):
    """A payment, a void or a refund that a till asked for, as far as it has come."""

    id: RequestId
    kind: str = Field(examples=["sale"])
    by: By
    status: PaymentStatus
    is_final: bool = Field(description="Nothing of this will change any more.")
    amount: int | None
    currency: str = "CNY"
    prompt: Prompt | None = None
    code_text: str | None = Field(default=None, description="The shop's code, for the customer to scan.")
    voucher_number: str | None = None
    batch_number: str | None = None
    rrn: str | None = None
    approval_code: str | None = None
    response_code: str | None = None
    card: str | None = Field(default=None, description="Masked.", examples=["622500******0014"])
    wallet_number: str | None = None
    operator: str | None = None
    supervisor: str | None = None
    date: str | None = None
    time: str | None = None
    is_voided: bool = False
    settled_as: str | None = Field(default=None, description="How people at the acquirer settled it.")
    message: Words | None = None
    advice: Words | None = None
    asked_at: str | None = Field(default=None, description="UTC")
    decided_at: str | None = Field(default=None, description="UTC")
    slips: list[str] = Field(default=[], description="Copies that there are.", examples=[["merchant", "cardholder"]])


class PaymentList(BaseModel):
    """The newest requests of tills, newest first."""

    payments: list[Payment]


class SlipLines(BaseModel):
    """A copy of a slip, as rows of text as wide as the paper."""

    copy_of: str = Field(examples=["cardholder"])
    columns: int
    lines: list[str]


class SettlementStatus(Enum):
    """How a settlement that a till asked for stands; of an interrupted one the list of settlements tells."""

    WAITING = "waiting"
    SETTLED = "settled"
    NOT_SETTLED = "not_settled"
    INTERRUPTED = "interrupted"


class Settlement(BaseModel):
    """The end of a batch (结算), asked for by a till."""

    id: RequestId
    status: SettlementStatus
    is_final: bool
    prompt: Prompt | None = None
    message: Words | None = None
    advice: Words | None = None
    asked_at: str | None = None


class SettledBatch(BaseModel):
    """A settlement as the terminal keeps it."""

    batch_number: str
    state: str
    records: int | None
    operator: str | None
    host_date: str | None
    host_time: str | None


class SettlementList(BaseModel):
    """The newest settlements of the terminal, newest first."""

    settlements: list[SettledBatch]


class Terminal(BaseModel):
    """Where the terminal stands."""

    terminal_id: str
    merchant_id: str
    merchant_name: Words
    state: str = Field(examples=["signed_in"])
    is_ready: bool = Field(description="A sale would be taken now.")
    message: Words | None = Field(description="Why not.")
    advice: Words | None
    prompt: Prompt | None = None
    operator: str | None
    batch_number: str
    completed_in_batch: int
    batch_limit: int
    is_connected: bool
    printer: str = Field(description="Nothing where it works.")
    battery: int | None
    reversals_owed: int
    repeats_owed: int
    stored: int
