"""The sequencer's rules: order, a barrier for the own script only, taken keys, throws, start and stop."""

import pytest

from countertop.stage import (
    Append,
    Cancelled,
    Committed,
    Draw,
    FrameReceived,
    KeyTaken,
    Note,
    Read,
    Send,
    SetTimer,
    StageStopped,
)
from countertop.stage import sequencer as sequencer_module
from countertop.values import Instant
from tests.stage.toy import NOW, Fact, Toy, World, taken


def frame(line):
    return FrameReceived(line, b"")


def ready(actor, **options):
    world = World(actor, **options)
    world.stage.start(NOW)
    return world


def test_effects_are_performed_one_by_one_in_the_order_yielded():
    def script(event, now):
        yield Send(1, b"a")
        yield SetTimer("t", 5)
        yield Send(1, b"b")

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    assert [repr(effect) for effect in world.done] == ["Send(1, 1 bytes)", "SetTimer('t', 5 us)", "Send(1, 1 bytes)"]


def test_nothing_behind_an_append_happens_before_it_is_durable():
    def script(event, now):
        yield Append("s", Fact())
        yield Send(1, b"after")

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    assert world.sent() == []
    world.go()
    assert world.sent() == [b"after"]


def test_an_append_holds_back_its_own_script_and_no_other():
    def waits(event, now):
        yield Append("s", Fact())
        yield Send(1, b"held")

    def passes(event, now):
        yield Send(2, b"free")

    world = ready(Toy(scripts={1: waits, 2: passes}))
    world.stage.deliver(frame(1), NOW)
    world.stage.deliver(frame(2), NOW)
    assert world.sent() == [b"free"]
    assert world.stage.waiting == 1
    world.go()
    assert world.sent() == [b"free", b"held"]
    assert world.stage.waiting == 0


def test_each_script_gets_the_reply_to_its_own_effect():
    got = []

    def script(event, now):
        got.append((event.line, (yield Draw(4))))

    world = ready(Toy(scripts={1: script, 2: script}))
    world.stage.deliver(frame(1), NOW)
    world.stage.deliver(frame(2), NOW)
    second, first = world.waiting.pop(), world.waiting.pop()
    world.stage.resume(second, b"two", NOW)
    world.stage.resume(first, b"one", NOW)
    assert got == [(2, b"two"), (1, b"one")]


def test_a_reply_given_at_once_does_not_suspend():
    got = []

    def script(event, now):
        got.append((yield Draw(4)))
        got.append((yield Read(None)))

    world = ready(Toy(scripts={1: script}), at_once={Draw: b"dice", Read: []})
    world.stage.deliver(frame(1), NOW)
    assert got == [b"dice", []]
    assert world.stage.waiting == 0


def test_a_taken_key_comes_back_as_a_reply_and_the_script_goes_on():
    def script(event, now):
        written = yield Append("s", Fact())
        if type(written) is KeyTaken:
            yield Send(1, b"again " + written.existing["answer"])
        else:
            yield Send(1, b"first")

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    world.stage.deliver(frame(1), NOW)
    world.go()
    world.go(taken(answer=b"00"))
    assert world.sent() == [b"first", b"again 00"]


def test_a_throw_arrives_where_the_script_waits_and_may_be_answered_with_effects():
    def script(event, now):
        try:
            yield Draw(1)
        except Cancelled:
            yield Append("s", Fact())
            yield Send(1, b"cancelled")

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    world.stage.throw(world.waiting.popleft(), Cancelled(), NOW)
    assert world.sent() == []
    world.go()
    assert world.sent() == [b"cancelled"]
    assert world.stage.waiting == 0


def test_a_throw_that_ends_the_script_ends_it_quietly():
    def script(event, now):
        try:
            yield Draw(1)
        except Cancelled:
            return

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    world.stage.throw(world.waiting.popleft(), Cancelled(), NOW)
    assert world.stage.stopped is None
    assert world.stage.waiting == 0


def test_a_throw_that_nobody_catches_stops_the_actor():
    def script(event, now):
        yield Draw(1)

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    with pytest.raises(Cancelled):
        world.stage.throw(world.waiting.popleft(), Cancelled(), NOW)
    assert isinstance(world.stage.stopped, Cancelled)


