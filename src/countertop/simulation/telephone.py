"""The telephone: a cashier calls a card's bank for an approval, a customer has the wallet show a code to pay by."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from countertop.demo.payers import PAYERS
from countertop.simulation.bystander import Bystander
from countertop.simulation.node import Node, Process
from countertop.stage import Reply
from countertop.values import SECOND

__all__ = ["Customers", "Hear", "PartyDesk"]

Hear = Callable[[str | None], None]
"""Is told what was asked for, or None where there is none."""


class PartyDesk(Bystander):
    """Whoever takes the calls at a party, and says one thing of the reply: what its body has under `says`."""

    def __init__(self, node: Node, says: str) -> None:
        self._node = node
        self._says = says
        self._calls: dict[int, Hear] = {}
        self._numbers = 0

    def call(self, verb: str, hear: Hear, **arguments: Any) -> None:
        """Ask for something; a desk whose machine is down has nothing to say."""
        process = self._node.process
        if process is None or not process.is_ready:
            self._node.world.agenda.after(5 * SECOND, hear, None)
            return
        self._numbers += 1
        self._calls[self._numbers] = hear
        process.request(self._numbers, verb, arguments)

    def replied(self, process: Process, reply: Reply) -> None:  # noqa: ARG002 - as every bystander
        """Say it."""
        hear = self._calls.pop(reply.number, None)
        if hear is not None:
            hear(reply.body.get(self._says) if reply.status == 0 else None)

    def died(self, _: Process) -> None:
        """Hang up on everybody."""
        calls, self._calls = self._calls, {}
        for hear in calls.values():
            hear(None)


class Customers(PartyDesk):
    """The customers of a wallet, at its desk because they have no telephones here."""

    def __init__(self, node: Node, dice: Random) -> None:
        super().__init__(node, "code")
        self._dice = dice

    def show_code(self, customer: str, hear: Hear) -> None:
        """Have a customer show a code; later they confirm what they are asked about, or decline it, or forget to."""
        self.call("code", hear, customer=customer)
        self._answer_later(customer)

    def scan(self, code_text: str) -> None:
        """Have somebody scan what a shop shows: mostly soon, sometimes too late, or never."""
        dice, customer = self._dice, self._dice.choice(PAYERS).customer_id
        longest = dice.choices((0, 30 * SECOND, 200 * SECOND), (1, 8, 1))[0]
        if longest:
            wait = dice.randrange(2 * SECOND, longest)
            paying = partial(self.call, "pay", lambda _: None, customer=customer, code_text=code_text)
            self._node.world.agenda.after(wait, paying)
            self._answer_later(customer)

    def _answer_later(self, customer: str) -> None:
        verb = self._dice.choices(("confirm", "decline", ""), (8, 1, 1))[0]
        if verb:
            wait = self._dice.randrange(10 * SECOND, 90 * SECOND)
            self._node.world.agenda.after(wait, lambda: self.call(verb, lambda _: None, customer=customer))
