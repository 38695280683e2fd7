"""The queue of a terminal (I13): what it stored reached its host in the order in which it was stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from countertop.audit.books import Books
from countertop.audit.findings import Finding

__all__ = ["check_queue"]


def check_queue(terminals: list[Books], hosts: list[Books]) -> Iterator[Finding]:
    """Check the order; what an upload restored came in the order of the upload, and says nothing."""
    serials = {
        (row["terminal_id"], row["batch_number"], row["stan"]): row["serial"]
        for host in hosts
        for row in host.rows("attempt")
        if row["transit_key"]
    }
    for terminal in terminals:
        newest = defaultdict[str, int](int)
        for row in terminal.rows("stored"):
            key = (row["terminal_id"], row["batch_number"], row["stan"])
            serial = serials.get(key, newest[key[0]])
            if serial < newest[key[0]]:
                yield Finding("I13", (terminal.name,), "|".join(key), "audit.stored_out_of_order")
            newest[key[0]] = max(newest[key[0]], serial)
