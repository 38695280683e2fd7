"""The same as the pages tell, for programs: JSON under /api, described by /api/openapi.json and read at /api/docs.

A program logs in as a person does and sends the cookie of its session; with a refund it repeats the session's token
(`<meta name="csrf">` of any page) in the header X-CSRF-Token. Money is in minor units, moments are UTC
microseconds. What is wrong is told as {"error": {"code": ..., "text": ...}}.
"""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse

from countertop import __version__
from countertop.web.accounts.console import visit_of
from countertop.web.accounts.roles import Permission
from countertop.web.merchant.counter import Keeper, Seller, Settler, counter_of, draw, shop_of
from countertop.web.merchant.filters import Looked
from countertop.web.merchant.refunds import refund_api

__all__ = ["api_router", "described"]

_ANSWERS: dict[int | str, dict[str, Any]] = {
    401: {"description": "nobody is logged in"},
    403: {"description": "the role of who is logged in may not"},
    404: {"description": "there is no such thing in this shop"},
    422: {"description": "something has another form"},
    503: {"description": "the host does not run"},
}
Rrn = Annotated[str, Path(pattern="^[0-9A-Za-z]{1,12}$")]


def api_router() -> APIRouter:
    """Return the calls, their description, and the page that shows it."""
    router = APIRouter(prefix="/api", responses=_ANSWERS)
    for path, call in (
        ("/shop", _shop),
        ("/today", _today),
        ("/transactions", _transactions),
        ("/transactions/{rrn}", _story),
        ("/batches", _batches),
        ("/batches/{terminal_id}/{instance}", _batch),
        ("/days", _days),
    ):
        router.add_api_route(path, call, methods=["GET"], operation_id=call.__name__.lstrip("_"))
    refund_api(router)
    router.add_api_route("/openapi.json", _openapi, methods=["GET"], include_in_schema=False)
    router.add_api_route("/docs", _docs, methods=["GET"], include_in_schema=False)
    return router


async def _shop(request: Request, person: Keeper) -> dict[str, Any]:
    """Return the merchant, its terminals and, for who may see them, their staff."""
    about = await shop_of(request).about()
    if not person.may(Permission.SHOP_OPERATORS):
        about["terminals"] = [{**each, "operators": []} for each in about["terminals"]]
    return about


async def _today(request: Request, person: Seller) -> dict[str, Any]:
    """Return counts and sums of today, and the sums by hour."""
    del person
    shop, counter = shop_of(request), counter_of(request)
    version = await counter.watch.look()
    about = await shop.about()
    figures = await counter.counting.figures(shop, about["today"], ZoneInfo(about["zone"]), version)
    return {"date": about["today"], "zone": about["zone"], **figures.told()}


async def _transactions(request: Request, person: Seller, filters: Looked) -> dict[str, Any]:
    """Return a page of transactions, the newest first; `after` leads to the next one."""
    del person
    return await shop_of(request).transactions(**filters.asked())


async def _story(request: Request, person: Seller, rrn: Rrn) -> dict[str, Any]:
    """Return one transaction: its messages, masked, what it followed and what followed it, its slips as text."""
    del person
    return await shop_of(request).story(rrn)


async def _batches(
    request: Request, person: Settler, after: Annotated[str, Query(max_length=8)] = ""
) -> dict[str, Any]:
    """Return open and closed batches of some terminals; `after` leads to the next ones."""
    del person
    return await shop_of(request).batches(after)


async def _batch(
    request: Request, person: Settler, terminal_id: str, instance: int, after: Annotated[str, Query(max_length=6)] = ""
) -> dict[str, Any]:
    """Return a closed batch and what became of its records."""
    del person
    return await shop_of(request).batch(terminal_id, instance, after)


async def _days(request: Request, person: Settler) -> dict[str, Any]:
    """Return the newest business days that were settled."""
    del person
    return {"days": await shop_of(request).days()}


def described(request: Request) -> dict[str, Any]:
    """Return the description of the calls (OpenAPI 3.1)."""
    app = request.app
    described = get_openapi(title=app.title, version=__version__, routes=app.routes)
    cookie = {"type": "apiKey", "in": "cookie", "name": app.state.entrance.cookie}
    described.setdefault("components", {})["securitySchemes"] = {"session": cookie}
    return {**described, "security": [{"session": []}]}


async def _openapi(request: Request, person: Seller) -> Response:
    del person
    return JSONResponse(described(request))


async def _docs(request: Request, person: Seller) -> Response:
    del person
    visit_of(request)
    return await draw(
        request, "api.html", described=described(request), origin=f"{request.url.scheme}://{request.url.netloc}"
    )
