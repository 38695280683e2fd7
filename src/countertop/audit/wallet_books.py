"""A wallet's books: no money is made or lost, an order moves what its state says, a code pays once (I2, I3, I8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from countertop.audit.books import Books, Row
from countertop.audit.findings import Finding

__all__ = ["check_wallet"]

_OVER = frozenset({"closed", "reversed"})
_OPENING = "opening"


def check_wallet(books: Books, *, at_rest: bool) -> Iterator[Finding]:
    """Check a wallet's postings by themselves, and against its orders, refunds and bills."""
    yield from _balanced(books)
    yield from _balances(books)
    yield from _codes(books)
    yield from _refund_numbers(books)
    yield from _orders(books)
    yield from _bills(books)
    if at_rest:
        yield from _nothing_on_its_way(books)


def _finding(books: Books, invariant: str, key: str, what: str, **told: object) -> Finding:
    return Finding(invariant, (books.name,), key, what, told)


def _balanced(books: Books) -> Iterator[Finding]:
    sums: defaultdict[str, int] = defaultdict(int)
    for row in books.rows("posting"):
        sums[row["posting_set"]] += row["amount"]
    for key, left in sums.items():
        if left != 0:
            yield _finding(books, "I3", key, "audit.unbalanced_set", left=left)


def _balances(books: Books) -> Iterator[Finding]:
    """Compare every customer's balances, in their order, with what was posted to the account."""
    posted = {(row["posting_set"], row["account_id"]): row["amount"] for row in books.rows("posting")}
    last: dict[str, tuple[int, int]] = {}
    for row in sorted(books.rows("balance"), key=_place):
        account, key = row["account_id"], row["posting_set"]
        sequence, balance = last.get(account, (0, 0))
        right = balance + posted.pop((key, account), 0)
        if (row["sequence"], row["balance_after"]) != (sequence + 1, right):
            told = {"account": account, "stored": row["balance_after"], "right": right}
            yield _finding(books, "I3", key, "audit.balance_wrong", **told)
        if row["balance_after"] < 0:
            yield _finding(books, "I3", key, "audit.overdrawn", account=account)
        last[account] = row["sequence"], row["balance_after"]
    for (key, account), amount in posted.items():
        if account.startswith("customer|"):
            told = {"account": account, "stored": 0, "right": amount}
            yield _finding(books, "I3", key, "audit.balance_wrong", **told)


def _place(row: Row) -> tuple[str, int]:
    return row["account_id"], row["sequence"]


def _codes(books: Books) -> Iterator[Finding]:
    """Look for payment codes and order numbers that moved money twice."""
    moved = {row["order_key"] for row in books.rows("posting") if row["reason"] in ("payment", "funding")}
    codes: dict[str, str] = {}
    numbers: dict[tuple[str, str], str] = {}
    for row in books.rows("payment_order"):
        key = row["order_key"]
        other = numbers.setdefault((row["acquirer_id"], row["order_number"]), key)
        if other != key:
            yield _finding(books, "I2", key, "audit.order_twice", other=other)
        if key in moved and row["code_token"] is not None:
            other = codes.setdefault(row["code_token"], key)
            if other != key:
                yield _finding(books, "I2", key, "audit.code_twice", other=other)


def _refund_numbers(books: Books) -> Iterator[Finding]:
    """Look for refund numbers under which money went back twice."""
    numbers: dict[tuple[str, str], str] = {}
    for key, row in books.by_key("refund").items():
        other = numbers.setdefault((row["acquirer_id"], row["refund_number"]), key)
        if other != key:
            yield _finding(books, "I2", key, "audit.refund_twice", other=other)


def _orders(books: Books) -> Iterator[Finding]:
    """Compare what each order moved to its acquirer with what its state and refunds say."""
    to_acquirer: defaultdict[str, int] = defaultdict(int)
    for row in books.rows("posting"):
        if row["account_id"].startswith("payable|"):
            to_acquirer[row["order_key"]] += row["amount"]
    steps: defaultdict[str, list[Row]] = defaultdict(list)
    for row in books.rows("order_step"):
        steps[row["order_key"]].append(row)
    paid_back, owed_back = _refunds(books)
    for key, row in books.by_key("payment_order").items():
        moved = to_acquirer.pop(key, 0)
        yield from _order(books, row, steps[key], moved, paid_back[key], owed_back[key])
    for key, left in to_acquirer.items():
        if left:
            yield _finding(books, "I3", key, "audit.posting_without_request")


def _order(books: Books, row: Row, taken: list[Row], moved: int, paid_back: int, owed_back: int) -> Iterator[Finding]:
    """Check one order against its steps and its refunds."""
    key, refunded = row["order_key"], paid_back + owed_back
    if not taken or [step["step"] for step in taken] != list(range(1, len(taken) + 1)):
        yield _finding(books, "I15", key, "audit.steps_wrong")
        return
    if any(before["state"] in _OVER and after["state"] == "paid" for before, after in pairwise(taken)):
        yield _finding(books, "I7", key, "audit.paid_after_over")
    last = taken[-1]
    if refunded > row["amount"]:
        yield _finding(books, "I8", key, "audit.refunded_too_much", refunded=refunded, amount=row["amount"])
    if refunded != last["refunded"]:
        yield _finding(books, "I8", key, "audit.refunds_differ", said=last["refunded"], right=refunded)
    wanted = row["amount"] - paid_back if last["state"] == "paid" else 0
    if moved != wanted:
        yield _finding(books, "I3", key, "audit.order_moved_wrong", right=wanted)


def _refunds(books: Books) -> tuple[defaultdict[str, int], defaultdict[str, int]]:
    """Return by order what was paid back, and what is accepted and still owed."""
    paid_back: defaultdict[str, int] = defaultdict(int)
    owed_back: defaultdict[str, int] = defaultdict(int)
    ended = books.by_key("refund_end")
    for key, row in books.by_key("refund").items():
        (paid_back if key in ended else owed_back)[row["order_key"]] += row["amount"]
    return paid_back, owed_back


def _bills(books: Books) -> Iterator[Finding]:
    """Compare what the bills say with what was posted to each acquirer."""
    billed: defaultdict[str, int] = defaultdict(int)
    for row in books.rows("bill_line"):
        billed[row["acquirer_id"]] += row["moved"]
    for row in books.rows("posting"):
        kind, _, acquirer_id = row["account_id"].partition("|")
        if kind == "payable":
            billed[acquirer_id] -= row["amount"]
    for acquirer_id, left in billed.items():
        if left:
            yield _finding(books, "I11", acquirer_id, "audit.bill_differs", left=left)


def _nothing_on_its_way(books: Books) -> Iterator[Finding]:
    """Check that no customer, bank or refund is waited for any more."""
    ends = (("payment_order", "order_end"), ("funding", "funding_end"), ("refund", "refund_end"))
    for begun, ended in ends:
        known = books.by_key(ended)
        for key in books.by_key(begun):
            if key not in known:
                yield _finding(books, "I16", str(key), "audit.still_pending")
    in_transit = sum(row["amount"] for row in books.rows("posting") if row["account_id"] == "transit")
    if in_transit:
        yield _finding(books, "I3", "transit", "audit.ledger_not_zero", left=in_transit)
