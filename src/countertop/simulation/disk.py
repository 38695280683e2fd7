"""A process's disk: group commits on the production memory store, at the pace and with the faults of the made-up world.

One batch is being synced while the next one gathers, as in the runtime. Reads wait in the same queue, so that they
see every append before them. A crash loses the batch being synced, or loses only the news that it was durable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from countertop.stage import Append, Committed, KeyTaken, Play, Read
from countertop.storage import Conflict, Entry, MemoryStore, Question, Refused
from countertop.values import Instant

if TYPE_CHECKING:
    from countertop.simulation.node import Process

__all__ = ["Disk", "PowerCut"]


class PowerCut(BaseException):
    """The machine stopped at this durable write: no error, and nothing that an actor could catch."""


class Disk:
    """Carries out one process's appends and reads; dies with it."""

    __slots__ = ("_batch", "_faults", "_process", "_queue", "_watch", "_writes", "conflicts", "store")

    def __init__(self, store: MemoryStore, process: Process) -> None:
        self.store = store
        self._process = process
        self._faults = process.world.faults
        self._watch = process.world.committed
        # The party's count of durable writes outlives the process: crash plans name them by number.
        self._writes = process.node.writes
        self.conflicts = process.node.conflicts
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
        self._process.later(self._faults.sync_time(), self._finish)

    def _finish(self) -> None:
        """Perform the batch; after StoreFailed or PowerCut the process is over."""
        process, batch = self._process, self._batch
        items = [item for item, _ in batch]
        try:
            answers = self.store.perform(items)
        finally:
            self._watch(process, items)
        self.conflicts.update(answer.table for answer in answers if isinstance(answer, Conflict))
        for (item, play), answer in zip(batch, answers, strict=True):
            if isinstance(answer, Refused):
                raise answer
            process.resume(play, answer if type(item) is Question else self._reply(answer))
        self._batch = []
        if self._queue:
            self._begin()

    def _reply(self, answer: Any) -> Committed | KeyTaken:
        now = self._process.now()
        return Committed(now) if answer is None else KeyTaken(answer.table, answer.existing, now)

    def _trouble(self, when: str, batch: Sequence[Entry | Question]) -> None:
        if not any(type(item) is Entry for item in batch):
            return
        if when == "before":
            self._writes[0] += 1
        self._faults.strike(self._process, when, self._writes[0])
