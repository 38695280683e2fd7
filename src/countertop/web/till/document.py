"""The OpenAPI document: what the framework finds in the program, with words, examples, and what it cannot know."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from countertop.web.till.examples import EXAMPLES, curl
from countertop.words import Language, say

__all__ = ["document_of", "examples_of"]

_METHODS: Final = ("get", "put", "post", "delete")
FOLLOWING: Final = "/payments/{identity}/events"


def document_of(site: FastAPI) -> dict[str, Any]:
    """Return the document of a site, made once."""
    if site.openapi_schema is None:
        description = f"{_both('till.about')}\n\n{_both('till.following', path=FOLLOWING)}"
        document = get_openapi(
            title=site.title,
            version=site.version,
            openapi_version="3.1.0",
            description=description,
            routes=site.routes,
            tags=[{"name": tag, "description": _both(f"till.tag.{tag}")} for tag in _TAGS],
        )
        for operation in _operations(document):
            name = operation["operationId"]
            operation["summary"] = say(Language.ENGLISH, f"till.op.{name}")
            operation["description"] = _both(f"till.op.{name}")
            operation["x-codeSamples"] = [
                {
                    "lang": "curl",
                    "label": say(Language.ENGLISH, f"till.example.{each.about}"),
                    "source": curl(each),
                    "x-status": each.status,
                    "x-about": each.about,
                }
                for each in EXAMPLES
                if each.operation == name
            ]
        site.openapi_schema = document
    return site.openapi_schema


def examples_of(operation: str) -> dict[str, Any]:
    """Return the bodies of an operation's examples."""
    return {
        each.about: {"summary": say(Language.ENGLISH, f"till.example.{each.about}"), "value": dict(each.body)}
        for each in EXAMPLES
        if each.operation == operation and each.body
    }


_TAGS: Final = ("payments", "slips", "settlements", "terminal")


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [path[method] for path in document["paths"].values() for method in _METHODS if method in path]


def _both(message: str, **arguments: str) -> str:
    return f"{say(Language.CHINESE, message, **arguments)}\n\n{say(Language.ENGLISH, message, **arguments)}"
