"""The network: lines that carry frames, and everything that can happen to a frame or a line.

A line is what TCP gives: frames arrive in order or the line breaks. Loss, repetition, reordering and bit flips are
what a misbehaving middlebox adds. A line has two ends, each in a process; an end whose partner is gone learns of it
by a closing word, by the reset that answers its next frame, or, while the line hangs half-open, not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from countertop.simulation.agenda import Agenda
from countertop.stage import DialFailed, Event, FrameReceived, LineClosed, LineOpened, Play

__all__ = ["Delivery", "End", "Machine", "Network", "Speaker", "Weather"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What becomes of one frame: a copy of it arrives after each delay, or of the bytes `altered` in its place.

    `in_order` copies wait for the frames before them; the others may pass them. `breaks` resets the line in
    mid-frame; `hangs` leaves it half-open from now on.
    """

    delays: tuple[int, ...]
    in_order: bool = True
    altered: bytes | None = None
    breaks: bool = False
    hangs: bool = False


class Weather(Protocol):
    """What the network does to frames, lines and calls; `sender` and `receiver` are names of parties."""

    def delivery(self, sender: str, receiver: str, payload: bytes) -> Delivery:
        """Return the fate of a frame."""
        ...

    def latency(self, sender: str, receiver: str) -> int | None:
        """Return how long a word of the transport takes, or None when it never arrives."""
        ...

    def dial(self, caller: str, called: str, route: str) -> tuple[int, str | None]:
        """Return how long a call over a route takes, and the reason when it fails."""
        ...


class Speaker(Protocol):
    """A process that has lines: `ends` by number; `is_ready` once it takes calls."""

    ends: dict[int, End]
    alive: bool

    @property
    def party(self) -> str:
        """Its party's name."""

    @property
    def is_ready(self) -> bool:
        """Whether it has started."""

    def new_line(self) -> int:
        """Return a number for a line that it has not used before."""

    def later(self, delay: int, call: Callable[..., None], *arguments: Any) -> None:
        """Plan a call that dies with it."""

    def deliver(self, event: Event) -> None:
        """Hand it an event."""

    def resume(self, play: Play, reply: Any) -> None:
        """Give a waiting script its reply."""


class Machine(Protocol):
    """A party's machine, with a process while it is up."""

    @property
    def process(self) -> Speaker | None:
        """Its process, if it is up."""


class End:
    """One end of a line: its number in its process, and the other end, if that is still there."""

    __slots__ = ("_due", "line", "network", "number", "opens", "other", "peer", "process", "route")

    def __init__(self, network: Network, process: Speaker, number: int, line: _Line) -> None:
        self.network = network
        self.process = process
        self.number = number
        self.line = line
        self.other: End | None = None
        self.peer = ""
        # How the one who called got here; the other end does not know.
        self.route = ""
        # The moment when this end's process learns that the line is up; nothing reaches it before.
        self.opens = network.agenda.now
        self._due = 0

    def send(self, payload: bytes) -> None:
        """Send a frame on its way."""
        network, other = self.network, self.other
        sender = self.process.party
        if self.line.hanging:
            if not network.calm:
                return
            self._reset_soon()
            return
        if other is None:
            self._reset_soon()
            return
        fate = network.weather.delivery(sender, self.peer, payload)
        if fate.breaks:
            self.break_off(other)
            return
        self.line.hanging = fate.hangs
        if fate.altered is not None:
            payload = fate.altered
        now = network.agenda.now
        for delay in fate.delays:
            due = now + delay
            if fate.in_order:
                due = self._due = max(due, self._due)
            network.agenda.at(due, self._arrive, other, payload)

    def hang_up(self) -> None:
        """Close the line from here; the other end hears of it, unless nothing passes."""
        self._part("closed")

    def abandon(self, *, silent: bool) -> None:
        """Leave the line because the process is dead: its machine resets it, or is dark and says nothing."""
        if silent:
            if self.other is not None:
                self.other.other = None
                self.other = None
        else:
            self._part("reset")

    def close(self, reason: str) -> None:
        """Tell the process at this end that the line is gone."""
        process, agenda = self.process, self.network.agenda
        if agenda.now < self.opens:
            agenda.at(self.opens, self.close, reason)
        elif process.ends.get(self.number) is self:
            del process.ends[self.number]
            process.later(0, process.deliver, LineClosed(self.number, reason))

    def _part(self, reason: str) -> None:
        other, self.other = self.other, None
        if other is None:
            return
        other.other = None
        delay = self.network.weather.latency(self.process.party, self.peer)
        if delay is not None and not self.line.hanging:
            self.network.agenda.at(max(self.network.agenda.now + delay, self._due), other.close, reason)

    def break_off(self, other: End) -> None:
        """Reset the line; both ends learn of it at once."""
        self.other = other.other = None
        agenda = self.network.agenda
        agenda.after(0, self.close, "reset")
        agenda.after(0, other.close, "reset")

    def _reset_soon(self) -> None:
        delay = self.network.weather.latency(self.peer, self.process.party)
        if delay is not None:
            self.network.agenda.after(delay, self.close, "reset")

    def _arrive(self, other: End, payload: bytes) -> None:
        network = self.network
        if other.process.ends.get(other.number) is not other:
            # A copy that was under way longer than its line lived may come out of the newest line of the same pair.
            heir = network.newest.get((self.process.party, self.peer))
            if heir is None or not network.revives or heir.process.ends.get(heir.number) is not heir:
                return
            other = heir
        if network.agenda.now < other.opens:
            network.agenda.at(other.opens, self._arrive, other, payload)
            return
        process = other.process
        process.later(0, process.deliver, FrameReceived(other.number, payload))


