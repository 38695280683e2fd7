"""Groups of items as they go to a store: counted, and everybody answered whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from countertop.storage import Answer, Entry, Question, Store, StoreError, StoreFailed

__all__ = ["MOST_WAITING", "REFILL_PAUSE", "Answered", "Deliver", "Groups"]

# Items waiting to be written. The stage lets fewer scripts wait; this bounds callers without a stage.
MOST_WAITING = 200_000
# Seconds between attempts to put space by again after the disk was full.
REFILL_PAUSE = 1.0

# What came of an item: its answer, or why the store has failed. Only an answer says that something was written.
Answered = tuple[Any, Answer | StoreError]
Deliver = Callable[[Sequence[Answered]], None]


class Groups:
    """Writes one group after the other to a store and delivers the answers.

    When the store fails, that group and whatever comes later is answered with the failure. `batches` and `written`
    count transactions and the items in them: their ratio is how many share one sync.
    """

    __slots__ = ("_deliver", "_failure", "_next_refill", "_store", "batches", "written")

    def __init__(self, store: Store, deliver: Deliver) -> None:
        self._store = store
        self._deliver = deliver
        self._failure: StoreError | None = None
        self._next_refill = 0.0
        self.batches = self.written = 0

    def write(self, items: Sequence[Entry | Question], tickets: Sequence[Any]) -> None:
        """Write a group and deliver, with each ticket, the answer to its item.

        Whether there is room on the disk again is looked for first: who is answered may go on from there at once.
        """
        if self._store.below_reserve and self._failure is None and monotonic() >= self._next_refill:
            self._next_refill = monotonic() + REFILL_PAUSE
            self._store.refill_reserve()
        answers: Sequence[Answer | StoreError] = ()
        if self._failure is None:
            try:
                answers = self._store.perform(items)
            except StoreError as failure:
                self._failure = failure
            except Exception as broken:  # noqa: BLE001 - whatever it was, nothing of the group may count as written
                self._failure = StoreFailed(
                    "store.failed", store=self._store.schema.party, reason=type(broken).__name__
                )
                self._failure.__cause__ = broken
        self.batches += 1
        self.written += len(items)
        if self._failure is not None:
            answers = [self._failure] * len(items)
        self._deliver(list(zip(tickets, answers, strict=True)))
