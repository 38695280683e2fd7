"""The customer's telephone, in demo mode: it shows a payment code, scans the shop's, agrees or declines.

POST /telephone/code      {"customer": ID}                -> {"code": ..., "text": ...}
POST /telephone/pay       {"customer": ID, "code_text": TEXT}
POST /telephone/confirm, /telephone/decline               {"customer": ID}      -> {"text": ...}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from countertop.runtime.errors import RuntimeFault
from countertop.values import Amount
from countertop.values.moments import local_time
from countertop.web.desk import PageDesk
from countertop.web.language import language_of
from countertop.words import Language, say

__all__ = ["customers_of", "make_telephone"]

ZONE: Final = ZoneInfo("Asia/Shanghai")

PATIENCE: Final = 2.0
"""Seconds that the machine's page waits for the customers beside it."""

Body = Mapping[str, Any]


class Held(BaseModel):
    """Whose telephone it is, and what it has scanned."""

    customer: str | None = None
    code_text: str | None = None


async def customers_of(wallet: PageDesk | None) -> list[dict[str, Any]]:
    """Return the wallet's customers; nobody where there is no wallet, or it does not answer."""
    if wallet is None:
        return []
    try:
        _, body = await wallet.request("customers", patience=PATIENCE)
    except RuntimeFault:
        return []
    return list(body["customers"])


def make_telephone(wallet: PageDesk) -> APIRouter:
    """Return the routes of the telephone."""
    telephone = APIRouter(prefix="/telephone")

    @telephone.post("/{verb}")
    async def do(request: Request, verb: str, held: Held) -> Response:
        language = language_of(request)
        if verb not in _TOLD:
            return Response(status_code=404)
        try:
            _, body = await wallet.request(verb, held.model_dump(exclude_none=True))
        except RuntimeFault as lost:
            return JSONResponse({"text": say(language, lost.message, **lost.arguments)}, 503)
        if "message" in body:
            return JSONResponse({"text": say(language, body["message"], **body["arguments"])}, 409)
        return JSONResponse(_TOLD[verb](body, language))

    return telephone


def _code(body: Body, language: Language) -> Body:
    expires = f"{local_time(body['expires_at'], ZONE):%H:%M:%S}"
    return {"code": body["code"], "text": say(language, "terminal-face.code_until", time=expires)}


def _order(body: Body, language: Language) -> Body:
    told = {"order": body["order_number"], "merchant": body["merchant_name"], "amount": Amount(body["amount"])}
    said = [say(language, f"wallet.state.{body['state']}", **told)]
    if body["reason"]:
        said.append(say(language, f"wallet.reason.{body['reason']}"))
    return {"text": "\n".join(said)}


_TOLD: Final[Mapping[str, Callable[[Body, Language], Body]]] = MappingProxyType(
    {"code": _code, "pay": _order, "confirm": _order, "decline": _order}
)
"""What the telephone does -> how its answer is told."""
