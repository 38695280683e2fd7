"""The journal beside bare sqlite3: how much of what the file can take is left for a party.

An entry is what an acquirer writes before it forwards a sale: one record with the message's fields, and two rows. The
peer inserts the same three rows, worked out beforehand, with the same settings into the same tables: no checks, no
canonical body, no hash, no conflict. All are timed in turns within one run, and the best of each compared: what else
the machine does only ever takes away.

Then the two committers, each fed by a loop that keeps twice so many entries waiting as a batch has, one batch being
written and one gathering, and that does so much work of its own for each: a writer that is a thread takes the
interpreter's lock from that work, one that is a process does not.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from countertop.journal import Schema, Table, chain_hash, columns, record, rows_of
from countertop.runtime.committer import Committer
from countertop.runtime.process_committer import ProcessCommitter
from countertop.storage import Entry, MemoryStore
from countertop.storage.declaration import Projection
from countertop.storage.sqlite import SqliteStore
from countertop.storage.statements import insert, insert_record

ROUNDS = 3
# Entries a round, so that each takes some tenths of a second.
SIZES = {1: 200, 32: 2_560, 128: 5_120}
# Microseconds that the loop spends on an entry beside writing it: nothing, and half of a host's budget for a sale.
WORK = (0, 40)

ATTEMPT = Table(
    "attempt",
    columns("attempt_key terminal_id batch_number stan rrn amount# currency processing_code pan_token received_at#"),
    ("attempt_key",),
    (("rrn",),),
)
HOP = Table("hop", columns("rrn direction peer mti stan hop_at#"), ("rrn", "direction"))


@record("bench.received")
class Received:
    """A sale as an acquirer keeps it before it forwards it."""

    attempt_key: str
    terminal_id: str
    batch_number: str
    stan: str
    rrn: str
    amount: int
    currency: str
    processing_code: str
    pan_token: str
    received_at: int
    direction: str
    peer: str
    mti: str
    hop_at: int
    fields: dict[str, str]


_attempt, _hop = rows_of(ATTEMPT), rows_of(HOP)
SCHEMA = Schema("bench", (ATTEMPT, HOP), (), {Received: lambda entry: _attempt(entry) + _hop(entry)})
_numbers = count(1)


Committing = Callable[[asyncio.AbstractEventLoop, Any], Any]


def made_entries(size: int) -> list[Entry]:
    made = []
    for _ in range(size):
        number = next(_numbers)
        stan, rrn = f"{number % 1_000_000:06}", f"{number:012}"
        fields = {
            "2": "622500******0014",
            "3": "000000",
            "4": f"{number:012}",
            "7": "1121090000",
            "11": stan,
            "22": "021",
        }
        fields |= {"25": "00", "37": rrn, "41": "90000001", "42": "999290054110001", "49": "156", "60": "22000001"}
        key = f"99992900|999290054110001|90000001|000001|{number}"
        plain = (key, "90000001", "000001", stan, rrn, number, "156", "000000", "a" * 32, number)
        made.append(Entry("90000001", (Received(*plain, "in", "terminal", "0200", number, fields),), number))
    return made


class Raw:
    """Bare sqlite3 on the tables of a founded store."""

    def __init__(self, path: Path, migrations: Path) -> None:
        SqliteStore(path, SCHEMA, migrations).close()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA secure_delete = ON")
        self._sequence = count(1)
        self._draft = Projection(SCHEMA).draft

    def prepared(self, entries: Sequence[Entry]) -> list[dict[str, list[Any]]]:
        """Work out beforehand what is inserted."""
        rows: dict[str, list[Any]] = {"record": [], "attempt": [], "hop": []}
        for entry in entries:
            bodies, drafted = self._draft(entry)
            for kind, version, text in bodies:
                place = (next(self._sequence), entry.stream, kind, version, entry.at, text)
                rows["record"].append((*place, chain_hash(bytes(32), *place)))
            for table, values in drafted:
                rows[table].append(values)
        return [rows]

    def commit(self, prepared: Sequence[dict[str, list[Any]]]) -> None:
        """Insert each batch in a transaction."""
        execute, insert_all = self._connection.execute, self._connection.executemany
        for rows in prepared:
            execute("BEGIN IMMEDIATE")
            insert_all(insert(ATTEMPT), rows["attempt"])
            insert_all(insert(HOP), rows["hop"])
            insert_all(insert_record(), rows["record"])
            execute("COMMIT")


def rate(commit: Callable[[Any], object], batches: Sequence[Any], entries: int) -> float:
    begun = time.perf_counter()
    for batch in batches:
        commit(batch)
    return entries / (time.perf_counter() - begun)


def compare_stores(directory: Path, migrations: Path) -> None:
    raw, ours = Raw(directory / "raw.db", migrations), SqliteStore(directory / "ours.db", SCHEMA, migrations)
    memory = MemoryStore(SCHEMA)
    print("entries a second (x 3 for rows), one caller\n")
    print(f"{'batch':>6} {'sqlite3':>10} {'SqliteStore':>12} {'of sqlite3':>11} {'MemoryStore':>12}")
    for size, entries in SIZES.items():
        rates: dict[str, list[float]] = {"raw": [], "ours": [], "memory": []}
        for _ in range(ROUNDS):
            made = made_entries(entries)
            batches = [made[start : start + size] for start in range(0, entries, size)]
            prepared = [raw.prepared(batch) for batch in batches]
            rates["raw"].append(rate(raw.commit, prepared, entries))
            rates["ours"].append(rate(ours.commit, batches, entries))
            rates["memory"].append(rate(memory.commit, batches, entries))
        bare, store, kept = (max(each) for each in rates.values())
        print(f"{size:>6} {bare:>10,.0f} {store:>12,.0f} {store / bare:>11.2f} {kept:>12,.0f}")
    ours.close()


def spin(microseconds: int) -> None:
    until = time.perf_counter_ns() + microseconds * 1_000
    while time.perf_counter_ns() < until:
        pass


class Drive:
    """What one run of a committer showed."""

    def __init__(self, entries: int, seconds: float, processor: float, waits: list[float]) -> None:
        self.rate = entries / seconds
        self.processor = processor / entries * 1e6
        waits.sort()
        self.median, self.late = waits[len(waits) // 2] * 1e3, waits[len(waits) * 99 // 100] * 1e3

    def __str__(self) -> str:
        return f"{self.rate:,.0f}/s {self.median:.2f} {self.late:.2f} ms {self.processor:3.0f} us"


async def drive(make: Committing, size: int, work: int) -> Drive:
    """Keep entries waiting until all are written."""
    loop = asyncio.get_running_loop()
    total = SIZES[size]
    entries = iter(made_entries(total))
    done, waits = loop.create_future(), []

    def take(answered: Sequence[tuple[Any, Any]]) -> None:
        now = time.perf_counter()
        for begun, answer in answered:
            assert answer is None, answer
            waits.append(now - begun)
            spin(work)
            submit()
        if len(waits) == total:
            done.set_result(None)

    committer = make(loop, take)

    def submit() -> None:
        entry = next(entries, None)
        if entry is not None:
            committer.submit(entry, time.perf_counter())

    begun, processor = time.perf_counter(), time.process_time()
    for _ in range(2 * size):
        submit()
    await done
    taken, used = time.perf_counter() - begun, time.process_time() - processor
    committer.close()
    return Drive(total, taken, used, waits)


def compare_committers(directory: Path, migrations: Path) -> None:
    numbers = count()

    def in_thread(loop: asyncio.AbstractEventLoop, take: Any) -> Any:
        store = SqliteStore(directory / f"thread_{next(numbers)}.db", SCHEMA, migrations)
        return Committer(store, lambda answered: loop.call_soon_threadsafe(take, answered))

    def in_process(loop: asyncio.AbstractEventLoop, take: Any) -> Any:
        path = directory / f"process_{next(numbers)}.db"
        return ProcessCommitter(loop, path, "benchmarks.journal:SCHEMA", take, migrations)

    print("\nbehind a loop with work of its own: entries a second, waiting time (median, 99 %),")
    print("and time of the processor that an entry takes in the party's process, that work included\n")
    print(f"{'batch':>6} {'work':>6} {'thread':>34} {'process':>34} {'process : thread':>17}")
    for size in SIZES:
        for work in WORK:
            runs: dict[str, list[Drive]] = {"thread": [], "process": []}
            for _ in range(3):
                for name, make in (("thread", in_thread), ("process", in_process)):
                    runs[name].append(asyncio.run(drive(make, size, work)))
            thread, process = (max(each, key=lambda run: run.rate) for each in runs.values())
            print(f"{size:>6} {work:>3} us {thread!s:>34} {process!s:>34} {process.rate / thread.rate:>17.2f}")


def main() -> None:
    directory = Path(tempfile.mkdtemp(prefix="countertop-bench-"))
    try:
        # The migration library takes a second to load, which the writers' processes are spared.
        from countertop.storage.freeze import freeze  # noqa: PLC0415

        migrations = directory / "migrations"
        freeze(SCHEMA, "Founding", migrations)
        compare_stores(directory, migrations)
        compare_committers(directory, migrations)
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
