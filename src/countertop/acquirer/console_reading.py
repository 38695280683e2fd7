"""Reading a merchant's transactions, newest first, and what became of each.

How one stands is its state (`lifecycle`), but for an approved one that something approved undid or gave back: `voided`
or `refunded`, wholly or in part. A page reads so many attempts at most: where few of them fit it may be short, and says
where it stopped.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple

from countertop.acquirer import tables
from countertop.acquirer.console_tables import WAYS
from countertop.acquirer.lifecycle import state_of
from countertop.acquirer.queries import transaction_view
from countertop.acquirer.tables import Outcome
from countertop.stage import Effect, Read

__all__ = ["REFUNDS", "VOIDS", "Cursor", "Page", "Wanted", "follow_ups_of", "line_of", "read_page"]

Row = Mapping[str, Any]

PAGE: Final = 50
"""Transactions on a page."""

MOST_READS: Final = 8
"""Questions that one page asks while it looks for what fits."""

VOIDS: Final = frozenset({"void", "qr_void", "completion_void", "preauthorisation_void"})
REFUNDS: Final = frozenset({"refund", "qr_refund"})

_FOLLOWED: Final = frozenset({"voided", "refunded"})
_OUTCOMES: Final[Mapping[str, str | None]] = {
    **dict.fromkeys((*_FOLLOWED, "approved", "reversed"), Outcome.APPROVED),
    "declined": Outcome.DECLINED,
    "unknown": Outcome.UNKNOWN,
    "received": None,
}
"""How an attempt must have been decided to stand so."""


class Cursor(NamedTuple):
    """A place in time: everything received before this moment, and at it with a smaller serial."""

    received_at: int
    serial: int

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Read what `str` writes; raises ValueError."""
        moment, _, serial = text.partition("-")
        if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (moment, serial)):
            raise ValueError("a place is MOMENT-SERIAL")
        return cls(int(moment), int(serial))

    def __str__(self) -> str:
        return f"{self.received_at}-{self.serial}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: columns of an attempt and their values, a span of time, and what is compared here."""

    merchant_id: str
    columns: Mapping[str, Any]
    since: int
    until: int
    before: Cursor | None = None
    kind: str | None = None
    state: str | None = None
    last_four: str | None = None

    def fits(self, row: Row) -> bool:
        """Tell whether an attempt is one of those, as far as its own row tells."""
        if row["merchant_id"] != self.merchant_id or self.kind not in (None, row["kind"]):
            return False
        if self.before is not None and (row["received_at"], row["serial"]) >= self.before:
            return False
        if self.last_four is not None and not (row["masked_pan"] or "").endswith(self.last_four):
            return False
        return all(row[name] == value for name, value in self.columns.items())


class Page(NamedTuple):
    """Lines of transactions; `after` is where the next page begins, None where there is none."""

    lines: list[dict[str, Any]]
    after: Cursor | None


def read_page(wanted: Wanted) -> Generator[Effect, Any, Page]:
    """Return the newest that fit."""
    equals, query = next((way, query) for way, query in WAYS.items() if set(way) <= {*wanted.columns, "merchant_id"})
    named = {**wanted.columns, "merchant_id": wanted.merchant_id}
    values = [named[name] for name in equals]
    lines: list[dict[str, Any]] = []
    until = wanted.until if wanted.before is None else min(wanted.until, wanted.before.received_at)
    place: Cursor | None = None
    for _ in range(MOST_READS):
        rows = yield Read(query, *values, wanted.since, until)
        for row in rows:
            # Rows of the moment where the last question ended come a second time.
            if place is not None and (row["received_at"], row["serial"]) >= place:
                continue
            place = Cursor(row["received_at"], row["serial"])
            if wanted.fits(row):
                lines += yield from _lines_of(row, wanted.state)
            if len(lines) == PAGE:
                return Page(lines, place)
        if len(rows) < query.limit or place is None:
            return Page(lines, None)
        until = place.received_at
    return Page(lines, place)


def _lines_of(row: Row, state: str | None) -> Generator[Effect, Any, list[dict[str, Any]]]:
    """Return the line of a transaction if it stands so; most that do not are told by little reading."""
    if state is not None:
        if _OUTCOMES.get(state, row["outcome"]) != row["outcome"]:
            return []
        if state in _FOLLOWED and not (yield Read(tables.CLAIMS_OF, row["attempt_key"])):
            return []
        if state == "reversed" and not (yield Read(tables.OBLIGATION_BY_KEY, row["attempt_key"])):
            return []
    line = yield from line_of(row)
    return [line] if state in (None, line["state"]) else []


def line_of(row: Row) -> Generator[Effect, Any, dict[str, Any]]:
    """Return a transaction as a line: its view, how it stands, and how much of it was given back."""
    obligation: Row | None = None
    follow_ups: list[Row] = []
    if row["outcome"] == Outcome.APPROVED:
        obligation = next(iter((yield Read(tables.OBLIGATION_BY_KEY, row["attempt_key"]))), None)
        follow_ups = yield from follow_ups_of(row)
    state = state_of(row, obligation).value
    refunded = sum(claim["claim_amount"] for claim in follow_ups if claim["claim_kind"] in REFUNDS)
    if state == Outcome.APPROVED and any(claim["claim_kind"] in VOIDS for claim in follow_ups):
        state = "voided"
    elif state == Outcome.APPROVED and refunded:
        state = "refunded"
    view = {**asdict(transaction_view(row, obligation)), "state": state, "refunded": refunded}
    return {**view, "entry_mode": row["entry_mode"], "place": str(Cursor(row["received_at"], row["serial"]))}


def follow_ups_of(row: Row) -> Generator[Effect, Any, list[Row]]:
    """Return the approved attempts that undo, refund or follow up this one, and stand."""
    standing = []
    for claim in (yield Read(tables.CLAIMS_OF, row["attempt_key"])):
        if claim["outcome"] == Outcome.APPROVED:
            undone = yield Read(tables.OBLIGATION_BY_KEY, claim["attempt_key"])
            if not undone:
                standing.append(claim)
    return standing
