"""A toy actor and toy performers: everything the sequencer must order, nothing of payments."""

from collections import deque

from countertop.stage import SUSPENDED, Append, Committed, Draw, KeyTaken, Note, Read, Send, SetTimer, Stage
from countertop.values import Instant

NOW = Instant(0, 0)


class Toy:
    """Plays, for each event, the script that the test has laid out for its type or line."""

    name = "toy"

    def __init__(self, opening=(), scripts=None):
        self.opening = opening
        self.scripts = scripts or {}
        self.handled = []

    def start(self, now):
        return (effect for effect in self.opening)

    def handle(self, event, now):
        self.handled.append((event, now))
        made = self.scripts.get(event.line)
        return None if made is None else made(event, now)


class World:
    """Performers that note each effect in `done`; appends, reads and draws wait until the test lets them go."""

    def __init__(self, actor, *, at_once=()):
        self.done = []
        self.waiting = deque()
        self.at_once = dict(at_once)
        kinds = (Send, SetTimer, Note)
        self.stage = Stage(
            actor, {**dict.fromkeys(kinds, self.note), **dict.fromkeys((Append, Read, Draw), self.suspend)}
        )

    def note(self, effect, play, now):
        self.done.append(effect)

    def suspend(self, effect, play, now):
        self.done.append(effect)
        if type(effect) in self.at_once:
            return self.at_once[type(effect)]
        self.waiting.append(play)
        return SUSPENDED

    def go(self, reply=None, now=NOW):
        self.stage.resume(self.waiting.popleft(), Committed(now) if reply is None else reply, now)

    def sent(self):
        return [effect.payload for effect in self.done if type(effect) is Send]


class Fact:
    """A record's stand-in."""

    KIND = "toy.fact"


def taken(**row):
    return KeyTaken("facts", row, NOW)
