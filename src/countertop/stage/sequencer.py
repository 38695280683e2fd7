"""The sequencer: events in, effects out, in order, with every durable write a barrier for its own script.

An actor answers an event with a script: a generator that yields effects and is sent the reply to each, or nothing at
all when the event needs nothing done. Several scripts of one actor may be waiting at a time; each waits for its own
reply only. The rules that keep this sound:

* A script moves the actor's memory only by what is durable: it appends first and moves after the reply. Where memory
  must move first (a reservation), nothing may leave before the append behind it, and the script undoes the move on
  `KeyTaken`.
* After each reply the world may have changed: a script looks at the actor's memory again before it decides.
* Appends are durable in the order yielded, so a script that waited finds every earlier one's move already made.
* When an append fails for any reason but a taken key, the actor is stopped: memory and store may differ. It is
  reloaded from the store. Nothing that depended on that append has left.

Performers are the world's: the runtime's and the simulation's differ, the stage does not. A performer returns the
reply, or `SUSPENDED` and later calls `resume` or `throw` with the play it was given. It never calls back at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Mapping
from typing import Any, Protocol

from countertop.stage.effects import Effect
from countertop.stage.errors import StageStopped
from countertop.stage.events import Event
from countertop.values import Instant

__all__ = ["SUSPENDED", "Actor", "Performer", "Play", "Script", "Stage"]

Script = Generator[Effect, Any, None]

SUSPENDED: Any = type("Suspended", (), {"__repr__": lambda _: "SUSPENDED"})()

_ENDED: Any = object()

# Plays waiting at once and events held back during start; beyond them the stage refuses, and the world slows down.
MOST_PLAYS = 100_000
MOST_HELD_EVENTS = 10_000


class Actor(Protocol):
    """A party of the payment chain."""

    name: str

    def start(self, now: Instant) -> Script:
        """Load open work from the store and take it up; every other event waits until this is done."""
        ...

    def handle(self, event: Event, now: Instant) -> Script | None:
        """Return what this event asks for."""
        ...


class Play:
    """One script on its way; the handle that a performer keeps while the script waits."""

    __slots__ = ("script", "waiting_for")

    def __init__(self, script: Script) -> None:
        self.script = script
        self.waiting_for: Effect | None = None


Performer = Callable[[Any, Play, Instant], Any]


class Stage:
    """Runs one actor: give it events, it performs effects through the world's performers."""

    def __init__(self, actor: Actor, performers: Mapping[type, Performer]) -> None:
        self.actor = actor
        self.waiting = 0
        self.ready = False
        self.stopped: BaseException | None = None
        self._perform = dict(performers)
        self._handle = actor.handle
        self._held: deque[tuple[Event, Instant]] = deque()
        self._opening: Play | None = None

    def start(self, now: Instant) -> None:
        """Begin the actor's start script; events delivered before it ends are held back in order."""
        assert self._opening is None, "a stage starts once"
        self._opening = Play(self.actor.start(now))
        self._advance(self._opening, None, now)

    def deliver(self, event: Event, now: Instant) -> None:
        """Hand the actor an event; raises StageStopped after a failed append."""
        if not self.ready:
            if self.stopped is not None:
                raise StageStopped(f"{self.actor.name} has stopped; start it again from its store")
            assert len(self._held) < MOST_HELD_EVENTS, "too many events before the actor has started"
            self._held.append((event, now))
            return
        try:
            script = self._handle(event, now)
        except BaseException as broken:
            self.stop(broken)
            raise
        if script is not None:
            self._advance(Play(script), None, now)

    def resume(self, play: Play, reply: Any, now: Instant) -> None:
        """Give a waiting play the reply to its effect."""
        if self.stopped is not None:
            return
        self.waiting -= 1
        play.waiting_for = None
        self._advance(play, reply, now)

    def throw(self, play: Play, error: Exception, now: Instant) -> None:
        """Raise an error (a cancelled question) at the place where a play waits."""
        if self.stopped is not None:
            return
        self.waiting -= 1
        play.waiting_for = None
        self._go(play, lambda: play.script.throw(error), now)

    def stop(self, cause: BaseException) -> None:
        """Stop the actor for good: a durable write failed, or an invariant broke. Waiting plays are dropped."""
        self.stopped = self.stopped or cause
        self.ready = False

    def _advance(self, play: Play, reply: Any, now: Instant) -> None:
        script, perform = play.script, self._perform
        try:
            while True:
                # Most scripts end behind an effect without a reply, and `next` tells the end without an exception.
                try:
                    effect = next(script, _ENDED) if reply is None else script.send(reply)
                except StopIteration:
                    break
                if effect is _ENDED:
                    break
                reply = perform[type(effect)](effect, play, now)
                if reply is SUSPENDED:
                    self._suspend(play, effect)
                    return
        except BaseException as broken:
            self.stop(broken)
            raise
        self._ended(play)

    def _go(self, play: Play, first: Callable[[], Effect], now: Instant) -> None:
        try:
            try:
                effect = first()
            except StopIteration:
                effect = None
            reply = None if effect is None else self._perform[type(effect)](effect, play, now)
        except BaseException as broken:
            self.stop(broken)
            raise
        if effect is None:
            self._ended(play)
        elif reply is SUSPENDED:
            self._suspend(play, effect)
        else:
            self._advance(play, reply, now)

    def _suspend(self, play: Play, effect: Effect) -> None:
        play.waiting_for = effect
        self.waiting += 1
        assert self.waiting <= MOST_PLAYS, "more plays wait than the stage may hold"

    def _ended(self, play: Play) -> None:
        if play is self._opening:
            self.ready = True
            while self._held and self.stopped is None:
                event, then = self._held.popleft()
                self.deliver(event, then)
