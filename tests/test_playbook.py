"""The playbook's own promises: time, races, power cuts and people happen when the test says so."""

import pytest

from countertop.journal import Query, Schema, Table, columns, record, rows_of
from countertop.stage import (
    Append,
    Ask,
    Cancelled,
    CancelTimer,
    Committed,
    DeskRequest,
    Dial,
    DialFailed,
    FrameReceived,
    KeyTaken,
    LineClosed,
    LineOpened,
    Note,
    Read,
    Reply,
    Send,
    SetTimer,
    TimerFired,
)
from tests.playbook import Playbook, PowerCut


@record("playbook.fact")
class Fact:
    name: str
    value: str


FACT = Table("fact", columns("name value"), ("name",))
EVERY_FACT = Query("every_fact", "fact")
SCHEMA = Schema("playbook", (FACT,), (EVERY_FACT,), {Fact: rows_of(FACT)})


class Clerk:
    """Writes down each frame under its text and answers; everything else it does when told by name."""

    name = "clerk"

    def __init__(self):
        self.told = []

    def start(self, now):
        self.told.append(("facts", len((yield Read(EVERY_FACT)))))

    def handle(self, event, now):
        handlers = {
            FrameReceived: self._frame,
            TimerFired: self._timer,
            LineOpened: self._opened,
            LineClosed: self._closed,
            DeskRequest: self._desk,
        }
        return handlers[type(event)](event, now)

    def _frame(self, event, now):
        text = event.payload.decode()
        written = yield Append("s", Fact(text, "v"))
        self.told.append(type(written))
        yield Send(event.line, b"taken" if isinstance(written, KeyTaken) else b"written")

    def _timer(self, event, now):
        self.told.append((event.timer, now.monotonic))
        yield Note("info", "x")

    def _opened(self, event, now):
        self.told.append(("opened", event.role))

    def _closed(self, event, now):
        self.told.append(("closed", event.reason))

    def _desk(self, event, now):
        if event.verb == "timers":
            yield SetTimer("a", 10)
            yield SetTimer("b", 5)
            yield SetTimer("c", 7)
            yield CancelTimer("c")
        elif event.verb == "dial":
            self.told.append((yield Dial("out")))
        else:
            try:
                self.told.append((yield Ask("ask", 1)))
            except Cancelled:
                self.told.append("cancelled")
        yield Reply(event.number, 0, {})


@pytest.fixture
def book():
    return Playbook(Clerk, SCHEMA, founding=[Fact("first", "v")]).start()


def test_founding_is_there_before_the_start(book):
    assert book.actor.told == [("facts", 1)]


def test_what_is_sent_is_heard_once_and_keys_are_kept(book):
    line = book.call("counter")
    book.tell(line, b"one")
    book.tell(line, b"one")
    assert book.said(line) == [b"written", b"taken"]
    assert book.said(line) == []
    assert book.actor.told[-2:] == [Committed, KeyTaken]
    book.close(line, "reset")
    assert book.actor.told[-1] == ("closed", "reset")
    assert book.hung_up(line)


def test_timers_fire_in_order_when_time_passes(book):
    began = book.monotonic
    assert book.ask_desk("timers") == (0, {})
    book.advance(4)
    assert ("b", began + 5) not in book.actor.told
    book.advance(6)
    assert book.actor.told[-2:] == [("b", began + 5), ("a", began + 10)]
    assert book.noted("x") == 2


def test_held_writes_wait_until_they_are_let_go(book):
    line = book.call("counter")
    book.hold = True
    book.tell(line, b"one")
    book.tell(line, b"two")
    assert (book.said(line), len(book.held)) == ([], 2)
    book.let_go(1)
    assert (book.said(line), len(book.held)) == ([b"written"], 1)
    book.let_go()
    assert book.said(line) == [b"written"]


@pytest.mark.parametrize(("after", "facts"), [(False, 1), (True, 2)])
def test_the_power_fails_before_or_after_the_write_that_the_test_names(book, after, facts):
    line = book.call("counter")
    book.cut_at, book.cut_after = book.writes + 1, after
    with pytest.raises(PowerCut):
        book.tell(line, b"one")
    assert book.said(line) == []
    assert book.crashed().start().actor.told == [("facts", facts)]


def test_dialling_opens_a_line_where_there_is_a_route(book):
    book.ask_desk("dial")
    assert isinstance(book.actor.told[-1], DialFailed)
    book.routes.add("out")
    book.ask_desk("dial")
    (line,) = book.lines_of("out")
    assert book.actor.told[-2:] == [("opened", "out"), line]


def test_people_answer_or_cancel_when_the_test_says_so(book):
    assert isinstance(book.ask_desk("talk"), int)
    book.answer("yes")
    book.ask_desk("talk")
    book.interrupt(Cancelled())
    assert book.actor.told[-2:] == ["yes", "cancelled"]
    assert list(book.replies.values()) == [(0, {}), (0, {})]
