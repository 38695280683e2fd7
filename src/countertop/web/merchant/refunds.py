"""Refunds from the console: a page to fill in, a page to be sure of, and the request that begins one.

    GET  /transactions/RRN/refund     what is left; with an amount and a reason: what it comes to, and who approves
    POST /transactions/RRN/refund     begin it, and go on to its own story, where its end is seen
    POST /api/transactions/RRN/refunds    the same for programs

The first page makes a request id, and the address of the second one has it: pressed twice, reloaded, or sent again
after a server was down, it is one refund. What the page checks it checks for the person's sake; the host decides.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Body, Form, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse

from countertop.values import Amount
from countertop.values.persons import is_name
from countertop.web.accounts.console import visit_of
from countertop.web.accounts.roles import Permission
from countertop.web.merchant.approving import approver_of
from countertop.web.merchant.counter import Refunder, draw, shop_of
from countertop.web.merchant.errors import NotApproved, NotUnderstood, RefundFault
from countertop.web.merchant.filters import amount_of

__all__ = ["refund_api", "refund_pages"]

REQUEST_ID: Final = "^[0-9A-Za-z-]{16,64}$"
LARGEST: Final = 10**12

Rrn = Annotated[str, Path(pattern="^[0-9A-Za-z]{1,12}$")]


class Asked(BaseModel):
    """What the pages carry on, as it was keyed."""

    model_config = ConfigDict(extra="ignore")

    request_id: str = Field(default="", pattern=f"^$|{REQUEST_ID}")
    amount: str = Field(default="", max_length=20)
    reason: str = Field(default="", max_length=200)


class Approved(Asked):
    """The same, with who approves and their password."""

    approver: str = Field(default="", max_length=40)
    password: str = Field(default="", max_length=200)


class RefundOrder(BaseModel):
    """A refund that a program asks for: `amount` in minor units; a request id of its own, new for each refund."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "request_id": "6f1f2b9e-9a51-4c5e-8d0a-2a4f1c7b9e10",
                "amount": 1250,
                "reason": "returned",
                "approver": "owner",
                "password": "(theirs)",
            }
        },
    )

    request_id: str = Field(pattern=REQUEST_ID)
    amount: int = Field(gt=0, lt=LARGEST, strict=True)
    reason: str = Field(min_length=1, max_length=40)
    approver: str = Field(min_length=1, max_length=40)
    password: str = Field(min_length=1, max_length=128)


def refund_pages() -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/transactions/{rrn}/refund", _show, methods=["GET"])
    router.add_api_route("/transactions/{rrn}/refund", _refund, methods=["POST"])
    return router


def refund_api(router: APIRouter) -> None:
    """Add the call to the console's API."""
    conflict: dict[int | str, dict[str, Any]] = {
        400: {"description": "the body is no JSON"},
        409: {"description": "this request id is another refund's, or the host cannot take it now"},
    }
    router.add_api_route(
        "/transactions/{rrn}/refunds", _order, methods=["POST"], operation_id="refund", responses=conflict
    )


async def _show(request: Request, person: Refunder, rrn: Rrn, asked: Annotated[Asked, Query()]) -> Response:
    """Show what can be refunded, or what is about to be."""
    del person
    story = await shop_of(request).story(rrn)
    if not asked.request_id:
        return await _page(request, story, asked.model_copy(update={"request_id": str(uuid4())}))
    amount, faults = _read(asked, story["refundable"])
    if faults:
        return await _page(request, story, asked, status=422, faults=faults)
    return await _page(request, story, asked, amount=amount)


async def _refund(request: Request, person: Refunder, rrn: Rrn, asked: Annotated[Approved, Form()]) -> Response:
    """Begin a refund and lead on to its story; where it cannot begin, say why on the page it came from."""
    story = await shop_of(request).story(rrn)
    amount = amount_of(asked.amount)
    if not amount or not is_name(asked.reason) or not asked.request_id:
        raise NotUnderstood
    try:
        approver = await approver_of(request, asked.approver, asked.password, _about(rrn, amount))
        await visit_of(request).note("refund-asked", _about(rrn, amount))
        line = await shop_of(request).refund(
            rrn, amount, asked.reason, asked.request_id, by=person.name, approved_by=approver.name
        )
    except NotApproved as fault:
        told = (fault.message, fault.arguments)
        return await _page(request, story, asked, status=fault.status, amount=amount, told=told)
    except RefundFault as fault:
        return await _page(request, story, asked, status=fault.status, amount=amount, told=(fault.message, {}))
    return RedirectResponse(f"/transactions/{line['rrn']}", 303)


async def _order(request: Request, person: Refunder, rrn: Rrn, order: Annotated[RefundOrder, Body()]) -> dict[str, Any]:
    """Begin a refund, or tell how the one of this request id stands: `received` until its outcome is known.

    Repeat the session's token in the header X-CSRF-Token. A refund that was declined gave nothing back.
    """
    await shop_of(request).story(rrn)
    if not is_name(order.reason):
        raise NotUnderstood
    about = _about(rrn, order.amount)
    approver = await approver_of(request, order.approver, order.password, about)
    await visit_of(request).note("refund-asked", about)
    people = {"by": person.name, "approved_by": approver.name}
    return {"transaction": await shop_of(request).refund(rrn, order.amount, order.reason, order.request_id, **people)}


async def _page(
    request: Request,
    story: dict[str, Any],
    asked: Asked,
    *,
    status: int = 200,
    amount: int | None = None,
    faults: dict[str, str] | None = None,
    told: tuple[str, dict[str, Any]] = ("", {}),
) -> Response:
    person = visit_of(request).person
    carried = {name: getattr(asked, name) for name in Asked.model_fields}
    return await draw(
        request,
        "refund.html",
        status=status,
        story=story,
        asked=carried,
        amount=amount,
        faults=faults or {},
        fault=told[0],
        arguments=told[1],
        approver=getattr(asked, "approver", "") or (person.name if person.may(Permission.SHOP_APPROVALS) else ""),
    )


def _read(asked: Asked, left: int) -> tuple[int | None, dict[str, str]]:
    """Return the amount, and what is wrong with which field."""
    faults: dict[str, str] = {}
    amount = None
    with suppress(NotUnderstood):
        amount = amount_of(asked.amount)
    if not amount:
        faults["amount"] = "shop.refund-amount-form"
    elif amount > left:
        faults["amount"] = "shop.refund-too-much"
    if not is_name(asked.reason):
        faults["reason"] = "shop.refund-reason-form"
    return amount, faults


def _about(rrn: str, amount: int) -> str:
    return f"{rrn} {Amount(amount)}"
