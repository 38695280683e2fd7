"""What a request under a right MAC teaches beside what it asks for: where its machine stands, which key it holds."""

from __future__ import annotations

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.management.master_key import prove
from countertop.acquirer.management.places import is_news, sighted
from countertop.acquirer.memory import HostMemory
from countertop.stage import Script

__all__ = ["learn", "teaches"]


def teaches(memory: HostMemory, attempt: Attempt) -> bool:
    """Tell whether there is anything to write down; nearly always there is not."""
    return not attempt.session.is_heard or is_news(memory, attempt.arrival)


def learn(memory: HostMemory, attempt: Attempt) -> Script:
    """Write it down."""
    if not attempt.session.is_heard:
        yield from prove(memory, attempt.terminal, attempt.session, attempt.arrival.utc)
    if is_news(memory, attempt.arrival):
        yield from sighted(memory, attempt.arrival)
