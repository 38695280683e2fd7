"""One merchant at the host's desk: every question carries its number, so no page can ask about another one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from countertop.runtime.errors import DeskFault, NotRunning
from countertop.web.desk import PageDesk
from countertop.web.merchant.errors import HostGone, IdUsed, NotNow, NotTheirs, NotUnderstood, Unanswered

__all__ = ["Shop"]

DONE: Final = 0
REFUSED: Final = 12
MISFITS: Final = frozenset({"acquirer.shop-form", "desk.not-understood"})

JUST_ASKED: Final = "acquirer.refund-just-asked"
MOST_ASKED: Final = 20
SOON: Final = 0.1
"""How often, and after how many seconds, the host is asked again about a refund that it is writing down."""

_REFUSALS: Final = {
    "acquirer.no-such-transaction": NotTheirs,
    "acquirer.refund-id-used": IdUsed,
    "acquirer.refund-not-now": NotNow,
}


class Shop:
    """A merchant as a console asks about it; every method raises ShopFault."""

    def __init__(self, desk: PageDesk, merchant_id: str) -> None:
        self._desk = desk
        self.merchant_id = merchant_id

    async def about(self) -> dict[str, Any]:
        """Return the merchant, its terminals and their staff, its day and zone."""
        return await self._ask("shop")

    async def transactions(self, **filters: Any) -> dict[str, Any]:
        """Return a page of transactions, the newest first."""
        return await self._ask("shop-transactions", **filters)

    async def all_transactions(self, most: int, **filters: Any) -> AsyncIterator[dict[str, Any]]:
        """Yield transactions page by page, the newest first, so many at most."""
        after, told = None, 0
        while told < most:
            page = await self.transactions(**filters, after=after)
            for line in page["transactions"][: most - told]:
                yield line
            told += len(page["transactions"])
            after = page["after"]
            if after is None:
                return

    async def day(self, **span: Any) -> dict[str, Any]:
        """Return a page of a day in few words."""
        return await self._ask("shop-day", **span)

    async def story(self, rrn: str) -> dict[str, Any]:
        """Return one transaction, all of it."""
        return await self._ask("shop-story", rrn=rrn)

    async def refund(
        self, rrn: str, amount: int, reason: str, request_id: str, *, by: str, approved_by: str
    ) -> dict[str, Any]:
        """Begin a refund and return its line; the same request id is the same refund. Raises ShopFault."""
        wanted = {"rrn": rrn, "amount": amount, "reason": reason, "request_id": request_id}
        named = {**wanted, "by": by, "approved_by": approved_by, "merchant_id": self.merchant_id}
        for _ in range(MOST_ASKED):
            try:
                status, body = await self._desk.request("shop-refund", named)
            except NotRunning:
                raise HostGone from None
            except DeskFault:
                raise Unanswered from None
            if status == DONE:
                line: dict[str, Any] = body["transaction"]
                return line
            if body.get("message") != JUST_ASKED:
                raise _REFUSALS.get(body.get("message", ""), NotUnderstood)
            await asyncio.sleep(SOON)
        raise Unanswered

    async def batches(self, after: str | None = None) -> dict[str, Any]:
        """Return the batches of some terminals."""
        return await self._ask("shop-batches", after=after)

    async def batch(self, terminal_id: str, batch_instance: int, after: str | None = None) -> dict[str, Any]:
        """Return a closed batch and what became of its records."""
        return await self._ask("shop-batch", terminal_id=terminal_id, batch_instance=batch_instance, after=after)

    async def days(self) -> list[dict[str, Any]]:
        """Return the newest business days that were settled."""
        days: list[dict[str, Any]] = (await self._ask("shop-days"))["days"]
        return days

    async def _ask(self, verb: str, **arguments: Any) -> dict[str, Any]:
        named = {name: value for name, value in arguments.items() if value is not None}
        try:
            status, body = await self._desk.request(verb, {**named, "merchant_id": self.merchant_id})
        except DeskFault:
            raise HostGone from None
        if status == DONE:
            return body
        if status == REFUSED:
            raise NotTheirs
        raise NotUnderstood if body.get("message") in MISFITS else HostGone
