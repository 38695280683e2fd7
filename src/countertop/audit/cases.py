"""What people decide: a closed case was open, and what takes two persons has two on record (I10).

Which outcomes those are is written down here once more, not taken from the parties that close them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from countertop.audit.books import Books
from countertop.audit.findings import Finding
from countertop.journal import restore
from countertop.values.persons import is_same_person

__all__ = ["check_cases", "check_exceptions", "check_moves", "check_refunds_of_reversed", "settled_by_people"]


class _Shelf(NamedTuple):
    """Where a kind of party keeps them: tables, the record of a proposal, outcomes that one person may choose."""

    opened: str
    closed: str
    name: str
    proposal: str
    by_one: frozenset[str]


_CASES = _Shelf("case_file", "case_end", "case_name", "acquirer.case_proposed", frozenset({"explained"}))
_EXCEPTIONS = _Shelf(
    "exception_posting",
    "exception_end",
    "transit_key",
    "issuer.exception_proposed",
    frozenset({"covered", "explained"}),
)
_REVERSAL = "reversal_too_late"
_REFUND = "refund_of_reversed"
_REFUNDS = frozenset({"refund", "qr_refund"})


def check_cases(host: Books) -> Iterator[Finding]:
    """Check the cases that people at an acquirer have closed."""
    yield from _check(host, _CASES, "case")


def check_exceptions(bank: Books) -> Iterator[Finding]:
    """Check the exceptions that people at a bank have closed."""
    yield from _check(bank, _EXCEPTIONS, "exception")


def check_moves(host: Books) -> Iterator[Finding]:
    """Check that a move of a terminal that took two persons had two, one of whom had proposed this very place."""
    proposals = host.by_key("relocation_proposal")
    for number, move in host.by_key("relocation").items():
        proposal, asked_by = proposals.get(number), move["asked_by"]
        if proposal is None and asked_by is None:
            continue
        wanted = None if proposal is None else (proposal["proposed_by"], proposal["proposed_position"])
        if wanted != (asked_by, move["new_position"]) or is_same_person(asked_by, move["relocated_by"]):
            yield Finding("I10", (host.name,), f"{move['terminal_id']}|{number}", "audit.moved_alone")


def check_refunds_of_reversed(host: Books) -> Iterator[Finding]:
    """Check that a refund whose payment was reversed since is a case: the bank netted the two, the merchant did not."""
    undone = {row["attempt_key"] for row in host.rows("reversal") if row["effect"] == "undone"}
    decided = host.by_key("decision")
    cases = {row["attempt_key"] for row in host.rows("case_file") if row["cause"] == _REFUND}
    for claim in host.rows("claim"):
        key = claim["attempt_key"]
        is_refund = claim["claim_kind"] in _REFUNDS and claim["original_key"] in undone
        if is_refund and key not in cases and decided.get(key, {}).get("outcome") == "approved":
            yield Finding("I8", (host.name,), key, "audit.refund_of_reversed")


def settled_by_people(host: Books) -> frozenset[str]:
    """Return the attempts that stand at a host although their terminal reversed them: two persons have settled it."""
    closed = host.by_key("case_end")
    cases = [row for row in host.rows("case_file") if row["cause"] == _REVERSAL and row["case_name"] in closed]
    return frozenset(row["attempt_key"] for row in cases)


def _check(books: Books, shelf: _Shelf, what: str) -> Iterator[Finding]:
    proposed: set[tuple[str, str, int | None, str]] | None = None
    opened = books.by_key(shelf.opened)
    for name, end in books.by_key(shelf.closed).items():
        if name not in opened:
            yield Finding("I10", (books.name,), name, "audit.closed_unopened")
        if end[f"{what}_outcome"] in shelf.by_one:
            continue
        if proposed is None:
            proposed = set(_proposals(books, shelf))
        said = (name, end[f"{what}_outcome"], end[f"{what}_amount"], end["closed_by"])
        approved_by = end["approved_by"]
        if said not in proposed or approved_by is None or is_same_person(end["closed_by"], approved_by):
            yield Finding("I10", (books.name,), name, "audit.closed_alone")


def _proposals(books: Books, shelf: _Shelf) -> Iterator[tuple[str, str, int | None, str]]:
    for record in books.kept.records():
        if record.kind == shelf.proposal:
            each = restore(record.kind, record.version, record.body)
            yield getattr(each, shelf.name), each.proposed_outcome, each.proposed_amount, each.proposed_by
