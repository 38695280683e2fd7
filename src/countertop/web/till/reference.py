"""The OpenAPI document as a page that people read, made here: nothing of it is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from countertop.web.language import language_of
from countertop.web.pages import page
from countertop.web.till.models import PaymentStatus
from countertop.web.till.problems import STATUSES
from countertop.words import Language, say

__all__ = ["make_reference"]

_METHODS: Final = ("put", "get", "post")
_PARTS: Final = ("following", "statuses", "problems")


def make_reference(document: Callable[[], Mapping[str, Any]]) -> APIRouter:
    """Return the page of a document."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def reference(request: Request) -> Response:
        told = document()
        return page(
            request,
            "till/reference.html",
            version=told["info"]["version"],
            origin=f"{request.url.scheme}://{request.url.netloc}",
            navigation=_navigation(told, language_of(request)),
            sections=[(tag["name"], _operations(told, tag["name"])) for tag in told["tags"]],
            statuses=[status.value for status in PaymentStatus],
            problems=list(STATUSES.items()),
        )

    return router


def _navigation(document: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    tags = [(tag["name"], f"till.tag.{tag['name']}") for tag in document["tags"]]
    parts = [(part, f"till.page.{part}") for part in _PARTS]
    return [(f"#{place}", say(language, text)) for place, text in (*tags, *parts)]


def _operations(document: Mapping[str, Any], tag: str) -> list[dict[str, Any]]:
    found = []
    for path, methods in document["paths"].items():
        for method in _METHODS:
            operation = methods.get(method)
            if operation is not None and tag in operation["tags"]:
                found.append(
                    {
                        "name": operation["operationId"],
                        "method": method.upper(),
                        "path": path,
                        "statuses": sorted(operation["responses"]),
                        "examples": operation["x-codeSamples"],
                    }
                )
    return found
