"""The committer: a thread that writes a party's entries in groups, as fast as its disk syncs and without a timer.

One batch is being made durable while everything that arrives meanwhile waits to be the next one. So one entry alone
waits for one sync, and the busier the party, the more entries share each. Answers come in the order of asking.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections import deque
from contextlib import suppress
from threading import Thread
from typing import Any

from countertop.runtime.groups import MOST_WAITING, Deliver, Groups
from countertop.storage import Entry, Question, Store, StoreBusy, StoreFailed

__all__ = ["LARGEST_BATCH", "Committer"]

# Items in one transaction. More would be a little cheaper to write, but the loop can already work on the first
# answers while the next batch is written; measured by benchmarks.journal.
LARGEST_BATCH = 64


class Committer:
    """Owns a store and the thread that writes to it; `deliver` is called in that thread, once a batch.

    `batches` and `written` count transactions and the items in them: their ratio is how many share one sync.
    When the store fails, whatever waits or comes later is answered with the failure: close the committer, open the
    store anew and reload the actor.
    """

    def __init__(self, store: Store, deliver: Deliver, most_waiting: int = MOST_WAITING) -> None:
        self._store = store
        self._groups = Groups(store, deliver)
        self._most_waiting = most_waiting
        self._waiting: deque[tuple[Entry | Question, Any]] = deque()
        self._closing = False
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
    def batches(self) -> int:
        """Transactions."""
        return self._groups.batches

    @property
    def written(self) -> int:
        """Items in them."""
        return self._groups.written

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
                batch = [waiting.popleft() for _ in range(min(len(waiting), LARGEST_BATCH))]
                self._groups.write([item for item, _ in batch], [ticket for _, ticket in batch])
        self._store.close()
