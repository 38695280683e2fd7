"""Stories: every attempt as each party has it, linked by the keys that parties share.

    terminal (terminal, batch, STAN) ── host (attempt key, transit key) ── switch (transit key) ── issuer (transit key)

A party's books may be missing, or cover other terminals and banks only: then nothing is said about that side. A side
`stands` when the party counts the attempt as approved and not undone; None means that it is still open there: not
decided, or a reversal is owed and not acknowledged, or its issuer has still to be told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from countertop.audit.books import Books, Row, of_kind
from countertop.audit.cases import settled_by_people

__all__ = ["KINDS", "Side", "Stories", "Story", "believed_rows", "reversals"]

KINDS = ("terminal", "acquirer", "switch", "issuer")

_BY_CODE = frozenset({"qr_sale", "qr_void", "qr_refund"})
"""Kinds that go to a wallet instead of the switch: `wallet_payments` compares those."""

_NOTHING_THERE = "25"


@dataclass(slots=True)
class Side:
    """One party's view of one attempt. `discharge` is the row that ended its obligation, where there was one.

    `by_people`: it stands although its terminal has reversed it, and two persons have settled that.

    The reference is None between institutions, where no MAC covers field 37: it proves nothing there.
    """

    party: str
    key: str
    kind: str
    amount: int
    stands: bool | None
    row: Row
    outcome: Row | None = None
    obligation: Row | None = None
    discharge: Row | None = None
    approval_code: str | None = None
    rrn: str | None = None
    by_people: bool = False

    @property
    def unproven(self) -> bool:
        """Whether it was declined for its MAC (A0): then nothing of its content says who sent it, or what."""
        return self.outcome is not None and self.outcome.get("response_code") == "A0" and self.kind != "tombstone"

    @property
    def stood_in(self) -> bool:
        """Whether a switch decided it in the bank's stead."""
        return self.outcome is not None and self.outcome.get("cause") == "stand-in"


@dataclass(slots=True)
class Story:
    """One attempt. `expected` are the kinds of parties whose books are at hand and must know it if it reached them."""

    key: str
    kind: str
    expected: frozenset[str]
    sides: dict[str, Side]

    def missing(self, kind: str) -> bool:
        """Return whether a party's books are at hand and know nothing of this."""
        return kind in self.expected and kind not in self.sides

    def pairs(self) -> Iterator[tuple[Side, Side]]:
        """Return neighbouring sides, the one nearer to the shop first."""
        present = [self.sides[kind] for kind in KINDS if kind in self.sides]
        return pairwise(present)


class Stories:
    """All stories of a set of books."""

    def __init__(self, parties: Iterable[Books]) -> None:
        parties = list(parties)
        self._terminals = of_kind(parties, "terminal")
        self._hosts = of_kind(parties, "acquirer")
        self._switches = of_kind(parties, "switch")
        self._issuers = of_kind(parties, "issuer")
        self._terminal_ids = {row["terminal_id"] for books in self._terminals for row in books.rows("installation")}
        self._host_ids = {_id(row["acquirer_id"]) for books in self._hosts for row in books.rows("acquirer")}
        self._bank_ids = {_id(row["bank_id"]) for books in self._issuers for row in books.rows("bank")}
        self._closed_by_people = {batch for books in self._hosts for batch in _batches_closed_by_people(books)}
        self._at_terminal = _by(side for books in self._terminals for side in _terminal_sides(books))
        self._at_switch = _by(side for books in self._switches for side in _switch_sides(books))
        self._at_issuer = _by(side for books in self._issuers for side in _issuer_sides(books))
        self.all = list(self._told())

    def _told(self) -> Iterator[Story]:
        at_terminal, at_switch = dict(self._at_terminal), dict(self._at_switch)
        at_issuer = dict(self._at_issuer)
        by_reference = {side.row["rrn"]: key for key, side in at_switch.items()}
        for books in self._hosts:
            for host in _host_sides(books):
                row = host.row
                sides = {"acquirer": host}
                _take(sides, "terminal", at_terminal, f"{row['terminal_id']}|{row['batch_number']}|{row['stan']}")
                # What an upload restored is known further on by the reference that the terminal kept.
                transit_key = row["transit_key"] or by_reference.get(row["rrn"], "")
                _take(sides, "switch", at_switch, transit_key)
                _take(sides, "issuer", at_issuer, transit_key)
                yield self._story(host.key, sides)
        for key, side in at_switch.items():
            sides = {"switch": side}
            _take(sides, "issuer", at_issuer, key)
            yield self._story(key, sides)
        for kind, rest in (("terminal", at_terminal), ("issuer", at_issuer)):
            for key, side in rest.items():
                yield self._story(key, {kind: side})

    def _story(self, key: str, sides: dict[str, Side]) -> Story:
        expected = set(sides)
        host, switch, issuer = sides.get("acquirer"), sides.get("switch"), sides.get("issuer")
        if host is not None and host.row["terminal_id"] in self._terminal_ids:
            expected.add("terminal")
        if "terminal" in sides and self._hosts and not self._is_barred(sides["terminal"]):
            expected.add("acquirer")
        if switch is not None and _id(switch.row["sender_id"]) in self._host_ids:
            expected.add("acquirer")
        if issuer is not None and self._switches:
            expected.add("switch")
        if host is not None and self._switches and host.kind not in _BY_CODE:
            expected.add("switch")
        if switch is not None and _id(switch.row["receiver_id"] or "") in self._bank_ids:
            expected.add("issuer")
        first = next(iter(sides.values()))
        return Story(key, first.kind, frozenset(expected), sides)

    def _is_barred(self, terminal: Side) -> bool:
        """Tell whether a reversal found nothing in a batch that people had closed.

        That leaves no trace at the host, and needs none: nothing enters such a batch any more.
        """
        nothing_there = terminal.discharge is not None and terminal.discharge["acknowledged_code"] == _NOTHING_THERE
        return nothing_there and (terminal.row["terminal_id"], terminal.row["batch_number"]) in self._closed_by_people


