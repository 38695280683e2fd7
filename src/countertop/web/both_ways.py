"""Telling and hearing on a WebSocket at once, for as long as both go on."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from fastapi import WebSocketDisconnect

__all__ = ["both_ways"]


async def both_ways(telling: Coroutine[Any, Any, None], hearing: Coroutine[Any, Any, None]) -> None:
    """Tell and hear until one of them ends; then the socket closes, and a page that still wants it comes again.

    Raises what one of them stumbles over, except that the other side has gone.
    """
    both = [asyncio.create_task(each) for each in (telling, hearing)]
    try:
        ended, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for each in ended:
            with suppress(WebSocketDisconnect):
                each.result()
    finally:
        for each in both:
            each.cancel()
        await asyncio.gather(*both, return_exceptions=True)
