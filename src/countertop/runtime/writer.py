"""The process that writes for one party: it has the store, and answers batch by batch over a socket.

    python -m countertop.runtime.writer <descriptor> <store> <package.module:SCHEMA> [<migrations>]

Whatever came in while it wrote is its next batch. It ends when the party has closed its side, with all written.
"""

from __future__ import annotations

import signal
import socket
import sys
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any

from countertop.journal import Schema
from countertop.runtime.collector import keep_what_is_loaded
from countertop.runtime.committer import LARGEST_BATCH
from countertop.runtime.groups import REFILL_PAUSE
from countertop.runtime.writer_messages import item_from, messages, plain_answer, told_message
from countertop.storage import Refused, Store, StoreError, StoreFailed
from countertop.storage.sqlite import SqliteStore

__all__ = ["main"]

_PIECE = 1 << 18


class _Writer:
    def __init__(self, connection: socket.socket, store: Store, schema: Schema) -> None:
        self._connection = connection
        self._store = store
        kinds: Any = schema.rows
        self._kinds: dict[str, Any] = {kind.KIND: kind for kind in kinds}
        self._queries = {query.name: query for query in schema.queries}
        self._next_refill = 0.0

    def run(self) -> None:
        received = bytearray()
        while piece := self._connection.recv(_PIECE):
            received += piece
            items = [item for message in messages(received) for item in message]
            for start in range(0, len(items), LARGEST_BATCH):
                answers = self._perform(items[start : start + LARGEST_BATCH])
                self._connection.sendall(told_message(answers, below_reserve=self._below_reserve()))

    def _perform(self, packed: list[tuple[Any, ...]]) -> list[Any]:
        items = [item_from(item, self._kinds, self._queries) for item in packed]
        answers = iter(self._store.perform([item for item in items if not isinstance(item, Refused)]))
        return [plain_answer(item if isinstance(item, Refused) else next(answers)) for item in items]

    def _below_reserve(self) -> bool:
        if self._store.below_reserve and monotonic() >= self._next_refill:
            self._next_refill = monotonic() + REFILL_PAUSE
            self._store.refill_reserve()
        return self._store.below_reserve


def main(arguments: list[str]) -> None:
    """Serve one party."""
    descriptor, store, declared, *migrations = arguments
    module, _, name = declared.partition(":")
    with socket.socket(fileno=int(descriptor)) as connection:
        try:
            _serve(connection, Path(store), getattr(import_module(module), name), *map(Path, migrations))
        except ConnectionError:
            # The party is gone. All it was told of is durable; the rest it will find when it opens the store.
            return
        except StoreError as failure:
            connection.sendall(told_message([], below_reserve=False, failure=failure))
        except Exception as broken:
            told = StoreFailed("store.writer-lost", reason=type(broken).__name__)
            connection.sendall(told_message([], below_reserve=False, failure=told))
            raise


def _serve(connection: socket.socket, path: Path, schema: Schema, migrations: Path | None = None) -> None:
    store = SqliteStore(path, schema, migrations)
    try:
        connection.sendall(told_message([], below_reserve=store.below_reserve))
        keep_what_is_loaded()
        _Writer(connection, store, schema).run()
    finally:
        store.close()


if __name__ == "__main__":
    # A terminal's Ctrl-C and a service's stop reach the whole group; the party decides when its writer ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    main(sys.argv[1:])
