"""The committer on the party's own loop: what one turn of the loop brings is written in one group at its end.

It needs no thread, no process and no copy of the records, so an entry costs less than with the others; but while the
disk syncs, the loop stands still. That suits parties that share few cores with others, who work meanwhile. What comes
in over the lines while it writes is the next group.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop
from threading import Event, get_ident
from typing import Any

from countertop.runtime.groups import MOST_WAITING, Deliver, Groups
from countertop.storage import Entry, Question, Store, StoreBusy, StoreFailed

__all__ = ["LoopCommitter"]

# Seconds for a loop to write what waits when somebody else closes.
CLOSING_PATIENCE = 30.0


class LoopCommitter:
    """Owns a store and writes to it on a loop; the same as `Committer`, but for where the work is done.

    Made and used on the loop's thread; `deliver` is called there, never from within `submit`.
    """

    def __init__(
        self, loop: AbstractEventLoop, store: Store, deliver: Deliver, most_waiting: int = MOST_WAITING
    ) -> None:
        self._loop = loop
        self._store = store
        self._groups = Groups(store, deliver)
        self._most_waiting = most_waiting
        self._thread = get_ident()
        self._items: list[Entry | Question] = []
        self._tickets: list[Any] = []
        self._closing = False

    def submit(self, item: Entry | Question, ticket: Any) -> None:
        """Queue an entry or a question; its answer is delivered with the ticket.

        Raises StoreBusy when the queue is full, StoreFailed after `close`.
        """
        if self._closing:
            raise StoreFailed("store.closed", store=self._store.schema.party)
        if not self._items:
            self._loop.call_soon(self._write)
        elif len(self._items) >= self._most_waiting:
            raise StoreBusy("store.queue-full", count=self._most_waiting)
        self._items.append(item)
        self._tickets.append(ticket)

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
        """Write and answer all that waits, then close the store; closing twice does nothing.

        On another thread than the loop's, the loop must be running.
        """
        if self._closing:
            return
        self._closing = True
        if get_ident() == self._thread:
            self._write()
        else:
            written = Event()
            self._loop.call_soon_threadsafe(self._write)
            self._loop.call_soon_threadsafe(written.set)
            written.wait(CLOSING_PATIENCE)
        self._store.close()

    def _write(self) -> None:
        if self._items:
            items, tickets = self._items, self._tickets
            self._items, self._tickets = [], []
            self._groups.write(items, tickets)
