"""The acquirer's console as a site: its pages in `watching`, `messages`, `looking`, `deeds_pages`, its API in `api`."""

from __future__ import annotations

from fastapi import FastAPI

from countertop.web.accounts.approvals import Approvals
from countertop.web.accounts.guarded import make_console
from countertop.web.accounts.register import Register
from countertop.web.acquirer.api import api_router
from countertop.web.acquirer.console import Console, framed, knows_merchant
from countertop.web.acquirer.deeds_pages import deeds_router
from countertop.web.acquirer.desks import Desks
from countertop.web.acquirer.doing import Doing
from countertop.web.acquirer.looking import looking_router
from countertop.web.acquirer.messages import messages_router
from countertop.web.acquirer.sections import SECTIONS
from countertop.web.acquirer.watch import Watch
from countertop.web.acquirer.watching import watching_router
from countertop.web.pages import ROOM, Parts
from countertop.web.sites import Premises

__all__ = ["make_acquirer_site"]


def make_acquirer_site(premises: Premises, register: Register) -> FastAPI:
    """Return the application; `register` has the people who may log in."""
    site = make_console("Countertop acquirer console", "acquirer", register, SECTIONS, framed, knows_merchant)
    desks = Desks(premises.directory)
    doing = Doing(desks, register.clock, Approvals(register.store))
    site.state.console = Console(desks, Watch(desks, register.clock), doing)
    for router in (watching_router(), messages_router(), looking_router(), deeds_router(), api_router()):
        site.include_router(router)
    site.mount("/acquirer", Parts(ROOM / "acquirer"))
    return site
