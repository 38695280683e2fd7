"""Who stands at a terminal under load: logs in, swipes, compares, keys the PIN, takes the paper; all of it at once.

The terminal is the production actor and asks what it asks of people. Only their thinking time is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.demo.people import DEMO_OPERATOR
from countertop.load.customers import Customer
from countertop.runtime.world import World
from countertop.stage import SUSPENDED, Ask, PersonGone, Play, Print, Reply, Show
from countertop.values import Secret

__all__ = ["Cashier"]

Replied = Callable[["Cashier", int, dict[str, Any]], None]


class Cashier:
    """Answers the questions of one terminal; `replied` is told how each request ends."""

    __slots__ = ("_answers", "_numbers", "_replied", "amount", "scheduled", "slips", "terminal_id", "world")

    def __init__(self, terminal_id: str, replied: Replied) -> None:
        self.terminal_id = terminal_id
        self.world: World
        self.scheduled = 0
        self.amount = 0
        self.slips = 0
        self._replied = replied
        self._numbers = 0
        self._answers: dict[str, Any] = {
            "ask.operator_number": DEMO_OPERATOR.operator,
            "ask.operator_password": Secret(DEMO_OPERATOR.password),
            "ask.confirm_card": True,
            "ask.print_next": True,
        }

    def request(self, verb: str, **arguments: Any) -> None:
        """Ask the terminal for something."""
        self._numbers += 1
        self.world.request(self._numbers, verb, arguments)

    def meet(self, customer: Customer, amount: int) -> None:
        """Turn to the next customer, who is to pay so much."""
        self.amount = amount
        self._answers["ask.card"] = customer.swipe
        self._answers["ask.pin"] = customer.pin

    def sell(self, scheduled: int) -> None:
        """Serve the customer, who came at that time (monotonic microseconds)."""
        self.scheduled = scheduled
        self.request("sale", amount=self.amount)

    # What a world's desk does

    def ask(self, effect: Ask, play: Play, world: World) -> Any:
        """Answer at once; a question that no sale asks has nobody to answer it."""
        answer = self._answers.get(effect.question)
        if answer is None:
            world.loop.call_soon(world.throw, play, PersonGone())
            return SUSPENDED
        return answer

    def show(self, effect: Show) -> None:
        """Look at the screen."""

    def print(self, effect: Print) -> bool:  # noqa: ARG002 - the paper is the customer's
        """Tear the slip off."""
        self.slips += 1
        return True

    def reply(self, effect: Reply) -> None:
        """Learn how it ended."""
        self._replied(self, effect.status, effect.body)
