"""What the host asks the wallet, made of an attempt; the order's number is the reference number of its payment.

So whoever looks for a payment by its reference finds it in both books. A refund's number is its own reference number;
that of the refund which takes the place of a reversal is the payment's, with an R behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.registry import Merchant
from countertop.acquirer.wallet.asking import Head
from countertop.acquirer.wallet.link import Order
from countertop.qr import PaymentCode
from countertop.qr.wallet_messages import (
    Message,
    PayRequest,
    PrecreateRequest,
    QueryRequest,
    RefundRequest,
    Request,
    ReverseRequest,
)
from countertop.qr.wallet_wire import printable_fields

__all__ = ["Build", "hop_of", "pay", "precreate", "query", "refund", "reverse"]

Build = Callable[[Head], Request]

_LONGEST_NAME: Final = 25
_LONGEST_CITY: Final = 15


def pay(order: Order, code: PaymentCode) -> Build:
    """Return a payment by the code that the customer showed."""
    attempt = order.attempt
    return lambda head: PayRequest(
        *head,
        order.number,
        *_shop(attempt),
        attempt.terminal.terminal_id,
        attempt.amount,
        attempt.request.currency or "",
        code,
    )


def precreate(order: Order, expires_in: int) -> Build:
    """Return an order for a code that the shop shows; `expires_in` seconds."""
    attempt, merchant = order.attempt, order.attempt.terminal.merchant
    return lambda head: PrecreateRequest(
        *head,
        order.number,
        *_shop(attempt),
        _plain(merchant.city, _LONGEST_CITY, merchant.merchant_id),
        merchant.category,
        attempt.terminal.terminal_id,
        attempt.amount,
        attempt.request.currency or "",
        expires_in,
    )


def query(number: str) -> Build:
    """Return the question where an order stands."""
    return lambda head: QueryRequest(*head, number)


def reverse(number: str) -> Build:
    """Return the request to undo an order, whatever became of it."""
    return lambda head: ReverseRequest(*head, number)


def refund(number: str, refund_number: str, amount: int, currency: str) -> Build:
    """Return the request to give an order's money back, or a part of it."""
    return lambda head: RefundRequest(*head, number, refund_number, amount, currency)


def hop_of(message: Message, wallet_number: str | None = None) -> str:
    """Return a message of the wallet as parties keep those of terminals: a field a line, its verb for the MTI.

    `wallet_number` is that of the payment, added where the message does not name it.
    """
    told = {} if wallet_number is None else {"wallet_number": wallet_number}
    fields = {**told, **printable_fields(message)}
    verb = fields.pop("verb")
    return "\n".join((f"mti={verb}", *(f"{name}={value}" for name, value in fields.items())))


def _shop(attempt: Attempt) -> tuple[str, str]:
    merchant: Merchant = attempt.terminal.merchant
    return merchant.merchant_id, _plain(merchant.name_en, _LONGEST_NAME, merchant.merchant_id)


def _plain(text: str, longest: int, otherwise: str) -> str:
    """Return a text as the wallet takes it: printable ASCII of a certain length, and never empty."""
    kept = "".join(character for character in text if " " <= character <= "~")[:longest].strip()
    return kept or otherwise[:longest]
