"""What a till is told instead of an answer: one shape, a code for programs, and what to do in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from countertop.words import CATALOGUE, Language, say

__all__ = ["STATUSES", "Problem", "TillProblem", "Words", "answer_of", "words"]

STATUSES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "not_understood": 422,
        "key_wanted": 401,
        "too_long": 413,
        "too_many": 429,
        "no_such_address": 404,
        "no_such_method": 405,
        "no_such_request": 404,
        "no_such_slip": 404,
        "other_content": 409,
        "too_late": 409,
        "no_such_original": 409,
        "original_settled": 409,
        "not_taken": 409,
        "no_such_card": 409,
        "only_demo": 403,
        "terminal_busy": 423,
        "terminal_not_ready": 423,
        "terminal_off": 503,
        "terminal_gone": 503,
    }
)
"""Code -> HTTP status; the texts are `till.problem.CODE` and `till.advice.CODE`."""


class Words(BaseModel):
    """The same in both languages."""

    zh: str
    en: str


class Problem(BaseModel):
    """What is wrong, and what to do. `code` stays as it is for ever; `message` and `advice` are for people."""

    code: str = Field(examples=["terminal_busy"])
    message: Words
    advice: Words
    where: str | None = Field(default=None, description="What did not fit: a place in the request, without its value.")


class TillProblem(Exception):  # noqa: N818 - an answer, not a fault
    """Ends a request with a problem; `reason` is a message of the terminal's that says more than the code."""

    def __init__(
        self, code: str, reason: Mapping[str, Any] | None = None, *, where: str | None = None, **arguments: Any
    ) -> None:
        super().__init__(code)
        self.status = STATUSES[code]
        message = words(f"till.problem.{code}", **arguments)
        if reason is not None and reason.get("message") in CATALOGUE:
            message = words(reason["message"], **reason.get("arguments", {}))
        advice = words(f"till.advice.{code}")
        if reason is not None and reason.get("advice"):
            advice = words(reason["advice"])
        self.problem = Problem(code=code, message=message, advice=advice, where=where)


def words(message: str, **arguments: Any) -> Words:
    """Return a message of the catalogue in both languages."""
    return Words(zh=say(Language.CHINESE, message, **arguments), en=say(Language.ENGLISH, message, **arguments))


def answer_of(problem: TillProblem) -> JSONResponse:
    """Return the answer that tells of a problem."""
    headers = {"www-authenticate": "Bearer"} if problem.status == STATUSES["key_wanted"] else None
    return JSONResponse(problem.problem.model_dump(), problem.status, headers)
