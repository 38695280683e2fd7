"""The site of the till API: HTTP and a WebSocket on loopback for the software of a cash register.

    GET  /terminal                          where the terminal stands
    PUT  /payments/ID                       ask for a sale, a void or a refund under an id of the till's own (a UUID)
    GET  /payments/ID, /payments/last, /payments       what came of it, of the newest, of the newest twenty
    POST /payments/ID/cancel                leave it, while nothing has been sent
    GET  /payments/ID/slips/COPY/FORM       its slip as lines, text, png, pdf, escpos
    WS   /payments/ID/events                the payment at every change, until it is final
    PUT  /settlements/ID, GET /settlements/ID, /settlements

The same id with the same content gives the same result, however often and whatever was killed meanwhile: the id is in
the terminal's journal before anything begins. Cards and PINs are read at the terminal and never come by here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, FastAPI, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from countertop import __version__
from countertop.demo import Card
from countertop.runtime.slip_forms import FORMS, rows_told
from countertop.web.pages import ROOM, Parts
from countertop.web.till.document import document_of, examples_of
from countertop.web.till.entrance import Entrance
from countertop.web.till.following import Followers
from countertop.web.till.keys import TillKeys
from countertop.web.till.models import (
    Order,
    Payment,
    PaymentList,
    RequestId,
    Settlement,
    SettlementList,
    SettlementOrder,
    SlipLines,
    Terminal,
)
from countertop.web.till.orders import KIND_OF, asking_of, demo_answers
from countertop.web.till.problems import Problem, TillProblem, answer_of
from countertop.web.till.reference import make_reference
from countertop.web.till.telling import SETTLE, batch_told, payment_told, settlement_told, terminal_told
from countertop.web.till.terminal_desk import Asking, TerminalDesk

__all__ = ["make_till_site"]

_OF_HTTP: Final = {404: "no_such_address", 405: "no_such_method"}
_UNTIMELY: Final = (403, 409, 423)
_ALWAYS: Final = (401, 404, 422, 429, 503)

Identity = Annotated[RequestId, Path(description="An id of the till's own, new for each request: a UUID.")]
Copy = Annotated[str, Path(pattern="^(merchant|cardholder)$", examples=["cardholder"])]
Form = Annotated[str, Path(pattern="^(text|png|pdf|escpos)$", examples=["png"])]


def make_till_site(
    desk: TerminalDesk,
    keys: TillKeys,
    clock: Callable[[], float],
    cards: Mapping[str, Card],
    *,
    is_demo: bool,
) -> FastAPI:
    """Return the application, behind its entrance; `clock` tells seconds, `cards` are those of the demonstration."""
    site = FastAPI(
        title="Countertop till API",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        exception_handlers={
            TillProblem: _tell_problem,
            RequestValidationError: _tell_misfit,
            HTTPException: _tell_http,
        },
    )
    known = cards if is_demo else None
    site.include_router(_payments(desk, known))
    site.include_router(_slips(desk))
    site.include_router(_settlements(desk, known))
    site.include_router(_terminal(desk))
    site.include_router(Followers(desk).router())
    site.openapi = lambda: document_of(site)  # type: ignore[method-assign]  # as the framework wants it replaced
    site.include_router(make_reference(site.openapi))
    site.mount("/design", Parts(ROOM / "design"))
    site.add_middleware(Entrance, keys=keys, clock=clock, is_demo=is_demo)
    return site


def _payments(desk: TerminalDesk, cards: Mapping[str, Card] | None) -> APIRouter:
    router = _router("payments")

    @router.put(
        "/payments/{identity}",
        operation_id="start",
        status_code=201,
        responses=_told(200, *_UNTIMELY, 413, model=Payment),
    )
    async def start(
        identity: Identity,
        order: Annotated[Order, Body(openapi_examples=examples_of("start"))],
        response: Response,
    ) -> Payment:
        asking = await asking_of(order, desk, cards)
        found, is_new = await desk.start(identity, asking)
        response.status_code = 201 if is_new else 200
        return payment_told(found, desk.machine.screen)

    @router.get("/payments/last", operation_id="last")
    async def last() -> Payment:
        found = await _newest(desk)
        if not found:
            raise TillProblem("no_such_request")
        return found[0]

    @router.get("/payments", operation_id="newest")
    async def newest() -> PaymentList:
        return PaymentList(payments=await _newest(desk))

    @router.get("/payments/{identity}", operation_id="look")
    async def look(identity: Identity) -> Payment:
        return payment_told(await _payment(desk, identity), desk.machine.screen)

    @router.post("/payments/{identity}/cancel", operation_id="cancel", status_code=202, responses=_told(409))
    async def cancel(identity: Identity) -> Payment:
        await desk.cancel(await _payment(desk, identity))
        return payment_told(await _payment(desk, identity), desk.machine.screen)

    return router


def _slips(desk: TerminalDesk) -> APIRouter:
    router = _router("slips")

    @router.get("/payments/{identity}/slips/{copy}/lines", operation_id="slip_lines")
    async def slip_lines(identity: Identity, copy: Copy) -> SlipLines:
        document = await _slip(desk, identity, copy)
        return SlipLines(copy_of=copy, columns=document["columns"], lines=rows_told(document))

    @router.get(
        "/payments/{identity}/slips/{copy}/{form}",
        operation_id="slip",
        response_class=Response,
        responses={200: {"content": {form.media_type: {} for form in FORMS.values()}}},
    )
    async def slip(identity: Identity, copy: Copy, form: Form) -> Response:
        wanted, document = FORMS[form], await _slip(desk, identity, copy)
        return Response(await asyncio.to_thread(wanted.make, [document], "slip"), media_type=wanted.media_type)

    return router


def _settlements(desk: TerminalDesk, cards: Mapping[str, Card] | None) -> APIRouter:
    router = _router("settlements")

    @router.put(
        "/settlements/{identity}",
        operation_id="settle",
        status_code=201,
        responses=_told(200, *_UNTIMELY, 413, model=Settlement),
    )
    async def settle(identity: Identity, response: Response, order: SettlementOrder | None = None) -> Settlement:
        answers = None
        if order is not None and order.demo is not None:
            if cards is None:
                raise TillProblem("only_demo")
            answers = demo_answers(order.demo, cards)
        found, is_new = await desk.start(identity, Asking(SETTLE, {}, answers))
        response.status_code = 201 if is_new else 200
        return settlement_told(found, desk.machine.screen)

    @router.get("/settlements", operation_id="settlements")
    async def settlements() -> SettlementList:
        rows = (await desk.ask("settlements"))["settlements"]
        return SettlementList(settlements=[batch_told(row) for row in rows])

    @router.get("/settlements/{identity}", operation_id="settlement")
    async def settlement(identity: Identity) -> Settlement:
        found = await desk.look(identity)
        if found is None or found["verb"] != SETTLE:
            raise TillProblem("no_such_request")
        return settlement_told(found, desk.machine.screen)

    return router


def _terminal(desk: TerminalDesk) -> APIRouter:
    router = _router("terminal")

    @router.get("/terminal", operation_id="terminal")
    async def terminal() -> Terminal:
        status = await desk.ask("status")
        return terminal_told(status, await desk.why_not("sale"), desk.machine.screen)

    return router


def _router(tag: str) -> APIRouter:
    """Return a router whose operations tell the problems that any request may meet."""
    bearer = HTTPBearer(description="The till's key: countertop till-key add NAME", auto_error=False)
    return APIRouter(tags=[tag], dependencies=[Depends(bearer)], responses=_told(*_ALWAYS))


def _told(*statuses: int, model: type | None = None) -> dict[int | str, dict[str, Any]]:
    """Return the answers of an operation for the document: a problem each; `model` for what is known already."""
    return {status: {"model": model if status == 200 else Problem} for status in statuses}


async def _payment(desk: TerminalDesk, identity: str, *, slips: bool = False) -> Mapping[str, Any]:
    found = await desk.look(identity, slips=slips)
    if found is None or found["verb"] not in KIND_OF:
        raise TillProblem("no_such_request")
    return found


async def _newest(desk: TerminalDesk) -> list[Payment]:
    found = (await desk.ask("till_requests"))["till_requests"]
    return [payment_told(each, desk.machine.screen) for each in found if each["verb"] in KIND_OF]


async def _slip(desk: TerminalDesk, identity: str, copy: str) -> Mapping[str, Any]:
    found = await _payment(desk, identity, slips=True)
    slips: Mapping[str, Mapping[str, Any]] = found.get("slips", {})
    if copy not in slips:
        raise TillProblem("no_such_slip")
    return slips[copy]


async def _tell_problem(_: Request, problem: Any) -> JSONResponse:
    return answer_of(problem)


async def _tell_misfit(_: Request, misfit: Any) -> JSONResponse:
    places = [".".join(map(str, error["loc"])) for error in misfit.errors()]
    return answer_of(TillProblem("not_understood", where=places[0][:200] if places else None))


async def _tell_http(_: Request, fault: Any) -> JSONResponse:
    return answer_of(TillProblem(_OF_HTTP.get(fault.status_code, "not_understood")))
