"""What happens to the shop and its host beside customers and faults: instructions, lost records, weeks, new machines.

Some of it happens so often an hour, some once a day; the table says which. It ends when the world is healed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from countertop.acquirer.records import AttemptDecided, TerminalRegistered
from countertop.acquirer.settlement.closing import next_batch_number
from countertop.acquirer.tables import Outcome
from countertop.audit.books import Books
from countertop.demo import people
from countertop.iso8583.matrix import Totals
from countertop.journal import restore
from countertop.simulation.founding import TERMINALS, FoundedNode, Founding
from countertop.simulation.node import Node, Process
from countertop.simulation.people import Cashier
from countertop.simulation.swarm import Swarm
from countertop.simulation.world import World
from countertop.storage import Entry, Image, MemoryStore, Question
from countertop.terminal.kinds import KINDS
from countertop.values import MINUTE, SECOND

__all__ = ["Happenings", "registration"]

_HOUR: Final = 60 * MINUTE
_DAY: Final = 24 * _HOUR

# Kinds that count in a batch: only those come back with its upload.
_COUNTED: Final = frozenset(kind.name for kind in KINDS.values() if kind.row.totals is not Totals.NONE)

# What may be refunded, as long as it stands.
_PAYMENTS: Final = frozenset({"sale", "completion", "completion_advice", "offline_post", "qr_sale"})

# A copy of a request may be under way so long where one of these is on; nobody may meet it without its record.
_LONGEST_WAY: Final = 11 * MINUTE
_LONG_WAYS: Final = frozenset({"late_duplicate", "delay", "partition", "pause", "revive", "slow_disk", "half_open"})

_CALLED: Final = (
    *("message", "status", "blacklist", "sign-in", "download", "lock", "parameters"),
    *("settle", "master-key", "master-key"),
)

_MEMBERS: Final = tuple((each.party, each.institution_id) for each in (people.ACQUIRER, *people.BANKS))

_FIRST_CLEARING: Final = 20260401


class Happenings:
    """Plans and does what the swarm wants, from the moment the world begins."""

    def __init__(self, world: World, swarm: Swarm, found: Founding) -> None:
        self._world = world
        self._swarm = swarm
        self._found = found
        self._dice = world.dice("happenings")
        self._terminals = [name for name, node in world.nodes.items() if node.kind == "terminal"]
        self._approved: dict[str, int] = {}
        self._clearings = 0
        self._refunds = 0
        self._replaced = ""
        self._lost: set[str] = set()
        self._waiting: dict[str, deque[tuple[str, dict[str, Any]]]] = {}
        for name in _BY_THE_HOUR:
            if name in swarm:
                self._plan(name)
        for name, deed in _ONCE.items():
            if name in swarm:
                world.agenda.after(self._dice.randrange(3 * MINUTE, 10 * MINUTE), deed, self)
        if "lost_record" in swarm:
            world.watchers.append(self._committed)

    def close(self) -> None:
        """Take back what keeps terminals from closing; the day is cleared when they have."""
        for name in self._terminals:
            self._ask("command", terminal_id=TERMINALS[name], command="unlock", by="duty")

    def clear(self) -> None:
        """Close the day at the host."""
        self._clearings += 1
        self._ask("day-close", date=str(_FIRST_CLEARING + self._clearings))

    def _plan(self, name: str) -> None:
        wait = int(self._dice.expovariate(self._swarm.rate(name)) * _HOUR) + 1
        self._world.agenda.after(wait, self._happen, name)

    def _happen(self, name: str) -> None:
        if not self._world.faults.healed:
            _BY_THE_HOUR[name](self)
            self._plan(name)

    def _host(self) -> Node:
        return self._world.nodes["acquirer"]

    def _ask(self, verb: str, **arguments: Any) -> None:
        """Ask at the host's desk, as soon as somebody is there."""
        self._ask_at("acquirer", verb, **arguments)

    def _ask_at(self, party: str, verb: str, **arguments: Any) -> None:
        """Ask at a desk, after all that waits there: a lock that came behind its own unlocking would never end."""
        waiting = self._waiting.setdefault(party, deque())
        waiting.append((verb, arguments))
        if len(waiting) == 1:
            self._ask_waiting(party)

    def _ask_waiting(self, party: str) -> None:
        process, waiting = self._world.nodes[party].process, self._waiting[party]
        if process is None or not process.is_ready:
            self._world.agenda.after(10 * SECOND, self._ask_waiting, party)
            return
        while waiting:
            process.request(0, *waiting.popleft())

    # The host's desk

    def instruct(self) -> None:
        """Have the host tell a terminal to do something."""
        dice = self._dice
        verb, terminal_id = dice.choice(_CALLED), TERMINALS[dice.choice(self._terminals)]
        if verb == "parameters":
            self._ask("set_parameters", scope=terminal_id, values={"retry_count": str(dice.randrange(1, 6))}, by="duty")
            return
        text = {"text": "Please count the till"} if verb == "message" else {}
        self._ask("command", terminal_id=terminal_id, command=verb, by="duty", **text)
        if verb == "lock":
            unlocking = partial(self._ask, "command", terminal_id=terminal_id, command="unlock", by="duty")
            self._world.agenda.after(dice.randrange(20 * SECOND, 3 * MINUTE), unlocking)

    def refund_at_console(self) -> None:
        """Have the shop's people refund some payment: all of it, a part, now and then more than there is.

        Half of them ask again for the same, under the same request id, whatever became of the first time.
        """
        dice, host = self._dice, self._host()
        paid = [row for row in Books("acquirer", host.store()).rows("attempt") if row["kind"] in _PAYMENTS]
        if not paid:
            return
        row = dice.choice(paid)
        amount = dice.choice((row["amount"], dice.randrange(1, row["amount"] + 1), row["amount"] + 1))
        self._refunds += 1
        people_there = {"by": "clerk", "approved_by": "owner", "reason": "returned"}
        named = {"merchant_id": row["merchant_id"], "rrn": row["rrn"], "amount": amount, **people_there}
        asking = partial(self._ask, "shop-refund", request_id=f"refund-at-the-console-{self._refunds}", **named)
        asking()
        for _ in range(dice.randrange(2)):
            self._world.agenda.after(dice.randrange(1, 3 * MINUTE), self._if_not_healed, asking)

    def _if_not_healed(self, deed: Callable[[], None]) -> None:
        if not self._world.faults.healed:
            deed()

    def change_zone_keys(self) -> None:
        """Have the zone keys of a link changed: by people at the switch, or at its other end."""
        dice = self._dice
        party, member_id = dice.choice(_MEMBERS)
        if dice.randrange(3):
            self._ask_at("switch", "zone_keys", member_id=member_id, by="duty")
        else:
            self._ask_at(party, "zone-keys" if party == "acquirer" else "zone_keys", ask=True)

    # The calendar

    def let_weeks_pass(self) -> None:
        """Let a month go by at once; not every clock gets its last day right.

        The wallet's is as wrong as the host's: they would not speak to each other for the rest of the day.
        """
        days = self._dice.choice((28, 29, 30, 30, 31))
        nodes = self._world.nodes
        jumps = {name: (days + self._dice.choice((0, 0, 0, -1, 1))) * _DAY for name in nodes}
        for name, node in nodes.items():
            node.clock.jump(jumps["acquirer" if node.kind == "wallet" else name])
        self._world.faults.counts["weeks"] += 1

    # A record that is lost

    def _committed(self, _: Process, items: Sequence[Entry | Question]) -> None:
        for item in items:
            if type(item) is Entry:
                for entry in item.records:
                    if type(entry) is AttemptDecided and entry.outcome == Outcome.APPROVED:
                        self._approved[entry.attempt_key] = self._world.agenda.now

    def lose(self) -> None:
        """Let the host's store lose an approved transaction of an open batch, as if it had never been written."""
        host = self._host()
        losable = list(self._losable())
        if host.process is None or not losable:
            return
        row = self._dice.choice(losable)
        host.crash("has lost a record", 2 * SECOND)
        host.image = _without(host, row["attempt_key"])
        self._lost.add(row["terminal_id"])
        self._world.faults.counts["record lost"] += 1

    def _losable(self) -> Iterator[Mapping[str, Any]]:
        """Yield what only an upload would miss: approved long enough ago, counted by both, and nothing built on it."""
        books = Books("acquirer", self._host().store())
        present, frozen = books.by_key("batch"), books.by_key("comparison")
        touched = {row["original_key"] for row in books.rows("claim")}
        for table in ("obligation", "reversal", "late_answer"):
            touched |= books.by_key(table).keys()
        now, newest = self._world.agenda.now, max((row["serial"] for row in books.rows("attempt")), default=0)
        least = _LONGEST_WAY if _LONG_WAYS & self._swarm.rates.keys() else MINUTE
        for key, row in books.by_key("attempt").items():
            batch = present.get(row["terminal_id"])
            compared = frozen.get(row["terminal_id"])
            if (
                row["kind"] in _COUNTED
                and key not in touched
                and row["serial"] < newest
                and now - self._approved.get(key, now) > least
                and batch is not None
                and batch["batch_instance"] == row["batch_instance"]
                and (compared is None or compared["batch_instance"] != row["batch_instance"])
                and self._counts_at_terminal(row)
            ):
                yield row

    def _counts_at_terminal(self, row: Mapping[str, Any]) -> bool:
        for name in self._terminals:
            if TERMINALS[name] == row["terminal_id"] and name != self._replaced:
                outcomes = Books(name, self._world.nodes[name].store()).by_key("outcome")
                outcome = outcomes.get((row["terminal_id"], row["batch_number"], row["stan"]))
                return outcome is not None and outcome["state"] == "completed"
        return False

    # A new machine

    def replace_machine(self) -> None:
        """Swap a terminal that has nothing open for a new machine, in a new batch; come back later if it has."""
        world = self._world
        self._replaced = name = self._replaced or self._dice.choice(self._terminals)
        if world.faults.healed or TERMINALS[name] in self._lost:
            return
        node, host = world.nodes[name], self._host()
        person: Cashier = node.person
        if node.process is None or host.process is None or person.act is not None or _has_open_work(node):
            world.agenda.after(10 * SECOND, self.replace_machine)
            return
        node.crash("replaced by a new machine", 30 * SECOND)
        node.retire(self._found.nodes[name].image)
        person.memory.new_batch()
        host.crash("registers a new machine", 2 * SECOND)
        known = registration(host.store(), TERMINALS[name])
        batch = Books("acquirer", host.store()).by_key("batch")[TERMINALS[name]]
        following = replace(
            known,
            batch_instance=batch["batch_instance"] + 1,
            batch_number=next_batch_number(batch["batch_number"]),
        )
        host.image = FoundedNode("acquirer", "acquirer", b"", host.image, {}).with_records(following).image


