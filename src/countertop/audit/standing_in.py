"""Standing in: what a switch decided in a bank's stead was within limits, and the bank has posted it in order (I13).

Exactly once is the family's matter (`families`): a second posting makes its sum wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from countertop.audit.books import Books, Row
from countertop.audit.findings import Finding

__all__ = ["check_stand_ins"]

_SALE = "sale"


def check_stand_ins(switch: Books, banks: Iterable[Books]) -> Iterator[Finding]:
    """Check the decisions of one switch against the limits that held, and against the books of the banks at hand."""
    decided = sorted(switch.rows("stand_in"), key=_number)
    yield from _limits(switch, decided)
    taken = switch.by_key("advice_taken")
    for bank in banks:
        ids = {row["bank_id"].lstrip("0") for row in bank.rows("bank")}
        theirs = [row for row in decided if row["debtor_id"].lstrip("0") in ids and row["transit_key"] in taken]
        yield from _posted(switch, bank, theirs)


def _number(row: Row) -> int:
    return int(row["stand_in_number"])


def _limits(switch: Books, decided: Iterable[Row]) -> Iterator[Finding]:
    """Count anew, by bank, card and settlement date; a void follows what it voids and has no limits."""
    counts: defaultdict[tuple[str, ...], int] = defaultdict(int)
    totals: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for row in decided:
        if row["kind"] != _SALE:
            continue
        day = (row["debtor_id"], row["settlement_date"])
        for place, level in ((day, "issuer"), ((*day, row["pan_token"]), "card")):
            counts[place] += 1
            totals[place] += row["amount"]
            if counts[place] > row[f"{level}_count"] or totals[place] > row[f"{level}_total"]:
                told = {"count": counts[place], "total": totals[place]}
                yield Finding("I13", (switch.name,), row["transit_key"], "audit.stood_in_beyond_limits", told)


def _posted(switch: Books, bank: Books, theirs: Iterable[Row]) -> Iterator[Finding]:
    """Check that the bank knows all that it said it has taken, and took it in the order of the decisions."""
    attempts, last = bank.by_key("attempt"), 0
    parties = (switch.name, bank.name)
    for row in theirs:
        key = row["transit_key"]
        known = attempts.get(key)
        if known is None:
            yield Finding("I13", parties, key, "audit.advice_not_posted")
        elif known["effect"] == "stood-in":
            if known["number"] < last:
                yield Finding("I13", parties, key, "audit.advice_out_of_order")
            last = known["number"]
