"""The real world around one actor: every effect performed with sockets, clock, disk and people; every happening told.

A world lasts as long as one life of its actor. When a durable write fails or an invariant breaks, the stage stops, the
world closes its lines and timers and says so; whoever keeps the party (`resident`) closes the store and begins a new
world from it. Replies that come in for a world that has ended reach a stopped stage, which drops them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol

from countertop.runtime.clock import look_at_clock
from countertop.runtime.devices import Devices, NoDevices, Printer
from countertop.runtime.drawn_network import DrawnNetwork
from countertop.runtime.entropy import draw
from countertop.runtime.groups import Answered
from countertop.runtime.lines import Lines, Route
from countertop.runtime.logs import Log
from countertop.runtime.timers import Timers
from countertop.stage import (
    SUSPENDED,
    Actor,
    Append,
    Ask,
    AskHsm,
    CancelTimer,
    Committed,
    Condition,
    DeskRequest,
    Device,
    Dial,
    DialFailed,
    Draw,
    Event,
    Finding,
    FrameReceived,
    HangUp,
    KeyTaken,
    LineClosed,
    LineOpened,
    LookAtClock,
    LookAtReserve,
    Note,
    Play,
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
from countertop.storage import Conflict, Entry, Question, StoreError
from countertop.values import Instant

__all__ = ["Hsm", "World"]

# Scripts waiting at once before we stop reading from the lines, and before we read again.
MOST_WAITING = 10_000
FEW_WAITING = MOST_WAITING // 2


_BLAMED = frozenset({"garbled", "header-late", "body-late", "slow"})
"""Why we drop lines whose other end does not keep to the framing."""


class Hsm(Protocol):
    """Where keys are used."""

    def perform(self, batch: Sequence[Any], /) -> list[Any]:
        """Return the reply to each command, in order."""
        ...


class People(Protocol):
    """Who stands at the party: a desk, or a load's cashier."""

    def ask(self, effect: Ask, play: Play, world: World) -> Any:
        """Return the answer, or `SUSPENDED` and resume the play later."""
        ...

    def show(self, effect: Show) -> None:
        """Show a message."""

    def print(self, effect: Print) -> bool:
        """Print a document; return whether somebody takes it."""
        ...

    def reply(self, effect: Reply) -> None:
        """End a request."""


class Writer(Protocol):
    """Where entries and questions go; answers come back as `resume_all`."""

    @property
    def below_reserve(self) -> bool:
        """Whether the disk was found full: begin no new business until there is room again."""
        ...

    def submit(self, item: Entry | Question, ticket: Play) -> None:
        """Queue one."""