# Deeds of the class above, by the name of their ingredient.
_Deeds = Mapping[str, Callable[[Happenings], None]]
_BY_THE_HOUR: Final[_Deeds] = MappingProxyType(
    {
        "instructions": Happenings.instruct,
        "clearing": Happenings.clear,
        "desk_refund": Happenings.refund_at_console,
        "lost_record": Happenings.lose,
        "zone_key_change": Happenings.change_zone_keys,
    }
)
_ONCE: Final[_Deeds] = MappingProxyType({"weeks": Happenings.let_weeks_pass, "replaced": Happenings.replace_machine})


def registration(store: MemoryStore, terminal_id: str) -> TerminalRegistered:
    """Return a terminal's newest registration at its host."""
    registered = [
        entry
        for record in store.records()
        if record.kind == "acquirer.terminal_registered"
        and isinstance(entry := restore(record.kind, record.version, record.body), TerminalRegistered)
        and entry.terminal_id == terminal_id
    ]
    return registered[-1]


def _has_open_work(node: Node) -> bool:
    """Tell whether anything is undecided, owed, stored or being settled at a terminal."""
    books = Books(node.party, node.store())
    outcomes, discharged = books.by_key("outcome"), books.by_key("discharge")
    return (
        any(key not in outcomes for key in books.by_key("attempt"))
        or any(row["state"] == "reversal_owed" and key not in discharged for key, row in outcomes.items())
        or any(row["state"] != "ended" for row in books.rows("settlement"))
    )


def _without(host: Node, attempt_key: str) -> Image:
    """Return a host's image as it would be if an attempt had never been written."""
    store = MemoryStore.from_image(host.schema, Image({}, [], []))
    entries = []
    for record in host.store().records():
        entry = restore(record.kind, record.version, record.body)
        if getattr(entry, "attempt_key", None) != attempt_key:
            entries.append(Entry(record.stream, (entry,), record.at))
    answers = store.commit(entries)
    assert not any(answers), "what was written once can be written again"
    return store.durable_image()