def test_events_before_the_start_has_ended_are_held_and_delivered_in_order():
    later = Instant(7, 7)
    actor = Toy(opening=(Read(None), Note("info", "ready")))
    world = World(actor)
    world.stage.start(NOW)
    first, second = frame(1), frame(2)
    world.stage.deliver(first, NOW)
    world.stage.deliver(second, later)
    assert actor.handled == []
    assert not world.stage.ready
    world.go([])
    assert world.stage.ready
    assert actor.handled == [(first, NOW), (second, later)]


def test_held_events_have_a_limit(monkeypatch):
    monkeypatch.setattr(sequencer_module, "MOST_HELD_EVENTS", 2)
    world = World(Toy(opening=(Read(None),)))
    world.stage.start(NOW)
    world.stage.deliver(frame(1), NOW)
    world.stage.deliver(frame(1), NOW)
    with pytest.raises(AssertionError, match="too many events"):
        world.stage.deliver(frame(1), NOW)


def test_waiting_plays_have_a_limit(monkeypatch):
    monkeypatch.setattr(sequencer_module, "MOST_PLAYS", 1)

    def script(event, now):
        yield Draw(1)

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    with pytest.raises(AssertionError, match="more plays wait"):
        world.stage.deliver(frame(1), NOW)


def test_a_stage_starts_once():
    world = ready(Toy())
    with pytest.raises(AssertionError, match="starts once"):
        world.stage.start(NOW)


def test_a_failed_append_stops_the_actor_and_nothing_behind_it_leaves():
    def script(event, now):
        yield Append("s", Fact())
        yield Send(1, b"must not leave")

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    world.stage.deliver(frame(1), NOW)
    world.stage.stop(OSError("no space"))
    world.go()
    world.stage.throw(world.waiting.popleft(), Cancelled(), NOW)
    assert world.sent() == []
    with pytest.raises(StageStopped):
        world.stage.deliver(frame(1), NOW)


def test_the_first_cause_of_a_stop_is_kept():
    world = ready(Toy())
    first = OSError("first")
    world.stage.stop(first)
    world.stage.stop(OSError("second"))
    assert world.stage.stopped is first


@pytest.mark.parametrize("where", ["in the script", "before the script"])
def test_a_broken_invariant_stops_the_actor(where):
    def breaks(event, now):
        assert where == "in the script", "broken before the script"
        return broken_later()

    def broken_later():
        yield Send(1, b"before")
        raise AssertionError("broken in the script")

    world = ready(Toy(scripts={1: breaks}))
    with pytest.raises(AssertionError, match=where):
        world.stage.deliver(frame(1), NOW)
    assert isinstance(world.stage.stopped, AssertionError)
    with pytest.raises(StageStopped):
        world.stage.deliver(frame(1), NOW)


def test_held_events_are_dropped_when_one_of_them_stops_the_actor():
    def breaks(event, now):
        raise AssertionError("broken")
        yield

    actor = Toy(opening=(Read(None),), scripts={1: breaks})
    world = World(actor)
    world.stage.start(NOW)
    world.stage.deliver(frame(1), NOW)
    world.stage.deliver(frame(2), NOW)
    with pytest.raises(AssertionError, match="broken"):
        world.go([])
    assert [event.line for event, _ in actor.handled] == [1]


def test_a_performer_that_runs_dry_is_a_fault_and_not_the_end_of_the_script():
    def script(event, now):
        yield Send(1, b"x")
        yield Send(1, b"y")

    def dry(effect, play, now):
        return next(iter(()))

    world = ready(Toy(scripts={1: script}))
    world.stage._perform[Send] = dry
    with pytest.raises(StopIteration):
        world.stage.deliver(frame(1), NOW)
    assert isinstance(world.stage.stopped, StopIteration)


def test_an_actor_may_have_nothing_to_do():
    world = ready(Toy())
    world.stage.deliver(frame(9), NOW)
    assert world.done == []


def test_a_reply_carries_the_moment_it_was_learnt():
    got = []

    def script(event, now):
        got.append((yield Append("s", Fact())))

    world = ready(Toy(scripts={1: script}))
    world.stage.deliver(frame(1), NOW)
    world.go(Committed(Instant(3, 4)))
    assert (got[0].now.utc, got[0].now.monotonic) == (3, 4)
