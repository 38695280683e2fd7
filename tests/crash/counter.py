"""One counter, one bank, one story; a network that spoils the frames a flow names; machines that stop where they are told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from countertop.acquirer.dispatch import CODE_ENTRY
from countertop.audit import audit
from countertop.audit.books import Books
from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from countertop.simulation.disk import PowerCut
from countertop.simulation.errors import Broken
from countertop.simulation.faults import CrashPoint, Faults
from countertop.simulation.founding import founding
from countertop.simulation.network import Delivery
from countertop.simulation.swarm import Swarm
from countertop.simulation.trace import Trace
from countertop.simulation.watch import Watch
from countertop.simulation.world import ORDINARY_DAY, World, WorldSettings
from countertop.terminal.kinds import KINDS
from countertop.values import MINUTE, SECOND
from tests.crash.story import BANK, HOST, PARTIES, SWITCH, TERMINAL, TERMINAL_ID, WALLET, Act, Story, Told

SEED = 1
LONGEST = 20 * MINUTE
# Stricter than the fifteen minutes of the invariant: nothing else goes wrong here.
HEALING = 2 * MINUTE
LOOK = 10 * SECOND

REQUESTS, ANSWERS = frozenset({"0100", "0200", "0220"}), frozenset({"0110", "0210", "0230"})
_ROUTES = {
    (HOST, "switch"): (SWITCH, "members"),
    (BANK, "switch"): (SWITCH, "members"),
    (TERMINAL, "acquirer"): (HOST, "terminals"),
    (HOST, "wallet"): (WALLET, "acquirers"),
    (WALLET, "acquirer"): (HOST, "notices"),
}
# Quiet lines, so that a run is about its flow: what echoes and polls find is other tests' matter.
_QUIET = {
    TERMINAL: {"poll_every": 0, "errand_pause": 10 * SECOND},
    HOST: {"echo_when_idle": 5 * MINUTE},
    BANK: {"echo_when_idle": 5 * MINUTE},
}


@dataclass(frozen=True)
class Spoiled:
    """What becomes of the first frame of these message types on a hop, once the flow proper has begun.

    A wallet's message has a verb for its type, and so has its answer.
    """

    sender: str
    receiver: str
    mtis: frozenset[str]
    fate: Delivery


@dataclass(frozen=True)
class Flow:
    """A story to be interrupted while its `acts` are played: `before` prepares, `after` shows that business goes on.

    `settings` change those of a party's kind; `epoch` is when it happens, UTC microseconds. `settles`: the day is settled
    in the end, and its totals are equal; else what was begun ends by itself. `parties` are those that there are.
    """

    name: str
    acts: tuple[Act, ...]
    before: tuple[Act, ...] = ()
    spoiled: tuple[Spoiled, ...] = ()
    after: tuple[Act, ...] = ()
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    epoch: int = ORDINARY_DAY
    settles: bool = True
    parties: tuple[str, ...] = PARTIES


class SpoiledNetwork(Faults):
    """No faults but the planned ones: stops at durable writes, and the frames that the flow spoils."""

    def __init__(self, flow, crashes):
        super().__init__(SEED, Swarm({}), crashes)
        self.left = list(flow.spoiled)
        self.is_playing = False
        self.sent = set()
        self.count = dict
        self.at_stops = []

    def strike(self, *what, **more):
        try:
            super().strike(*what, **more)
        except PowerCut:
            self.at_stops.append(self.count())
            raise

    def delivery(self, sender, receiver, payload):
        if sender == TERMINAL:
            self.sent.add(payload)
        for spoiled in self.left if self.is_playing else ():
            way = (spoiled.sender, spoiled.receiver)
            if way == (sender, receiver) and _mti(payload, sender, receiver) in spoiled.mtis:
                self.left.remove(spoiled)
                return spoiled.fate
        return super().delivery(sender, receiver, payload)


def _mti(payload, sender, receiver):
    if WALLET in (sender, receiver):
        return json.loads(payload)["verb"]
    dialect = UNIONPAY_POS if TERMINAL in (sender, receiver) else INTERBANK
    return dialect.decode(payload).mti


@dataclass
class Run:
    """What came of a flow: findings, how each act of it ended, each party's durable writes while it was played, stops struck.

    `asked` is what the terminal has sent, told apart as the host does it. `at_stops` are all parties' writes so far at
    each stop.
    """

    findings: list[str]
    told: list[Told]
    writes: dict[str, range]
    struck: set[CrashPoint]
    asked: set[tuple]
    at_stops: list[dict[str, int]]

    def stops(self):
        """Before and after each durable write of every party while the flow was played."""
        return [stop for party, writes in self.writes.items() for stop in around(party, writes)]


def around(party, writes):
    """Before and after each of these durable writes of a party."""
    return [CrashPoint(party, write, when) for write in writes for when in ("before", "after")]


class Counter:
    """The world of one run."""

    def __init__(self, flow, crashes, planted, tell):
        self.flow = flow
        self.faults = SpoiledNetwork(flow, crashes)
        self.world = World(SEED, self.faults, _ROUTES, WorldSettings(flow.epoch), Trace(tell))
        for party in [party for party in (SWITCH, BANK, WALLET, HOST, TERMINAL) if party in flow.parties]:
            founded = founding().nodes[party]
            settings = {**_QUIET.get(party, {}), **flow.settings.get(party, {})}
            self.world.add(party, founded.schema, founded.image, founded.maker(planted, **settings), founded.lmk)
        self.watch = Watch(self.world)
        self.world.watchers.append(self.watch.committed)
        after = (*flow.after, SETTLED) if flow.settles else flow.after
        self.story = Story(self.world, self.watch, (flow.before, flow.acts, after))
        self.story.when_part_ends = self._part_ends
        for node in self.world.nodes.values():
            node.person = self.story
        self.faults.count = self._writes
        self.marks = []

    def _part_ends(self, part):
        self.faults.is_playing = part == 0
        self.marks.append(self._writes())

    def _writes(self):
        return {party: self.world.nodes[party].ledger.writes for party in self.flow.parties}

    def play(self, chains):
        world, story = self.world, self.story
        try:
            world.begin()
            story.begin()
            while world.agenda.now < LONGEST and not story.over:
                world.run(world.agenda.now + LOOK)
            world.heal()
            world.run(world.agenda.now + HEALING)
        except Broken as broken:
            return [str(broken), *self.watch.findings]
        books = {name: node.store() for name, node in world.nodes.items()}
        return [
            *self.watch.findings,
            *self._ended(),
            *self._told(),
            *map(str, audit(books, at_rest=True, chains=chains)),
        ]

    def _ended(self):
        """Check that the story came to its end, and that the day can be settled, the totals being equal."""
        if not self.story.over:
            yield "I16 the story has not ended"
        store = self.world.nodes[TERMINAL].store()
        for row in Books(TERMINAL, store).rows("settlement"):
            if row["state"] != "ended":
                yield f"I11 the settlement of batch {row['batch_number']} stays {row['state']}"
        last = self.story.told[-1]
        if self.flow.settles and (last.status != 0 or last.body["balanced"] is not True or last.body["uploaded"]):
            yield f"I11 the day was not settled as it should: {last.status} {last.body.get('message')}"

    def _told(self):
        """Compare what people were told with the terminal's books."""
        books = Books(TERMINAL, self.world.nodes[TERMINAL].store())
        outcomes, stored = books.by_key("outcome"), books.by_key("stored")
        for told in self.story.told:
            if told.status not in _STATES or told.act.verb not in KINDS or "voucher_number" not in told.body:
                continue
            key = (TERMINAL_ID, told.body["batch_number"], told.body["voucher_number"])
            if key in stored:
                continue  # what was stored counts here at once, and the host decides later
            state = outcomes[key]["state"] if key in outcomes else "open"
            if state not in _STATES[told.status]:
                yield f"I9 told {told.status} for voucher {key[2]}, and the store says {state}"


