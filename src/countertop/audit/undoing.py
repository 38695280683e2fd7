"""Undoing: reversals match their originals, are owed until acknowledged, and then nothing stands (I6, I7, I10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from countertop.audit.books import Books, Row
from countertop.audit.findings import Finding
from countertop.audit.stories import KINDS, Story, believed_rows
from countertop.iso8583.hops import read_hop

__all__ = ["check_obligations", "check_reversals", "check_undone"]

# What ends a reversal, by the message that says so: between institutions 12 says that it fits nothing there.
# Whether a refund was owed in place of a reversal is looked at in `wallet_payments`.
_ENDING: Mapping[str, frozenset[str]] = {
    "0430": frozenset({"00", "25"}),
    **dict.fromkeys(("0410", "reverse", "refund"), frozenset({"00", "12", "25"})),
}


def check_undone(story: Story) -> Iterator[Finding]:
    """Check that what one party was told is undone does not stand with the next, nor can come to stand there."""
    for near, far in pairwise(KINDS):
        side = story.sides.get(near)
        if side is None or side.discharge is None:
            continue
        other = story.sides.get(far)
        told = {"told": side.party, "by": far if other is None else other.party}
        if other is None:
            if story.missing(far):
                yield Finding("I6", (side.party,), story.key, "audit.undone_without_trace", told)
        elif other.stands and not other.by_people:
            yield Finding("I6", (side.party, other.party), story.key, "audit.undone_but_stands", told)


def check_obligations(story: Story) -> Iterator[Finding]:
    """Check that whoever does not know owes a reversal, and that only an acknowledgement has ended one."""
    for side in story.sides.values():
        outcome = side.outcome
        if outcome is not None and outcome.get("outcome") == "unknown" and side.obligation is None:
            yield Finding("I10", (side.party,), story.key, "audit.unknown_without_obligation")
        discharge = side.discharge
        if discharge is None:
            continue
        hop = read_hop(discharge["acknowledgement"])
        if discharge["acknowledged_code"] not in _ENDING.get(hop.get("mti", ""), ()):
            told = {"mti": hop.get("mti", "?"), "code": discharge["acknowledged_code"]}
            invariant = "I7" if hop.get("mti") in ("0210", "0230") else "I10"
            yield Finding(invariant, (side.party,), story.key, "audit.not_an_acknowledgement", told)


def check_reversals(books: Books) -> Iterator[Finding]:
    """Check that every reversal that had an effect says what its original says."""
    if books.kind == "acquirer":
        yield from _compared(books, books.by_key("attempt"), _host_reversals(books))
    elif books.kind == "switch":
        yield from _compared(books, books.by_key("attempt"), _switch_reversals(books))
    elif books.kind == "issuer":
        yield from _issuer_reversals(books)


def _host_reversals(books: Books) -> Iterator[tuple[str, str]]:
    for row in books.rows("reversal"):
        if row["effect"] in ("in-flight", "undone"):
            yield row["attempt_key"], row["reversal_request"]


def _switch_reversals(books: Books) -> Iterator[tuple[str, str]]:
    for row in books.rows("reversal"):
        if row["effect"] in ("given-up", "reversed"):
            yield row["original_key"], row["reversal_request"]


def _compared(books: Books, attempts: Mapping[str, Row], found: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    for key, text in found:
        attempt, hop = attempts[key], read_hop(text)
        said = (int(hop["amount"]), hop["processing_code"])
        was = (attempt["amount"], attempt["processing_code"])
        if said != was:
            told = {"said": said[0], "was": was[0]}
            yield Finding("I6", (books.name,), key, "audit.reversal_mismatch", told)


def _issuer_reversals(books: Books) -> Iterator[Finding]:
    attempts = {row["transit_key"]: row for row in believed_rows(books.rows("attempt"))}
    for row in books.rows("attempt"):
        original = attempts.get(row["original_key"]) if row["kind"] == "reversal" else None
        if original is None or original["kind"] == "tombstone" or row["effect"] != "reversed":
            continue
        if (row["amount"], row["pan_token"]) != (original["amount"], original["pan_token"]):
            told = {"said": row["amount"], "was": original["amount"]}
            yield Finding("I6", (books.name,), original["transit_key"], "audit.reversal_mismatch", told)
