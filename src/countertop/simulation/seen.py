"""What a run has seen: the events that must happen somewhere among ten thousand seeds, or the faults are too tame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from countertop.acquirer import records as acquirer
from countertop.acquirer.management.records import MasterKeyChanged
from countertop.audit.books import Books
from countertop.journal import Query
from countertop.simulation.node import Node, Process
from countertop.simulation.people import Cashier
from countertop.simulation.world import World
from countertop.storage import Entry, Question
from countertop.switch import records as switch
from countertop.terminal import records as terminal
from countertop.terminal.settlement.records import SettlementBegun, SettlementEnded
from countertop.values.moments import local_time

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
        "batch mismatch and upload": "the host had lost a transaction, and the upload of its batch brought it back",
        "settlement over a restart": "a settlement was begun in one life of a terminal and ended in another",
        "settlement put off": "a terminal settled while something of its batch was on its way, and was told to wait",
        "batch number wrap": "batch 999999 was closed, and 000001 opened",
        "storage limit reached": "a terminal had stored so much that it took no more before it had told its host",
        "stored transaction refused": "the host refused what had counted at the terminal already",
        "reserve reached": "a terminal had no more than its disk's reserve, and began nothing",
        "paper out": "a terminal had no paper, and began nothing",
        "master key changed": "a terminal signed in under a master key that had come under the one before",
        "zone keys changed amid traffic": "a member proved new zone keys while something was in flight at the switch",
        "carried away": "a terminal was carried out of its place, and its host refused it",
        "stood in": "the centre decided in a bank's stead, and told it afterwards",
        "link failed over": "a terminal called its host on its second way",
        "locked by the host": "the host had locked a terminal, and it took no request",
        "completion too late": "a completion came after the thirty days, and was refused",
        "hold expired": "a bank gave back a hold that nobody had completed",
        "refund too much": "more was to be given back than was left, and was refused",
        "refund at the console": "a merchant's people had something refunded without a machine",
        "refund in place of a reversal": "a wallet reversed a payment no more, and it was refunded instead",
        "voice code refused": "a code was used twice, or for something else than it was given for",
    }
)

_UNDECIDED = Query("seen_undecided", "attempt", without="decision", limit=1)
_UNDECIDED_OF_TERMINAL = Query("seen_undecided_of", "attempt", ("terminal_id",), without="decision", limit=1)
_REVERSAL_OWED = Query("seen_owed", "outcome", ("terminal_id", "state"), without="discharge", limit=1)

_LAST_BATCH: Final = "999999"
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
            MasterKeyChanged: self._changed_master_key,
            switch.ZoneKeysConfirmed: self._changed_zone_keys,
        }
        self._begun_in: dict[tuple[str, str], int] = {}
        self._stans: dict[str, str] = {}

    def committed(self, process: Process, items: Sequence[Entry | Question]) -> None:
        """Look through a batch."""
        kinds = self._kinds
        for item in items:
            if type(item) is Entry:
                for entry in item.records:
                    look = kinds.get(type(entry))
                    if look is not None:
                        look(entry)
                    elif type(entry) in (SettlementBegun, SettlementEnded):
                        self._settled(entry, process.node.lives)

    def _settled(self, entry: SettlementBegun | SettlementEnded, life: int) -> None:
        batch = (entry.terminal_id, entry.batch_number)
        began = self._begun_in.setdefault(batch, life)
        self.counts["settlement over a restart"] += isinstance(entry, SettlementEnded) and began != life

    def close(self) -> Counter[str]:
        """Count what the end of the run shows, and return all counts."""
        world, counts = self._world, self.counts
        nodes = list(world.nodes.values())
        books = {name: Books(name, node.store()) for name, node in world.nodes.items()}
        for what, notes in _NOTES.items():
            counts[what] += sum(node.notes[note] for node in nodes for note in notes)
        counts["late approval discarded"] += sum(map(_late_approvals, books.values()))
        counts["switch slower than host timer"] += _overtaken(books["switch"])
        counts["duplicate answered from journal"] += sum(node.ledger.conflicts["attempt"] for node in nodes)
        counts["void/reversal race"] += sum(map(_races, books.values()))
        counts["machine replaced"] += sum(len(node.retired) for node in nodes)
        for what, told in _TOLD.items():
            counts[what] += sum(_was_told(node, told) for node in nodes)
        host = books["acquirer"]
        counts["batch number wrap"] += sum(row["batch_number"] == _LAST_BATCH for row in host.rows("closed_batch"))
        for what, (kinds, code) in _REFUSALS.items():
            counts[what] += _refusals(host, kinds, code)
        counts.update(world.faults.counts)
        counts.update(_days_of(host))
        return Counter({name: counts[name] for name in MUST_BE_SEEN if counts[name]})

    def _host_changed_keys(self, entry: acquirer.TerminalSignedIn) -> None:
        """Look whether the terminal has anything open, at the host or at home."""
        host = self._world.nodes["acquirer"].store()
        open_there = bool(host.read(_UNDECIDED_OF_TERMINAL, (entry.terminal_id,)))
        self.counts["key change in flight"] += open_there or self._owes(entry.terminal_id)

    def _changed_master_key(self, _: MasterKeyChanged) -> None:
        self.counts["master key changed"] += 1

    def _changed_zone_keys(self, _: switch.ZoneKeysConfirmed) -> None:
        in_flight = self._world.nodes["switch"].store().read(_UNDECIDED, ())
        self.counts["zone keys changed amid traffic"] += bool(in_flight)

    def _owes(self, terminal_id: str) -> bool:
        return any(
            node.store().read(_REVERSAL_OWED, (terminal_id, "reversal_owed"))
            for node in self._world.nodes.values()
            if node.kind == "terminal"
        )

    def _took_stan(self, entry: Any) -> None:
        last = self._stans.get(entry.terminal_id, "")
        self._stans[entry.terminal_id] = entry.stan
        self.counts["STAN wrap"] += last > "999900" and entry.stan < "000100"


def _days_of(host: Books) -> Iterable[str]:
    """Return which days a host has worked on, as far as they are worth a name."""
    days = sorted({_day(row["received_at"]) for row in host.rows("attempt")})
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
        "batch mismatch and upload": ("acquirer.batch-restored",),
        "settlement put off": ("acquirer.batch-moving",),
        "stored transaction refused": ("terminal.advice_refused",),
        "reserve reached": ("terminal.disk_full",),
        "hold expired": ("issuer.hold_expired",),
        "stood in": ("switch.stood_in",),
        "refund at the console": ("acquirer.console-opened",),
        "refund in place of a reversal": ("acquirer.wallet-refund-owed",),
    }
)

_TOLD: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "storage limit reached": frozenset(
            {"screen.stored_count_limit", "screen.stored_total_limit", "screen.stored_age_limit"}
        ),
        "paper out": frozenset({"screen.paper_out"}),
        "locked by the host": frozenset({"screen.host_locked"}),
        "carried away": frozenset({"response.L1"}),
    }
)

_COMPLETIONS: Final = frozenset({"completion", "completion_advice"})
_REFUSALS: Final[Mapping[str, tuple[frozenset[str], str]]] = MappingProxyType(
    {
        "completion too late": (_COMPLETIONS, "22"),
        "refund too much": (frozenset({"refund"}), "61"),
        "voice code refused": (frozenset({"offline_post"}), "01"),
    }
)


def _was_told(node: Node, messages: frozenset[str]) -> int:
    """Count how often a cashier was told one of these."""
    person = node.person
    if not isinstance(person, Cashier):
        return 0
    return sum(told.facts.get("message") in messages for told in person.memory.told)


def _refusals(host: Books, kinds: frozenset[str], code: str) -> int:
    """Count what a host declined of some kinds with a response code."""
    decisions = host.by_key("decision")
    declined = (key for key, row in host.by_key("attempt").items() if row["kind"] in kinds and key in decisions)
    return sum(decisions[key]["response_code"] == code for key in declined)


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
