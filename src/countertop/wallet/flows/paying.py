"""The shop scans the customer's code, or shows one; and an order is one order, however often it comes.

code known, not used, in time? ── no ─► FAILED (the code is used up all the same)
  │
above what the customer pays without confirming? ── yes ─► CONFIRMING: the customer is asked
  │
settle ─► PAID, FUNDING (the money is on its way) or FAILED
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from hashlib import sha256
from typing import Any

from countertop.hsm import TokenizeText
from countertop.qr.wallet_messages import Message, PayRequest, PrecreateRequest
from countertop.qr.wallet_wire import printable
from countertop.stage import AskHsm, Effect, KeyTaken, Read
from countertop.values import SECOND, Instant
from countertop.wallet import tables
from countertop.wallet.answers import order_answer, refusal
from countertop.wallet.flows.moving import MOST_LOOKS, Turn, turn
from countertop.wallet.flows.settling import settle
from countertop.wallet.lifecycle import OrderEvent, OrderState, Refused
from countertop.wallet.office import Office
from countertop.wallet.orders import Order, order_key, read_order
from countertop.wallet.records import CodeUsed, OrderMade

__all__ = ["CODE_DOMAIN", "pay", "precreate"]

CODE_DOMAIN = "payment code"
"""Of the tokens of payment codes."""

Answering = Generator[Effect, Any, Message]


def pay(office: Office, message: PayRequest, now: Instant) -> Answering:
    """Answer a request to take a payment."""
    fault = _objection(office, message)
    if fault is not None:
        return refusal(message, fault, now)
    (token,) = yield AskHsm(TokenizeText(message.payment_code, CODE_DOMAIN))
    key = order_key(message.acquirer_id, message.order_number)
    made = _made(office, message, key, now, code_token=token, masked_code=message.payment_code.masked())
    if "wallet.duplicate-order-charged" in office.planted and (yield Read(tables.ORDER_BY_KEY, key)):
        made.order_key = key = f"{key}#{made.number}"
    for _ in range(MOST_LOOKS):
        order = yield from read_order(key)
        if order.row is not None:
            return (yield from _again(office, message, made, order, now))
        order = Order(key, _row_of(made), ())
        taken = yield from _decide(office, order, token, now, printable(message))
        obstacle = yield from turn(office, order, OrderEvent.ORDERED, taken, now, made)
        if obstacle is None:
            return (yield from order_answer(office, message, (yield from read_order(key)), now))
    return refusal(message, "busy", now)


def precreate(office: Office, message: PrecreateRequest, now: Instant) -> Answering:
    """Answer a request to make an order for a code that the shop shows."""
    fault = _objection(office, message)
    if fault is not None:
        return refusal(message, fault, now)
    key = order_key(message.acquirer_id, message.order_number)
    made = _made(office, message, key, now)
    due_at = now.utc + message.expires_in * SECOND
    taken = Turn(OrderState.WAITING, message.VERB, due_at=due_at, request=printable(message))
    obstacle: KeyTaken | None = yield from turn(office, Order(key, None, ()), OrderEvent.ORDERED, taken, now, made)
    order = yield from read_order(key)
    if obstacle is not None:
        return (yield from _again(office, message, made, order, now))
    return (yield from order_answer(office, message, order, now))


def _objection(office: Office, message: PayRequest | PrecreateRequest) -> str | None:
    if message.currency != office.provider.currency:
        return "currency-unknown"
    return "busy" if len(office.open) >= office.settings.most_open_orders else None


def _again(
    office: Office, message: PayRequest | PrecreateRequest, made: OrderMade, order: Order, now: Instant
) -> Answering:
    """Answer an order number that is taken: where the order stands, unless the content is another's."""
    same = order.made["fingerprint"] in (made.fingerprint, "")  # a tombstone's content is not known
    step = order.meets(OrderEvent.ORDERED if same else OrderEvent.CONFLICT)
    if isinstance(step, Refused):
        return refusal(message, step.fault, now)
    return (yield from order_answer(office, message, order, now))


def _decide(office: Office, order: Order, token: str, now: Instant, request: str) -> Generator[Effect, Any, Turn]:
    """Return what a payment by the code of this token comes to; the code is used up with it."""
    codes = yield Read(tables.CODE_BY_TOKEN, token)
    charged_again = "#" in order.key  # only a planted fault makes such keys
    used = (
        () if charged_again or "wallet.code-usable-twice" in office.planted else (CodeUsed(token, order.key, now.utc),)
    )
    reason = None if charged_again else _reason_against(codes, now)
    if reason is not None:
        fresh = used if codes and codes[0]["order_key"] is None else ()
        return Turn(OrderState.FAILED, "pay", reason=reason, records=fresh, request=request)
    (customer,) = yield Read(tables.CUSTOMER_BY_ID, codes[0]["customer_id"])
    if order.amount > customer["free_limit"] and customer["status"] == "normal":
        due_at = now.utc + office.settings.confirm_timeout
        return Turn(
            OrderState.CONFIRMING,
            "pay",
            customer_id=customer["customer_id"],
            due_at=due_at,
            records=used,
            request=request,
        )
    taken = yield from settle(office, order, customer, now, "pay", notice=False, request=request)
    taken.records = (*used, *taken.records)
    return taken


def _reason_against(codes: list[Mapping[str, Any]], now: Instant) -> str | None:
    if not codes:
        return "code-unknown"
    code = codes[0]
    if code["order_key"] is not None:
        return "code-used"
    return "code-expired" if now.utc > code["expires_at"] else None


def _made(
    office: Office,
    message: Any,
    key: str,
    now: Instant,
    *,
    code_token: str | None = None,
    masked_code: str | None = None,
) -> OrderMade:
    content = {name: getattr(message, name, None) for name in _CONTENT}
    return OrderMade(
        order_key=key,
        number=office.next_order(),
        acquirer_id=message.acquirer_id,
        order_number=message.order_number,
        kind=message.VERB,
        merchant_id=message.merchant_id,
        merchant_name=message.merchant_name,
        merchant_city=content["merchant_city"] or "",
        merchant_category=content["merchant_category"] or "",
        terminal_id=message.terminal_id,
        amount=message.amount,
        currency=message.currency,
        subject=message.subject,
        fingerprint=_fingerprint({"verb": message.VERB, "code": code_token, **content}),
        code_token=code_token,
        masked_code=masked_code,
        made_at=now.utc,
        business_date=office.business_date(now.utc),
    )


_CONTENT = (
    "merchant_id", "merchant_name", "merchant_city", "merchant_category", "terminal_id", "amount", "currency",
    "expires_in", "subject",
)  # fmt: skip


def _fingerprint(content: Mapping[str, Any]) -> str:
    """Return what two requests have in common exactly when they say the same about an order."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _row_of(made: OrderMade) -> dict[str, Any]:
    """Return the row that the order will have."""
    return {column.name: getattr(made, column.name) for column in tables.ORDER.columns}
