"""Who approves: somebody of the same shop with the right to, who keys a password at the page that is open.

At a terminal a refund wants a supervisor's password, whoever is logged in. Here it wants that of somebody whose role
approves; who has such a role keys their own, so that a page left open refunds nothing.
"""

from __future__ import annotations

import asyncio

from fastapi import Request

from countertop.values import SECOND
from countertop.web.accounts.console import entrance_of, visit_of
from countertop.web.accounts.roles import Permission, Person
from countertop.web.merchant.errors import NotApproved

__all__ = ["approver_of"]


async def approver_of(request: Request, name: str, password: str, about: str) -> Person:
    """Return who approves; raises NotApproved. Wrong passwords count as those at the log-in page do."""
    visit, entrance = visit_of(request), entrance_of(request)
    now = entrance.register.clock()
    wait = entrance.slowing.wait(visit.address, now)
    if wait:
        raise NotApproved("accounts.slow", seconds=-(-wait // SECOND))
    async with entrance.hashing:
        told = (entrance.site, name, password, visit.address, about)
        person = await asyncio.to_thread(entrance.register.vouch, *told)
    is_theirs = person is not None and person.merchant_id == visit.person.merchant_id
    if person is None or not is_theirs or not person.may(Permission.SHOP_APPROVALS):
        entrance.slowing.fail(visit.address, now)
        raise NotApproved("shop.refund-not-approved")
    return person
