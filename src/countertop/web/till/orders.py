"""From what a till orders to what is asked of the terminal: verb, arguments, and the answers of the demonstration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from countertop.demo import Card
from countertop.demo.people import DEMO_OPERATOR, DEMO_SUPERVISOR
from countertop.values import Amount
from countertop.web.till.models import (
    By,
    DemoCustomer,
    Order,
    RefundByReferenceOrder,
    RefundOrder,
    SaleOrder,
    VoidByVoucherOrder,
    VoidOrder,
)
from countertop.web.till.problems import TillProblem
from countertop.web.till.terminal_desk import Asking, TerminalDesk

__all__ = ["KIND_OF", "asking_of", "demo_answers"]

KIND_OF: Final[Mapping[str, tuple[str, By]]] = MappingProxyType(
    {
        "sale": ("sale", By.CARD),
        "qr_sale": ("sale", By.CUSTOMER_CODE),
        "qr_show": ("sale", By.SHOP_CODE),
        "void": ("void", By.CARD),
        "qr_void": ("void", By.CUSTOMER_CODE),
        "refund": ("refund", By.CARD),
        "qr_refund": ("refund", By.CUSTOMER_CODE),
    }
)
"""Verb of the terminal -> what tills call it, and how is paid."""

_VERB_OF: Final = {told: verb for verb, told in KIND_OF.items()}


async def asking_of(order: Order, desk: TerminalDesk, cards: Mapping[str, Card] | None) -> Asking:
    """Return what an order asks; `cards` are those of the demonstration, None outside it. Raises TillProblem."""
    answers = None
    if order.demo is not None:
        if cards is None:
            raise TillProblem("only_demo")
        answers = demo_answers(order.demo, cards)
    asking: Asking = await _WAYS[type(order)](order, desk)
    return replace(asking, answers=answers)


def demo_answers(customer: DemoCustomer, cards: Mapping[str, Card]) -> dict[str, Any]:
    """Return what the people of the demonstration key and swipe; raises TillProblem for a card that nobody has."""
    card = next(iter(cards.values()), None) if customer.card is None else cards.get(customer.card)
    if card is None:
        raise TillProblem("no_such_card")
    code = {} if customer.payment_code is None else {"ask.payment_code": customer.payment_code}
    return {
        "ask.operator_number": DEMO_OPERATOR.operator,
        "ask.operator_password": DEMO_OPERATOR.password,
        "ask.supervisor_password": DEMO_SUPERVISOR.password,
        "ask.card": {"track2": card.track2.reveal()},
        "ask.confirm_card": True,
        "ask.pin": card.pin.reveal(),
        "ask.print_next": True,
        **code,
    }


async def _sale(order: SaleOrder, _: TerminalDesk) -> Asking:
    return Asking(_VERB_OF["sale", order.by], {"amount": _decimal(order.amount)})


async def _void(order: VoidOrder, desk: TerminalDesk) -> Asking:
    original = await _original(order.original, desk)
    transaction = original["transaction"]
    named = {"voucher_number": transaction["voucher_number"]}
    return Asking(_VERB_OF["void", _tender(original)], named, batch_number=transaction["batch_number"])


async def _void_by_voucher(order: VoidByVoucherOrder, _: TerminalDesk) -> Asking:
    return Asking(_VERB_OF["void", order.by], {"voucher_number": order.voucher_number})


async def _refund(order: RefundOrder, desk: TerminalDesk) -> Asking:
    original = await _original(order.original, desk)
    transaction = original["transaction"]
    amount = transaction["amount"] if order.amount is None else order.amount
    named = {"rrn": transaction["rrn"], "date": transaction["date"]}
    return Asking(_VERB_OF["refund", _tender(original)], {"amount": _decimal(amount), **named})


async def _refund_by_reference(order: RefundByReferenceOrder, _: TerminalDesk) -> Asking:
    try:
        date.fromisoformat(order.date)
    except ValueError:
        raise TillProblem("not_understood", where="body.date") from None
    named = {"rrn": order.rrn, "date": order.date}
    return Asking(_VERB_OF["refund", order.by], {"amount": _decimal(order.amount), **named})


async def _original(identity: str, desk: TerminalDesk) -> Mapping[str, Any]:
    """Return the sale that an id names; raises TillProblem for anything but an approved one."""
    known = await desk.look(identity)
    if known is None or known["verb"] not in KIND_OF or KIND_OF[known["verb"]][0] != "sale":
        raise TillProblem("no_such_original")
    if known.get("transaction", {}).get("state") != "completed":
        raise TillProblem("no_such_original")
    return known


def _tender(original: Mapping[str, Any]) -> By:
    return By.CARD if original["verb"] == "sale" else By.CUSTOMER_CODE


def _decimal(minor: int) -> str:
    return str(Amount(minor))


_WAYS: Final[Mapping[type, Callable[..., Any]]] = MappingProxyType(
    {
        SaleOrder: _sale,
        VoidOrder: _void,
        VoidByVoucherOrder: _void_by_voucher,
        RefundOrder: _refund,
        RefundByReferenceOrder: _refund_by_reference,
    }
)
