"""A playbook: one actor in a made-up world of memory, and a test that plays everybody else, line by line.

A test is a conversation: it tells the actor what happens (`call`, `tell`, `advance`, `ask_desk`) and looks at what the actor
did about it (`said`, `notes`, `screens`, `replies`). Time stands still until the test moves it. With `hold` set, durable
writes, reads and prints wait until `let_go`, and with `rings` set, calls wait until `pick_up`, which is how races are
written down. `crashed` gives the same party after a power cut; `cut_at` makes the power fail at the n-th durable write.
"""

from __future__ import annotations

from collections import defaultdict, deque
from random import Random

from countertop.hsm import CHEAPEST_PASSWORDS, SoftwareHsm
from countertop.stage import (
    SUSPENDED,
    Append,
    Ask,
    AskHsm,
    CancelTimer,
    Committed,
    Condition,
    DeskRequest,
    Dial,
    DialFailed,
    Draw,
    Finding,
    FrameReceived,
    HangUp,
    KeyTaken,
    LineClosed,
    LineOpened,
    LookAtClock,
    LookAtReserve,
    Note,
    Print,
    Read,
    Reply,
    Send,
    SetTimer,
    Show,
    Stage,
    TimerFired,
    TryDevice,
)
from countertop.storage import Conflict, Entry, MemoryStore, Question, Refused
from countertop.values import Instant

# 15 July 2024, 10:00 in Shanghai.
MORNING = 1_721_008_800_000_000


class PowerCut(Exception):  # noqa: N818 - it names what happened
    """The machine has gone dark at a durable write."""


def make_hsm(seed=b"party", production=False):
    """Return a software HSM whose keys and chance come from a seed, with passwords that cost nothing."""
    chance = Random(seed)
    return SoftwareHsm(chance.randbytes(32), chance.randbytes, CHEAPEST_PASSWORDS, production=production)