# What a person is told by the desk's status, and the states in which the store may hold it.
_STATES = {0: {"completed"}, 10: {"declined"}, 11: {"reversal_owed", "completed", "declined", "open"}}

SETTLED = Act("settle", rounds=12)


def run(flow, *crashes, planted=frozenset(), tell=None):
    """Play a flow, and everything behind it, with stops where they are told."""
    counter = Counter(flow, crashes, planted, tell)
    # What records make of tables does not hang on where a machine stops: it is looked at when none does.
    findings = counter.play(chains=not crashes)
    before, after = counter.marks[:2] if len(counter.marks) > 1 else (counter._writes(),) * 2
    writes = {party: range(before[party] + 1, after[party] + 1) for party in flow.parties}
    told = [told for told in counter.story.told if told.part == 1]
    asked = {_asked(payload) for payload in counter.faults.sent}
    return Run(findings, told, writes, counter.faults.struck, asked, counter.faults.at_stops)


def _asked(payload):
    """Tell a request apart as the host's tables do: MTI, processing code, condition and type; or MTI and 60.3.

    One of what is paid by code has the entry mode behind it, for its codes are those of a card's.
    """
    message = UNIONPAY_POS.decode(payload)
    info = message.transaction_info
    if message.processing_code is None or message.mti == "0320":
        return (message.mti, info[8:11])
    entry = (CODE_ENTRY,) if (message.entry_mode or "").startswith(CODE_ENTRY) else ()
    return (message.mti, message.processing_code, message.condition_code, info[:2], *entry)
