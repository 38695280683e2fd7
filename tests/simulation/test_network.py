"""Lines: what TCP promises, what a middlebox breaks, and how an end learns that its partner is gone."""

from collections import deque

import pytest

from countertop.simulation.network import Delivery
from countertop.stage import Dial, DialFailed, FrameReceived, HangUp, LineClosed, LineOpened, Note, Play, Send
from countertop.storage import Image
from countertop.values import MILLISECOND, SECOND
from tests.simulation import toy

PAIR = {("near", "other"): ("far", "callers")}
STEP = 10 * MILLISECOND


class Scripted:
    """Weather by the test's word: each frame takes the next fate laid out, or arrives after a step."""

    def __init__(self):
        self.fates = deque()
        self.words = STEP
        self.call = (2 * STEP, None)

    def delivery(self, sender, receiver, payload):
        return self.fates.popleft() if self.fates else Delivery((STEP,))

    def latency(self, sender, receiver):
        return self.words

    def dial(self, caller, called, route):
        return self.call


class Ear:
    """Keeps every event; performs the effects that the test puts in."""

    def __init__(self, name):
        self.name = name
        self.heard = []
        self.dialled = []

    def start(self, now):
        yield Note("info", "ear.started")

    def handle(self, event, now):
        self.heard.append(event)

    def call(self):
        self.dialled.append((yield Dial("other")))


class Pair:
    """Two ears and a line between them."""

    def __init__(self):
        self.world = toy.world()
        self.weather = self.world.network.weather = Scripted()
        self.world.nodes.clear()
        self.world.network.routes = PAIR
        self.ears = {name: Ear(name) for name in ("near", "far")}
        for name, ear in self.ears.items():
            node = self.world.add(name, toy.schema(name), Image({}, [], []), lambda ear=ear: ear, bytes(32))
            node.boot()
        self.wait()

    def wait(self, time=SECOND):
        self.world.run(self.world.agenda.now + time)

    def play(self, name, *effects):
        self.run(name, (effect for effect in effects))

    def run(self, name, script):
        process = self.world.nodes[name].process
        process.stage._advance(Play(script), None, process.now())

    def dial(self):
        self.run("near", self.ears["near"].call())
        self.wait()
        return self.ears["near"].dialled[-1]

    def heard(self, name, kind):
        return [event for event in self.ears[name].heard if type(event) is kind]

    def frames(self, name):
        return [event.payload for event in self.heard(name, FrameReceived)]

    def closings(self, name):
        return [event.reason for event in self.heard(name, LineClosed)]


@pytest.fixture
def pair():
    made = Pair()
    made.line = made.dial()
    return made


def test_a_call_opens_a_line_at_both_ends_before_the_caller_has_its_number(pair):
    assert [(event.role, event.peer) for event in pair.heard("near", LineOpened)] == [("other", "far")]
    assert [(event.role, event.peer) for event in pair.heard("far", LineOpened)] == [("callers", "near")]
    assert pair.line == pair.heard("near", LineOpened)[0].line


def test_frames_arrive_in_order_even_when_the_later_one_is_faster(pair):
    pair.weather.fates.extend((Delivery((5 * STEP,)), Delivery((STEP,))))
    pair.play("near", Send(pair.line, b"a"), Send(pair.line, b"b"))
    pair.wait()
    assert pair.frames("far") == [b"a", b"b"]


def test_a_frame_may_be_overtaken_repeated_lost_or_bent(pair):
    pair.weather.fates.extend(
        (
            Delivery((5 * STEP,), in_order=False),
            Delivery((STEP, 2 * STEP), in_order=False),
            Delivery(()),
            Delivery((3 * STEP,), altered=b"e"),
        )
    )
    pair.play("near", *(Send(pair.line, payload) for payload in (b"a", b"b", b"c", b"d")))
    pair.wait()
    assert pair.frames("far") == [b"b", b"b", b"e", b"a"]


def test_a_line_that_breaks_in_mid_frame_is_gone_at_both_ends(pair):
    pair.weather.fates.append(Delivery((), breaks=True))
    pair.play("near", Send(pair.line, b"a"), Send(pair.line, b"b"))
    pair.wait()
    assert pair.frames("far") == []
    assert pair.closings("near") == pair.closings("far") == ["reset"]


