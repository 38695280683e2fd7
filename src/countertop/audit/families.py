"""Families at a bank: what one request and all that followed it have moved and hold is what they should (I8).

Written without a look at how the bank works it out: from what was approved and what undone, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from countertop.audit.books import Books, Row
from countertop.audit.findings import Finding
from countertop.audit.stories import believed_rows, reversals

__all__ = ["VOIDS", "check_families"]

VOIDS = frozenset({"void", "preauthorisation_void", "completion_void"})
_COMPLETIONS = frozenset({"completion", "completion_advice"})
_ADJUSTMENTS = frozenset({"adjustment", "tip_adjustment"})


def check_families(books: Books) -> Iterator[Finding]:
    """Check every family's money, its hold, and the voice approvals that its posts were made by."""
    rows_of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in books.rows("attempt"):
        rows_of[row["family_key"]].append(row)
    holds = books.by_key("hold")
    for key, rows in rows_of.items():
        family = _Family(key, rows)
        yield from _money(books, family)
        yield from _hold(books, family, holds.get(key))
    yield from _voice_approvals(books, holds)


class _Family:
    """The rows of a family, and which of them stand: approved, not reversed, not voided."""

    def __init__(self, key: str, rows: list[Row]) -> None:
        self.key = key
        self.rows = rows
        self.undone = reversals(rows)
        believed = believed_rows(rows)
        approved = [row for row in believed if row["response_code"] == "00"]
        not_reversed = [row for row in approved if row["transit_key"] not in self.undone]
        voided = {row["original_key"] for row in not_reversed if row["kind"] in VOIDS}
        self.standing = [row for row in not_reversed if row["transit_key"] not in voided]
        self.root = next((row for row in self.standing if row["transit_key"] == key), None)
        self.begun = next((row for row in believed if row["transit_key"] == key), None)

    def about(self, kinds: frozenset[str], key: str) -> list[Row]:
        """Return what stands of these kinds about a request, oldest first."""
        found = [row for row in self.standing if row["kind"] in kinds and row["original_key"] == key]
        return sorted(found, key=lambda row: int(row["number"]))


def _refunded(family: _Family, key: str) -> int:
    return sum(row["amount"] for row in family.about(frozenset({"refund"}), key))


def _charge(family: _Family, root: Row) -> int:
    if family.root is None:
        return 0
    adjustments = family.about(_ADJUSTMENTS, family.key)
    return int(_refunded(family, family.key) - (adjustments[-1] if adjustments else root)["amount"])


def _completions(family: _Family, root: Row) -> int:  # noqa: ARG001 - as every target
    done = family.about(_COMPLETIONS, family.key)
    return int(_refunded(family, done[-1]["transit_key"]) - done[-1]["amount"]) if done else 0


_TARGETS: Mapping[str, Callable[[_Family, Row], int]] = {
    "sale": _charge,
    "offline_post": _charge,
    "transfer": _charge,
    "preauthorisation": _completions,
}


def _money(books: Books, family: _Family) -> Iterator[Finding]:
    begun = family.begun
    target = _TARGETS.get(begun["kind"]) if begun is not None else None
    wanted = target(family, begun) if target is not None and begun is not None else 0
    moved = sum(row["moved"] for row in family.rows)
    if moved != wanted:
        yield Finding("I8", (books.name,), family.key, "audit.family_wrong", {"moved": moved, "right": wanted})
    if wanted > 0:
        refunded = sum(row["amount"] for row in family.standing if row["kind"] == "refund")
        told = {"refunded": refunded, "amount": refunded - wanted}
        yield Finding("I8", (books.name,), family.key, "audit.refunded_too_much", told)
    if begun is not None and begun["kind"] == "preauthorisation":
        yield from _completed(books, family, begun)


def _completed(books: Books, family: _Family, begun: Row) -> Iterator[Finding]:
    done = family.about(_COMPLETIONS, family.key)
    came_back = {row["original_key"] for row in family.rows if row["transit_key"] in family.undone}
    if any(row["transit_key"] not in came_back for row in done[:-1]):
        yield Finding("I8", (books.name,), family.key, "audit.completed_twice", {"count": len(done)})
    for row in done:
        if row["decided_at"] >= begun["expires_at"]:
            yield Finding("I8", (books.name,), row["transit_key"], "audit.completed_too_late")


def _hold(books: Books, family: _Family, hold: Row | None) -> Iterator[Finding]:
    """Compare what a family holds with what it held rightly when its last member was decided."""
    root, last = family.root, max(row["decided_at"] for row in family.rows)
    wanted = 0
    if root is not None and root["kind"] == "preauthorisation" and not family.about(_COMPLETIONS, family.key):
        wanted = root["amount"] if last < root["expires_at"] else 0
    held, expired = (0, False) if hold is None else (hold["amount"], hold["state"] == "expired")
    if held != wanted and not (expired and held == 0):
        yield Finding("I8", (books.name,), family.key, "audit.hold_wrong", {"held": held, "right": wanted})


def _voice_approvals(books: Books, holds: Mapping[str, Row]) -> Iterator[Finding]:
    """Check that every offline post used up an approval of its amount, and that what is used up holds nothing."""
    approvals, uses = books.by_key("voice_approval"), books.by_key("voice_use")
    used_by = {row["transit_key"]: approvals.get(key) for key, row in uses.items()}
    for row in _posts(books.rows("attempt")):
        approval = used_by.get(row["transit_key"])
        if approval is None or (approval["amount"], approval["account_id"]) != (row["amount"], row["account_id"]):
            yield Finding("I8", (books.name,), row["transit_key"], "audit.posted_without_approval")
    for key, approval in approvals.items():
        hold = holds[approval["family_key"]]
        wanted = 0 if key in uses or hold["state"] == "expired" else approval["amount"]
        if hold["amount"] != wanted:
            told = {"held": hold["amount"], "right": wanted}
            yield Finding("I8", (books.name,), approval["family_key"], "audit.hold_wrong", told)


def _posts(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row["kind"] == "offline_post" and row["response_code"] == "00")
