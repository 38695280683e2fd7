"""The person at a node: what they hear and see of its process; here nobody, whom others who stand there replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countertop.stage import Ask, Play, Print, Reply, Show

if TYPE_CHECKING:
    from countertop.simulation.node import Process

__all__ = ["Bystander"]


class Bystander:
    """The person at a node where nobody is: questions stay open, replies are kept by nobody."""

    def asked(self, process: Process, question: Ask, play: Play) -> None:
        """Hear a question; answer later through `process.answer` or `process.interrupt`."""

    def shown(self, process: Process, screen: Show) -> None:
        """See a message on the screen."""

    def printed(self, process: Process, paper: Print) -> None:
        """Take what is printed."""

    def replied(self, process: Process, reply: Reply) -> None:
        """Hear the desk's answer to a request."""

    def started(self, process: Process) -> None:
        """Find the machine switched on."""

    def died(self, process: Process) -> None:
        """Find the machine gone dark."""
