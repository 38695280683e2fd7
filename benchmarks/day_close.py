"""The day close of an acquirer: closed batches into clearing, in a real SQLite store, and ten times fewer beside it.

    python -m benchmarks.day_close [transactions]

Batches of 500 sales are written first. What is timed is the flow with its reads and durable appends, one batch each;
then the same day once more with the power cut in its middle: what the next start has left to do is told beside it.
Must: 100,000 transactions in 60 s.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.books import BATCH, MERCHANT, NOW, closing, drive, founding, sales
from countertop.acquirer import SCHEMA, AcquirerSettings
from countertop.acquirer.flows.restart import begin
from countertop.acquirer.settlement.day_close import close_day
from countertop.acquirer.settlement.tables import DAY_TOTALS_OF
from countertop.storage import Entry
from countertop.storage.sqlite import SqliteStore

MOST = 60.0
TERMINAL, DATE = "80000101", "20240715"


def main() -> int:
    transactions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    fewer, _ = close(transactions // 10)
    taken, left = close(transactions)
    print(f"day close of {transactions // 10:>7,}: {fewer:6.2f} s")
    print(f"day close of {transactions:>7,}: {taken:6.2f} s  (must {MOST:.0f} s; {taken / fewer:.1f} times as long)")
    print(f"  cut in its middle and started again: {left:6.2f} s for what was left")
    return 0 if taken <= MOST else 1


def close(transactions: int) -> tuple[float, float]:
    """Return how many seconds a day close of so many takes, and its second half after a cut."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "store.db"
        write(path, transactions)
        copy = Path(directory) / "cut.db"
        copy.write_bytes(path.read_bytes())
        return _closed(path, transactions), _gone_on(copy, transactions)


def write(path: Path, transactions: int) -> None:
    """Write the books of a merchant whose batches are closed and not cleared."""
    store = SqliteStore(path, SCHEMA, reserve=0)
    store.commit([Entry("founding", (entry,), NOW.utc) for entry in founding([TERMINAL])])
    for instance in range(1, transactions // BATCH + 1):
        records = sales(TERMINAL, instance, (instance - 1) * BATCH + 1, NOW.utc)
        store.commit([Entry(TERMINAL, (*records, closing(TERMINAL, instance)), NOW.utc)])
    store.close()


def _closed(path: Path, transactions: int) -> float:
    store = SqliteStore(path, SCHEMA, reserve=0)
    memory = drive(store, begin(AcquirerSettings(), NOW))
    begun = perf_counter()
    day = drive(store, close_day(memory, MERCHANT, DATE))
    taken = perf_counter() - begun
    assert day["debit_count"] == transactions, day
    store.close()
    return taken


def _gone_on(path: Path, transactions: int) -> float:
    """Cut the power after half of the batches, start again, and let the start go on."""
    store = SqliteStore(path, SCHEMA, reserve=0)
    memory = drive(store, begin(AcquirerSettings(), NOW))
    script, commit, writes = close_day(memory, MERCHANT, DATE), store.commit, 0

    class Cut(Exception):  # noqa: N818 - it names what happened
        """The machine has gone dark."""

    def cut(entries):  # type: ignore[no-untyped-def]
        nonlocal writes
        writes += 1
        if writes > 1 + transactions // BATCH // 2:
            raise Cut
        return commit(entries)

    store.commit = cut  # type: ignore[method-assign]
    with suppress(Cut):
        drive(store, script)
    store.close()
    store = SqliteStore(path, SCHEMA, reserve=0)
    begun = perf_counter()
    drive(store, begin(AcquirerSettings(), NOW))
    taken = perf_counter() - begun
    (day,) = store.read(DAY_TOTALS_OF, (MERCHANT, DATE))
    assert day["debit_count"] == transactions, day
    store.close()
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
