"""What the terminal holds in memory of what the host wants. It follows from the tables, but for what is on its way."""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from countertop.iso8583 import Message
from countertop.iso8583.private.instructions import Report
from countertop.iso8583.private.staffing import StaffChange
from countertop.stage import Effect, Read, Script
from countertop.terminal.management import tables
from countertop.terminal.settings import TerminalSettings

__all__ = ["Seal", "Standing", "Step"]

M = TypeVar("M")
"""The machine that runs an errand; it holds a `Standing` itself."""


class Seal(Enum):
    """When a request and its answer carry a MAC."""

    NEVER = "never: nothing in the answer is believed"
    WHERE_KEYED = "while the terminal is signed in; else there is no key to check one with"
    ALWAYS = "always: it waits until the terminal is signed in"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class Step(NamedTuple, Generic[M]):
    """One request of an errand: how it is built from a STAN, and what its answer does, or why that cannot be done.

    `digit` of the header asks for its errand; without one it serves nothing that the header asked for. `before` is done
    before it is built. Answers with a response code that is not in `ending` leave it to be tried again. `stan` gives
    the number of what it is about, where it takes none of its own; `patience` is how long it waits, in microseconds.
    """

    build: Callable[[M, str], Message]
    answered: Callable[[M, Message], Generator[Effect, Any, str | None]]
    digit: str = ""
    before: Callable[[M], Script] | None = None
    seal: Seal = Seal.WHERE_KEYED
    ending: frozenset[str] = frozenset({"00"})
    stan: Callable[[M], str] | None = None
    patience: int | None = None


class Standing:
    """`locked` by the host. `step` is on the line, `following` comes next; `rests` until the next poll after a failure.

    `configured` is how the terminal was set up, `parameters` what the host set over it; `offered` are the kinds that it
    switched on, None where it left that open. `report` is what became of an instruction, as long as the host has not
    acknowledged it. `barred` are prefixes of cards, `gathered` those of the pages fetched so far; `gathers_proven`: all
    of these had a MAC. `doubted` are the digits of errands that brought something without one: it holds until it can
    be fetched with one. `parts` is the state, `taken` what the end of a download says.
    `next_tmk` is a master key that waits for its first sign-in, `key_check` the check value of the newest one. `untold`
    is what the host has not heard of the people here, `signatures` those that it has not got, the oldest first.
    """

    __slots__ = (
        *("barred", "configured", "doubted", "gathered", "gathers_proven", "parts"),
        *("following", "in_a_row", "is_poll_due", "locked"),
        *("key_check", "newest_staff_change", "next_tmk", "offered", "parameters", "report", "rests"),
        *("signatures", "step", "taken", "untold"),
    )

    def __init__(self, configured: TerminalSettings) -> None:
        self.configured = configured
        self.parameters: dict[str, str] = {}
        self.barred: frozenset[str] = frozenset()
        self.gathered: list[str] = []
        self.gathers_proven = True
        self.doubted: set[str] = set()
        self.parts: dict[str, bool] = {}
        self.offered: frozenset[str] | None = None
        self.locked = False
        self.next_tmk: str | None = None
        self.key_check = ""
        self.untold: list[StaffChange] = []
        self.newest_staff_change = 0
        self.signatures: list[Any] = []
        self.step: Step[Any] | None = None
        self.taken = b""
        self.following: Step[Any] | None = None
        self.report: Report | None = None
        self.rests = False
        self.is_poll_due = False
        self.in_a_row = 0

    def doubt(self, digit: str, *, is_proven: bool) -> None:
        """Fetch again, as soon as there is a key, what an errand brought without a MAC."""
        if is_proven or not self.configured.management_mac:
            self.doubted.discard(digit)
        else:
            self.doubted.add(digit)

    def load(self, terminal_id: str) -> Script:
        """Read everything at the start of the terminal."""
        for row in (yield Read(tables.LOCK_OF, terminal_id)):
            self.locked = bool(row["locked"])
        for row in (yield Read(tables.UNREPORTED, terminal_id)):
            self.report = Report(row["instruction_number"], row["outcome"])
