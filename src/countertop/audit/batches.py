"""Batches (I11): each approved transaction in exactly one closed batch, totals that agree, details disposed of.

The sums are worked out here from the attempts alone, not with what the host settles by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from countertop.audit.books import Books, Row
from countertop.audit.cases import check_cases, check_moves, check_refunds_of_reversed
from countertop.audit.findings import Finding
from countertop.iso8583.matrix import KINDS, Totals
from countertop.iso8583.private import SettlementTotals, SideTotals
from countertop.journal import restore

__all__ = ["check_batches", "check_settlements"]

Batch = tuple[str, int]
Sums = tuple[int, int, int, int]

_SIDES = {kind.name: kind.totals for kind in KINDS if kind.totals is not Totals.NONE}
_BY_CODE = frozenset(kind.name for kind in KINDS if not kind.has_card) & _SIDES.keys()
_ADJUSTMENTS = frozenset({"adjustment", "tip_adjustment"})
_REGISTERED = "acquirer.terminal_registered"


def check_batches(host: Books) -> Iterator[Finding]:
    """Check the closed batches of a host: their totals, their dispositions, their clearing."""
    closed, present, abandoned = host.by_key("closed_batch"), host.by_key("batch"), _abandoned(host)
    standing: dict[Batch, list[Row]] = {batch: [] for batch in closed}
    for row in _standing(host):
        batch = (row["terminal_id"], row["batch_instance"])
        if batch in closed:
            standing[batch].append(row)
        elif batch not in abandoned and row["batch_instance"] != present[row["terminal_id"]]["batch_instance"]:
            yield Finding("I11", (host.name,), row["attempt_key"], "audit.in_no_batch")
    for batch, rows in standing.items():
        yield from _check_batch(host, closed[batch], rows)
    yield from _check_persons(host, closed)
    yield from check_cases(host)
    yield from check_refunds_of_reversed(host)
    yield from check_moves(host)
    yield from _check_clearing(host, standing)


def _check_persons(host: Books, closed: Mapping[Batch, Row]) -> Iterator[Finding]:
    """Check that what no terminal settled was closed by two persons, one of whom had said why before."""
    proposals, dispositions = host.by_key("batch_proposal"), host.by_key("batch_disposition")
    for batch in sorted(closed.keys() | dispositions.keys()):
        disposition, where = dispositions.get(batch), "|".join(map(str, batch))
        if disposition is None:
            if not closed[batch]["claimed"]:
                yield Finding("I10", (host.name,), where, "audit.closed_by_nobody")
            continue
        proposal = proposals.get(batch)
        proposed_by = None if proposal is None else proposal["proposed_by"]
        known = batch in closed and proposed_by == disposition["proposed_by"]
        if not known or proposed_by == disposition["approved_by"]:
            yield Finding("I10", (host.name,), where, "audit.disposed_alone")


def _abandoned(host: Books) -> set[Batch]:
    """Return the batches that a machine left open when another took its place; people settle those."""
    registered = [
        restore(record.kind, record.version, record.body)
        for record in host.kept.records()
        if record.kind == _REGISTERED
    ]
    return {(each.terminal_id, each.batch_instance - 1) for each in registered}


def check_settlements(terminals: list[Books], hosts: list[Books]) -> Iterator[Finding]:
    """Check that what a terminal settled is what the host closed."""
    told: set[tuple[str, str, str]] = set()
    disposed: set[tuple[str, str]] = set()
    for host in hosts:
        by_people = host.by_key("batch_disposition")
        for row in host.rows("closed_batch"):
            told.add((row["terminal_id"], row["batch_number"], row["claimed"]))
            if (row["terminal_id"], row["batch_instance"]) in by_people:
                disposed.add((row["terminal_id"], row["batch_number"]))
    for terminal in terminals if hosts else ():
        for row in terminal.rows("settlement"):
            key = (row["terminal_id"], row["batch_number"], row["totals"])
            if row["state"] == "ended" and key not in told and key[:2] not in disposed:
                yield Finding("I11", (terminal.name,), "|".join(key[:2]), "audit.settled_alone")


def _standing(host: Books) -> list[Row]:
    """Return what counts: approved, on a side of the totals, never reversed; amounts as adjusted last."""
    decisions, obligations = host.by_key("decision"), host.by_key("obligation")
    adjusted: dict[str, tuple[int, int]] = {}
    found = []
    for row in host.rows("attempt"):
        key = row["attempt_key"]
        decision = decisions.get(key)
        if decision is None or decision["outcome"] != "approved" or key in obligations:
            continue
        if row["kind"] in _ADJUSTMENTS:
            newest = (row["serial"], row["amount"])
            adjusted[row["original_key"]] = max(adjusted.get(row["original_key"], newest), newest)
        elif row["kind"] in _SIDES:
            found.append(row)
    return [
        {**row, "amount": adjusted[row["attempt_key"]][1]} if row["attempt_key"] in adjusted else row for row in found
    ]


def _check_batch(host: Books, closed: Row, rows: list[Row]) -> Iterator[Finding]:
    where = f"{closed['terminal_id']}|{closed['batch_number']}"
    stans = [row["stan"] for row in rows]
    if len(set(stans)) != len(stans):
        yield Finding("I11", (host.name,), where, "audit.twice_in_batch")
    for told, right in _totals(closed, rows):
        if told != right:
            sums = {"one": _text(told), "other": _text(right)}
            yield Finding("I11", (host.name,), where, "audit.batch_totals", sums)
    disposed = host.by_key("disposition")
    by_people = (closed["terminal_id"], closed["batch_instance"]) in host.by_key("batch_disposition")
    if _was_uploaded_whole(SettlementTotals.read(closed["counted"])) and not by_people:
        for row in rows:
            if row["attempt_key"] not in disposed:
                yield Finding("I11", (host.name,), row["attempt_key"], "audit.not_disposed")


def _totals(closed: Row, rows: list[Row]) -> Iterator[tuple[Sums, Sums]]:
    """Yield what was told of a batch and what is right: of all, and of payments by code where they are told apart."""
    totals, counted = SettlementTotals.read(closed["totals"]), _fitting(_sums(rows))
    yield _together(totals), counted
    if totals.codes is not None:
        yield _of_side(totals.codes), _fitting(_sums([row for row in rows if row["kind"] in _BY_CODE]))
    answer = SettlementTotals.read(closed["counted"])
    if all(side.result == "1" for side in answer.sides.values()):
        yield _together(SettlementTotals.read(closed["claimed"])), counted


def _was_uploaded_whole(answer: SettlementTotals) -> bool:
    """Tell whether every transaction belonged to a group that differed."""
    groups = answer.sides.values()
    differing = [group.result == "2" for group in groups]
    empty = [group.debit_count + group.credit_count == 0 for group in groups]
    return any(differing) and all(one or other for one, other in zip(differing, empty, strict=True))


def _check_clearing(host: Books, standing: dict[Batch, list[Row]]) -> Iterator[Finding]:
    clearing, cleared = host.by_key("clearing"), host.by_key("cleared_batch")
    due = {row["attempt_key"]: row["amount"] for batch, rows in standing.items() if batch in cleared for row in rows}
    written = {key: row["amount"] for key, row in clearing.items()}
    for key in sorted(due.keys() | written.keys()):
        if due.get(key) != written.get(key):
            yield Finding("I11", (host.name,), key, "audit.clearing_differs")


def _sums(rows: list[Row]) -> Sums:
    debit = [row["amount"] for row in rows if _SIDES[row["kind"]] is Totals.DEBIT]
    credit = [row["amount"] for row in rows if _SIDES[row["kind"]] is Totals.CREDIT]
    return sum(debit), len(debit), sum(credit), len(credit)


def _fitting(sums: Sums) -> Sums:
    """Return sums as field 48 holds them: of a count only the last three digits."""
    return sums[0], sums[1] % 1000, sums[2], sums[3] % 1000


def _together(totals: SettlementTotals) -> Sums:
    debit_amount, debits, credit_amount, credits_ = map(sum, zip(*map(_of_side, totals.sides.values()), strict=True))
    return _fitting((debit_amount, debits, credit_amount, credits_))


def _of_side(side: SideTotals) -> Sums:
    return side.debit_amount, side.debit_count, side.credit_amount, side.credit_count


def _text(sums: Sums) -> str:
    return "{1} / {0}, {3} / {2}".format(*sums)
