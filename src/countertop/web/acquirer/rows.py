"""Replies of desks taken apart into rows: what is nested there stands side by side here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

__all__ = ["batch_rows", "bill_rows", "closed_batch_rows", "left_open_rows", "proposal_rows", "under"]

Reply = Mapping[str, Any]
Row = dict[str, Any]

_SUMS = ("debit_count", "debit_amount", "credit_count", "credit_amount")


def under(name: str) -> Callable[[Reply], list[Row]]:
    """Return what takes the rows under a name of the reply."""

    def rows(reply: Reply) -> list[Row]:
        return [dict(row) for row in reply.get(name, ())]

    return rows


def batch_rows(reply: Reply) -> list[Row]:
    """Return the present batch of each terminal, its groups summed up."""
    return [{**batch, **_summed(batch["totals"])} for batch in reply["batches"]]


def proposal_rows(reply: Reply) -> list[Row]:
    """Return the batches that somebody wants closed, with their sums."""
    return [{**row, **_summed(row["totals"])} for row in _nested(reply, "proposals")]


def left_open_rows(reply: Reply) -> list[Row]:
    """Return the batches that machines left behind."""
    return list(_nested(reply, "left_open"))


def closed_batch_rows(reply: Reply) -> list[Row]:
    """Return the closed batches with their sums and, where two persons closed one, who."""
    rows = []
    for row in _nested(reply, "closed"):
        disposed = row["disposed"] or {}
        persons = " + ".join(disposed[name] for name in ("proposed_by", "approved_by") if disposed)
        rows.append({**row, **_summed(row["totals"]), "disposed_by": persons, "reason": disposed.get("reason", "")})
    return sorted(rows, key=lambda row: -row["closed_at"])


def bill_rows(reply: Reply) -> list[Row]:
    """Return the lines of a day's bill."""
    return [dict(line) for line in reply["lines"]]


def _nested(reply: Reply, name: str) -> Iterator[Row]:
    for batch in reply["batches"]:
        for row in batch[name]:
            yield {**row, "terminal_id": batch["terminal_id"], "merchant_id": batch["merchant_id"]}


def _summed(totals: Mapping[str, Mapping[str, int] | None]) -> Row:
    groups = [group for group in totals.values() if group is not None]
    return {name: sum(group[name] for group in groups) for name in _SUMS}
