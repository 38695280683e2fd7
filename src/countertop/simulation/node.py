"""A node: one party's machine. What survives a crash is the node's; what does not is its process's.

The process is the production stage with the production actor; only its performers are made up. They do what the
runtime's do: lines, timers, clock, disk, HSM, entropy, people.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from random import Random
from typing import Any, Protocol

from countertop.hsm import SoftwareHsm
from countertop.journal import Schema
from countertop.simulation.agenda import Agenda
from countertop.simulation.bystander import Bystander
from countertop.simulation.clock import NodeClock
from countertop.simulation.disk import Disk, DiskFaults, Ledger, PowerCut
from countertop.simulation.errors import Broken
from countertop.simulation.network import End, Network
from countertop.simulation.trace import Trace
from countertop.stage import (
    SUSPENDED,
    Actor,
    Append,
    Ask,
    AskHsm,
    CancelTimer,
    Condition,
    DeskRequest,
    Device,
    Dial,
    Draw,
    Event,
    Finding,
    FrameReceived,
    HangUp,
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
from countertop.storage import Entry, Image, MemoryStore, Question, StoreFailed
from countertop.values import Instant

__all__ = ["Node", "NodeFaults", "Process", "Surroundings"]


class NodeFaults(DiskFaults, Protocol):
    """What befalls a machine."""

    def has_room(self, party: str) -> bool:
        """Return whether a party's disk has more than its reserve."""

    def device(self, party: str, device: Device) -> Finding:
        """Return what trying a device shows."""

    def reload_time(self) -> int:
        """Return how long it takes until a process whose store failed is there again."""

    def down_time(self) -> int:
        """Return how long a machine that stopped stays down."""

    def dies_silently(self) -> bool:
        """Return whether a machine that stops now leaves its lines without a word."""


class Surroundings(Protocol):
    """The world around a node. A life counts as recovering while it is younger than `recovery`."""

    agenda: Agenda
    trace: Trace
    network: Network

    @property
    def faults(self) -> NodeFaults:
        """What goes wrong."""

    @property
    def recovery(self) -> int:
        """How long a machine counts as recovering, in microseconds."""

    def committed(self, process: Process, items: Sequence[Entry | Question]) -> None:
        """Hear of a batch that a disk has dealt with."""


class Node:
    """What survives: the store's image, the clocks, the HSM, the count of durable writes; and the people at it."""

    def __init__(
        self,
        world: Surroundings,
        party: str,
        schema: Schema,
        image: Image,
        build: Callable[[], Actor],
        hsm: SoftwareHsm,
        clock: NodeClock,
        entropy: Random,
    ) -> None:
        self.world = world
        self.party = party
        self.schema = schema
        self.image = image
        self.build = build
        self.hsm = hsm
        self.clock = clock
        self.entropy = entropy
        self.person: Any = Bystander()
        self.process: Process | None = None
        # The store of the life before, while the machine is down; and those of machines that this one replaced.
        self._left: MemoryStore | None = None
        self.retired: list[MemoryStore] = []
        self.ledger = Ledger()
        self.lives = 0
        self.notes: Counter[str] = Counter()

    def boot(self) -> None:
        """Start the party's process from what its store holds."""
        assert self.process is None, f"{self.party} is up already"
        self.lives += 1
        self.process = Process(self)
        self.process.start()

    @property
    def kind(self) -> str:
        """What kind of party it is."""
        return self.schema.party

    def store(self) -> MemoryStore:
        """Return the store as it is: the process's own, or what is on the disk of a machine that is down."""
        if self.process is not None:
            return self.process.disk.store
        if self._left is None:
            self._left = MemoryStore.from_image(self.schema, self.image)
        return self._left

    def stores(self) -> list[MemoryStore]:
        """Return its store and those of the machines it replaced."""
        return [self.store(), *self.retired]

    def retire(self, image: Image) -> None:
        """Keep the store of a machine that is down for the books, and put a new machine's image in its place."""
        assert self.process is None, "a machine that is up cannot be replaced"
        self.retired.append(self.store())
        self.image, self._left = image, None

    def crash(self, why: str, down_for: int, *, silent: bool = False) -> None:
        """Stop the process where it stands, lose what was not durable, start again after `down_for` microseconds."""
        process = self.process
        if process is None:
            return
        self.world.trace.add(self.world.agenda.now, self.party, f"crash: {why}")
        self.process = None
        self._left = process.disk.store
        self.image = self._left.durable_image()
        process.die(silent=silent)
        self.world.agenda.after(down_for, self._boot_again)

    def _boot_again(self) -> None:
        if self.process is None:
            self._left = None
            self.boot()


