"""How a page is made: templates, words in the reader's language, amounts and moments as people write them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from countertop.web.language import CODES, COOKIE, code_of
from countertop.web.signature_picture import signature_address
from countertop.words import say

__all__ = ["ROOM", "Parts", "fragment", "led", "marked", "money", "page"]

ROOM: Final = Path(__file__).parent
YEAR: Final = 365 * 24 * 3600

_OTHER: Final = {"zh": "en", "en": "zh"}

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(ROOM),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Parts(StaticFiles):
    """Files that pages load: scripts, styles, fonts. Nothing else of a folder is served."""

    KINDS: Final = frozenset({".css", ".js", ".svg", ".woff2", ".png"})

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)

    async def get_response(self, path: str, scope: Scope) -> Any:
        """Return a file, to be asked for again each time by its validator."""
        if Path(path).suffix not in self.KINDS:
            path = "nothing-of-this-kind.css"
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page: a template of this room with its values, in the language of the request.

    Every template has `say`, `language` (its code), `path`, and `in_other_language`, the address of the same page in
    the other one.
    """
    code = code_of(request)
    language = CODES[code]
    other = request.url.include_query_params(language=_OTHER[code])
    told = {"say": partial(say, language), "language": code, "path": request.url.path}
    text = _TEMPLATES.get_template(template).render(told, in_other_language=f"{other.path}?{other.query}", **values)
    response = HTMLResponse(text, status)
    if request.query_params.get("language") == code:
        response.set_cookie(COOKIE, code, max_age=YEAR, httponly=True, samesite="strict")
    return response


def fragment(code: str, template: str, **values: Any) -> str:
    """Return a part of a page by itself, in the language of a code, for a page that is open already."""
    told = {"say": partial(say, CODES[code]), "language": code}
    return _TEMPLATES.get_template(template).render(told, **values)


def led(request: Request, path: str) -> RedirectResponse:
    """Lead who reloads the answer to a form, or wants it in the other language, to a page that can be asked for."""
    language = request.query_params.get("language", "")
    return RedirectResponse(f"{path}?language={language}" if language in CODES else path, 303)


def money(amount: int) -> str:
    """Return an amount of minor units as people write it: 1,234.50."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02}"


def marked(text: str) -> Markup:
    """Return a text as HTML in which what stands between grave accents, as in Markdown, has the face of codes."""
    parts = text.split("`")
    typed = [
        Markup('<code class="code">{}</code>').format(part) if at % 2 else escape(part) for at, part in enumerate(parts)
    ]
    return Markup("").join(typed)


_TEMPLATES.filters["money"] = money
_TEMPLATES.filters["marked"] = marked
_TEMPLATES.filters["signature_address"] = signature_address