def test_what_was_sent_before_hanging_up_still_arrives_and_then_the_closing_word(pair):
    pair.weather.fates.append(Delivery((30 * STEP,)))
    pair.play("near", Send(pair.line, b"a"), HangUp(pair.line))
    pair.wait()
    assert pair.frames("far") == [b"a"]
    assert pair.closings("far") == ["closed"]
    assert pair.closings("near") == []
    assert pair.ears["far"].heard[-1].reason == "closed"


def test_a_half_open_line_says_nothing_until_the_world_is_calm(pair):
    pair.weather.fates.append(Delivery((STEP,), hangs=True))
    pair.play("near", Send(pair.line, b"a"), Send(pair.line, b"b"))
    pair.wait()
    assert pair.frames("far") == [b"a"]
    assert pair.closings("near") == []
    pair.world.network.calm = True
    pair.play("near", Send(pair.line, b"c"))
    pair.wait()
    assert pair.frames("far") == [b"a"]
    assert pair.closings("near") == ["reset"]


@pytest.mark.parametrize("reason", ["refused", "unreachable", "time-out"])
def test_a_call_that_fails_says_why_and_opens_nothing(reason):
    pair = Pair()
    pair.weather.call = (STEP, reason)
    failed = pair.dial()
    assert isinstance(failed, DialFailed)
    assert failed.reason == reason
    assert pair.heard("far", LineOpened) == []


def test_a_machine_that_is_down_refuses_calls():
    pair = Pair()
    pair.world.nodes["far"].crash("test", 10 * SECOND)
    assert pair.dial().reason == "refused"


def test_a_machine_that_crashes_resets_its_lines(pair):
    pair.world.nodes["far"].crash("test", 10 * SECOND)
    pair.wait()
    assert pair.closings("near") == ["reset"]


def test_a_power_cut_is_noticed_at_the_next_frame_only(pair):
    pair.world.nodes["far"].crash("test", 10 * SECOND, silent=True)
    pair.wait()
    assert pair.closings("near") == []
    pair.play("near", Send(pair.line, b"a"))
    pair.wait()
    assert pair.closings("near") == ["reset"]


def test_a_line_that_breaks_before_the_caller_has_it_opens_first(pair):
    pair.play("near", HangUp(pair.line))
    pair.run("near", pair.ears["near"].call())
    pair.world.run(pair.world.agenda.now + STEP)
    pair.world.nodes["far"].crash("test", 10 * SECOND)
    pair.weather.words = 0
    pair.wait()
    assert [type(event) for event in pair.ears["near"].heard[-2:]] == [LineOpened, LineClosed]


@pytest.mark.parametrize("revives", [False, True])
def test_a_copy_that_outlives_its_line_comes_out_of_the_next_one_if_the_weather_is_such(pair, revives):
    pair.world.network.revives = revives
    pair.weather.fates.append(Delivery((STEP, 200 * STEP), in_order=False))
    pair.play("near", Send(pair.line, b"a"))
    pair.wait()
    pair.play("near", HangUp(pair.line))
    pair.dial()
    pair.wait()
    assert pair.frames("far") == [b"a"] * (1 + revives)


def test_a_paused_process_hears_everything_later_and_in_order(pair):
    pair.world.nodes["far"].process.pause(pair.world.agenda.now + 5 * SECOND)
    pair.play("near", Send(pair.line, b"a"), Send(pair.line, b"b"))
    pair.wait()
    assert pair.frames("far") == []
    pair.wait(5 * SECOND)
    assert pair.frames("far") == [b"a", b"b"]


def test_a_pause_that_becomes_longer_lets_nothing_overtake(pair):
    process, now = pair.world.nodes["far"].process, pair.world.agenda.now
    process.pause(now + 5 * SECOND)
    pair.play("near", Send(pair.line, b"a"))
    pair.wait()
    process.pause(now + 9 * SECOND)
    pair.play("near", Send(pair.line, b"b"))
    pair.wait(6 * SECOND)
    assert pair.frames("far") == []
    pair.play("near", Send(pair.line, b"c"))
    pair.wait(5 * SECOND)
    assert pair.frames("far") == [b"a", b"b", b"c"]
