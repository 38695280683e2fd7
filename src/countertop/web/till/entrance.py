"""The entrance of the till API: whoever has no key of a till gets no further than the pages that describe it.

Beside the key it holds the pace: a till that asks too much, or somebody who tries keys, is told to slow down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from countertop.web.till.keys import DEMO, TillKeys
from countertop.web.till.problems import TillProblem, answer_of

__all__ = ["MOST_BODY", "Entrance"]

MOST_BODY: Final = 16 << 10
"""Bytes of a request."""

MOST_TILLS: Final = 256
RATE, BURST = 50.0, 200.0
"""Requests of one till: a second in the long run, and at once."""

WRONG_RATE, WRONG_BURST = 2.0, 20.0
"""The same of everybody together who has no right key."""

_OPEN_PATHS: Final = frozenset({"/", "/openapi.json"})


class _Bucket:
    """So many requests at once, and so many a second after them."""

    __slots__ = ("burst", "left", "rate", "seen")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate = rate
        self.burst = self.left = burst
        self.seen = now

    def take(self, now: float) -> bool:
        self.left = min(self.burst, self.left + (now - self.seen) * self.rate)
        self.seen = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Entrance:
    """Stands before the application; `clock` tells seconds. The demo's key opens it in demo mode only."""

    def __init__(self, app: ASGIApp, keys: TillKeys, clock: Callable[[], float], *, is_demo: bool) -> None:
        self._app = app
        self._keys = keys
        self._clock = clock
        self._is_demo = is_demo
        self._buckets: dict[str, _Bucket] = {}
        self._wrong = _Bucket(WRONG_RATE, WRONG_BURST, clock())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or tell why not."""
        if scope["type"] in ("http", "websocket"):
            try:
                self._verify(scope)
            except TillProblem as problem:
                if scope["type"] == "http":
                    await answer_of(problem)(scope, receive, send)
                else:
                    await send({"type": "websocket.close", "code": 1008, "reason": problem.problem.code})
                return
        await self._app(scope, receive, send)

    def _verify(self, scope: Scope) -> None:
        if scope["type"] == "http" and _is_open(scope["path"]):
            return
        headers = Headers(scope=scope)
        scheme, _, key = headers.get("authorization", "").partition(" ")
        till = self._keys.holder(key) if scheme.lower() == "bearer" else None
        now = self._clock()
        if till is None or (till == DEMO and not self._is_demo):
            raise TillProblem("key_wanted" if self._wrong.take(now) else "too_many")
        if len(self._buckets) > MOST_TILLS:
            self._buckets.clear()
        if not self._buckets.setdefault(till, _Bucket(RATE, BURST, now)).take(now):
            raise TillProblem("too_many")
        if int(headers.get("content-length", "0")) > MOST_BODY:
            raise TillProblem("too_long")


def _is_open(path: str) -> bool:
    return path in _OPEN_PATHS or path.startswith("/design/")
