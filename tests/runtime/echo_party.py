"""A tiny party that uses every effect: it writes what it hears and says it back."""

from typing import ClassVar

from countertop.hsm import DescribeKey
from countertop.journal import Column, Query, Schema, Table, record
from countertop.stage import (
    Append,
    Ask,
    AskHsm,
    CancelTimer,
    DeskRequest,
    Dial,
    DialFailed,
    Draw,
    FrameReceived,
    HangUp,
    KeyTaken,
    LineClosed,
    LineOpened,
    LookAtClock,
    LookAtReserve,
    Note,
    PersonGone,
    Print,
    Read,
    Reply,
    Send,
    SetTimer,
    Show,
    TimerFired,
)
from countertop.values import MILLISECOND, SECOND, Pan


@record("echo.heard")
class Heard:
    text: str


HEARD = Table("heard", (Column("text"),), ("text",))
ALL = Query("all heard", "heard")
SCHEMA = Schema("echo", (HEARD,), (ALL,), {Heard: lambda entry: (("heard", (entry.text,)),)})


class Paper:
    def text(self):
        return ["one", "two"]


class Echo:
    name = "echo"

    def __init__(self):
        self.heard = []
        self.lines = {}
        self.closed = []
        self.waiting_line = None

    def start(self, now):
        rows = yield Read(ALL)
        self.heard = [row["text"] for row in rows]

    def handle(self, event, now):
        return self.HANDLERS[type(event)](self, event, now)

    def opened(self, event: LineOpened, now):
        self.lines[event.line] = (event.role, event.peer)

    def lost(self, event: LineClosed, now):
        self.lines.pop(event.line, None)
        self.closed.append(event.reason)

    def rung(self, event: TimerFired, now):
        yield Send(event.timer, b"ring")

    def told(self, event: FrameReceived, now):
        word = event.payload.decode()
        if word == "break":
            raise AssertionError("a broken invariant")
        return getattr(self, f"say_{word.replace('-', '_')}", self.write)(event.line, word)

    def write(self, line, word):
        written = yield Append("echo", Heard(word))
        if isinstance(written, KeyTaken):
            yield Send(line, f"again {written.existing['text']}".encode())
            return
        self.heard.append(word)
        yield Send(line, f"echo {word}".encode())

    def say_list(self, line, word):
        rows = yield Read(ALL)
        yield Send(line, ",".join(["all", *(row["text"] for row in rows)]).encode())

    def say_reserve(self, line, word):
        kept = yield LookAtReserve()
        yield Send(line, f"reserve {kept}".encode())

    def say_timer(self, line, word):
        yield SetTimer(line, 30 * MILLISECOND)

    def say_no_timer(self, line, word):
        yield SetTimer(line, 30 * MILLISECOND)
        yield CancelTimer(line)
        yield Send(line, b"quiet")

    def say_bye(self, line, word):
        yield Send(line, b"bye")
        yield HangUp(line)

    def say_tools(self, line, word):
        drawn = yield Draw(5)
        now = yield LookAtClock()
        replies = yield AskHsm(DescribeKey("nonsense"))
        yield Note("info", "run.started", party="echo")
        yield Send(line, f"{len(drawn)} {now.utc > 0} {replies[0].reason_code}".encode())

    def say_dial(self, line, word):
        reached = yield Dial("far")
        if isinstance(reached, DialFailed):
            yield Send(line, reached.reason.encode())
        else:
            yield Send(line, f"line {reached} {reached in self.lines}".encode())
            yield Send(reached, b"hello")

    def asked(self, event: DeskRequest, now):
        return getattr(self, f"desk_{event.verb}", self.desk_unknown)(event)

    def desk_unknown(self, event):
        yield Reply(event.number, 2, {"verb": event.verb})

    def desk_argue(self, event):
        yield Reply(event.number, 0, {name: repr(value) for name, value in event.arguments.items()})

    def desk_break(self, event):
        raise AssertionError("a broken invariant")

    def desk_confide(self, event):
        yield Show("run.started", sensitive=True, party=Pan("6225000000000014"))
        yield Reply(event.number, 0, {})

    def desk_paper(self, event):
        yield Reply(event.number, 0, {"paper": Paper()})

    def desk_talk(self, event):
        yield Show("run.started", party="echo")
        try:
            pin = yield Ask("ask.pin", 2 * SECOND, amount="12.50")
            word = yield Ask("ask.word", SECOND // 2)
        except PersonGone as gone:
            yield Append("echo", Heard(type(gone).__name__))
            yield Reply(event.number, 12, {"gone": type(gone).__name__})
            return
        yield Print({"lines": [word]}, "merchant")
        yield Reply(event.number, 0, {"pin": repr(pin), "word": word})

    HANDLERS: ClassVar = {
        LineOpened: opened,
        LineClosed: lost,
        TimerFired: rung,
        FrameReceived: told,
        DeskRequest: asked,
    }
