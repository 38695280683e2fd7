"""The till API of a house, as its pages program opens it."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.applications import Starlette

from countertop.runtime.premises import wallet_of
from countertop.web.desk import PageDesk
from countertop.web.sites import Premises
from countertop.web.terminal.machine import Machine
from countertop.web.till.app import make_till_site
from countertop.web.till.keys import TillKeys, demo_key
from countertop.web.till.terminal_desk import TerminalDesk

__all__ = ["till_of"]


def till_of(premises: Premises, seen: Callable[[], Machine]) -> Starlette:
    """Return the application; the key of the demonstration is there from now on. Raises TillKeyFault."""
    if premises.is_demo:
        demo_key(premises.directory)
    cards = wallet_of(premises.directory) if premises.is_demo else {}
    desk = TerminalDesk(PageDesk(premises.party_of("till")), seen)
    return make_till_site(desk, TillKeys(premises.directory), time.monotonic, cards, is_demo=premises.is_demo)
