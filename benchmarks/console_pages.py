"""What the merchant console asks of the host, one page of each kind.

    python -m benchmarks.console_pages [transactions]

One shop with a hundred terminals has sold 500 times a day at each; its transactions are in a real SQLite store. Timed
is the processor time of the desk's verb with its reads; drawing the page takes some milliseconds more. Must: p95 300 ms
among 1,000,000.
"""

from __future__ import annotations

import sys
from statistics import median
from time import process_time
from typing import Any

from benchmarks.books import BATCH, DAY, MERCHANT, NOW, amount_of, drive, filled
from countertop.acquirer.desk import answer_desk
from countertop.stage import DeskRequest
from countertop.values.moments import local_time

MOST = 0.300
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
    with filled(transactions) as (store, memory, terminals, serial, now):
        found: dict[str, list[float]] = {}
        for number in range(PICKS):
            for what, (verb, asked) in _questions(memory.registry.zone, terminals, number, serial).items():
                request = DeskRequest(1, verb, {"merchant_id": MERCHANT, **asked})
                begun = process_time()
                drive(store, answer_desk(memory, request, now), now)
                found.setdefault(what, []).append(process_time() - begun)
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
