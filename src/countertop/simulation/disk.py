"""A process's disk: group commits on the production memory store, at the pace and with the faults of the made-up world.

One batch is being synced while the next one gathers, as in the runtime. Reads wait in the same queue, so that they
see every append before them. A crash loses the batch being synced, or loses only the news that it was durable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from countertop.stage import Append, Committed, KeyTaken, Play, Read
from countertop.storage import Conflict, Entry, MemoryStore, Question, Refused
from countertop.values import Instant

__all__ = ["Disk", "DiskFaults", "Ledger", "Owner", "PowerCut"]


class PowerCut(BaseException):
    """The machine stopped at this durable write: no error, and nothing that an actor could catch."""


class Owner(Protocol):
    """The process whose disk it is."""

    @property
    def party(self) -> str:
        """Its party's name."""

    def later(self, delay: int, call: Callable[..., None], *arguments: Any) -> None:
        """Plan a call that dies with the process."""

    def resume(self, play: Play, reply: Any) -> None:
        """Give a waiting script its reply."""

    def now(self) -> Instant:
        """Return what its clocks show."""

    def recovering(self) -> bool:
        """Return whether it has just come up again."""


class DiskFaults(Protocol):
    """What befalls disks."""

    def sync_time(self) -> int:
        """Return how long this sync takes."""

    def strike(self, party: str, when: str, write: int, *, recovering: bool) -> None:
        """Raise what befalls this durable write, before or after it took effect."""


@dataclass(slots=True)
class Ledger:
    """What is known of a party's disk beyond the life of a process.

    Crash plans name durable writes by the number in `writes`; `conflicts` counts keys that were taken, by table.
    """

    writes: int = 0
    conflicts: Counter[str] = field(default_factory=Counter)


class Disk:
    """Carries out one process's appends and reads; dies with it. `watch` is told of every batch dealt with."""

    __slots__ = ("_batch", "_faults", "_ledger", "_owner", "_queue", "_watch", "store")

    def __init__(
        self,
        store: MemoryStore,
        owner: Owner,
        faults: DiskFaults,
        watch: Callable[[Sequence[Entry | Question]], None],
        ledger: Ledger,
    ) -> None:
        self.store = store
        self._owner = owner
        self._faults = faults
        self._watch = watch
        self._ledger = ledger
        self._queue: list[tuple[Entry | Question, Play]] = []
        self._batch: list[tuple[Entry | Question, Play]] = []
        store.trouble = self._trouble

    def append(self, effect: Append, play: Play, now: Instant) -> None:
        """Queue records to be written."""
        self._ask(Entry(effect.stream, effect.records, now.utc), play)

    def read(self, effect: Read, play: Play) -> None:
        """Queue a question."""
        self._ask(Question(effect.query, effect.values), play)

    def _ask(self, item: Entry | Question, play: Play) -> None:
        self._queue.append((item, play))
        if not self._batch:
            self._begin()

    def _begin(self) -> None:
        self._batch, self._queue = self._queue, []
        self._owner.later(self._faults.sync_time(), self._finish)

    def _finish(self) -> None:
        """Perform the batch; after StoreFailed or PowerCut the process is over."""
        owner, batch = self._owner, self._batch
        items = [item for item, _ in batch]
        try:
            answers = self.store.perform(items)
        finally:
            self._watch(items)
        for answer in answers:
            if type(answer) is Conflict:
                self._ledger.conflicts[answer.table] += 1
        for (item, play), answer in zip(batch, answers, strict=True):
            if isinstance(answer, Refused):
                raise answer
            owner.resume(play, answer if type(item) is Question else self._reply(answer))
        self._batch = []
        if self._queue:
            self._begin()

    def _reply(self, answer: Any) -> Committed | KeyTaken:
        now = self._owner.now()
        return Committed(now) if answer is None else KeyTaken(answer.table, answer.existing, now)

    def _trouble(self, when: str, batch: Sequence[Entry | Question]) -> None:
        if Entry not in map(type, batch):
            return
        owner, ledger = self._owner, self._ledger
        if when == "before":
            ledger.writes += 1
        self._faults.strike(owner.party, when, ledger.writes, recovering=owner.recovering())
