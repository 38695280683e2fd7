"""Two toy parties for worlds without payments: a caller counts, an echoer keeps every count once and answers it."""

from countertop.journal import Column, ColumnKind, Query, Schema, Table, record
from countertop.simulation.faults import Faults
from countertop.simulation.swarm import Swarm
from countertop.simulation.trace import Trace
from countertop.simulation.world import World
from countertop.stage import (
    Append,
    Dial,
    DialFailed,
    Draw,
    FrameReceived,
    HangUp,
    KeyTaken,
    LineClosed,
    LineOpened,
    Note,
    Read,
    Send,
    SetTimer,
    TimerFired,
)
from countertop.storage import Image
from countertop.values import SECOND

COUNTED = Table("counted", (Column("count", ColumnKind.INTEGER), Column("salt")), key=("count",))
ALL = Query("all_counted", "counted", limit=1_000_000)


@record("toy.counted")
class Counted:
    count: int
    salt: str


def schema(party):
    return Schema(party, (COUNTED,), (ALL,), {Counted: lambda entry: (("counted", (entry.count, entry.salt)),)})


class Caller:
    """Dials, sends the next count, and goes on when it is answered; repeats itself every five seconds."""

    name = "caller"

    def __init__(self):
        self.line = None
        self.count = 0

    def start(self, now):
        self.count = len((yield Read(ALL)))
        yield SetTimer("again", SECOND)

    def handle(self, event, now):
        match event:
            case TimerFired():
                return self.again()
            case FrameReceived():
                return self.answered(int.from_bytes(event.payload, "big"))
            case LineClosed(line=line) if line == self.line:
                self.line = None
        return None

    def again(self):
        yield SetTimer("again", 5 * SECOND)
        if self.line is None:
            line = yield Dial("echo")
            if isinstance(line, DialFailed):
                return
            self.line = line
        yield Send(self.line, (self.count + 1).to_bytes(4, "big"))

    def answered(self, count):
        if count != self.count + 1:
            yield Note("warning", "toy.other_count")
            return
        salt = yield Draw(4)
        if isinstance((yield Append("s", Counted(count, salt.hex()))), KeyTaken):
            return
        self.count = count
        yield SetTimer("again", SECOND)


class Echoer:
    """Keeps a count before answering it; `forgetful` answers first, which a crash finds out."""

    name = "echoer"

    def __init__(self, *, forgetful=False):
        self.forgetful = forgetful
        self.lines = []

    def start(self, now):
        yield Note("info", "toy.started")

    def handle(self, event, now):
        match event:
            case LineOpened():
                self.lines.append(event.line)
            case FrameReceived():
                return self.keep(event)
        return None

    def keep(self, event):
        if self.forgetful:
            yield Send(event.line, event.payload)
        if isinstance((yield Append("s", Counted(int.from_bytes(event.payload, "big"), ""))), KeyTaken):
            yield Note("info", "toy.again")
        yield Send(event.line, event.payload)


class Goodbye(Echoer):
    """Hangs up instead of answering."""

    def keep(self, event):
        yield HangUp(event.line)


def world(seed=1, *, rates=None, swarm=None, crashes=(), echoer=Echoer, tell=None):
    faults = Faults(seed, swarm or Swarm(rates or {}), crashes)
    made = World(seed, faults, {("caller", "echo"): ("echoer", "callers")}, trace=Trace(tell))
    empty = Image({}, [], [])
    made.add("caller", schema("caller"), empty, Caller, bytes(range(32)))
    made.add("echoer", schema("echoer"), empty, echoer, bytes(range(32)))
    return made


def counts(made, party):
    return sorted(row["count"] for row in made.nodes[party].store().read(ALL, ()))
