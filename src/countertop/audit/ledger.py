"""The ledger: posting sets sum to zero, balances follow from postings, families are right (I3, I8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from countertop.audit.books import Books, Row
from countertop.audit.families import VOIDS, check_families
from countertop.audit.findings import Finding

__all__ = ["check_ledger"]

_OPENING = "opening"
_SUSPENSE = "suspense"
_PROMISED = frozenset({"completion", "completion_advice", "offline_post"})
_HOLDING_AGAIN = VOIDS | _PROMISED


def check_ledger(books: Books) -> Iterator[Finding]:
    """Check a bank's postings by themselves, and against its decisions."""
    yield from _balanced(books)
    yield from _balances(books)
    yield from _accounted_for(books)
    yield from check_families(books)


def _balanced(books: Books) -> Iterator[Finding]:
    sums: defaultdict[str, int] = defaultdict(int)
    for row in books.rows("posting"):
        sums[row["posting_set"]] += row["amount"]
    for key, left in sums.items():
        if left != 0:
            yield Finding("I3", (books.name,), key, "audit.unbalanced_set", {"left": left})
    if sum(sums.values()) != 0:
        yield Finding("I3", (books.name,), "", "audit.ledger_not_zero", {"left": sum(sums.values())})


def _balances(books: Books) -> Iterator[Finding]:
    """Follow each cardholder's account from its first posting: no gap in the numbers, no jump in the balance.

    Nothing but a reversed void may take it below its limit, because the sale stands again, whatever was bought
    meanwhile; or what was promised by a hold that came back in the same way; or what the switch approved in the bank's
    stead, and what was promised by a hold when that took the money away.
    """
    last: dict[str, tuple[int, int]] = {}
    accounts, attempts = books.by_key("account"), books.by_key("attempt")
    held_again = {row["account_id"] for row in attempts.values() if _holds_again(attempts, row)}
    for row in sorted(books.rows("posting"), key=_place):
        account = row["account_id"]
        if account not in accounts:
            continue
        sequence, balance = last.get(account, (0, 0))
        sequence, balance = sequence + 1, balance + row["amount"]
        if (row["sequence"], row["balance_after"]) != (sequence, balance):
            told = {"account": account, "stored": row["balance_after"], "right": balance}
            yield Finding("I3", (books.name,), row["posting_set"], "audit.balance_wrong", told)
        last[account] = row["sequence"], row["balance_after"]
        overdrawn = row["amount"] < 0 and balance < -accounts[account]["credit_limit"]
        promised = account in held_again and row["reason"] in _PROMISED
        stood_in = row["posting_set"] in attempts and attempts[row["posting_set"]]["effect"] == "stood-in"
        if overdrawn and not promised and not stood_in and not _reverses_void(attempts, row["posting_set"]):
            yield Finding("I3", (books.name,), row["posting_set"], "audit.overdrawn", {"account": account})


def _reverses_void(attempts: Mapping[str, Row], key: str) -> bool:
    row = attempts.get(key)
    original = attempts.get(row["original_key"]) if row is not None and row["kind"] == "reversal" else None
    return original is not None and original["kind"] in VOIDS


def _holds_again(attempts: Mapping[str, Row], row: Row) -> bool:
    """Tell whether a request may have brought a hold back after what it held was spent."""
    if row["response_code"] != "00":
        return False
    original = attempts.get(row["original_key"]) if row["kind"] == "reversal" else None
    if row["effect"] == "stood-in":
        return True
    return row["kind"] == "completion_void" or (original is not None and original["kind"] in _HOLDING_AGAIN)


def _place(row: Row) -> tuple[str, int]:
    return row["account_id"], row["sequence"]


def _accounted_for(books: Books) -> Iterator[Finding]:
    """Compare what each decision says it moved with what was posted under its key, on its account or in suspense."""
    accounts, attempts = books.by_key("account"), books.by_key("attempt")
    posted: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in books.rows("posting"):
        key = row["posting_set"]
        if row["account_id"] in accounts or row["account_id"] == _SUSPENSE:
            posted[key, row["account_id"]] += row["amount"]
        if key not in attempts and row["reason"] != _OPENING:
            yield Finding("I3", (books.name,), key, "audit.posting_without_request")
    for key, row in attempts.items():
        right = posted[key, row["account_id"] or _SUSPENSE]
        if row["moved"] != right:
            told = {"said": row["moved"], "posted": right}
            yield Finding("I3", (books.name,), key, "audit.moved_differs", told)
