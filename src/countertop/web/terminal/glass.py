"""A screen of the machine as a browser draws it, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.web.terminal.code_picture import picture
from countertop.words import Language, say

__all__ = ["glass"]

PIN = "ask.pin"


def glass(screen: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return a screen in a language.

    `state` and every `id` are for programs; a line with a `code` holds what a telephone may scan, and
    its `picture`. Of a PIN only the
    stars that the machine itself shows are there.
    """
    title = screen["title"]
    return {
        "state": screen["state"],
        "light": screen["light"],
        "title_id": None if title is None else title["message"],
        "asks_pin": title is not None and title["message"] == PIN,
        "bar": [_row(line, language) for line in screen["bar"]],
        "title": None if title is None else _text(title, language),
        "lines": [_row(line, language) for line in screen["lines"]],
        "entry": screen["entry"],
        "hints": [say(language, hint) for hint in screen["hints"]],
    }


def _row(line: Mapping[str, Any], language: Language) -> dict[str, Any]:
    row = {name: line[name] for name in ("digit", "chosen", "sensitive")}
    code = line["arguments"].get("code_text")
    drawn = None if code is None else picture(code)
    return {"id": line["message"], "text": _text(line, language), "code": code, "picture": drawn, **row}


def _text(line: Mapping[str, Any], language: Language) -> str:
    return say(language, line["message"], **line["arguments"])
