"""The figures of today, kept between two looks: a day is read once, and then only its end, unless it is short."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from countertop.values import MINUTE
from countertop.web.merchant.shop import Shop
from countertop.web.merchant.today import Figures, figures_of

__all__ = ["Counting"]

SHORT: Final = 1000
"""Transactions of a day that is read anew whenever anything has changed."""

LOOK_BACK: Final = 5 * MINUTE
"""What may still change at the end of a longer day; what changes before is seen after `AGAIN` seconds."""

AGAIN: Final = 20.0
MOST_SHOPS: Final = 200


@dataclass(slots=True)
class _Day:
    date: str = ""
    version: int = -1
    read_at: float = 0.0
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    newest: int = 0


class Counting:
    """The days of the shops that somebody looks at."""

    def __init__(self) -> None:
        self._days: OrderedDict[str, _Day] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def figures(self, shop: Shop, date: str, zone: ZoneInfo, version: int) -> Figures:
        """Return the figures of a day; what is kept is good for as long as the `version` of the watch is the same."""
        async with self._one_at_a_time:
            day = self._days.pop(shop.merchant_id, _Day())
            if date != day.date or len(day.lines) < SHORT or monotonic() - day.read_at > AGAIN:
                day = day if (date, version) == (day.date, day.version) else _Day(date, read_at=monotonic())
            self._days[shop.merchant_id] = day
            if len(self._days) > MOST_SHOPS:
                self._days.popitem(last=False)
            if day.version != version:
                await _bring_forward(shop, day)
                day.version = version
            return figures_of(day.lines.values(), zone)


async def _bring_forward(shop: Shop, day: _Day) -> None:
    since: int | None = max(day.newest - LOOK_BACK, 0)
    while since is not None:
        page = await shop.day(date=day.date, since=since)
        for line in page["lines"]:
            day.lines[line["key"]] = line
            day.newest = max(day.newest, line["received_at"])
        since = page["since"]