class World:
    """Runs one stage until it stops; `ended` is called once, with the cause, when it stops by itself."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        actor: Actor,
        hsm: Hsm,
        routes: Mapping[str, Route],
        people: People,
        log: Log,
        ended: Callable[[BaseException], None],
        devices: Devices | None = None,
        network: DrawnNetwork | None = None,
    ) -> None:
        self.loop = loop
        self.lines = Lines(loop, self)
        self.timers = Timers(loop, self._timer_fired)
        self.ready = asyncio.Event()
        self._hsm = hsm
        self._routes = routes
        self._people = people
        self._log = log
        self._ended = ended
        self._devices = devices or NoDevices()
        self._network = network or DrawnNetwork()
        self._writer: Writer
        self._submit: Callable[[Entry | Question, Play], None]
        self._under_way: set[asyncio.Task[None]] = set()
        self._held = False
        self.stage = Stage(actor, self._performers())

    def _performers(self) -> dict[type, Callable[[Any, Play, Instant], Any]]:
        return {
            Send: self._send,
            Append: self._append,
            Read: self._read,
            AskHsm: self._ask_hsm,
            SetTimer: self._set_timer,
            CancelTimer: self._cancel_timer,
            Dial: self._dial,
            HangUp: self._hang_up,
            Draw: lambda effect, _play, _now: draw(effect.size),
            LookAtClock: lambda _effect, _play, _now: look_at_clock(),
            LookAtReserve: lambda _effect, _play, _now: not self._writer.below_reserve,
            Note: lambda effect, _play, now: self._log.note(effect.level, effect.message, effect.arguments, now),
            Ask: lambda effect, play, _now: self._people.ask(effect, play, self),
            Show: lambda effect, _play, _now: self._people.show(effect),
            Print: self._print,
            TryDevice: self._try_device,
            Reply: lambda effect, _play, _now: self._people.reply(effect),
        }

    def begin(self, writer: Writer) -> None:
        """Start the actor; `ready` is set when it has taken up its open work. The writer answers to `answered`."""
        self._writer = writer
        self._submit = writer.submit
        self._run(self.stage.start, look_at_clock())

    def close(self) -> None:
        """End this world: lines, timers and what is under way; the stage takes no more."""
        self.stage.stop(asyncio.CancelledError())
        self.ready.clear()
        self.lines.close()
        self.timers.close()
        for task in self._under_way:
            task.cancel()

    # What happens

    def line_opened(self, line: int, role: str, peer: str, identity: str | None, now: Instant) -> None:
        """Tell the actor."""
        self._deliver(LineOpened(line, role, peer, identity), now)

    def frame_received(self, line: int, payload: bytes, now: Instant) -> None:
        """Tell the actor; a party that is behind stops listening to its lines for a while."""
        stage = self.stage
        if stage.stopped is not None:
            return
        try:
            stage.deliver(FrameReceived(line, payload), now)
        except Exception as cause:  # noqa: BLE001 - as in _run, without its other steps
            self.fall(cause)
        if stage.waiting > MOST_WAITING and not self._held:
            self._hold(held=True)

    def line_closed(self, line: int, reason: str, now: Instant) -> None:
        """Tell the actor, and log it where the other end is to blame."""
        if reason in _BLAMED:
            self._log.note("warning", "line.dropped", {"line": line, "reason": reason}, now)
        self._deliver(LineClosed(line, reason), now)

    def line_refused(self, role: str, reason: str, address: str) -> None:
        """Log it: the actor has never met the caller."""
        arguments = {"role": role, "reason": reason, "address": address}
        self._log.note("warning", "line.refused", arguments, look_at_clock())

    def request(self, number: int, verb: str, arguments: dict[str, Any]) -> None:
        """Bring a desk request to the actor; its `Reply` comes back to the desk."""
        self._deliver(DeskRequest(number, verb, arguments), look_at_clock())

    def resume(self, play: Play, reply: Any) -> None:
        """Give a script that waits for a person the answer."""
        self._run(self.stage.resume, play, reply, look_at_clock())

    def throw(self, play: Play, error: Exception) -> None:
        """Tell a script that waits for a person that there is none."""
        self._run(self.stage.throw, play, error, look_at_clock())

    def _timer_fired(self, timer: Hashable, now: Instant) -> None:
        self._deliver(TimerFired(timer), now)

    def _deliver(self, event: Event, now: Instant) -> None:
        if self.stage.stopped is None:
            self._run(self.stage.deliver, event, now)

    def _run(self, step: Callable[..., None], *arguments: Any) -> None:
        """Let the stage go on; whatever comes out of it has stopped it."""
        try:
            step(*arguments)
        except Exception as cause:  # noqa: BLE001 - whichever it is, the actor is rebuilt from its store
            self.fall(cause)
            return
        if self.stage.ready and not self.ready.is_set():
            self.ready.set()

    def fall(self, cause: BaseException) -> None:
        """Stop the actor for a fault of its store or its own; it is told once."""
        if isinstance(self.stage.stopped, asyncio.CancelledError):
            return
        self.stage.stop(cause)
        self.close()
        self.loop.call_soon(self._ended, cause)

    # What is done

    def _send(self, effect: Send, _play: Play, _now: Instant) -> None:
        self.lines.send(effect.line, effect.payload)

    def _hang_up(self, effect: HangUp, _play: Play, _now: Instant) -> None:
        self.lines.hang_up(effect.line)

    def _set_timer(self, effect: SetTimer, _play: Play, now: Instant) -> None:
        self.timers.set(effect.timer, effect.after, now)

    def _cancel_timer(self, effect: CancelTimer, _play: Play, _now: Instant) -> None:
        self.timers.cancel(effect.timer)

    def _print(self, effect: Print, play: Play, _now: Instant) -> Any:
        """Print where there is paper; a party without a printer of its own prints at its people's."""
        printer = self._devices.printer
        if printer is not None:
            return self._later(play, self._printed(printer, effect))
        found = self._devices.try_device(Device.PRINTER)
        assert isinstance(found, Finding), "a drawn printer shows at once how it is"
        return found.condition in (Condition.OK, Condition.ABSENT) and self._people.print(effect)

    async def _printed(self, printer: Printer, effect: Print) -> bool:
        """Print on paper of the real world; what came out of it is shown to people as well."""
        is_printed = await printer.print(effect.document)
        if is_printed:
            self._people.print(effect)
        return is_printed

    def _try_device(self, effect: TryDevice, play: Play, _now: Instant) -> Any:
        found = self._devices.try_device(effect.device)
        return found if isinstance(found, Finding) else self._later(play, found)

    def _later(self, play: Play, reply: Awaitable[Any]) -> Any:
        """Suspend a script until its reply is there."""

        async def waiting() -> None:
            self._run(self.stage.resume, play, await reply, look_at_clock())

        self._start(waiting())
        return SUSPENDED

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _ask_hsm(self, effect: AskHsm, _play: Play, _now: Instant) -> list[Any]:
        return self._hsm.perform(effect.commands)

    def _append(self, effect: Append, play: Play, now: Instant) -> Any:
        self._submit(Entry(effect.stream, effect.records, now.utc), play)
        return SUSPENDED

    def _read(self, effect: Read, play: Play, _now: Instant) -> Any:
        self._submit(Question(effect.query, effect.values), play)
        return SUSPENDED

    def answered(self, batch: Sequence[Answered]) -> None:
        """Take a batch of answers from the committer's thread to the loop."""
        with suppress(RuntimeError):  # the loop has closed: nobody waits any more
            self.loop.call_soon_threadsafe(self.resume_all, batch)

    def resume_all(self, batch: Sequence[Answered]) -> None:
        """Give the scripts that wait for the store its answers, in order; on the loop."""
        now = look_at_clock()
        committed = Committed(now)
        for play, answer in batch:
            if self.stage.stopped is not None:
                return
            if answer is None and type(play.waiting_for) is Append:
                self._run(self.stage.resume, play, committed, now)
            elif isinstance(answer, StoreError):
                self.fall(answer)
            elif type(play.waiting_for) is Read:
                self._run(self.stage.resume, play, answer, now)
            elif isinstance(answer, Conflict):
                self._run(self.stage.resume, play, KeyTaken(answer.table, answer.existing, now), now)
            else:
                self._run(self.stage.resume, play, committed, now)
        if self._held and self.stage.waiting < FEW_WAITING:
            self._hold(held=False)

    def _dial(self, effect: Dial, play: Play, _now: Instant) -> Any:
        route = self._routes[effect.route]
        if effect.patience is not None:
            route = replace(route, patience=effect.patience)
        self._start(self._dialled(route, play))
        return SUSPENDED

    async def _dialled(self, route: Route, play: Play) -> None:
        line = await self._network.hindered(route.role, route.patience) or await self.lines.dial(route)
        reply = DialFailed(line) if isinstance(line, str) else line
        self._run(self.stage.resume, play, reply, look_at_clock())

    def _hold(self, *, held: bool) -> None:
        self._held = held
        self.lines.hold(held=held)
        message = "run.held" if held else "run.released"
        self._log.note("warning", message, {"waiting": self.stage.waiting}, look_at_clock())