class _Line:
    """What both ends share."""

    __slots__ = ("hanging",)

    def __init__(self) -> None:
        self.hanging = False


class Network:
    """Opens lines between nodes. `routes` gives, for a caller and its route's name, the party called and its role."""

    def __init__(
        self,
        agenda: Agenda,
        weather: Weather,
        nodes: Mapping[str, Machine],
        routes: dict[tuple[str, str], tuple[str, str]],
    ) -> None:
        self.agenda = agenda
        self.weather = weather
        self.nodes = nodes
        self.routes = routes
        # Healed: what hung half-open is answered by a reset from now on.
        self.calm = False
        # Frames that outlive their line may still come out somewhere.
        self.revives = False
        self.newest: dict[tuple[str, str], End] = {}

    def dial(self, caller: Speaker, route: str, play: Play) -> None:
        """Call the party behind a route; the play is resumed with the line's number or `DialFailed`."""
        called, role = self.routes[caller.party, route]
        delay, reason = self.weather.dial(caller.party, called, route)
        if reason is None:
            self.agenda.after(delay // 2, self._knock, caller, called, route, role, play, delay - delay // 2)
        else:
            caller.later(delay, caller.resume, play, DialFailed(reason))

    def cut(self, caller: Speaker, route: str) -> None:
        """Break the lines that a party has over a route."""
        for end in list(caller.ends.values()):
            if end.route == route and end.other is not None:
                end.break_off(end.other)

    def _knock(self, caller: Speaker, called: str, route: str, role: str, play: Play, back: int) -> None:
        process = self.nodes[called].process
        if not caller.alive:
            return
        if process is None or not process.is_ready:
            caller.later(back, caller.resume, play, DialFailed("refused"))
            return
        line = _Line()
        near = End(self, caller, caller.new_line(), line)
        far = End(self, process, process.new_line(), line)
        near.other, far.other = far, near
        near.peer, far.peer, near.route = called, caller.party, route
        near.opens = self.agenda.now + back
        caller.ends[near.number] = near
        process.ends[far.number] = far
        self.newest[caller.party, called] = far
        self.newest[called, caller.party] = near
        process.later(0, process.deliver, LineOpened(far.number, role, caller.party))
        self.agenda.after(back, self._answered, near, route, play)

    def _answered(self, near: End, route: str, play: Play) -> None:
        caller = near.process
        caller.later(0, self._take_line, near, route, play)

    @staticmethod
    def _take_line(near: End, route: str, play: Play) -> None:
        caller = near.process
        caller.deliver(LineOpened(near.number, route, near.peer))
        caller.resume(play, near.number)
