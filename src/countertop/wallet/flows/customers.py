"""What customers do with their telephones: show a code, scan the shop's, confirm, decline."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.hsm import TokenizeText
from countertop.qr import CodeError, read_merchant_code
from countertop.stage import Append, AskHsm, Committed, Draw, Effect, Read
from countertop.values import Instant
from countertop.wallet import tables
from countertop.wallet.answers import wallet_number
from countertop.wallet.flows.moving import MOST_LOOKS, Turn, turn
from countertop.wallet.flows.paying import CODE_DOMAIN
from countertop.wallet.flows.settling import settle
from countertop.wallet.lifecycle import Ignored, OrderEvent, OrderState, Refused
from countertop.wallet.office import Office
from countertop.wallet.orders import Order, read_order
from countertop.wallet.records import CodeIssued

__all__ = ["Shown", "agree", "decline", "find_scanned", "show_code"]

_ENTROPY = 16
_MOST_DRAWS = 5


class Shown:
    """A payment code on its customer's screen, and nowhere else."""

    __slots__ = ("code", "expires_at")

    def __init__(self, code: str, expires_at: int) -> None:
        self.code = code
        self.expires_at = expires_at


def show_code(office: Office, customer: Mapping[str, Any], now: Instant) -> Generator[Effect, Any, Shown]:
    """Draw a payment code for a customer; what is kept of it is its token."""
    expires_at = now.utc + office.settings.code_life
    for _ in range(_MOST_DRAWS):
        code = office.provider.style.draw((yield Draw(_ENTROPY)))
        (token,) = yield AskHsm(TokenizeText(code, CODE_DOMAIN))
        issued = CodeIssued(token, customer["customer_id"], code.masked(), now.utc, expires_at)
        if isinstance((yield Append("codes", issued)), Committed):
            return Shown(code.reveal(), expires_at)
    raise AssertionError("five codes in a row were drawn before: the source of randomness repeats itself")


def find_scanned(office: Office, text: str) -> Generator[Effect, Any, Order | str]:
    """Return the order that a shop's code stands for, or the message id that says why it is none of ours."""
    try:
        code = read_merchant_code(text)
        account = code.template("26")
        amount = code.amount
    except CodeError:
        return "wallet.code_unreadable"
    number = account.get("01", "")
    if (
        account.get("00") != office.provider.wallet_id
        or len(number) != 20
        or not (number.isascii() and number.isdigit())
    ):
        return "wallet.code_foreign"
    rows = yield Read(tables.ORDER_BY_NUMBER, int(number[8:]))
    if not rows or wallet_number(rows[0]) != number or rows[0]["kind"] != "precreate":
        return "wallet.code_foreign"
    if (amount, code.currency) != (rows[0]["amount"], rows[0]["currency"]):
        return "wallet.code_altered"
    return (yield from read_order(rows[0]["order_key"]))


def agree(office: Office, key: str, customer: Mapping[str, Any], now: Instant) -> Generator[Effect, Any, Order | str]:
    """Let a customer pay an order; return what became of it, or the message id that says why it cannot be paid."""
    for _ in range(MOST_LOOKS):
        order = yield from read_order(key)
        step = order.meets(OrderEvent.AGREED)
        if isinstance(step, Refused):
            return "wallet.too_late"
        if isinstance(step, Ignored):
            return order if order.customer_id == customer["customer_id"] else "wallet.too_late"
        if order.customer_id not in (None, customer["customer_id"]):
            return "wallet.nothing_to_confirm"
        taken = yield from settle(office, order, customer, now, "customer", notice=True)
        if taken.to is OrderState.FAILED and order.state is OrderState.WAITING:
            return f"wallet.reason.{taken.reason}"
        if (yield from turn(office, order, OrderEvent.AGREED, taken, now)) is None:
            return (yield from read_order(key))
    return "wallet.busy"


def decline(office: Office, key: str, customer: Mapping[str, Any], now: Instant) -> Generator[Effect, Any, Order | str]:
    """Let a customer decline an order; return what became of it, or the message id that says why that is too late."""
    for _ in range(MOST_LOOKS):
        order = yield from read_order(key)
        step = order.meets(OrderEvent.DECLINED)
        if isinstance(step, Refused):
            return "wallet.too_late"
        if isinstance(step, Ignored):
            return order
        taken = Turn(
            OrderState.FAILED,
            "customer",
            reason="customer-declined",
            customer_id=customer["customer_id"],
            notice="not-paid",
        )
        if (yield from turn(office, order, OrderEvent.DECLINED, taken, now)) is None:
            return (yield from read_order(key))
    return "wallet.busy"
