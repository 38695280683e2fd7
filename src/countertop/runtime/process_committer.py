"""The committer in a process of its own: the party's loop keeps its core, the writer has another.

A thread that writes takes the interpreter's lock from the loop for the bodies, hashes and rows of every record. Here
the loop only marshals the records' fields, once a turn; the writer builds the records again, works out what they
write and answers batch by batch. Whatever came in while it wrote is its next batch.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from threading import Event, get_ident
from typing import Any

from countertop.runtime.groups import MOST_WAITING, Deliver
from countertop.runtime.writer_messages import answer_from, failure_from, items_message, messages
from countertop.storage import Entry, Question, StoreBusy, StoreError, StoreFailed

__all__ = ["ProcessCommitter"]

# Seconds for the writer to load, open its store and upgrade it, and to write what waits when it is closed.
OPENING_PATIENCE = 60.0
CLOSING_PATIENCE = 30.0

_PIECE = 1 << 18


class ProcessCommitter:
    """Takes entries and questions on a loop; the same as `Committer`, but for the place where the store is.

    Made on the loop's thread, which it blocks until the writer has opened the store: raises what opening raises.
    `deliver` is called on the loop, and by `close` on the thread that closes. `batches` and `written` as there.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        store: Path,
        schema: str,
        deliver: Deliver,
        migrations: Path | None = None,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._loop = loop
        self._deliver = deliver
        self._most_waiting = most_waiting
        self._thread = get_ident()
        self._store = str(store)
        self._tickets: deque[Any] = deque()
        self._items: list[Entry | Question] = []
        self._unsent = bytearray()
        self._received = bytearray()
        self._failure: StoreError | None = None
        self._closing = False
        # Whether the loop waits for room in the socket.
        self._held_up = False
        self.below_reserve = False
        self.batches = self.written = 0
        self._socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "countertop.runtime.writer", str(theirs.fileno()), str(store), schema]
            command += [] if migrations is None else [str(migrations)]
            self._writer = subprocess.Popen(  # noqa: S603 - our own module
                command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL
            )
        self._socket.settimeout(OPENING_PATIENCE)
        try:
            self._take(self._receive())
        except OSError as late:
            self._failure = StoreFailed("store.writer-lost", reason=type(late).__name__)
        if self._failure is not None:
            self._end()
            raise self._failure
        self._socket.setblocking(False)
        loop.add_reader(self._socket, self._on_answers)

    def submit(self, item: Entry | Question, ticket: Any) -> None:
        """Queue an entry or a question; its answer is delivered with the ticket.

        Raises StoreBusy when the queue is full, StoreFailed after `close`.
        """
        if self._closing:
            raise StoreFailed("store.closed", store=self._store)
        if len(self._tickets) >= self._most_waiting:
            raise StoreBusy("store.queue-full", count=self._most_waiting)
        self._tickets.append(ticket)
        if not self._items:
            self._loop.call_soon(self._flush)
        self._items.append(item)

    def close(self) -> None:
        """Have all that waits written and answered, and the store closed; closing twice does nothing."""
        if self._closing:
            return
        self._closing = True
        if get_ident() == self._thread:
            self._detach()
        else:
            detached = Event()
            self._loop.call_soon_threadsafe(self._detach)
            self._loop.call_soon_threadsafe(detached.set)
            detached.wait(CLOSING_PATIENCE)
        self._socket.settimeout(CLOSING_PATIENCE)
        try:
            self._socket.sendall(self._unsent)
            self._socket.shutdown(socket.SHUT_WR)
            while self._take(self._receive()):
                pass
        except OSError as broken:
            self._fail(StoreFailed("store.writer-lost", reason=type(broken).__name__))
        self._end()

    def _detach(self) -> None:
        self._pack()
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)

    def _end(self) -> None:
        self._socket.close()
        try:
            self._writer.wait(CLOSING_PATIENCE)
        except subprocess.TimeoutExpired:
            self._writer.kill()
            self._writer.wait()

    def _flush(self) -> None:
        self._pack()
        if self._failure is not None:
            self._fail(self._failure)
        elif not self._closing and not self._held_up:
            self._send()

    def _pack(self) -> None:
        if self._items:
            self._unsent += items_message(self._items)
            self._items = []

    def _send(self) -> None:
        try:
            sent = self._socket.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError as broken:
            self._fail(StoreFailed("store.writer-lost", reason=type(broken).__name__))
            return
        del self._unsent[:sent]
        if self._unsent and not self._held_up:
            self._loop.add_writer(self._socket, self._send)
        elif self._held_up and not self._unsent:
            self._loop.remove_writer(self._socket)
        self._held_up = bool(self._unsent)

    def _on_answers(self) -> None:
        try:
            piece = self._receive()
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not self._take(piece):
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)

    def _receive(self) -> bytes:
        return self._socket.recv(_PIECE)

    def _take(self, piece: bytes) -> bool:
        """Deliver what a piece completes; return whether more may come."""
        if not piece:
            self._fail(self._failure or StoreFailed("store.writer-lost", reason="EOF"))
            return False
        self._received += piece
        answered = []
        for answers, below_reserve, failure in messages(self._received):
            self.below_reserve = below_reserve
            answered += [(self._tickets.popleft(), answer_from(answer)) for answer in answers]
            self.batches += bool(answers)
            self.written += len(answers)
            if failure is not None:
                self._failure = failure_from(failure)
        if answered:
            self._deliver(answered)
        return True

    def _fail(self, failure: StoreError) -> None:
        """Answer all that waits with the failure."""
        self._failure = failure
        if self._tickets:
            tickets = list(self._tickets)
            self._tickets.clear()
            self._deliver([(ticket, failure) for ticket in tickets])
