"""A terminal fetches its next master key (0800 / 420), which its present one carries."""

from __future__ import annotations

from typing import Final

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.managed import DONE, answer_managed, drawn_rrn
from countertop.acquirer.management.ending import seen
from countertop.acquirer.management.proving import may_ask
from countertop.acquirer.memory import HostMemory
from countertop.stage import Script

__all__ = ["receive_key_request"]

SIGN_IN: Final = "3"


def receive_key_request(memory: HostMemory, arrival: Arrival) -> Script:
    """Hand the next key over, and ask for the sign-in that is to follow; without field 62 when there is none."""
    if not (yield from may_ask(memory, arrival)):
        return
    yield from seen(memory, arrival)
    key = memory.management.next_keys.get(arrival.terminal.terminal_id)
    if key is not None:
        arrival.ask(SIGN_IN)
    carried = None if key is None else key.carried
    yield from answer_managed(memory, arrival, DONE, rrn=drawn_rrn(memory, arrival.utc), field_62=carried)