def _batches_closed_by_people(host: Books) -> Iterator[tuple[str, str]]:
    closed = host.by_key("closed_batch")
    for batch in closed.keys() & host.by_key("batch_disposition").keys():
        yield batch[0], closed[batch]["batch_number"]


def _id(institution_id: str) -> str:
    return institution_id.lstrip("0")


def _by(sides: Iterable[Side]) -> dict[str, Side]:
    return {side.key: side for side in sides}


def _take(sides: dict[str, Side], kind: str, known: dict[str, Side], key: str) -> None:
    side = known.pop(key, None)
    if side is not None:
        sides[kind] = side


def _terminal_sides(books: Books) -> Iterator[Side]:
    outcomes, discharges = books.by_key("outcome"), books.by_key("discharge")
    for row in books.rows("attempt"):
        key = (row["terminal_id"], row["batch_number"], row["stan"])
        outcome, discharge = outcomes.get(key), discharges.get(key)
        owed = outcome is not None and outcome["state"] == "reversal_owed"
        stands: bool | None = outcome is not None and outcome["state"] == "completed"
        if outcome is None or (owed and discharge is None):
            stands = None
        yield Side(
            books.name,
            "|".join(key),
            row["kind"],
            row["amount"],
            stands,
            row,
            outcome,
            outcome if owed else None,
            discharge,
            None if outcome is None else outcome["approval_code"],
            None if outcome is None else outcome["rrn"],
        )


def _host_sides(books: Books) -> Iterator[Side]:
    yield from _forwarding_sides(books, "attempt_key")


def _switch_sides(books: Books) -> Iterator[Side]:
    yield from _forwarding_sides(books, "transit_key")


def _forwarding_sides(books: Books, key_column: str) -> Iterator[Side]:
    """Return the sides of a party that passes attempts on and may owe their reversal."""
    decisions, obligations, discharges = (books.by_key(table) for table in ("decision", "obligation", "discharge"))
    settled = settled_by_people(books) if books.kind == "acquirer" else frozenset()
    untold = set(books.by_key("stand_in")) - set(books.by_key("advice_taken")) if books.kind == "switch" else set()
    for row in books.rows("attempt"):
        key = row[key_column]
        decision, obligation, discharge = decisions.get(key), obligations.get(key), discharges.get(key)
        approved = decision is not None and decision["outcome"] == "approved"
        stands: bool | None = approved and obligation is None
        if decision is None or (obligation is not None and discharge is None) or key in untold:
            stands = None
        yield Side(
            books.name,
            key,
            row["kind"],
            row["amount"],
            stands,
            row,
            decision,
            obligation,
            discharge,
            decision["approval_code"] if decision is not None and approved else None,
            row["rrn"] if key_column == "attempt_key" else None,
            by_people=key in settled,
        )


def _issuer_sides(books: Books) -> Iterator[Side]:
    reversed_keys = reversals(books.rows("attempt"))
    stood_in = {row["original_key"]: row for row in books.rows("attempt") if row["kind"] == "stand_in"}
    for row in books.rows("attempt"):
        if row["kind"] in ("reversal", "stand_in"):
            continue
        key = row["transit_key"]
        approved = row["response_code"] == "00" or key in stood_in
        yield Side(
            books.name,
            key,
            row["kind"],
            row["amount"],
            approved and key not in reversed_keys,
            row,
            row,
            approval_code=stood_in.get(key, row)["approval_code"] if approved else None,
        )


def believed_rows(rows: Iterable[Row]) -> list[Row]:
    """Return an issuer's rows, what it declined and a switch approved in its stead as the switch has told it."""
    rows = list(rows)
    told = {row["original_key"]: row for row in rows if row["kind"] == "stand_in"}
    return [
        {**told[row["transit_key"]], "transit_key": row["transit_key"], "kind": "sale", "original_key": None}
        if row["transit_key"] in told
        else row
        for row in rows
        if row["kind"] != "stand_in"
    ]


def reversals(rows: Iterable[Row]) -> Mapping[str, Row]:
    """Return the reversals that an issuer has accepted, by the key of what they reverse."""
    return {row["original_key"]: row for row in rows if row["kind"] == "reversal" and row["response_code"] == "00"}
