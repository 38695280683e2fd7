"""The committer: a thread that writes a party's entries in groups, as fast as its disk syncs and without a timer.

One batch is being made durable while everything that arrives meanwhile waits to be the next one. So one entry alone
waits for one sync, and the busier the party, the more entries share each. Answers come in the order of asking.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from time import monotonic
from typing import Any

from countertop.storage import Answer, Entry, Question, Store, StoreBusy, StoreError, StoreFailed

__all__ = ["LARGEST_BATCH", "MOST_WAITING", "REFILL_PAUSE", "Answered", "Committer", "Deliver"]

# Items in one transaction. More would be a little cheaper to write, but the loop can already work on the first
# answers while the next batch is written; measured by benchmarks.journal.
LARGEST_BATCH = 64
# Items waiting to be written. The stage lets fewer scripts wait; this bounds callers without a stage.
MOST_WAITING = 200_000
# Seconds between attempts to put space by again after the disk was full.
REFILL_PAUSE = 5.0

# What came of an item: its answer, or why the store has failed. Only an answer says that something was written.
Answered = tuple[Any, Answer | StoreError]
Deliver = Callable[[Sequence[Answered]], None]


class Committer:
    """Owns a store and the thread that writes to it; `deliver` is called in that thread, once a batch.

    `batches` and `written` count transactions and the items in them: their ratio is how many share one sync.
    When the store fails, whatever waits or comes later is answered with the failure: close the committer, open the
    store anew and reload the actor.
    """

    def __init__(self, store: Store, deliver: Deliver, most_waiting: int = MOST_WAITING) -> None:
        self._store = store
        self._deliver = deliver
        self._most_waiting = most_waiting
        self._waiting: deque[tuple[Entry | Question, Any]] = deque()
        self._failure: StoreError | None = None
        self.batches = self.written = 0
        self._closing = False
        self._next_refill = 0.0
        # Locked while the thread has nothing to do; whoever brings work rings by releasing it.
        self._bell = allocate_lock()
        self._bell.acquire()
        self._thread = Thread(target=self._run, name=f"committer of {store.schema.party}", daemon=True)
        self._thread.start()

    def submit(self, item: Entry | Question, ticket: Any) -> None:
        """Queue an entry or a question; its answer is delivered with the ticket.

        Raises StoreBusy when the queue is full, StoreFailed after `close`.
        """
        if self._closing:
            raise StoreFailed("store.closed", store=self._store.schema.party)
        if len(self._waiting) >= self._most_waiting:
            raise StoreBusy("store.queue-full", count=self._most_waiting)
        self._waiting.append((item, ticket))
        self._ring()

    @property
    def below_reserve(self) -> bool:
        """Whether the disk was found full: begin no new business until there is room again."""
        return self._store.below_reserve

    def close(self) -> None:
        """Write and answer all that waits, then close the store; closing twice does nothing."""
        self._closing = True
        self._ring()
        self._thread.join()

    def _ring(self) -> None:
        if self._bell.locked():
            # Another thread may have rung between the look and the release.
            with suppress(RuntimeError):
                self._bell.release()

    def _run(self) -> None:
        waiting, bell = self._waiting, self._bell
        while waiting or not self._closing:
            bell.acquire()
            while waiting:
                self._write([waiting.popleft() for _ in range(min(len(waiting), LARGEST_BATCH))])
        self._store.close()

    def _write(self, batch: list[tuple[Entry | Question, Any]]) -> None:
        answers: Sequence[Answer | StoreError] = ()
        if self._failure is None:
            try:
                answers = self._store.perform([item for item, _ in batch])
            except StoreError as failure:
                self._failure = failure
            except Exception as broken:  # noqa: BLE001 - whatever it was, nothing of the batch may count as written
                self._failure = StoreFailed(
                    "store.failed", store=self._store.schema.party, reason=type(broken).__name__
                )
                self._failure.__cause__ = broken
        self.batches += 1
        self.written += len(batch)
        if self._failure is not None:
            answers = [self._failure] * len(batch)
        self._deliver([(ticket, answer) for (_, ticket), answer in zip(batch, answers, strict=True)])
        if self._store.below_reserve and self._failure is None and monotonic() >= self._next_refill:
            self._next_refill = monotonic() + REFILL_PAUSE
            self._store.refill_reserve()
