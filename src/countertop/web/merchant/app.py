"""The merchant console as a site. Its pages are in `pages`, what people take away in `exports`, its API in `api`."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.responses import JSONResponse

from countertop.web.accounts.guarded import make_console
from countertop.web.accounts.register import Register
from countertop.web.desk import PageDesk
from countertop.web.language import language_of
from countertop.web.merchant.api import api_router
from countertop.web.merchant.counter import SECTIONS, Counter, framed
from countertop.web.merchant.counting import Counting
from countertop.web.merchant.errors import NotUnderstood, ShopFault
from countertop.web.merchant.exports import exports_router
from countertop.web.merchant.pages import pages_router
from countertop.web.merchant.refunds import refund_pages
from countertop.web.merchant.watch import Watch
from countertop.web.pages import ROOM, Parts, page
from countertop.words import say

__all__ = ["make_merchant_site"]


def make_merchant_site(desk: PageDesk, register: Register) -> FastAPI:
    """Return the application; `desk` is the host's, `register` has the people who may log in."""
    site = make_console("Countertop merchant console", "merchant", register, SECTIONS, framed)
    site.state.counter = Counter(desk, Watch(desk), Counting())
    for router in (pages_router(), refund_pages(), exports_router(), api_router()):
        site.include_router(router)
    site.add_exception_handler(ShopFault, _told)
    site.add_exception_handler(RequestValidationError, _misunderstood)
    site.mount("/merchant", Parts(ROOM / "merchant"))
    return site


async def _told(request: Request, fault: Exception) -> Response:
    """Answer a program with JSON, a person with a page."""
    assert isinstance(fault, ShopFault)
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        text = say(language_of(request), fault.message, **getattr(fault, "arguments", {}))
        return JSONResponse({"error": {"code": fault.message, "text": text}}, fault.status)
    return page(request, "accounts/refused.html", fault.status, message=fault.message)


async def _misunderstood(request: Request, fault: Exception) -> Response:
    del fault  # what was sent is not sent back
    return await _told(request, NotUnderstood())
