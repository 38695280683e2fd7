"""What the terminal holds in memory of what the host wants. It follows from the tables, but for what is on its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from countertop.iso8583 import Message
from countertop.iso8583.private.instructions import Report
from countertop.stage import Read, Script
from countertop.terminal.management import tables
from countertop.terminal.settings import TerminalSettings

if TYPE_CHECKING:
    from countertop.terminal.machine import Machine

__all__ = ["Standing", "Step"]


class Step(NamedTuple):
    """One request of an errand: how it is built from a STAN, and what its answer (response code 00) does.

    `before` is done before it is built.
    """

    build: Callable[[Machine, str], Message]
    answered: Callable[[Machine, Message], Script]
    before: Callable[[Machine], Script] | None = None


class Standing:
    """`locked` by the host. `step` is on the line, `following` comes next; `rests` until the next poll after a failure.

    `configured` is how the terminal was set up, `parameters` what the host set over it; `offered` are the kinds that it
    switched on, None where it left that open. `report` is what became of an instruction, as long as the host has not
    acknowledged it. `barred` are prefixes of cards, `gathered` those of the pages fetched so far; `parts` is the state.
    """

    __slots__ = (
        *("barred", "configured", "gathered", "parts", "following", "in_a_row", "is_poll_due", "locked"),
        *("offered", "parameters", "report", "rests", "step"),
    )

    def __init__(self, configured: TerminalSettings) -> None:
        self.configured = configured
        self.parameters: dict[str, str] = {}
        self.barred: frozenset[str] = frozenset()
        self.gathered: list[str] = []
        self.parts: dict[str, bool] = {}
        self.offered: frozenset[str] | None = None
        self.locked = False
        self.step: Step | None = None
        self.following: Step | None = None
        self.report: Report | None = None
        self.rests = False
        self.is_poll_due = False
        self.in_a_row = 0

    def load(self, terminal_id: str) -> Script:
        """Read everything at the start of the terminal."""
        for row in (yield Read(tables.LOCK_OF, terminal_id)):
            self.locked = bool(row["locked"])
        for row in (yield Read(tables.UNREPORTED, terminal_id)):
            self.report = Report(row["instruction_number"], row["outcome"])