class Process:
    """One life of a party: the stage, and performers whose calls back die with it."""

    def __init__(self, node: Node) -> None:
        world = node.world
        self.node = node
        self.world = world
        self.party = node.party
        self.alive = True
        self.paused_until = 0
        # What came in while it was paused, in that order; a pause may be made longer meanwhile.
        self._held: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self.born = world.agenda.now
        self.ends: dict[int, End] = {}
        self._agenda = world.agenda
        self._trace = world.trace
        self._clock = node.clock
        self._timers: dict[Hashable, object] = {}
        self._lines = 0
        store = MemoryStore.from_image(node.schema, node.image)
        self.disk = Disk(store, self, world.faults, partial(world.committed, self), node.ledger)
        self.stage = Stage(
            node.build(),
            {
                Append: self._append,
                Read: self._read,
                Send: self._send,
                Dial: self._dial,
                HangUp: self._hang_up,
                SetTimer: self._set_timer,
                CancelTimer: self._cancel_timer,
                AskHsm: self._ask_hsm,
                Draw: self._draw,
                LookAtClock: self._look_at_clock,
                LookAtReserve: self._look_at_reserve,
                TryDevice: self._try_device,
                Note: self._note,
                Ask: self._ask,
                Show: self._show,
                Print: self._print,
                Reply: self._reply,
            },
        )

    def start(self) -> None:
        """Begin the actor's start script."""
        self._trace.add(self._agenda.now, self.party, "start")
        self.later(0, self._start)

    def die(self, *, silent: bool) -> None:
        """Be no more; `silent` as by a power cut, when nobody says goodbye on the lines."""
        self.alive = False
        for end in list(self.ends.values()):
            end.abandon(silent=silent)
        self.ends.clear()
        self.node.person.died(self)

    @property
    def is_ready(self) -> bool:
        """Whether the actor has started."""
        return self.stage.ready

    def recovering(self) -> bool:
        """Return whether this is a second or later life that has just begun."""
        return self.node.lives > 1 and self._agenda.now - self.born < self.world.recovery

    def pause(self, until: int) -> None:
        """Do nothing until then; what comes in waits."""
        self.paused_until = max(self.paused_until, until)

    def later(self, delay: int, call: Callable[..., None], *arguments: Any) -> None:
        """Plan a call of this process: it waits while the process is paused and is forgotten when it dies."""
        self._agenda.after(delay, self._run, call, arguments)

    def now(self) -> Instant:
        """Return what this node's clocks show."""
        return self._clock.read()

    def deliver(self, event: Event) -> None:
        """Hand the actor an event."""
        payload = event.payload if type(event) is FrameReceived else b""
        self._trace.add(self._agenda.now, self.party, f"<- {event!r}", payload)
        self.stage.deliver(event, self._clock.read())

    def resume(self, play: Play, reply: Any) -> None:
        """Give a waiting script its reply."""
        self.stage.resume(play, reply, self._clock.read())

    def interrupt(self, play: Play, error: Exception) -> None:
        """Throw an error into a waiting script."""
        self._trace.add(self._agenda.now, self.party, f"<- {type(error).__name__}")
        self.stage.throw(play, error, self._clock.read())

    def request(self, number: int, verb: str, arguments: dict[str, Any]) -> None:
        """Ask at the party's own desk; the reply goes to the node's person."""
        self.later(0, self.deliver, DeskRequest(number, verb, arguments))

    def new_line(self) -> int:
        """Return a number for a line that this process has not used before."""
        self._lines += 1
        return self._lines

    def _start(self) -> None:
        self.stage.start(self._clock.read())
        self.node.person.started(self)

    def _run(self, call: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        if not self.alive:
            return
        if self._agenda.now < self.paused_until or self._held:
            self._held.append((call, arguments))
            if len(self._held) == 1:
                self._agenda.at(self.paused_until, self._wake)
            return
        self._do(call, arguments)

    def _wake(self) -> None:
        """Go on after a pause with what came in, in its order, unless the pause has become longer."""
        if self._held and self._agenda.now < self.paused_until:
            self._agenda.at(self.paused_until, self._wake)
            return
        while self._held and self.alive:
            self._do(*self._held[0])
            self._held.popleft()

    def _do(self, call: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        try:
            call(*arguments)
        except StoreFailed as failed:
            self.stage.stop(failed)
            self.node.crash(type(failed).__name__, self.world.faults.reload_time())
        except PowerCut as cut:
            self.node.crash(str(cut), self.world.faults.down_time(), silent=self.world.faults.dies_silently())
        except Exception as broken:
            raise Broken(self.party, broken) from broken

    def _append(self, effect: Append, play: Play, now: Instant) -> Any:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        self.disk.append(effect, play, now)
        return SUSPENDED

    def _read(self, effect: Read, play: Play, _: Instant) -> Any:
        self.disk.read(effect, play)
        return SUSPENDED

    def _send(self, effect: Send, _: Play, __: Instant) -> None:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}", effect.payload)
        end = self.ends.get(effect.line)
        if end is not None:
            end.send(effect.payload)

    def _dial(self, effect: Dial, play: Play, _: Instant) -> Any:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        self.world.network.dial(self, effect.route, play)
        return SUSPENDED

    def _hang_up(self, effect: HangUp, _: Play, __: Instant) -> None:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        end = self.ends.pop(effect.line, None)
        if end is not None:
            end.hang_up()

    def _set_timer(self, effect: SetTimer, _: Play, __: Instant) -> None:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        token = self._timers[effect.timer] = object()
        self.later(self._clock.world_time(effect.after), self._fire, effect.timer, token)

    def _fire(self, timer: Hashable, token: object) -> None:
        if self._timers.get(timer) is token:
            del self._timers[timer]
            self.deliver(TimerFired(timer))

    def _cancel_timer(self, effect: CancelTimer, _: Play, __: Instant) -> None:
        self._timers.pop(effect.timer, None)

    def _ask_hsm(self, effect: AskHsm, _: Play, __: Instant) -> Any:
        return self.node.hsm.perform(effect.commands)

    def _draw(self, effect: Draw, _: Play, __: Instant) -> bytes:
        return self.node.entropy.randbytes(effect.size)

    def _look_at_clock(self, _: LookAtClock, __: Play, ___: Instant) -> Instant:
        return self._clock.read()

    def _look_at_reserve(self, _: LookAtReserve, __: Play, ___: Instant) -> bool:
        return self.world.faults.has_room(self.party)

    def _try_device(self, effect: TryDevice, _: Play, __: Instant) -> Finding:
        return self.world.faults.device(self.party, effect.device)

    def _note(self, effect: Note, _: Play, __: Instant) -> None:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        self.node.notes[effect.message] += 1

    def _ask(self, effect: Ask, play: Play, _: Instant) -> Any:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        self.node.person.asked(self, effect, play)
        return SUSPENDED

    def _show(self, effect: Show, _: Play, __: Instant) -> None:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        self.node.person.shown(self, effect)

    def _print(self, effect: Print, _: Play, __: Instant) -> bool:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        if self.world.faults.device(self.party, Device.PRINTER).condition is not Condition.OK:
            return False
        self.node.person.printed(self, effect)
        return True

    def _reply(self, effect: Reply, _: Play, __: Instant) -> None:
        self._trace.add(self._agenda.now, self.party, f"-> {effect!r}")
        self.node.person.replied(self, effect)
