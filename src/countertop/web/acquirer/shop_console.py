"""The page about a merchant's console: where money is given back without a machine, in batches that the host leads."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from fastapi import Request, Response

from countertop.web.accounts.console import visit_of
from countertop.web.acquirer.console import console_of, draw, table_of
from countertop.web.acquirer.desks import ACQUIRER, NotDone
from countertop.web.acquirer.lists import LISTINGS

__all__ = ["shop_console"]

# Nobody proposes to close its batch: that ends with the day.
_TABLES = (replace(LISTINGS["batches"], acts=()), LISTINGS["closed-batches"])


async def shop_console(request: Request, terminal_id: str) -> Response | None:
    """Return the page about the console of this number, None where there is none."""
    desks = console_of(request).desks
    try:
        found = (await desks.ask(ACQUIRER, "batches", {"terminal_id": terminal_id}))["batches"]
        if not found:
            return None
        merchant_id = found[0]["merchant_id"]
        known = (await desks.ask(ACQUIRER, "merchants", {"text": merchant_id}))["merchants"]
    except NotDone:
        return None
    (name,) = (each["name"] for each in known if each["merchant_id"] == merchant_id)
    now = visit_of(request).register.clock()
    tables = await asyncio.gather(*(table_of(request, table, now=now, terminal_id=terminal_id) for table in _TABLES))
    told = {"terminal_id": terminal_id, "merchant_id": merchant_id, "merchant_name": name}
    return draw(request, "shop_console.html", console=told, listings=tables)
