"""What the merchant console asks of the host, one page of each kind.

    python -m benchmarks.console_pages [transactions]

One shop with a hundred terminals has sold 500 times a day at each; its transactions are in a real SQLite store. Timed
is the processor time of the desk's verb with its reads; drawing the page takes some milliseconds more. Must: p95 300 ms
among 1,000,000.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from benchmarks.books import BATCH, DAY, MERCHANT, NOW, amount_of, drive, founding, sales
from countertop.acquirer import SCHEMA, AcquirerSettings
from countertop.acquirer.desk import answer_desk
from countertop.acquirer.flows.restart import begin
from countertop.acquirer.records import WatermarkSet
from countertop.stage import DeskRequest
from countertop.storage import Entry
from countertop.storage.sqlite import SqliteStore
from countertop.values import Instant
from countertop.values.moments import local_time

MOST = 0.300
TERMINALS = 100
PICKS = 20


def main() -> int:
    transactions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    slow = 0.0
    for what, times in measured(transactions).items():
        most = sorted(times)[-1 - len(times) // 20]
        slow = max(slow, most)
        print(f"{what:<34} among {transactions:>9,}: median {median(times) * 1000:6.1f} ms, p95 {most * 1000:6.1f} ms")
    print(f"  (must {MOST * 1000:.0f} ms; {slow * 1000:.1f} ms at worst)")
    return 0 if slow <= MOST else 1


def measured(transactions: int) -> dict[str, list[float]]:
    """Return the seconds of each page, by what was asked for."""
    terminals = [f"8000{number:04d}" for number in range(min(max(transactions // BATCH, 1), TERMINALS))]
    days = max(transactions // BATCH // len(terminals), 1)
    now = Instant(NOW.utc + days * DAY, 1)
    with TemporaryDirectory() as directory:
        store = SqliteStore(Path(directory) / "store.db", SCHEMA, reserve=0)
        store.commit([Entry("founding", (entry,), NOW.utc) for entry in founding(terminals)])
        serial = 1
        for instance in range(1, days + 1):
            for terminal_id in terminals:
                records = sales(terminal_id, instance, serial, NOW.utc + instance * DAY)
                store.commit([Entry(terminal_id, tuple(records), now.utc)])
                serial += BATCH
        store.commit([Entry("host", (WatermarkSet("99992900", serial),), now.utc)])
        memory = drive(store, begin(AcquirerSettings(), now), now)
        found: dict[str, list[float]] = {}
        for number in range(PICKS):
            for what, (verb, asked) in _questions(memory.registry.zone, terminals, number, serial).items():
                request = DeskRequest(1, verb, {"merchant_id": MERCHANT, **asked})
                begun = process_time()
                drive(store, answer_desk(memory, request, now), now)
                found.setdefault(what, []).append(process_time() - begun)
        store.close()
    return found


def _questions(zone: Any, terminals: list[str], number: int, serial: int) -> dict[str, tuple[str, dict[str, Any]]]:
    pick = number * (serial - 2) // (PICKS - 1) + 1
    place, sold = divmod(pick - 1, BATCH)
    day, terminal = divmod(place, len(terminals))
    moment = NOW.utc + (day + 1) * DAY + sold * 60_000_000
    date = f"{local_time(moment, zone):%Y%m%d}"
    return {
        "newest": ("shop-transactions", {}),
        "a page amid them": ("shop-transactions", {"after": f"{moment}-{pick}"}),
        "a day": ("shop-transactions", {"date": date}),
        "a day, none of that state": ("shop-transactions", {"date": date, "state": "voided"}),
        "none of that card's last four": ("shop-transactions", {"last_four": "9999"}),
        "a voucher number": ("shop-transactions", {"voucher_number": f"{sold + 1:06d}"}),
        "an amount on a day": ("shop-transactions", {"amount": amount_of(sold), "date": date}),
        "a terminal": ("shop-transactions", {"terminal_id": terminals[terminal]}),
        "the same card": ("shop-transactions", {"same_card_as": f"{pick:012d}"}),
        "a transaction, all of it": ("shop-story", {"rrn": f"{pick:012d}"}),
        "a page of a day's figures": ("shop-day", {"date": date}),
        "batches of five terminals": ("shop-batches", {}),
        "settled days": ("shop-days", {}),
        "the shop and its terminals": ("shop", {}),
    }


if __name__ == "__main__":
    raise SystemExit(main())
