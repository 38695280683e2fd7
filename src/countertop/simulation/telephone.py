"""The telephone: a cashier calls a card's bank, whose voice desk approves one payment or does not."""

from __future__ import annotations

from collections.abc import Callable

from countertop.simulation.node import Bystander, Node, Process
from countertop.stage import Reply
from countertop.values import SECOND, Amount, Pan

__all__ = ["VoiceDesk"]

Hear = Callable[[str | None], None]
"""Is told the code, or None where there is none."""


class VoiceDesk(Bystander):
    """Whoever takes the calls at a bank."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._calls: dict[int, Hear] = {}
        self._numbers = 0

    def call(self, pan: Pan, amount: int, hear: Hear) -> None:
        """Ask for a payment; a desk whose machine is down has nothing to say."""
        process = self._node.process
        if process is None or not process.is_ready:
            self._node.world.agenda.after(5 * SECOND, hear, None)
            return
        self._numbers += 1
        self._calls[self._numbers] = hear
        process.request(self._numbers, "voice_approve", {"pan": pan, "amount": str(Amount(amount))})

    def replied(self, process: Process, reply: Reply) -> None:  # noqa: ARG002 - as every bystander
        """Say the code."""
        hear = self._calls.pop(reply.number, None)
        if hear is not None:
            hear(reply.body["approval_code"] if reply.status == 0 else None)

    def died(self, _: Process) -> None:
        """Hang up on everybody."""
        calls, self._calls = self._calls, {}
        for hear in calls.values():
            hear(None)
