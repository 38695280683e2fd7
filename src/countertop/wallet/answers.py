"""Answers: where an order or a refund stands, in the API's words."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.hsm import TokenizeText
from countertop.qr import write_merchant_code
from countertop.qr.wallet_messages import OrderAnswer, RefundAnswer, Refusal, Request
from countertop.stage import AskHsm, Effect
from countertop.values import MILLISECOND, Amount, Instant, Secret
from countertop.wallet.lifecycle import OrderState
from countertop.wallet.office import Office
from countertop.wallet.orders import API_STATES, Order

__all__ = ["TOMBSTONE", "code_text", "order_answer", "refund_answer", "refusal", "wallet_number"]

TOMBSTONE = "tombstone"


def refusal(message: Request, fault: str, now: Instant, fault_field: str | None = None) -> Refusal:
    """Return the refusal of a request."""
    return Refusal(message.acquirer_id, message.nonce, now.utc // MILLISECOND, message.VERB, fault, fault_field)


def order_answer(office: Office, message: Any, order: Order, now: Instant) -> Generator[Effect, Any, OrderAnswer]:
    """Return the answer to a request about an order; `message` names it by `order_number`."""
    answer = OrderAnswer(
        message.acquirer_id,
        message.nonce,
        now.utc // MILLISECOND,
        message.VERB,
        message.order_number,
        API_STATES[order.state],
        order.refunded,
        reason=order.reason,
    )
    row = order.made
    if row["kind"] == TOMBSTONE:
        return answer
    answer.wallet_number = wallet_number(row)
    answer.amount, answer.currency = row["amount"], row["currency"]
    if order.paid_at is not None:
        answer.paid_at = order.paid_at // MILLISECOND
        answer.payer_token = yield from _payer_token(order)
    if order.state is OrderState.WAITING:
        answer.code_text = code_text(office, row)
    return answer


def refund_answer(message: Any, refund: Mapping[str, Any], order: Order, now: Instant) -> RefundAnswer:
    """Return the answer to a request about a refund, which is a row joined with its end."""
    paid_at = refund["paid_at"]
    return RefundAnswer(
        message.acquirer_id,
        message.nonce,
        now.utc // MILLISECOND,
        message.VERB,
        order.made["order_number"],
        refund["refund_number"],
        refund["amount"],
        refund["currency"],
        "PROCESSING" if paid_at is None else "SUCCESS",
        order.refunded,
        None if paid_at is None else paid_at // MILLISECOND,
    )


def wallet_number(row: Mapping[str, Any]) -> str:
    """Return the wallet's own number of an order: its day and its place among all orders."""
    return f"{row['business_date']}{row['number']:012d}"


def code_text(office: Office, row: Mapping[str, Any]) -> str:
    """Return the text of the code that the shop shows for an order."""
    provider, number = office.provider, wallet_number(row)
    account = f"00{len(provider.wallet_id):02d}{provider.wallet_id}01{len(number):02d}{number}"
    return write_merchant_code(
        {
            "01": "12",
            "26": account,
            "52": row["merchant_category"],
            "53": row["currency"],
            "54": str(Amount(row["amount"])),
            "58": provider.country,
            "59": row["merchant_name"],
            "60": row["merchant_city"],
            "62": f"07{len(row['terminal_id']):02d}{row['terminal_id']}",
        }
    )


def _payer_token(order: Order) -> Generator[Effect, Any, str]:
    assert order.customer_id is not None, "a paid order without its customer"
    domain = f"payer at {order.made['acquirer_id']}"
    (token,) = yield AskHsm(TokenizeText(Secret(order.customer_id), domain))
    assert isinstance(token, str)
    return token
