"""The gate of a site, before anything of it is reached: who is called, from which page, and what a browser may do.

A site that is reached under another name than its own is being used by a page of somebody else's (DNS rebinding), and
so is one that is asked to change something, or to open a WebSocket, from another origin. What leaves carries the
headers that let a browser load nothing but the site's own parts (OWASP secure headers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from countertop.web.fault_places import fault_places

__all__ = ["MOST_BODY", "Gate"]

MOST_BODY: Final = 1 << 20
"""Bytes of a request that a site reads."""

MOST_PATH: Final = 200

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_SCHEMES: Final = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
"""Scheme of a request -> that of the pages whose own it is."""

_NONE: Final = "'none'"

_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Gate:
    """Stands before an application.

    `hosts` are the names and ports it is called by, `frames` the origins that it shows in a frame, `framed_by` the
    origins whose pages may show it in one. `failed` is told the path of a request that could not be answered, and where
    in the program that was.
    """

    def __init__(
        self,
        app: ASGIApp,
        failed: Callable[[str, str], None],
        *,
        hosts: Iterable[str],
        frames: Iterable[str] = (),
        framed_by: Iterable[str] = (),
    ) -> None:
        self._app = app
        self._failed = failed
        self._hosts = frozenset(hosts)
        self._policy = "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                f"frame-src {' '.join(frames) or _NONE}",
                f"frame-ancestors {' '.join(framed_by) or _NONE}",
                "form-action 'self'",
                "base-uri 'none'",
            )
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            scope["hosts"] = self._hosts  # a page may lead to the same site under another of its names
            await self._pass(scope, receive, self._with_headers(send))
        elif scope["type"] == "http":
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, self._with_headers(send))
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": refusal[1]})

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer; what it stumbles over is told to whoever runs it, without values."""
        try:
            await self._app(scope, receive, send)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next request is served
            # As it was asked for: no line break or colour of a stranger's gets into a log.
            self._failed(quote(scope["path"])[:MOST_PATH], fault_places(fault))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, "called by another name than this site's own"
        changes = scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS
        origin = headers.get("origin")
        if changes and origin is not None and origin != f"{_SCHEMES[scope.get('scheme', 'http')]}://{host}":
            return 403, "asked by a page of another origin"
        if changes and origin is None and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "asked by a page of another origin"
        if "transfer-encoding" in headers:
            return 411, "without a length"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MOST_BODY:
            return 413, "too long"
        return None

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = self._policy
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        return sending