class Playbook:
    """One life of an actor. `build` makes the actor; `founding` is written before the first life."""

    def __init__(self, build, schema, *, founding=(), hsm=None, image=None, at=MORNING, routes=()):
        self.build = build
        self.schema = schema
        self.hsm = hsm or make_hsm()
        self.store = MemoryStore(schema, self._trouble, image)
        self.utc = at
        self.monotonic = 1_000_000
        self.routes = set(routes)
        self.hold = False
        self.rings = False
        self.somebody_there = True
        self.findings = {}  # what trying a device shows, where it is not that it works
        self.timers = {}
        self.opened = {}
        self.notes = []
        self.screens = []
        self.papers = []
        self.questions = deque()
        self.replies = {}
        self.appended = []
        self.cut_at = None
        self.cut_after = False
        self.writes = 0
        self._sent = defaultdict(deque)
        self._waiting = deque()
        self._pending = deque()
        self.dialled = []
        self.obstacles = {}  # route -> why it cannot be opened
        self._lines = 0
        self._requests = 0
        self._timers_set = 0
        self._chance = Random(f"{at}")
        if founding:
            answers = self.store.commit([Entry("founding", (entry,), at) for entry in founding])
            assert answers == [None] * len(answers), [str(answer) for answer in answers]
        self.actor = build()
        self.stage = Stage(self.actor, self._performers())

    # What happens to the actor

    def start(self):
        self._go(self.stage.start)
        return self

    def call(self, role, peer="127.0.0.1", identity=None):
        """Somebody calls a listener, perhaps with a certificate; return the line."""
        line = self._new_line(role)
        self._go(self.stage.deliver, LineOpened(line, role, peer, identity))
        return line

    def tell(self, line, payload):
        """A frame comes in."""
        self._go(self.stage.deliver, FrameReceived(line, payload))

    def close(self, line, reason="closed"):
        """The other side hangs up."""
        if self.opened.pop(line, None) is not None:
            self._go(self.stage.deliver, LineClosed(line, reason))

    def advance(self, microseconds):
        """Let time pass; timers fire on their way."""
        until = self.monotonic + microseconds
        while True:
            due = min(
                ((at, number, name) for name, (at, number) in self.timers.items()), default=None, key=lambda t: t[:2]
            )
            if due is None or due[0] > until:
                break
            self._move_clock(due[0])
            del self.timers[due[2]]
            self._go(self.stage.deliver, TimerFired(due[2]))
        self._move_clock(until)

    def ask_desk(self, verb, **arguments):
        """Ask at the desk; return (status, body), or the request's number while it is not answered."""
        self._requests += 1
        self._go(self.stage.deliver, DeskRequest(self._requests, verb, arguments))
        return self.replies.get(self._requests, self._requests)

    def answer(self, reply):
        """Answer the oldest open question."""
        _, play = self.questions.popleft()
        self._go(self.stage.resume, play, reply)

    def interrupt(self, error):
        """Throw an outcome (Cancelled, NobodyAnswered) into the oldest open question."""
        _, play = self.questions.popleft()
        self._go(self.stage.throw, play, error)

    def let_go(self, count=None):
        """Perform so many of the held writes, reads and prints, in their order; all of them when no count is given."""
        while self._waiting and count != 0:
            play, effect = self._waiting.popleft()
            reply = self._perform(effect)
            self._go(self.stage.resume, play, reply)
            count = None if count is None else count - 1

    def pick_up(self):
        """Open or refuse the lines that ring, in their order."""
        self.rings = False
        self._go(lambda _: None)

    @property
    def held(self):
        """The effects that wait to be let go."""
        return [effect for _, effect in self._waiting]

    # What the actor did

    def said(self, line):
        """Return and forget the payloads sent on a line."""
        sent = list(self._sent[line])
        self._sent[line].clear()
        return sent

    def hung_up(self, line):
        return line not in self.opened

    def lines_of(self, role):
        """The lines that are up under a role, oldest first."""
        return [line for line, its_role in self.opened.items() if its_role == role]

    def noted(self, message):
        """How many notes there are of a message."""
        return sum(note.message == message for note in self.notes)

    def rows(self, query, *values):
        """Ask the store as the actor would."""
        return self.store.read(query, values)

    # Power cuts

    def crashed(self, **changes):
        """Return the next life of the party: what was durable, the same HSM, the clock going on. Not started yet."""
        settings = {"hsm": self.hsm, "at": self.utc, "routes": self.routes, "image": self.store.durable_image()}
        build = changes.pop("build", self.build)
        return Playbook(build, self.schema, **{**settings, **changes})

    def _trouble(self, moment, batch):
        if not any(isinstance(item, Entry) for item in batch):
            return
        if moment == "before":
            self.writes += 1
        if self.writes == self.cut_at and (moment == "after") is self.cut_after:
            raise PowerCut

    # The world

    def _performers(self):
        return {
            **dict.fromkeys((Append, Read, Print), self._held_or_done),
            AskHsm: lambda effect, play, now: self.hsm.perform(effect.commands),
            Draw: lambda effect, play, now: self._chance.randbytes(effect.size),
            LookAtClock: lambda effect, play, now: self._now(),
            LookAtReserve: lambda effect, play, now: not self.store.below_reserve,
            TryDevice: lambda effect, play, now: self.findings.get(effect.device, Finding(Condition.OK)),
            Send: self._send,
            Dial: self._dial,
            HangUp: lambda effect, play, now: self.opened.pop(effect.line, None) and None,
            SetTimer: self._set_timer,
            CancelTimer: lambda effect, play, now: self.timers.pop(effect.timer, None) and None,
            Note: lambda effect, play, now: self.notes.append(effect),
            Show: lambda effect, play, now: self.screens.append(effect),
            Ask: self._ask,
            Reply: lambda effect, play, now: self.replies.__setitem__(effect.number, (effect.status, effect.body)),
        }

    def _held_or_done(self, effect, play, now):
        if self.hold or self._waiting:
            self._waiting.append((play, effect))
            return SUSPENDED
        return self._perform(effect)

    def _perform(self, effect):
        if isinstance(effect, Print):
            self.papers.append(effect)
            return self.somebody_there
        if isinstance(effect, Read):
            (rows,) = self.store.perform([Question(effect.query, effect.values)])
            assert not isinstance(rows, Refused), rows
            return rows
        (written,) = self.store.perform([Entry(effect.stream, effect.records, self.utc)])
        assert not isinstance(written, Refused), written
        if isinstance(written, Conflict):
            return KeyTaken(written.table, written.existing, self._now())
        self.appended.append(effect)
        return Committed(self._now())

    def _send(self, effect, play, now):
        if effect.line in self.opened:
            self._sent[effect.line].append(effect.payload)

    def _dial(self, effect, play, now):
        self._pending.append((effect.route, play))
        return SUSPENDED

    def _ask(self, effect, play, now):
        self.questions.append((effect, play))
        return SUSPENDED

    def _set_timer(self, effect, play, now):
        self._timers_set += 1
        self.timers[effect.timer] = (self.monotonic + effect.after, self._timers_set)

    def _new_line(self, role):
        self._lines += 1
        self.opened[self._lines] = role
        return self._lines

    def _go(self, step, *arguments):
        step(*arguments, self._now())
        while self._pending and not self.rings:
            route, play = self._pending.popleft()
            self.dialled.append(route)
            if route in self.obstacles or route not in self.routes:
                self.stage.resume(play, DialFailed(self.obstacles.get(route, "refused")), self._now())
                continue
            line = self._new_line(route)
            self.stage.deliver(LineOpened(line, route, "127.0.0.1"), self._now())
            self.stage.resume(play, line, self._now())

    def _move_clock(self, monotonic):
        self.utc += monotonic - self.monotonic
        self.monotonic = monotonic

    def _now(self):
        return Instant(self.utc, self.monotonic)
