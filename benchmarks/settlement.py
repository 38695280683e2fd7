"""The day close of an acquirer: closed batches into clearing, in a real SQLite store, and ten times fewer beside it.

    python -m benchmarks.settlement [transactions]

Batches of 500 sales are written first. What is timed is the flow with its reads and durable appends, one batch each.
Must: 100,000 transactions in 60 s.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from countertop.acquirer import SCHEMA, AcquirerSettings
from countertop.acquirer.flows.restart import begin
from countertop.acquirer.records import (
    AcquirerOpened,
    AttemptDecided,
    AttemptReceived,
    BinRouteSet,
    MerchantRegistered,
    TerminalRegistered,
    ZoneKeysLoaded,
)
from countertop.acquirer.settlement.day_close import close_day
from countertop.acquirer.settlement.records import BatchClosed
from countertop.iso8583.private import SettlementTotals, SideTotals
from countertop.stage import Append, Committed, LookAtClock, Read
from countertop.storage import Entry
from countertop.storage.sqlite import SqliteStore
from countertop.values import Instant

BATCH = 500
MOST = 60.0
NOW = Instant(1_721_008_800_000_000, 1)
MERCHANT, TERMINAL, HOST = "999290054110001", "80000101", "99992900"


def main() -> int:
    transactions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    fewer, taken = close(transactions // 10), close(transactions)
    print(f"day close of {transactions // 10:>7,}: {fewer:6.2f} s")
    print(f"day close of {transactions:>7,}: {taken:6.2f} s  (must {MOST:.0f} s; {taken / fewer:.1f} times as long)")
    return 0 if taken <= MOST else 1


def close(transactions: int) -> float:
    """Return how many seconds a day close of so many takes."""
    with TemporaryDirectory() as directory:
        store = SqliteStore(Path(directory) / "store.db", SCHEMA, reserve=0)
        store.commit([Entry("founding", (entry,), NOW.utc) for entry in founding()])
        for instance in range(1, transactions // BATCH + 1):
            store.commit([Entry(TERMINAL, tuple(batch(instance)), NOW.utc)])
        memory = drive(store, begin(AcquirerSettings(), NOW))
        begun = perf_counter()
        day = drive(store, close_day(memory, MERCHANT, "20240715"))
        taken = perf_counter() - begun
        assert day["debit_count"] == transactions, day
        store.close()
    return taken


def drive(store: SqliteStore, script: Generator[Any, Any, Any]) -> Any:
    """Perform a script's reads and appends; its other effects have no reply."""
    reply = None
    try:
        while True:
            effect = script.send(reply)
            reply = None
            if isinstance(effect, Read):
                reply = store.read(effect.query, effect.values)
            elif isinstance(effect, Append):
                answers = store.commit([Entry(effect.stream, effect.records, NOW.utc)])
                assert answers == [None], answers
                reply = Committed(NOW)
            elif isinstance(effect, LookAtClock):
                reply = NOW
    except StopIteration as ended:
        return ended.value


def founding() -> tuple[Any, ...]:
    return (
        AcquirerOpened(HOST, "Benchmark"),
        MerchantRegistered(MERCHANT, "Benchmark", "5411"),
        TerminalRegistered(TERMINAL, MERCHANT, "00000101", "", batch_instance=1_000_000),
        BinRouteSet("622500", 16),
        ZoneKeysLoaded("switch", "00010000", "", ""),
    )


def batch(instance: int) -> Generator[Any, None, None]:
    head = f"{HOST}|{MERCHANT}|{TERMINAL}|{instance}|"
    for number in range(1, BATCH + 1):
        stan, serial = f"{number:06d}", (instance - 1) * BATCH + number
        place = (TERMINAL, MERCHANT, "5411", instance, f"{instance:06d}", stan, serial, f"{serial:012d}")
        money = (1250, "156", "000000", "021", "00", "token", "cipher", "622500******0014", "01", None, None)
        yield AttemptReceived(head + stan, "sale", *place, f"1|1|20240715100000|{stan}", *money, NOW.utc, "mti=0200")
        moment = ("0715", "0715", "100000", "99010001", "switch", NOW.utc)
        yield AttemptDecided(head + stan, "approved", "00", "A00001", *moment, "mti=0210")
    totals = SettlementTotals(SideTotals(1250 * BATCH, BATCH, 0, 0, "1"), SideTotals(result="1")).text()
    number = f"{instance:06d}"
    told = ("0" * 12, totals, totals, totals, 0, [], NOW.utc)
    yield BatchClosed(TERMINAL, MERCHANT, instance, number, f"{instance + 1:06d}", *told)


if __name__ == "__main__":
    raise SystemExit(main())
