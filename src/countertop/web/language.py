"""The language of a page: what the person chose, else what the browser asks for, else Chinese."""

from __future__ import annotations

from typing import Final

from starlette.requests import HTTPConnection

from countertop.words import Language

__all__ = ["CODES", "COOKIE", "code_of", "language_of"]

COOKIE: Final = "countertop-language"

CODES: Final = {"zh": Language.CHINESE, "en": Language.ENGLISH}
"""Codes (ISO 639-1) by which pages name a language."""


def code_of(connection: HTTPConnection) -> str:
    """Return the code of a request's language; `?language=en` chooses one for good."""
    for chosen in (connection.query_params.get("language"), connection.cookies.get(COOKIE)):
        if chosen in CODES:
            return chosen
    for part in connection.headers.get("accept-language", "").split(","):
        if (code := part.strip()[:2].lower()) in CODES:
            return code
    return "zh"


def language_of(connection: HTTPConnection) -> Language:
    """Return a request's language."""
    return CODES[code_of(connection)]
