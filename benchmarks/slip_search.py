"""The search for one slip at the acquirer, in every way that `management.searching` documents.

    python -m benchmarks.slip_search [transactions]

A hundred terminals have sold 500 times a day; their transactions are written into a real SQLite store first, ten times
fewer beside it. What is timed is the desk's verb `slips`, one page of it, with its reads and the slips laid out, for
picks all over the time; the worst is shown beside the median. Where a question fits more than a page, the pick may be
on a later one. Must: 100 ms among 1,000,000.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.books import BATCH, DAY, MERCHANT, NOW, amount_of, drive, filled, token_of
from countertop.acquirer.desk import answer_desk
from countertop.stage import DeskRequest
from countertop.values.moments import local_time

MOST = 0.100
PICKS = 40


def main() -> int:
    transactions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    fewer, found = search(transactions // 10), search(transactions)
    worst = 0.0
    for what, times in found.items():
        few = median(fewer[what])
        print(
            f"one slip by {what:<30} among {transactions // 10:>9,}: median {few * 1000:6.2f} ms; "
            f"among {transactions:>9,}: {median(times) * 1000:6.2f} ms, worst {max(times) * 1000:6.2f} ms"
        )
        worst = max(worst, *times)
    print(f"  (must {MOST * 1000:.0f} ms; {worst * 1000:.1f} ms at worst)")
    return 0 if worst <= MOST else 1


def search(transactions: int) -> dict[str, list[float]]:
    """Return the seconds of each search, by what was searched for."""
    with filled(transactions) as (store, memory, terminals, serial, now):
        found: dict[str, list[float]] = {}
        for number in range(PICKS):
            pick = number * (serial - 2) // (PICKS - 1) + 1
            for what, asked in _questions(terminals, memory.registry.zone, pick).items():
                begun = perf_counter()
                body = drive(store, answer_desk(memory, DeskRequest(1, "slips", asked), now), now)
                found.setdefault(what, []).append(perf_counter() - begun)
                found_it = any(slip["rrn"] == f"{pick:012d}" for slip in body["slips"])
                assert found_it or (body["more"] and body["slips"]), (what, asked, body)
    return found


def _questions(terminals: list[str], zone: Any, serial: int) -> dict[str, dict[str, Any]]:
    place, number = divmod(serial - 1, BATCH)
    day, terminal = divmod(place, len(terminals))
    moment = NOW.utc + (day + 1) * DAY + number * 60_000_000
    counter = {"terminal_id": terminals[terminal]}
    day, shop = {"date": f"{local_time(moment, zone):%Y%m%d}"}, {"merchant_id": MERCHANT}
    values = {
        "card": {"card_token": token_of(serial)},
        "voucher": {"voucher_number": f"{number + 1:06d}"},
        "amount": {"amount": amount_of(number)},
    }
    places = {"": {}, ", terminal": counter, ", merchant": shop}
    days: dict[str, dict[str, Any]] = {"": {}, ", day": day}
    ways = {
        f"{value}{place}{when}": {**values[value], **places[place], **days[when]}
        for value in values
        for place in places
        for when in days
    }
    return {
        "reference": {"rrn": f"{serial:012d}"},
        **ways,
        "terminal, day": {**counter, **day},
        "merchant, day": {**shop, **day},
    }


if __name__ == "__main__":
    raise SystemExit(main())
