"""What a run has seen: the events that must happen somewhere among ten thousand seeds, or the faults are too tame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from countertop.acquirer import records as acquirer
from countertop.audit.books import Books
from countertop.simulation.node import Process
from countertop.storage import Entry, Question
from countertop.terminal import records as terminal
from countertop.values.moments import local_time

if TYPE_CHECKING:
    from countertop.simulation.world import World

__all__ = ["MUST_BE_SEEN", "Seen"]

MUST_BE_SEEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "late approval discarded": "an approval came after its attempt had been given up, and was written down only",
        "reversal before original": "a reversal came first, and left a tombstone",
        "tombstone hit": "the original came after its tombstone, and was declined",
        "duplicate answered from journal": "a decided request came again, and got its stored answer",
        "crash in recovery": "a machine stopped again soon after it had come up",
        "void/reversal race": "a sale was both voided and reversed, and credited once",
        "key change in flight": "a terminal got new keys while something of it was undecided or owed",
        "disk full": "a write found no space",
        "failed sync": "a sync failed, and the party came back from its store",
        "clock back": "a clock went backwards",
        "STAN wrap": "a terminal's STAN went from 999999 to 000001",
        "New Year": "the year changed between a request and its answer or within the run",
        "29 February": "a transaction happened on 29 February",
        "midnight": "the day changed within the run",
        "switch slower than host timer": "the host gave up while the switch was still waiting for the bank",
        "machine replaced": "a terminal was replaced by another with the same id, in a new batch",
    }
)

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


class Seen:
    """Counts events of a run: some as they happen, the others at its end, from notes and tables."""

    def __init__(self, world: World) -> None:
        self.counts: Counter[str] = Counter()
        self._world = world
        self._kinds: dict[type, Callable[[Any], None]] = {
            acquirer.TerminalSignedIn: self._host_changed_keys,
            terminal.AttemptPrepared: self._took_stan,
            terminal.StanTaken: self._took_stan,
        }
        self._stans: dict[str, str] = {}

    def committed(self, _: Process, items: Sequence[Entry | Question]) -> None:
        """Look through a batch."""
        kinds = self._kinds
        for item in items:
            if type(item) is Entry:
                for entry in item.records:
                    look = kinds.get(type(entry))
                    if look is not None:
                        look(entry)

    def close(self) -> Counter[str]:
        """Count what the end of the run shows, and return all counts."""
        world, counts = self._world, self.counts
        nodes = list(world.nodes.values())
        books = [self._books(name) for name in world.nodes]
        for what, notes in _NOTES.items():
            counts[what] += sum(node.notes[note] for node in nodes for note in notes)
        counts["late approval discarded"] += sum(map(_late_approvals, books))
        counts["switch slower than host timer"] += _overtaken(self._books("switch"))
        counts["duplicate answered from journal"] += sum(node.conflicts["attempt"] for node in nodes)
        counts["void/reversal race"] += sum(map(_races, books))
        counts["machine replaced"] += sum(len(node.retired) for node in nodes)
        counts.update(world.faults.counts)
        counts.update(self._days())
        return Counter({name: counts[name] for name in MUST_BE_SEEN if counts[name]})

    def _host_changed_keys(self, entry: acquirer.TerminalSignedIn) -> None:
        """Look whether the terminal has anything open, at the host or at home."""
        host, decided = self._books("acquirer"), self._books("acquirer").by_key("decision")
        at_host = any(
            row["terminal_id"] == entry.terminal_id and key not in decided
            for key, row in host.by_key("attempt").items()
        )
        self.counts["key change in flight"] += at_host or self._owes(entry.terminal_id)

    def _owes(self, terminal_id: str) -> bool:
        for name, node in self._world.nodes.items():
            if node.kind == "terminal":
                books = self._books(name)
                discharged = books.by_key("discharge")
                for key, row in books.by_key("outcome").items():
                    if key[0] == terminal_id and row["state"] == "reversal_owed" and key not in discharged:
                        return True
        return False

    def _books(self, name: str) -> Books:
        return Books(name, self._world.nodes[name].store())

    def _took_stan(self, entry: Any) -> None:
        last = self._stans.get(entry.terminal_id, "")
        self._stans[entry.terminal_id] = entry.stan
        self.counts["STAN wrap"] += last > "999900" and entry.stan < "000100"

    def _days(self) -> Iterable[str]:
        """Return which days the host has worked on, as far as they are worth a name."""
        days = sorted({_day(row["received_at"]) for row in self._books("acquirer").rows("attempt")})
        if len(days) > 1:
            yield "midnight"
        if len({day[:4] for day in days}) > 1:
            yield "New Year"
        if any(day[5:] == "02-29" for day in days):
            yield "29 February"


def _day(moment: int) -> str:
    local: datetime = local_time(moment, _SHANGHAI)
    return f"{local:%Y-%m-%d}"


_NOTES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "reversal before original": ("acquirer.tombstone",),
        "tombstone hit": ("acquirer.tombstone-hit", "switch.came_after_its_reversal", "issuer.came_after_its_reversal"),
    }
)


def _late_approvals(books: Books) -> int:
    """Count late answers that would have approved."""
    if books.kind not in ("terminal", "acquirer", "switch"):
        return 0
    return sum(row["late_code"] == "00" for row in books.rows("late_answer"))


def _overtaken(books: Books) -> int:
    """Count attempts for which the host's reversal came to the switch before the bank's answer."""
    return sum(row["cause"] == "reversal" for row in books.rows("decision"))


def _races(books: Books) -> int:
    """Count sales at a bank that were both voided and reversed."""
    if books.kind != "issuer":
        return 0
    accepted = [row for row in books.rows("attempt") if row["response_code"] == "00"]
    voided = {row["family_key"] for row in accepted if row["kind"] == "void"}
    return sum(row["kind"] == "reversal" and row["original_key"] in voided for row in accepted)
