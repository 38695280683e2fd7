"""The ledger: posting sets sum to zero, balances follow from postings, a family moves what it should (I3, I8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from countertop.audit.books import Books, Row
from countertop.audit.findings import Finding
from countertop.audit.stories import reversals

__all__ = ["check_ledger"]

_OPENING = "opening"


def check_ledger(books: Books) -> Iterator[Finding]:
    """Check a bank's postings by themselves, and against its decisions."""
    yield from _balanced(books)
    yield from _balances(books)
    yield from _accounted_for(books)
    yield from _families(books)


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

    Nothing but a reversed void may take it below its limit: the sale stands again, whatever was bought meanwhile.
    """
    last: dict[str, tuple[int, int]] = {}
    accounts, attempts = books.by_key("account"), books.by_key("attempt")
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
        if overdrawn and not _reverses_void(attempts, row["posting_set"]):
            yield Finding("I3", (books.name,), row["posting_set"], "audit.overdrawn", {"account": account})


def _reverses_void(attempts: Mapping[str, Row], key: str) -> bool:
    row = attempts.get(key)
    original = attempts.get(row["original_key"]) if row is not None and row["kind"] == "reversal" else None
    return original is not None and original["kind"] == "void"


def _place(row: Row) -> tuple[str, int]:
    return row["account_id"], row["sequence"]


def _accounted_for(books: Books) -> Iterator[Finding]:
    """Compare what each decision says it moved with what was posted under its key."""
    accounts, attempts = books.by_key("account"), books.by_key("attempt")
    posted: defaultdict[str, int] = defaultdict(int)
    for row in books.rows("posting"):
        key = row["posting_set"]
        if row["account_id"] in accounts:
            posted[key] += row["amount"]
        if key not in attempts and row["reason"] != _OPENING:
            yield Finding("I3", (books.name,), key, "audit.posting_without_request")
    for key, row in attempts.items():
        if row["moved"] != posted[key]:
            told = {"said": row["moved"], "posted": posted[key]}
            yield Finding("I3", (books.name,), key, "audit.moved_differs", told)


def _families(books: Books) -> Iterator[Finding]:
    """Compare what a sale with its voids and reversals has moved with what it ought to have moved."""
    families: defaultdict[str, list[Row]] = defaultdict(list)
    for row in books.rows("attempt"):
        families[row["family_key"]].append(row)
    for key, rows in families.items():
        undone = reversals(rows)
        standing = [row for row in rows if row["response_code"] == "00" and row["transit_key"] not in undone]
        sale = next((row for row in standing if row["kind"] == "sale"), None)
        voided = any(row["kind"] == "void" for row in standing)
        wanted = -sale["amount"] if sale is not None and not voided else 0
        moved = sum(row["moved"] for row in rows)
        if moved != wanted:
            yield Finding("I8", (books.name,), key, "audit.family_wrong", {"moved": moved, "right": wanted})
